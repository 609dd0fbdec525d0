// The letter that asks for what is missing: previewed, edited, issued.
import { page, Refused } from "./server.js";
import { tell } from "./tell.js";

// Opens the letter of the dossier; once issued, goes on to `next()`.
export async function openLetter(acts, next) {
  const dialog = document.getElementById("lettre");
  const holder = dialog.querySelector(".brouillon");
  const load = async (addressee) => {
    const query = addressee ? `?pour=${encodeURIComponent(addressee)}` : "";
    let fresh;
    try {
      fresh = await page(`/dossiers/${acts.dossier}/lettre${query}`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      dialog.close();
      tell(error.message, { tone: "alerte" });
      return;
    }
    holder.replaceChildren(document.importNode(fresh.getElementById("brouillon"), true));
    const form = holder.querySelector("form");
    form.querySelector('[name="pour"]')?.addEventListener("change", (event) => load(event.target.value));
    form.addEventListener("submit", async (event) => {
      if (event.submitter?.value !== "emettre") return; // the preview opens in its own window
      event.preventDefault();
      const body = { brouillon: read(form) };
      dialog.close();
      await acts.move("lettre", () => ({ vu: acts.revision, ...body }), next);
    });
    (form.querySelector("[data-premier]") ?? form.querySelector("button")).focus();
  };
  holder.replaceChildren(document.createTextNode("Préparation de la lettre…"));
  dialog.showModal();
  await load("");
}

// What the form says now.
function read(form) {
  const data = new FormData(form);
  return {
    pour: data.get("pour") ?? "",
    note: data.get("note") ?? "",
    manques: [...form.querySelectorAll("[data-rang]")].map((item) => ({
      rang: Number(item.dataset.rang),
      garde: item.querySelector('[type="checkbox"]').checked,
      phrase: item.querySelector("textarea").value,
    })),
  };
}
