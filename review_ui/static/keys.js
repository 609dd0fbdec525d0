// The keyboard: the help says which key does what, and this does it.
// Single keys are off while somebody types, and where they are switched off.

const STORED = "liasse.touches";
const REPEATED = /^(Arrow\w+|Tab|Maj\+Tab|[jksp+-])$/;
const TYPING = "input:not([type=checkbox]):not([type=radio]), select, textarea";

export class Keys {
  constructor(commands) {
    this.commands = commands;
    this.help = document.getElementById("aide");
    this.byKey = new Map();
    for (const line of this.help.querySelectorAll("[data-touches]")) {
      for (const key of line.dataset.touches.split(" ")) this.byKey.set(key, line.dataset.commande);
    }
    this.active = document.getElementById("touches-actives");
    this.active.checked = localStorage.getItem(STORED) !== "non";
    this.active.addEventListener("change", () => {
      localStorage.setItem(STORED, this.active.checked ? "oui" : "non");
    });
    commands.aide = () => {
      this.help.showModal();
      this.help.querySelector("button").focus(); // not the box that would switch the keys off
    };
    document.getElementById("ouvrir-aide").addEventListener("click", commands.aide);
    document.addEventListener("keydown", (event) => this.#pressed(event));
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-cmd]");
      if (button) this.commands[button.dataset.cmd]?.(event);
    });
  }

  #pressed(event) {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog:modal")) return;
    const typing = event.target.closest(TYPING);
    const name = this.#name(event);
    const command = this.byKey.get(name);
    if (event.repeat && !REPEATED.test(name)) return; // a key held down decides nothing
    if (!command || !this.commands[command]) return;
    const untouched = typing?.matches(".saisie") && typing.value === typing.dataset.value;
    if (untouched && /^[?/]$/.test(name)) typing.blur(); // no value begins so
    else if (name === "Ctrl+z" ? typing && typing.value !== typing.dataset.value : typing) return;
    if (name === "Enter" && event.target.closest("a, button, summary")) return;
    if (/^Arrow/.test(name) && event.target.closest("#plan, nav, .outils")) return;
    if (name === "Tab" && event.target !== document.body) return;
    const single = name.length === 1 || (name.length === 5 && name.startsWith("Maj+"));
    if (single && !this.active.checked) return;
    if (this.commands[command](event) !== false) event.preventDefault();
  }

  #name(event) {
    if (event.altKey || event.metaKey) return "";
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey) return `Ctrl+${key}`;
    return event.shiftKey && /^[a-z]$|^Tab$/.test(key) ? `Maj+${key}` : key;
  }
}
