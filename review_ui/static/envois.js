// An envoi, or all of them, watched while they are read.
import { watchDeposits } from "./deposit.js";
import { refresh, remember } from "./parts.js";

const EVERY = 3000;

async function reload() {
  const was = document.body.dataset.lecture;
  const fresh = await refresh();
  if (was === "oui" && fresh && fresh.body.dataset.lecture !== "oui") location.reload();
}

remember();
watchDeposits(reload);
setInterval(() => {
  if (document.visibilityState === "visible" && document.body.dataset.lecture === "oui") reload().catch(() => {});
}, EVERY);
