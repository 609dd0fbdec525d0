// The desk: the page, what was read on it, the acts and the keyboard, put together.
import { Acts } from "./acts.js";
import { Decisions } from "./decisions.js";
import { Keys } from "./keys.js";
import { Links } from "./links.js";
import { Order } from "./order.js";
import { post, Refused } from "./server.js";
import { tell, tellKept } from "./tell.js";
import { Values } from "./values.js";
import { Viewer } from "./viewer.js";
import { Zone } from "./zone.js";

const ALIVE = 4 * 60 * 1000;

const asked = new URL(location.href).searchParams.has("page"); // before the viewer says it
const root = document.getElementById("bureau");
const papers = document.getElementById("pieces");
const viewer = new Viewer(document.getElementById("liseuse"));
const links = new Links(papers, viewer);
const acts = new Acts(root);
const values = new Values(papers, acts, links);
const order = new Order(viewer, papers, acts);
const decisions = new Decisions(acts);
const zone = new Zone(viewer);

const commands = {
  doute: () => values.next(1),
  "doute-avant": () => values.next(-1),
  bas: () => links.move(1),
  haut: () => links.move(-1),
  saisir: () => values.goTo(papers.querySelector("[data-spot].choisi")),
  annuler: () => acts.undo(),
  zone: () => zone.toggle(),
  chercher: () => document.getElementById("q").focus(),
};
for (const what of ["precedente", "suivante", "plus", "moins", "page", "largeur", "vue"]) {
  commands[what] = () => viewer.do(what);
}
for (const what of ["couper", "joindre", "deplacer", "tourner", "relire", "blanche", "secret", "type"]) {
  commands[what] = () => { order[what](); };
}
for (const what of ["completer", "complement", "medecin", "rejeter", "cote", "rouvrir", "noter", "suivant"]) {
  commands[what] = () => {
    const button = document.querySelector(`.decisions [data-cmd="${what}"]`);
    if (button && !button.disabled) decisions[what]();
  };
}
commands.rendre = () => decisions.rendre();
new Keys(commands);

zone.addEventListener("drawn", async ({ detail }) => {
  const row = papers.querySelector("[data-spot].choisi");
  if (!row?.querySelector(".saisie")) {
    tell("Choisissez d'abord le champ à lire, puis dessinez le cadre.", { tone: "doute" });
    return;
  }
  tell("Lecture de la zone…");
  try {
    const place = { document: row.dataset.doc, place: row.dataset.spot, vu: Number(row.dataset.seen) };
    const found = await post("/api/actes/zone", { dossier: acts.dossier, ...place, page: detail.page, cadre: detail.box });
    document.getElementById("dit").hidden = true;
    values.offer(row, found.lectures, detail.page, detail.box);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell(error.message, { tone: "alerte" });
  }
});

// A sign of life while somebody works, so that the dossier stays his.
let active = false;
for (const name of ["keydown", "pointerdown", "wheel"]) {
  addEventListener(name, () => { active = true; }, { passive: true });
}
if (root.dataset.tenu === "moi") {
  setInterval(async () => {
    if (!active) return;
    active = false;
    try {
      await post("/api/actes/signe-de-vie", { dossier: acts.dossier });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      tell(error.message, { tone: "alerte" });
    }
  }, ALIVE);
}

order.readTurned();
tellKept((dossier) => acts.undo(dossier));
const found = viewer.sheet?.querySelector(".c-trouve"); // what a search led to
if (found) viewer.approach(found);
else if (!asked && !toTheSecret()) values.next(1);

// Asked for an opinion, the médecin conseil begins with what he alone reads.
function toTheSecret() {
  if (document.body.dataset.etape !== "medecin") return false;
  const piece = papers.querySelector("details.piece:not(.scellee):has(> summary .secret)");
  if (!piece) return false;
  if (!values.goTo(values.doubts.find((row) => piece.contains(row)))) links.open(piece.dataset.doc);
  return true;
}
