"""Two papers on one sheet: the second lies, a little askew, where the first leaves room."""

from __future__ import annotations

import random

import numpy as np
from PIL import Image

from ..press import Side


def paste(host: Side, guest: Side, rng: random.Random, dpi: int) -> Side:
    """`guest` stapled on `host`, where it hides no value if it can; what it hides is no longer there to be read."""
    page = host.image.copy()
    w, h = page.size
    grey = np.asarray(page.convert("L"))
    rows = np.flatnonzero((grey < 170).sum(axis=1) > 3)
    low = int(rows.max()) if len(rows) else 0
    inked = np.argwhere(np.asarray(guest.image.convert("L")) < 200)
    (y0, x0), (y1, x1) = inked.min(axis=0), inked.max(axis=0)
    cut = guest.image.crop((max(0, int(x0) - 20), max(0, int(y0) - 20), int(x1) + 20, int(y1) + 20))
    low += int(2 * dpi / 25.4)
    cut, x, y = _place(cut, host, (w, h), low, rng)
    mask = Image.new("L", cut.size, 255)
    angle = rng.gauss(0, 1.5)
    cut, mask = (
        cut.rotate(angle, expand=True, fillcolor=(250, 250, 250)),
        mask.rotate(angle, expand=True),
    )
    page.paste(Image.new("RGB", cut.size, (205, 205, 205)), (x + 4, y + 4), mask)
    page.paste(cut, (x, y), mask)
    hidden = (x / w, y / h, (x + cut.width) / w, (y + cut.height) / h)
    return Side(page, [s for s in host.spots if not _under(s.box, hidden)])


def _place(
    cut: Image.Image, host: Side, size: tuple[int, int], low: int, rng: random.Random
) -> tuple[Image.Image, int, int]:
    """The guest at the largest scale, and a place, at which it hides no value of the host."""
    w, h = size
    base = min(1.0, 0.9 * w / cut.width, 0.8 * h / cut.height)
    for scale in (1.0, 0.85, 0.7, 0.55, 0.42):
        made = cut.resize((int(cut.width * scale * base), int(cut.height * scale * base)))
        places = [(rng.randrange(max(1, w - made.width)), min(low, h - made.height))]
        places += [
            (rng.randrange(max(1, w - made.width)), rng.randrange(max(1, h - made.height)))
            for _ in range(40)
        ]
        for x, y in places:
            hidden = (x / w, y / h, (x + made.width) / w, (y + made.height) / h)
            if not any(_under(s.box, hidden) for s in host.spots):
                return made, x, y
    return made, max(0, w - made.width), max(0, h - made.height)


def _under(box: tuple[float, float, float, float], over: tuple[float, float, float, float]) -> bool:
    """Whether a third of `box` or more lies under `over`."""
    w = min(box[2], over[2]) - max(box[0], over[0])
    h = min(box[3], over[3]) - max(box[1], over[1])
    area = max((box[2] - box[0]) * (box[3] - box[1]), 1e-9)
    return w > 0 and h > 0 and w * h / area > 0.33
