// What was done, or why not: said at the bottom of the screen, with a way back.

const KEPT = "liasse.dit";
const LASTS = 9000;
let timer = 0;

export function tell(text, { tone = "info", details = [], undo = null } = {}) {
  const box = document.getElementById("dit");
  if (!box) return;
  box.replaceChildren();
  box.className = `dit t-${tone}`;
  const said = document.createElement("p");
  said.textContent = text;
  box.append(said);
  for (const detail of details) {
    const line = document.createElement("p");
    line.className = "sous";
    line.textContent = detail;
    box.append(line);
  }
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Annuler";
    button.addEventListener("click", undo);
    box.append(button);
  }
  box.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { box.hidden = true; }, tone === "alerte" ? 3 * LASTS : LASTS);
}

// The same, once the page now asked for is there.
// `from`: the reference of the dossier it was done to, said where another is shown.
export function tellThere(text, { tone = "bon", details = [], dossier = "", from = "" } = {}) {
  sessionStorage.setItem(KEPT, JSON.stringify({ text, tone, details, dossier, from }));
}

// Whether something was kept to be told; `undo` takes back what was done to a dossier.
export function tellKept(undo) {
  const kept = sessionStorage.getItem(KEPT);
  if (!kept) return false;
  sessionStorage.removeItem(KEPT);
  const { text, tone, details, dossier, from } = JSON.parse(kept);
  const elsewhere = from && from !== document.querySelector("h1")?.textContent.trim();
  tell(elsewhere ? `${from} : ${text}` : text, { tone, details, undo: undo && dossier ? () => undo(dossier) : null });
  return true;
}

// What an act changed, in short lines.
export function changes(done) {
  const lines = [];
  for (const change of done.changements ?? []) {
    if (change.avant !== change.apres) lines.push(`${change.reference} : ${change.avant} → ${change.apres}`);
    for (const one of change.controles.slice(0, 4)) {
      lines.push(`${one.libelle} : ${[one.avant, one.apres].filter(Boolean).join(" → ")}`);
    }
  }
  return lines;
}
