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
      if (row) this.choose(row.dataset.key);
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
      else this.#open(link.dataset.goto);
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

  // Highlight a row and its box, on its page.
  choose(key) {
    const row = this.row(key);
    if (!row) return;
    for (const old of document.querySelectorAll(".choisi")) old.classList.remove("choisi");
    this.chosen = key;
    row.classList.add("choisi");
    this.viewer.show(row.dataset.sheet);
    const [box] = this.viewer.boxes(key);
    if (box) {
      box.classList.add("choisi");
      this.viewer.reveal(box);
    }
    this.#detail(row, box);
  }

  // The same, with the focus on the row: what a click on a box does.
  goTo(key) {
    const row = this.row(key);
    if (!row) return;
    row.closest("details.piece").open = true;
    row.querySelector(".libelle").focus({ preventScroll: true });
    this.choose(key);
    bringIntoView(row, false);
  }

  // The next or previous row that can be seen; `doubtful`: among those that want a look.
  move(by, doubtful) {
    const wanted = doubtful ? ".en-doute, .en-alerte, :has(.en-doute)" : "*";
    const rows = this.rows.filter(
      (row) => row.matches(wanted) && (doubtful || row.closest("details.piece").open),
    );
    if (!rows.length) return;
    const all = this.rows;
    const here = all.findIndex((row) => row.dataset.key === this.chosen);
    const after = (row) => (all.indexOf(row) - here) * by > 0;
    const ahead = by > 0 ? rows.find(after) : rows.findLast(after);
    const wrap = by > 0 ? rows[0] : rows[rows.length - 1];
    this.goTo((ahead ?? (doubtful ? wrap : rows.find((r) => r.dataset.key === this.chosen) ?? wrap)).dataset.key);
  }

  #open(id) {
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
    const label = row.querySelector(".libelle").textContent;
    const value = row.querySelector(".valeur")?.firstChild.textContent.trim();
    const place = this.viewer.sheet?.dataset.number ?? "";
    const said = box ? place : `${place}, place inconnue`;
    document.getElementById("annonce").textContent = `${label}${value ? ` : ${value}` : ""} (${said})`;
    drawExtract(document.getElementById("extrait"), this.viewer.sheet?.querySelector("img"), box);
  }
}
