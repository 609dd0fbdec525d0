// Putting the pages in order: cut, join, move, turn, blank, type. Originals are not touched.
import { ask } from "./dialogs.js";
import { tell } from "./tell.js";

const TURNED = "liasse.tournee";
const FURTHER = 1200; // within which a page is turned further

export class Order {
  constructor(viewer, papers, acts) {
    this.viewer = viewer;
    this.papers = papers;
    this.acts = acts;
  }

  // The document that holds the page shown, its place in it, and the documents around it.
  get here() {
    const page = this.viewer.sheet?.dataset.sheet;
    const pieces = [...this.papers.querySelectorAll("details.piece")];
    const piece = pieces.find((one) => one.dataset.sheets.split(" ").includes(page));
    if (!page || !piece) return null;
    return {
      page,
      piece,
      pieces,
      document: piece.dataset.doc,
      vu: Number(piece.dataset.revision),
      at: piece.dataset.sheets.trim().split(" ").indexOf(page),
      before: pieces[pieces.indexOf(piece) - 1],
    };
  }

  #on(work) {
    const { here } = this;
    if (here) return work(here);
    tell("Choisissez d'abord une page.", { tone: "doute" });
    return undefined;
  }

  #stay = (page) => () => {
    const address = new URL(location.href);
    address.searchParams.set("page", page);
    return address.href;
  };

  couper() {
    return this.#on(({ page, document, vu, at }) => {
      if (at < 1) {
        tell("Cette page commence déjà son document : allez à celle qui doit en commencer un autre.", { tone: "doute" });
        return undefined;
      }
      return this.acts.move("couper", { document, vu, a: at }, this.#stay(page));
    });
  }

  joindre() {
    return this.#on(({ page, document, vu, before }) => {
      if (!before) {
        tell("Aucun document ne précède celui-ci.", { tone: "doute" });
        return undefined;
      }
      const into = { dans: before.dataset.doc, dans_vu: Number(before.dataset.revision) };
      return this.acts.move("joindre", { document, vu, ...into }, this.#stay(page));
    });
  }

  tourner() {
    return this.#on(({ page, vu }) => {
      sessionStorage.setItem(TURNED, page);
      return this.acts.move("tourner", { page, vu, degres: 90 }, this.#stay(page));
    });
  }

  // A page that was turned is read in its new place, unless it is turned further at once: nobody
  // waits for it, what changed is shown when it is there.
  readTurned() {
    const page = sessionStorage.getItem(TURNED);
    sessionStorage.removeItem(TURNED);
    if (!page || page !== this.viewer.sheet?.dataset.sheet) return;
    let timer = 0;
    const read = async () => {
      removeEventListener("pagehide", leave);
      const { document, vu } = this.here ?? {};
      if (document) await this.acts.aside("relire", { page, vu, tournee: true });
    };
    const leave = () => {
      if (sessionStorage.getItem(TURNED) === page) clearTimeout(timer);
      else read();
    };
    addEventListener("pagehide", leave);
    timer = setTimeout(read, FURTHER);
  }

  relire() {
    return this.#on(({ page, vu }) => {
      tell("Lecture de la page…");
      return this.acts.move("relire", { page, vu }, this.#stay(page));
    });
  }

  blanche() {
    return this.#on(({ page, vu }) => {
      const blank = this.viewer.sheet.dataset.blanche === "oui";
      return this.acts.move("blanche", { page, vu, blanche: !blank }, this.#stay(page));
    });
  }

  secret() {
    return this.#on(({ page, vu }) => {
      const secret = this.viewer.sheet.dataset.secret === "oui";
      return this.acts.move("secret", { page, vu, secret: !secret }, this.#stay(page));
    });
  }

  type() {
    return this.#on(async ({ document: id, vu, page, piece }) => {
      const data = await ask("choix-type", (dialog) => {
        dialog.querySelector(".de-quoi").textContent = piece.querySelector("summary .nom").textContent;
      });
      if (!data) return;
      const wanted = data.get("type");
      const known = [...document.querySelectorAll("#types option")].find((o) => o.value === wanted);
      if (!known) {
        tell(`« ${wanted} » n'est pas un type de document : choisissez dans la liste.`, { tone: "alerte" });
        return;
      }
      await this.acts.move("type", { document: id, vu, type: known.dataset.type }, this.#stay(page));
    });
  }

  deplacer() {
    return this.#on(async ({ page, piece, pieces, document: id, vu }) => {
      const data = await ask("deplacement", (dialog) => {
        dialog.querySelector(".de-quoi").textContent = this.viewer.sheet.dataset.number;
        const list = dialog.querySelector("select");
        const others = pieces.filter((one) => one !== piece).map((one) => {
          const said = `${one.querySelector("summary .nom").textContent} ${one.querySelector("summary .ou").textContent}`;
          return new Option(said, one.dataset.doc);
        });
        list.replaceChildren(new Option("un document à part", ""), ...others);
      });
      if (!data) return;
      if (data.get("quoi") === "document") {
        await this.acts.move("ranger", { document: id, vu, vers: data.get("vers").trim() }, () => location.pathname);
        return;
      }
      const dans = data.get("dans");
      const into = pieces.find((one) => one.dataset.doc === dans);
      const dans_vu = Number(into?.dataset.revision ?? 0);
      await this.acts.move("deplacer", { page, vu, dans, dans_vu }, this.#stay(page));
    });
  }
}
