// An envoi, or all of them, watched while they are read.
import { watchDeposits } from "./deposit.js";
import { remember, renew } from "./parts.js";
import { page } from "./server.js";

const EVERY = 3000;

async function reload() {
  const fresh = await page(location.href);
  const was = document.body.dataset.lecture;
  renew(fresh);
  if (was === "oui" && fresh.body.dataset.lecture !== "oui") location.reload();
}

remember();
watchDeposits(reload);
setInterval(() => {
  if (document.visibilityState === "visible" && document.body.dataset.lecture === "oui") reload().catch(() => {});
}, EVERY);
