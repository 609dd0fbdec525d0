// The acts of a dossier's screen: asked of the server in turn, told, and the screen renewed.
import { remember, renew } from "./parts.js";
import { inTurn, leave, page, post, Refused } from "./server.js";
import { changes, tell, tellThere } from "./tell.js";

export class Acts {
  constructor(root) {
    this.root = root;
    this.dossier = root.dataset.dossier ?? "";
    this.refused = new Map(); // what to do with a refusal of that code
    remember();
  }

  get revision() {
    return Number(document.getElementById("revision")?.dataset.revision ?? 0);
  }

  get #from() {
    return { dossier: this.dossier, from: document.querySelector("h1")?.textContent.trim() ?? "" };
  }

  // An act that leaves the pages where they are. Answers what was done, or undefined.
  // `quiet`: told only when it changed something more. `besides`: a line to tell with it.
  do(verb, body = {}, { quiet = false, besides = "" } = {}) {
    return inTurn(async () => {
      const done = await this.#ask(verb, body);
      if (!done) return undefined;
      const details = [...changes(done), besides].filter(Boolean);
      if (await this.renew(done) && (!quiet || details.length)) tell(done.phrase, { tone: "bon", details, undo: () => this.undo() });
      return done;
    });
  }

  // An act that nobody waits for; it goes on when the screen is left.
  async aside(verb, body) {
    const done = await this.#ask(verb, body, { keepalive: true });
    if (!done) return;
    const hand = document.activeElement;
    if (document.querySelector("dialog[open]") || (hand.matches(".saisie") && hand.value !== hand.dataset.value)) {
      tell(done.phrase, { tone: "bon", details: changes(done), undo: () => this.undo() });
      await inTurn(() => this.renew());
    } else {
      tellThere(done.phrase, { details: changes(done), ...this.#from });
      location.reload();
    }
  }

  // An act after which the page is built anew, here or at `to(done)`.
  move(verb, body, to = () => location.href) {
    return inTurn(async () => {
      const done = await this.#ask(verb, body);
      if (!done) return undefined;
      tellThere(done.phrase, { details: changes(done), ...this.#from });
      let address = location.href;
      try {
        address = await to(done);
      } catch (error) {
        if (!(error instanceof Refused)) throw error; // the act is done: here is what it made
      }
      return leave(address);
    });
  }

  // Take back the last act on this dossier, or on the one just left.
  undo(dossier = this.dossier) {
    return inTurn(async () => {
      const done = await this.#ask("annuler", { dossier });
      if (!done) return undefined;
      if (dossier !== this.dossier) {
        tellThere(done.phrase, { details: changes(done) });
        return leave(`/dossiers/${dossier}`);
      }
      const fresh = await this.#fresh(done);
      if (fresh && shape(fresh) !== shape(document)) {
        tellThere(done.phrase, { details: changes(done) });
        return leave();
      }
      if (!fresh) return done;
      renew(fresh);
      tell(done.phrase, { tone: "bon", details: changes(done) });
      return done;
    });
  }

  // Bring the screen up to date. Whether that could be done.
  async renew(done = null) {
    const fresh = await this.#fresh(done);
    if (fresh) renew(fresh);
    return Boolean(fresh);
  }

  // The screen as the office has it now; what hinders is told, after what was done.
  async #fresh(done) {
    try {
      return await page(location.href);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      tell(error.message, { tone: "alerte", details: done ? [done.phrase] : [] });
      return null;
    }
  }

  async #ask(verb, body, how = {}) {
    const given = typeof body === "function" ? body() : body;
    try {
      return await post(`/api/actes/${verb}`, { dossier: this.dossier, ...given }, how);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const handler = this.refused.get(error.fault.code);
      if (handler) handler(error.fault);
      else tell(error.message, { tone: "alerte", details: error.fault.attendu ? [error.fault.attendu] : [] });
      if (error.status === 409 || error.status === 423) await this.renew();
      return undefined;
    }
  }
}

// The pages and documents of a screen: when they change, it is built anew.
function shape(root) {
  const pages = [...root.querySelectorAll(".feuille")].map((one) => one.dataset.sheet + (one.querySelector("img")?.getAttribute("src") ?? ""));
  const pieces = [...root.querySelectorAll("details.piece")].map((one) => one.id + one.dataset.sheets + one.querySelector("summary .nom").textContent);
  return [...pages, ...pieces].join(" ");
}
