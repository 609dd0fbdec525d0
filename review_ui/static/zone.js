// A rectangle drawn on the page, to read that place into the value at hand.

export class Zone extends EventTarget {
  constructor(viewer) {
    super();
    this.viewer = viewer;
    this.active = false;
    this.button = document.querySelector('[data-cmd="zone"]');
    viewer.plan.addEventListener("pointerdown", (event) => this.#begin(event), { capture: true });
  }

  toggle(active = !this.active) {
    this.active = active;
    this.viewer.plan.classList.toggle("vise", active);
    this.button?.setAttribute("aria-pressed", String(active));
  }

  #begin(event) {
    const canvas = this.viewer.sheet?.querySelector(".toile");
    if (event.button !== 0 || !canvas || !(this.active || event.shiftKey)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const from = { x: event.clientX, y: event.clientY };
    const frame = document.createElement("div");
    frame.className = "visee";
    document.body.append(frame);
    const draw = (at) => {
      frame.style.left = `${Math.min(from.x, at.clientX)}px`;
      frame.style.top = `${Math.min(from.y, at.clientY)}px`;
      frame.style.width = `${Math.abs(at.clientX - from.x)}px`;
      frame.style.height = `${Math.abs(at.clientY - from.y)}px`;
    };
    const end = (at) => {
      removeEventListener("pointermove", draw);
      removeEventListener("pointerup", end);
      frame.remove();
      const corners = [this.#onPaper(from.x, from.y), this.#onPaper(at.clientX, at.clientY)];
      const [x0, x1] = corners.map((c) => c[0]).sort((a, b) => a - b);
      const [y0, y1] = corners.map((c) => c[1]).sort((a, b) => a - b);
      this.toggle(false);
      if (x1 - x0 > 0.004 && y1 - y0 > 0.003) {
        const detail = { page: this.viewer.sheet.dataset.sheet, box: [x0, y0, x1, y1] };
        this.dispatchEvent(new CustomEvent("drawn", { detail }));
      }
    };
    addEventListener("pointermove", draw);
    addEventListener("pointerup", end);
  }

  // A point of the screen as fractions of the upright page, whichever way the view is turned.
  #onPaper(x, y) {
    const at = this.viewer.sheet.querySelector(".toile").getBoundingClientRect();
    const u = Math.min(1, Math.max(0, (x - at.left) / at.width));
    const v = Math.min(1, Math.max(0, (y - at.top) / at.height));
    return [[u, v], [v, 1 - u], [1 - u, 1 - v], [1 - v, u]][this.viewer.quarters];
  }
}
