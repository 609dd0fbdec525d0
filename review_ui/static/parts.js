// The parts of a page (data-part) brought up to date one by one, never under somebody's hands.
import { page } from "./server.js";

const sent = new Map();

export function remember(root = document) {
  for (const part of leaves(root)) sent.set(part.dataset.part, part.outerHTML);
}

// Put the parts of `fresh` in the place of the old ones that differ.
export function renew(fresh) {
  const news = new Map(leaves(fresh).map((part) => [part.dataset.part, part]));
  for (const [name, part] of news) {
    const old = document.querySelector(`[data-part="${CSS.escape(name)}"]`);
    if (!old || sent.get(name) === part.outerHTML) continue;
    if (old.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) {
      continue; // somebody writes there: the next renewal will do
    }
    const chosen = old.classList.contains("choisi");
    const focused = old.contains(document.activeElement);
    const put = document.importNode(part, true);
    sent.set(name, part.outerHTML);
    if (chosen) put.classList.add("choisi");
    if (old.tagName === "DETAILS") put.open = old.open;
    old.replaceWith(put);
    if (focused) (put.querySelector(".saisie, button, a") ?? put).focus({ preventScroll: true });
  }
}

let asked = 0;

// Bring this screen up to date. Of several at once the last asked for wins: an older answer that
// comes late is not shown over it. Answers the page shown, or null.
export async function refresh() {
  asked += 1;
  const mine = asked;
  const fresh = await page(location.href);
  if (mine !== asked) return null;
  renew(fresh);
  return fresh;
}

function leaves(root) {
  return [...root.querySelectorAll("[data-part]")].filter((part) => !part.querySelector("[data-part]"));
}
