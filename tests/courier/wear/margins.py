"""Notes in the margin cut from real handwriting, where the set lies beside the project: used, never committed.

The words and how they are cut: `layout/copybook.py`."""

from __future__ import annotations

import random

import numpy as np
from PIL import Image

from ..layout.copybook import note
from ..press import Side


def annotate(side: Side, split: str, rng: random.Random, dpi: int) -> tuple[Side, str]:
    """`side` with a real note written on it where it hides no value; the words of the note ("" when none)."""
    made = note(split, rng)
    if made is None:
        return side, ""
    ink_of, text = made
    cut = Image.fromarray((255 * (1 - ink_of)).astype(np.uint8))
    scale = dpi / 300 * rng.uniform(0.75, 1.0)
    cut = cut.resize((max(1, int(cut.width * scale)), max(1, int(cut.height * scale)))).rotate(
        rng.gauss(0, 4) + rng.choice([0, 0, 0, 0, 90]), expand=True, fillcolor=255
    )
    ink = (np.asarray(cut, np.float32) / 255)[..., None]
    page = np.asarray(side.image, np.float32).copy()
    h, w = page.shape[:2]
    if cut.width >= w or cut.height >= h:
        return side, ""
    for _ in range(60):
        x, y = rng.randrange(w - cut.width), rng.randrange(h - cut.height)
        box = (x / w, y / h, (x + cut.width) / w, (y + cut.height) / h)
        if not any(
            s.box[0] < box[2] and box[0] < s.box[2] and s.box[1] < box[3] and box[1] < s.box[3]
            for s in side.spots
        ):
            break
    else:
        return side, ""
    colour = np.array(rng.choice([(30, 44, 130), (25, 25, 32), (150, 30, 40)]), np.float32)
    place = page[y : y + cut.height, x : x + cut.width]
    page[y : y + cut.height, x : x + cut.width] = np.minimum(
        place, place * ink + colour * (1 - ink)
    )
    return Side(Image.fromarray(page.astype(np.uint8)), side.spots), text
