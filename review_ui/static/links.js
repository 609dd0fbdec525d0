// What stands on the right and its box on the page: choose one, the other is shown.
import { drawExtract } from "./extract.js";
import { bringIntoView } from "./scroll.js";

export class Links {
  constructor(papers, viewer) {
    this.papers = papers;
    this.viewer = viewer;
    this.chosen = null;
    papers.addEventListener("click", (event) => {
      const row = event.target.closest("[data-key]");
      if (row && !event.target.closest(".saisie")) this.choose(row.dataset.key);
    });
    papers.addEventListener("focusin", (event) => {
      const row = event.target.closest("[data-key]");
      if (row && event.target.matches(".libelle")) this.choose(row.dataset.key);
    });
    viewer.addEventListener("box", (event) => this.goTo(event.detail));
    viewer.addEventListener("sheet", (event) => this.#mark(event.detail, true));
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-goto]");
      if (!link) return;
      event.preventDefault();
      if (link.dataset.proof) this.goTo(link.dataset.proof);
      else this.open(link.dataset.goto);
    });
    const current = viewer.sheet?.dataset.sheet;
    if (current) this.#mark(current, viewer.current > 0);
  }

  row(key) {
    return this.rows.find((row) => row.dataset.key === key);
  }

  get rows() {
    return [...this.papers.querySelectorAll("[data-key]")];
  }

  // Highlight a row and its box, on its page; `near`: with the box large enough to be read.
  choose(key, { near = false, spot = null } = {}) {
    const row = (spot && this.rows.find((one) => one.dataset.spot === spot && one.dataset.key === key)) ?? this.row(key);
    if (!row) return;
    for (const old of document.querySelectorAll(".choisi")) old.classList.remove("choisi");
    this.chosen = key;
    row.classList.add("choisi");
    this.viewer.show(row.dataset.sheet);
    const [box] = this.viewer.boxes(key);
    if (box) {
      box.classList.add("choisi");
      if (near) this.viewer.approach(box);
      else this.viewer.reveal(box);
    } else if (near) {
      this.viewer.fit("page"); // it may be anywhere on the page: all of it is shown
    }
    bringIntoView(row, false);
    this.#detail(row, box);
  }

  // The same, with the focus on the row: what a click on a box does.
  goTo(key) {
    const row = this.row(key);
    if (!row) return;
    for (let fold = row.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    (row.querySelector(".saisie") ?? row.querySelector(".libelle"))?.focus({ preventScroll: true });
    this.choose(key);
    bringIntoView(row, false);
  }

  // The next or previous row that can be seen.
  move(by) {
    const rows = this.rows.filter((row) => row.checkVisibility());
    const here = rows.findIndex((row) => row.dataset.key === this.chosen);
    const to = rows[here < 0 ? (by > 0 ? 0 : rows.length - 1) : here + by];
    if (to) {
      this.choose(to.dataset.key);
      (to.querySelector(".libelle") ?? to.querySelector(".saisie"))?.focus({ preventScroll: true });
    }
  }

  // A document, from its first page.
  open(id) {
    const piece = document.getElementById(`doc-${id}`);
    if (!piece) return;
    piece.open = true;
    this.viewer.show(piece.dataset.sheets.split(" ")[0]);
    this.#mark(this.viewer.sheet?.dataset.sheet, false);
    bringIntoView(piece, true);
    piece.querySelector("summary").focus({ preventScroll: true });
  }

  // Mark the document that the page shown is in; `follow`: open it and bring it into view.
  #mark(sheet, follow) {
    for (const piece of this.papers.querySelectorAll("details.piece")) {
      const here = piece.dataset.sheets.split(" ").includes(sheet);
      piece.classList.toggle("courante", here);
      if (here) {
        piece.open = true;
        if (follow && !piece.querySelector(".choisi")) bringIntoView(piece, true);
      }
    }
  }

  #detail(row, box) {
    const line = row.closest(".lignes tr"); // Enter keeps all of it, and its end may be out of view
    const label = (line ?? row).dataset.label ?? row.querySelector(".libelle").textContent;
    const value = [...(line ?? row).querySelectorAll(line ? ".saisie, .lue" : ".saisie")]
      .map((one) => (one.selectedOptions?.[0]?.textContent ?? one.value ?? one.textContent).trim())
      .filter(Boolean)
      .join(" · ") || row.querySelector(".lue")?.textContent.trim();
    const place = this.viewer.sheet?.dataset.number ?? "";
    const said = box ? place : `${place}, place inconnue`;
    document.getElementById("annonce").textContent = `${label}${value ? ` : ${value}` : ""} (${said})`;
    drawExtract(document.getElementById("extrait"), this.viewer.sheet?.querySelector("img"), box);
  }
}
