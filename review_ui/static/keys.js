// The keyboard: single keys, off while somebody types and where they are switched off.

const STORED = "liasse.touches";

export class Keys {
  constructor(viewer, links) {
    this.viewer = viewer;
    this.links = links;
    this.help = document.getElementById("aide");
    this.active = document.getElementById("touches-actives");
    this.active.checked = localStorage.getItem(STORED) !== "non";
    this.active.addEventListener("change", () => {
      localStorage.setItem(STORED, this.active.checked ? "oui" : "non");
    });
    document.getElementById("ouvrir-aide").addEventListener("click", () => this.help.showModal());
    document.addEventListener("keydown", (event) => this.#pressed(event));
  }

  #pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || this.help.open) return;
    if (event.target.closest("input, select, textarea")) return;
    const act = this.#arrow(event) ?? (this.active.checked ? this.#single(event) : undefined);
    if (!act) return;
    event.preventDefault();
    act();
  }

  // Arrows go from value to value, except where they scroll the page image.
  #arrow(event) {
    if (event.target.closest("#plan, nav, .outils")) return undefined;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    return by && (() => this.links.move(by, false));
  }

  #single(event) {
    const acts = {
      d: () => this.links.move(event.shiftKey ? -1 : 1, true),
      s: () => this.viewer.do("suivante"),
      p: () => this.viewer.do("precedente"),
      "+": () => this.viewer.do("plus"),
      "-": () => this.viewer.do("moins"),
      0: () => this.viewer.do("page"),
      l: () => this.viewer.do("largeur"),
      t: () => this.viewer.do("tourner"),
      "/": () => document.getElementById("q").focus(),
      "?": () => this.help.showModal(),
    };
    return acts[event.key.toLowerCase()];
  }
}
