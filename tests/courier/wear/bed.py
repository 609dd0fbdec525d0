"""A small paper on a large glass: an A5 sheet or a receipt that the scanner did not crop."""

from __future__ import annotations

import random

from PIL import Image

from ..press import Side, Spot


def lay(side: Side, rng: random.Random, dpi: int) -> Side:
    """`side` somewhere on an A4 page, a little askew, with the line of its edges' shadow."""
    w, h = round(210 * dpi / 25.4), round(297 * dpi / 25.4)
    if side.image.width >= w or side.image.height > h:
        return side
    ground = rng.choice([(255, 255, 255), (252, 252, 252), (238, 238, 236), (214, 214, 212)])
    page = Image.new("RGB", (w, h), ground)
    x = rng.choice([0, (w - side.image.width) // 2, w - side.image.width])
    x = min(max(0, x + int(rng.gauss(0, 0.02) * w)), w - side.image.width)
    y = rng.randrange(max(1, min(h - side.image.height, h // 5)))
    shadow = Image.new("RGB", (side.image.width + 5, side.image.height + 5), (196, 196, 194))
    page.paste(shadow, (x, y))
    page.paste(side.image, (x, y))
    fx, fy = side.image.width / w, side.image.height / h

    def moved(s: Spot) -> Spot:
        x0, y0, x1, y1 = s.box
        box = (x / w + x0 * fx, y / h + y0 * fy, x / w + x1 * fx, y / h + y1 * fy)
        return Spot(s.kind, s.name, s.raw, s.source, box)

    return Side(page, [moved(s) for s in side.spots])
