// Files dropped or chosen, sent one after the other, with how far each is.

const token = () => document.querySelector('meta[name="liasse-jeton"]').content;

export function watchDeposits(arrived) {
  const form = document.getElementById("depot");
  if (!form) return;
  const input = form.querySelector("input");
  const list = form.querySelector("ul");
  let last = Promise.resolve();
  const add = (files) => {
    for (const file of files) {
      const line = document.createElement("li");
      line.textContent = `${file.name} : en attente`;
      list.append(line);
      last = last.then(() => send(file, line));
      last.then(arrived).catch(() => {}); // a list that cannot be renewed stops no file
    }
  };
  input.addEventListener("change", () => {
    add(input.files);
    input.value = "";
  });
  for (const name of ["dragenter", "dragover"]) {
    addEventListener(name, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      form.classList.add("vise");
    });
  }
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("vise");
  });
  addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    form.classList.remove("vise");
    add(event.dataTransfer.files);
  });
}

function send(file, line) {
  return new Promise((resolve) => {
    const body = new FormData();
    body.append("fichier", file);
    const request = new XMLHttpRequest();
    request.open("POST", "/envois");
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Liasse-Jeton", token());
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) line.textContent = `${file.name} : ${Math.floor((100 * event.loaded) / event.total)} %`;
    });
    request.addEventListener("loadend", () => {
      const said = request.response ?? {};
      line.textContent = "";
      if (request.status === 201) {
        const link = document.createElement("a");
        link.href = `/envois/${said.envoi}`;
        link.textContent = said.numero;
        const more = said.pages ? `${said.pages} page${said.pages > 1 ? "s" : ""}` : "rien n'a pu être ouvert";
        line.append(`${file.name} : `, link, `, ${more}${said.doublon ? ", déjà reçu auparavant" : ""}`);
        for (const reason of said.refus) {
          const refused = document.createElement("p");
          refused.className = "t-alerte";
          refused.textContent = `En quarantaine : ${reason}`;
          line.append(refused);
        }
      } else {
        line.className = "t-alerte";
        line.textContent = `${file.name} : ${said.erreur?.message ?? "l'envoi n'a pas abouti, recommencez."}`;
      }
      resolve();
    });
    request.send(body);
  });
}
