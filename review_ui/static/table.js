// A table sent whole; the page that answers says what became of each line.
import { page } from "./server.js";

const form = document.getElementById("tableau");
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  const report = document.getElementById("bilan");
  const headers = { Accept: "text/html", "Liasse-Jeton": document.querySelector('meta[name="liasse-jeton"]').content };
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", headers, body: new FormData(form) });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const told = fresh.getElementById("bilan");
    if (told) report.replaceWith(document.importNode(told, true));
    else report.textContent = fresh.querySelector(".faute p")?.textContent ?? "Le tableau n'a pas pu être importé.";
    if (told) {
      const now = await page("/reponses");
      for (const id of ["t-attend", "t-derniere"]) {
        document.getElementById(id).parentElement.replaceWith(document.importNode(now.getElementById(id).parentElement, true));
      }
    }
  } catch {
    report.textContent = "L'application ne répond pas : rien de plus n'a été enregistré.";
  } finally {
    button.disabled = false;
    form.reset();
  }
});
