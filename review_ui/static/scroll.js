// Scrolling inside a column, never the desk around it.

// Bring `element` into view within its column: at its top when `atTop`, else just enough.
export function bringIntoView(element, atTop) {
  const column = element.closest(".corps, .bande");
  if (!column) return;
  const view = column.getBoundingClientRect();
  const at = element.getBoundingClientRect();
  const head = element.closest("details.piece")?.querySelector("summary");
  const top = view.top + (head && head !== element && !atTop ? head.offsetHeight : 0);
  if (atTop || at.top < top) column.scrollBy(0, at.top - top);
  else if (at.bottom > view.bottom) column.scrollBy(0, at.bottom - view.bottom + 8);
}
