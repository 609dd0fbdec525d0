// Lists under the keyboard, and kept up to date while they are looked at.
import { watchDeposits } from "./deposit.js";
import { Keys } from "./keys.js";
import { refresh, remember } from "./parts.js";
import { tell, tellKept } from "./tell.js";

const EVERY = 15_000;
let chosen = null;

const rows = () => [...document.querySelectorAll("#liste tbody tr, table.liste tbody tr")].filter(
  (row, index, all) => all.indexOf(row) === index,
);

function choose(row) {
  for (const old of document.querySelectorAll("tr.choisie")) old.classList.remove("choisie");
  if (!row) return;
  chosen = row.dataset.dossier;
  row.classList.add("choisie");
  row.scrollIntoView({ block: "nearest" });
  row.querySelector("a.ref")?.focus({ preventScroll: true });
}

function step(by) {
  const all = rows();
  const here = all.findIndex((row) => row.classList.contains("choisie"));
  choose(all[here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + by))]);
}

async function reload() {
  await refresh();
  if (chosen) {
    const row = document.querySelector(`tr[data-dossier="${CSS.escape(chosen)}"]`);
    row?.classList.add("choisie");
  }
}

const commands = {
  bas: () => step(1),
  haut: () => step(-1),
  ouvrir: () => {
    const row = document.querySelector("tr.choisie") ?? rows()[0];
    const take = row?.querySelector("form.prise");
    if (take) take.requestSubmit();
    else row?.querySelector("a.ref")?.click();
  },
  suivant: () => document.getElementById("suivant")?.requestSubmit(),
  recharger: () => reload().catch((error) => tell(error.message, { tone: "alerte" })),
  chercher: () => document.getElementById("q").focus(),
};
const keys = new Keys(commands);

// Enter on the chosen line's own link takes the dossier too; a click only looks at it.
document.addEventListener("keydown", (event) => {
  const link = event.target.closest?.("tr.choisie a.ref");
  if (event.key === "Enter" && link && !event.ctrlKey && !event.shiftKey && keys.active.checked) {
    event.preventDefault();
    commands.ouvrir();
  }
});

remember();
tellKept(null);
watchDeposits(reload);
setInterval(() => {
  const busy = document.querySelector("dialog:modal") || document.activeElement?.matches("select, input");
  if (document.visibilityState === "visible" && !busy) reload().catch(() => {});
}, EVERY);
