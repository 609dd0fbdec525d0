// What becomes of the dossier; then the next one at once.
import { ask } from "./dialogs.js";
import { openLetter } from "./letter.js";
import { inTurn, leave, post, Refused } from "./server.js";
import { tell } from "./tell.js";

export class Decisions {
  constructor(acts) {
    this.acts = acts;
    acts.refused.set("dossier_incomplet", (fault) => this.#obstacles(fault));
  }

  get #seen() {
    return { vu: this.acts.revision };
  }

  // Decide, then go on with the dossier that has least time left.
  #decide(verb, body = {}) {
    return this.acts.move(verb, () => ({ ...this.#seen, ...body }), () => this.#next());
  }

  async #next() {
    const { adresse } = await post("/dossiers/suivant");
    return adresse;
  }

  completer() {
    return this.#decide("completer");
  }

  async complement() {
    await openLetter(this.acts, () => this.#next());
  }

  async #withReason(verb, title, more = () => ({})) {
    const data = await ask("motif", (dialog) => {
      dialog.querySelector("h2").textContent = title;
      dialog.querySelector(".jusquau").hidden = verb !== "cote";
    });
    if (data) await this.#decide(verb, { motif: data.get("motif").trim(), ...more(data) });
  }

  medecin() {
    if (document.body.dataset.etape === "medecin") {
      return this.#withReason("avis", "Avis du médecin conseil, et rendre le dossier");
    }
    return this.#withReason("medecin", "Demander l'avis du médecin conseil");
  }

  rejeter() {
    return this.#withReason("rejeter", "Rejeter le dossier");
  }

  cote() {
    return this.#withReason("cote", "Mettre de côté", (data) => ({ jusquau: data.get("jusquau") || null }));
  }

  async rouvrir() {
    const data = await ask("motif", (dialog) => {
      dialog.querySelector("h2").textContent = "Rouvrir le dossier";
      dialog.querySelector(".jusquau").hidden = true;
    });
    if (data) await this.acts.move("rouvrir", () => ({ ...this.#seen, motif: data.get("motif").trim() }));
  }

  async noter() {
    const data = await ask("note");
    if (data) await this.acts.do("commenter", { texte: data.get("texte").trim() });
  }

  rendre() {
    document.getElementById("rendre")?.requestSubmit();
  }

  suivant() {
    return inTurn(async () => {
      try {
        return await leave(await this.#next());
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return tell(error.message, { tone: "alerte" });
      }
    });
  }

  // Why it cannot be said complete, and what may be lifted with a reason.
  #obstacles(fault) {
    const dialog = document.getElementById("obstacles");
    const list = dialog.querySelector("ul");
    list.replaceChildren(...fault.obstacles.map((one) => this.#obstacle(one)));
    dialog.querySelector(".message").textContent = fault.message;
    dialog.showModal();
    (list.querySelector("input") ?? dialog.querySelector("button")).focus();
  }

  #obstacle(one) {
    const item = document.createElement("li");
    const title = document.createElement("h3");
    title.textContent = `${one.libelle} : ${one.resultat.toLowerCase()}`;
    const why = document.createElement("p");
    why.textContent = one.raison;
    item.append(title, why);
    if (!one.levable) {
      const no = document.createElement("p");
      no.className = "discret";
      no.textContent = one.medical ? "Seul le médecin conseil peut le lever." : "À corriger, ou à demander.";
      item.append(no);
      return item;
    }
    const form = document.createElement("form");
    const label = document.createElement("label");
    label.textContent = "Vérifié, parce que ";
    const input = document.createElement("input");
    input.name = "motif";
    input.required = true;
    input.maxLength = 500;
    label.append(input);
    const button = document.createElement("button");
    button.textContent = "Lever";
    form.append(label, button);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const lifted = await this.acts.do("lever", () => ({ ...this.#seen, exigence: one.exigence, motif: input.value.trim() }));
      if (!lifted) return;
      item.remove();
      const dialog = document.getElementById("obstacles");
      const more = dialog.querySelector("li input");
      if (more) more.focus();
      else if (dialog.querySelector("li")) dialog.querySelector("[data-fermer]").focus();
      else {
        dialog.close();
        tell("Plus rien ne s'y oppose : C déclare le dossier complet.", { tone: "bon" });
      }
    });
    item.append(form);
    return item;
  }
}

