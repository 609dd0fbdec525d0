// Asking the server: one thing after another, and what went wrong said in one place.

const token = () => document.querySelector('meta[name="liasse-jeton"]')?.content ?? "";
let last = Promise.resolve();

export class Refused extends Error {
  constructor(status, fault) {
    super(fault.message);
    this.status = status;
    this.fault = fault;
  }
}

// One write. `body`: an object (JSON) or a form. Throws `Refused`.
export async function post(path, body = {}, { keepalive = false } = {}) {
  const form = body instanceof FormData;
  const headers = { Accept: "application/json", "Liasse-Jeton": token() };
  if (!form) headers["Content-Type"] = "application/json";
  const how = { method: "POST", headers, body: form ? body : JSON.stringify(body), keepalive };
  const answer = await reach(path, how, "Ce que vous venez de faire n'est pas enregistré : réessayez.");
  if (answer.status === 401) {
    location.href = `/connexion?suite=${encodeURIComponent(location.pathname + location.search)}`;
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, said.erreur ?? { message: "La demande a échoué." });
  return said;
}

// `work` after all that was asked before: acts never overtake each other.
export function inTurn(work) {
  const mine = last.then(work);
  last = mine.catch(() => {});
  return mine;
}

// Go to another screen of ours, or to this one built anew. Never settles: what was asked behind it
// in turn is not begun on a screen that nobody will see.
export function leave(address = location.href) {
  if (new URL(address, location.href).href === location.href) location.reload();
  else location.href = address;
  return new Promise(() => {});
}
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); }); // not as it was left

// A page of ours as it stands now. Throws `Refused`.
export async function page(address) {
  const answer = await reach(address, { headers: { Accept: "text/html" } }, "Ce que vous voyez n'est pas à jour.");
  if (answer.redirected && new URL(answer.url).pathname === "/connexion") return leave(answer.url);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.ok) return fresh;
  const why = fresh.querySelector(".faute p")?.textContent ?? "L'écran n'a pas pu être mis à jour.";
  throw new Refused(answer.status, { message: why });
}

async function reach(address, how, sequel) {
  try {
    return await fetch(address, how);
  } catch {
    throw new Refused(0, { code: "reseau", message: `L'application ne répond pas. ${sequel}` });
  }
}
