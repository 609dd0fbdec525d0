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
  let answer;
  try {
    answer = await fetch(path, { method: "POST", headers, body: form ? body : JSON.stringify(body), keepalive });
  } catch {
    throw new Refused(0, { code: "reseau", message: "L'application ne répond pas. Ce que vous venez de faire n'est pas enregistré : réessayez." });
  }
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

// A page of ours as it stands now.
export async function page(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (answer.redirected && new URL(answer.url).pathname === "/connexion") location.href = answer.url;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}
