// The place of a value on the page, as it is on paper, large enough to be read.

const TALL = 58;
const WIDE = 330;
const AROUND = 0.6; // of the height of the box, on each side
const MOST = 8; // thousandths of the page's width: round a line of a table, no line more

export function drawExtract(canvas, image, box) {
  canvas.hidden = !(image && box);
  if (canvas.hidden) return;
  if (!image.complete || !image.naturalWidth) {
    image.addEventListener("load", () => drawExtract(canvas, image, box), { once: true });
    return;
  }
  const unit = image.naturalWidth / 1000; // boxes are in thousandths of the width
  const at = (name) => Number(box.getAttribute(name)) * unit;
  const margin = Math.min(at("height") * AROUND, MOST * unit) + 4 * unit;
  const left = Math.max(0, at("x") - margin);
  const top = Math.max(0, at("y") - margin);
  const width = Math.min(image.naturalWidth, at("x") + at("width") + margin) - left;
  const height = Math.min(image.naturalHeight, at("y") + at("height") + margin) - top;
  const scale = Math.min(WIDE / width, TALL / height, 1.5);
  const dense = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale * dense);
  canvas.height = Math.round(height * scale * dense);
  canvas.style.width = `${Math.round(width * scale)}px`;
  canvas.style.height = `${Math.round(height * scale)}px`;
  canvas.getContext("2d").drawImage(image, left, top, width, height, 0, 0, canvas.width, canvas.height);
}
