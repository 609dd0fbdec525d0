/* Alt with a letter does what bears that letter, whatever is being typed. */
addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
  const what = document.querySelector(`[data-alt="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!what) return;
  event.preventDefault();
  what.click();
});

/* What was refused is typed over. */
document.querySelector("input#valeur[aria-invalid]")?.select();
