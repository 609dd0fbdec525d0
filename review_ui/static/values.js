// Values under the hands: typing replaces, digits take rivals, Enter accepts and goes on.
import { post, Refused } from "./server.js";
import { tell } from "./tell.js";

const PAUSE = 140;
const LAST = "Plus de valeur à vérifier : C complet, M complément, ? toutes les touches.";

export class Values {
  constructor(papers, acts, links) {
    this.papers = papers;
    this.acts = acts;
    this.links = links;
    this.timer = 0;
    papers.addEventListener("keydown", (event) => this.#pressed(event));
    papers.addEventListener("input", (event) => this.#typed(event));
    papers.addEventListener("focusin", (event) => this.#entered(event));
    papers.addEventListener("focusout", (event) => this.#left(event));
    papers.addEventListener("click", (event) => this.#clicked(event));
  }

  row(element) {
    return element?.closest("[data-spot]");
  }

  // The rows that want a look, in the order of the screen.
  get doubts() {
    return [...this.papers.querySelectorAll("[data-spot].a-voir")].filter((row) => row.checkVisibility());
  }

  goTo(row) {
    const input = row?.querySelector(".saisie");
    if (!input) return false;
    for (let fold = row.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    input.focus({ preventScroll: true });
    return true;
  }

  // The next doubt after (or before) the row at hand. False when there is none.
  next(by = 1) {
    const all = [...this.papers.querySelectorAll("[data-spot]")];
    const here = all.indexOf(this.row(document.activeElement) ?? this.papers.querySelector("[data-spot].choisi"));
    const ahead = this.doubts.filter((row) => (all.indexOf(row) - here) * by > 0);
    return this.goTo(by > 0 ? ahead[0] : ahead.at(-1));
  }

  // Keep what stands in the row at hand, or accept it when it was not touched.
  async settle(row) {
    const input = row.querySelector(".saisie");
    const place = { document: row.dataset.doc, place: row.dataset.spot, vu: Number(row.dataset.seen) };
    const before = { said: input.value, at: row.dataset.spot };
    const touched = input.value !== input.dataset.value;
    if (row.dataset.sort === "marque" && !touched && !input.value) { // nothing was said: nothing is kept
      input.focus();
      return tell(`« ${row.dataset.label} » : choisissez présent (P) ou absent (A), ou passez avec Tab.`, { tone: "doute" });
    }
    const along = touched ? [] : this.#line(row);
    for (const one of [row, ...along]) {
      one.classList.remove("a-voir");
      one.classList.add("en-cours");
    }
    const on = this.next(1);
    if (!on) input.blur(); // the hands are free for the decision
    const done = await this.acts.do(...this.#act(row, input, place, touched, along), { quiet: on, besides: on ? "" : LAST });
    for (const one of [row, ...along]) {
      const now = this.papers.querySelector(`[data-part="${CSS.escape(one.dataset.part)}"]`) ?? one;
      now.classList.remove("en-cours");
      if (!done) now.classList.add("a-voir", "refuse");
      if (!done && now === row) input.value = before.said;
    }
    return done;
  }

  // The other doubts of a table's line: they are looked at, and kept, together.
  #line(row) {
    if (!row.matches("td")) return [];
    return [...row.parentElement.querySelectorAll("td.a-voir")].filter((cell) => {
      const input = cell.querySelector(".saisie");
      return cell !== row && input && input.value && input.value === input.dataset.value;
    });
  }

  #act(row, input, place, touched, along) {
    if (along.length && input.value) {
      const places = Object.fromEntries([row, ...along].map((one) => [one.dataset.spot, Number(one.dataset.seen)]));
      return ["accepter-ligne", { document: place.document, places }];
    }
    if (row.dataset.sort === "marque") {
      const present = { true: true, false: false }[input.value] ?? null;
      return ["marque", { ...place, present }];
    }
    if (row.dataset.sort === "type") {
      return ["type", { document: place.document, vu: place.vu, type: input.value }];
    }
    if (!touched && input.value) return ["accepter", { ...place, lu: row.dataset.lu ?? null }];
    if (!input.value.trim()) return ["vider", place];
    const box = row.dataset.cadre ? { page: row.dataset.zone, cadre: JSON.parse(row.dataset.cadre) } : {};
    return ["corriger", { ...place, valeur: input.value, ...box }];
  }

  #pressed(event) {
    const input = event.target.closest(".saisie");
    if (!input || event.altKey || event.metaKey) return;
    const row = this.row(input);
    if (event.key === "Enter" && !event.ctrlKey) {
      event.preventDefault();
      if (!event.repeat) this.settle(row); // a key held down has seen nothing
    } else if (event.key === "Tab" && !event.ctrlKey) {
      if (this.next(event.shiftKey ? -1 : 1)) event.preventDefault();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.#restore(row, input);
      input.blur();
    } else if (/^[1-9]$/.test(event.key) && !event.ctrlKey && input.tagName === "INPUT") {
      this.#digit(event, row, input);
    }
  }

  // A digit takes a rival while nothing is typed yet; typing on makes it a digit after all.
  #digit(event, row, input) {
    const untouched = input.value === input.dataset.value || row.dataset.pris;
    const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    const rival = row.querySelector(`[data-rival="${event.key}"]`);
    if (row.dataset.pris && whole) {
      input.value = row.dataset.pris;
      input.setSelectionRange(input.value.length, input.value.length);
      delete row.dataset.pris;
      return; // the digit is now typed behind the first
    }
    if (!untouched || !whole || !rival) return;
    event.preventDefault();
    this.#take(row, rival, event.key);
  }

  #take(row, rival, digit = "") {
    const input = row.querySelector(".saisie");
    input.value = rival.dataset.value;
    if (digit) row.dataset.pris = digit;
    input.focus({ preventScroll: true });
    input.select();
    this.#check(row, input);
  }

  #typed(event) {
    const input = event.target.closest("input.saisie");
    if (!input) return;
    const row = this.row(input);
    if (row.dataset.pris && event.data && input.value === event.data) {
      input.value = row.dataset.pris + event.data;
    }
    delete row.dataset.pris;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#check(row, input), PAUSE);
  }

  async #check(row, input) {
    const said = row.querySelector(".ecrit");
    if (!said || !row.dataset.type) return;
    if (input.value === input.dataset.value || !input.value.trim()) {
      said.textContent = input.value.trim() ? "" : "Entrée : il n'y a pas de valeur sur le papier";
      row.classList.remove("refuse");
      return;
    }
    const asked = { type: row.dataset.type, place: row.dataset.spot, valeur: input.value };
    let text = "";
    let wrong = false;
    try {
      const found = await post("/api/actes/verifier", asked);
      text = found.remarque || (found.ecrit === input.value ? "" : `→ ${found.ecrit}`);
      wrong = Boolean(found.remarque);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      text = error.message;
      wrong = true;
    }
    if (asked.valeur !== input.value) return; // typed on meanwhile
    said.textContent = text;
    row.classList.toggle("refuse", wrong);
    input.setAttribute("aria-invalid", String(wrong));
  }

  #entered(event) {
    const input = event.target.closest(".saisie");
    if (!input) return;
    const row = this.row(input);
    if (input.tagName === "INPUT") input.select();
    this.links.choose(row.dataset.key, { near: row.classList.contains("a-voir"), spot: row.dataset.spot });
  }

  #left(event) {
    const input = event.target.closest(".saisie");
    if (!input) return;
    const row = this.row(input);
    delete row.dataset.pris;
    const moved = input.tagName === "INPUT" && input.value !== input.dataset.value;
    row.classList.toggle("entame", moved && !row.classList.contains("en-cours"));
  }

  #restore(row, input) {
    if (input.tagName === "INPUT") input.value = input.dataset.value;
    else for (const option of input.options) option.selected = option.defaultSelected;
    row.classList.remove("refuse", "entame");
    for (const name of ["pris", "cadre", "zone"]) delete row.dataset[name];
    const said = row.querySelector(".ecrit");
    if (said) said.textContent = "";
  }

  #clicked(event) {
    const row = this.row(event.target);
    if (!row) return;
    const rival = event.target.closest("[data-rival]");
    if (rival) this.#take(row, rival);
    if (event.target.closest(".accepter")) this.settle(row);
    if (event.target.closest(".oter")) {
      this.acts.do("ligne-retirer", { document: row.dataset.doc, place: row.dataset.ligne, vu: 0 });
    }
  }

  // What was read in a rectangle of the page, offered in the row at hand.
  offer(row, readings, page, box) {
    const [best] = readings;
    const input = row.querySelector(".saisie");
    const said = row.querySelector(".ecrit");
    if (!best) {
      if (said) said.textContent = "Rien n'a été lu à cet endroit.";
      return;
    }
    row.dataset.cadre = JSON.stringify(box);
    row.dataset.zone = page;
    input.value = best.valeur;
    input.focus({ preventScroll: true });
    if (input.select) input.select();
    if (said) said.textContent = best.remarque || `lu « ${best.brut} » (${best.confiance} %) : Entrée pour garder`;
  }
}
