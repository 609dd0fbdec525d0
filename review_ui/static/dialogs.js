// Dialogs: opened with what they are about, answered once or closed.

// Opens the dialog of that id. Answers its form's data, or null when it was closed.
export function ask(id, fill = () => {}) {
  const dialog = document.getElementById(id);
  const form = dialog.querySelector("form");
  form.reset();
  const wrong = dialog.querySelector(".probleme");
  if (wrong) wrong.textContent = "";
  fill(dialog, form);
  dialog.showModal();
  (dialog.querySelector("[data-premier]") ?? dialog.querySelector("input, select, textarea, button"))?.focus();
  return new Promise((resolve) => {
    const done = () => {
      form.removeEventListener("submit", submitted);
      dialog.removeEventListener("close", closed);
    };
    const submitted = (event) => {
      event.preventDefault();
      done();
      const data = new FormData(form, event.submitter);
      dialog.close();
      resolve(data);
    };
    const closed = () => {
      done();
      resolve(null);
    };
    form.addEventListener("submit", submitted);
    dialog.addEventListener("close", closed);
  });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-fermer]")) event.target.closest("dialog").close();
});

// Ctrl+Enter sends from a text of several lines.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey && event.target.matches("dialog textarea")) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});
