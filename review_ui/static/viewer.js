// The page image: which one, how large, which way up, and the boxes on it.

import { bringIntoView } from "./scroll.js";

const STEP = 1.25;
const LEAST = 0.05;
const MOST = 4;
const PADDING = 16; // of .plan, both sides
const READABLE = 30; // pixels that a line of writing is shown at least
const CLOSEST = 1.6;

export class Viewer extends EventTarget {
  constructor(root) {
    super();
    this.root = root;
    this.plan = root.querySelector("#plan");
    this.sheets = [...root.querySelectorAll(".feuille")];
    this.mode = "page";
    this.scale = 1;
    this.quarters = 0;
    this.current = -1;
    root.addEventListener("click", (event) => this.#clicked(event));
    this.plan.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    this.#pannable();
    new ResizeObserver(() => this.layout()).observe(this.plan);
    if (this.sheets.length) {
      this.show(root.dataset.current || this.sheets[0].dataset.sheet);
    } else {
      for (const button of root.querySelectorAll(".outils button")) button.disabled = true;
    }
  }

  get sheet() {
    return this.sheets[this.current];
  }

  show(id) {
    const index = this.sheets.findIndex((sheet) => sheet.dataset.sheet === id);
    if (index < 0 || index === this.current) return;
    this.current = index;
    this.quarters = 0;
    for (const sheet of this.sheets) sheet.classList.toggle("rangee", sheet !== this.sheet);
    for (const link of this.root.querySelectorAll(".bande .vignette")) {
      const here = link.search.endsWith(id);
      link.toggleAttribute("aria-current", here);
      if (here) {
        link.setAttribute("aria-current", "true");
        bringIntoView(link, false);
      }
    }
    const number = this.sheet.dataset.number;
    this.root.querySelector("#position").textContent = `${index + 1} / ${this.sheets.length}`;
    this.root.querySelector("#papier").textContent = number;
    this.root.querySelector('[data-cmd="precedente"]').disabled = index === 0;
    this.root.querySelector('[data-cmd="suivante"]').disabled = index === this.sheets.length - 1;
    const next = this.sheets[index + 1]?.querySelector("img");
    if (next) next.loading = "eager"; // the next page is ready before it is asked for
    this.plan.scrollTo(0, 0);
    this.layout();
    const address = new URL(location.href);
    address.searchParams.set("page", id);
    history.replaceState(null, "", address);
    this.dispatchEvent(new CustomEvent("sheet", { detail: id }));
  }

  step(by) {
    const to = this.sheets[this.current + by];
    if (to) this.show(to.dataset.sheet);
  }

  fit(mode) {
    this.mode = mode;
    this.layout();
  }

  zoom(factor) {
    const before = this.scale;
    this.mode = "libre";
    this.scale = Math.min(MOST, Math.max(LEAST, this.scale * factor));
    const { plan } = this;
    const x = plan.scrollLeft + plan.clientWidth / 2;
    const y = plan.scrollTop + plan.clientHeight / 2;
    this.layout();
    const grown = this.scale / before;
    plan.scrollTo(x * grown - plan.clientWidth / 2, y * grown - plan.clientHeight / 2);
  }

  turn() {
    this.quarters = (this.quarters + 1) % 4;
    this.layout();
  }

  layout() {
    const { sheet } = this;
    if (!sheet) return;
    const width = Number(sheet.dataset.width);
    const height = Number(sheet.dataset.height);
    const lying = this.quarters % 2 === 1;
    const [across, down] = lying ? [height, width] : [width, height];
    const wide = (this.plan.offsetWidth - PADDING - (this.mode === "largeur" ? 12 : 2)) / across;
    const tall = (this.plan.offsetHeight - PADDING - 2) / down;
    if (this.mode === "page") this.scale = Math.min(wide, tall);
    if (this.mode === "largeur") this.scale = wide;
    const { scale } = this;
    sheet.classList.add("posee");
    sheet.style.width = `${across * scale}px`;
    sheet.style.height = `${down * scale}px`;
    const canvas = sheet.querySelector(".toile");
    if (canvas) {
      canvas.style.width = `${width * scale}px`;
      canvas.style.height = `${height * scale}px`;
      const shift = [[0, 0], [height, 0], [width, height], [0, width]][this.quarters];
      const [x, y] = shift.map((length) => length * scale);
      canvas.style.transform = `translate(${x}px, ${y}px) rotate(${this.quarters * 90}deg)`;
    }
    this.root.querySelector("#echelle").textContent = `${Math.round(scale * 100)} %`;
    for (const mode of ["page", "largeur"]) {
      const button = this.root.querySelector(`[data-cmd="${mode}"]`);
      button.setAttribute("aria-pressed", String(this.mode === mode));
    }
  }

  boxes(key) {
    return [...this.root.querySelectorAll(".cadre")].filter((box) => box.dataset.key === key);
  }

  // Bring a box of the page shown into the middle of the view.
  reveal(box) {
    const at = box.getBoundingClientRect();
    const view = this.plan.getBoundingClientRect();
    this.plan.scrollBy(
      at.x + at.width / 2 - (view.x + view.width / 2),
      at.y + at.height / 2 - (view.y + view.height / 2),
    );
  }

  // The box in the middle, large enough to be read at a glance.
  approach(box) {
    const at = (name) => Number(box.getAttribute(name)) / 1000 * Number(this.sheet.dataset.width);
    const [wide, tall] = this.quarters % 2 ? [at("height"), at("width")] : [at("width"), at("height")];
    const room = Math.min((this.plan.clientWidth * 0.86) / wide, (this.plan.clientHeight * 0.5) / tall);
    const whole = Math.min(
      (this.plan.offsetWidth - PADDING - 12) / Number(this.sheet.dataset[this.quarters % 2 ? "height" : "width"]),
      MOST,
    );
    const scale = Math.min(room, Math.max(whole, READABLE / tall), CLOSEST);
    if (this.mode !== "libre" || scale > this.scale * 1.15 || room < this.scale) {
      this.mode = "libre";
      this.scale = scale;
      this.layout();
    }
    this.reveal(box);
  }

  do(what) {
    const acts = {
      precedente: () => this.step(-1),
      suivante: () => this.step(1),
      plus: () => this.zoom(STEP),
      moins: () => this.zoom(1 / STEP),
      page: () => this.fit("page"),
      largeur: () => this.fit("largeur"),
      vue: () => this.turn(),
    };
    if (this.sheet) acts[what]?.();
  }

  #clicked(event) {
    const link = event.target.closest(".bande .vignette");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.show(new URL(link.href).searchParams.get("page"));
    }
    const box = event.target.closest(".cadre");
    if (box && !this.panned) {
      this.dispatchEvent(new CustomEvent("box", { detail: box.dataset.key }));
    }
  }

  #wheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? STEP : 1 / STEP);
  }

  #pannable() {
    const { plan } = this;
    let from = null;
    this.panned = false;
    plan.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      from = { x: event.clientX, y: event.clientY, left: plan.scrollLeft, top: plan.scrollTop };
      this.panned = false;
    });
    plan.addEventListener("pointermove", (event) => {
      if (!from) return;
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
      if (!this.panned && Math.hypot(dx, dy) < 4) return;
      this.panned = true;
      plan.classList.add("tire");
      plan.scrollTo(from.left - dx, from.top - dy);
    });
    const end = () => {
      from = null;
      plan.classList.remove("tire");
    };
    for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
      plan.addEventListener(name, end);
    }
  }
}
