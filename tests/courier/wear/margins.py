"""Notes in the margin cut from real handwriting, where the set lies beside the project: used, never committed.

`../shared/data/fr_hand_copiste` (CC-BY 4.0, see its README) is split by page: no writer's page serves two splits."""

from __future__ import annotations

import os
import random
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from ..press import Side

HOME = (
    Path(os.environ.get("LIASSE_SHARED", Path(__file__).parents[4] / "shared"))
    / "data"
    / "fr_hand_copiste"
)
SHARE = {"train": (0.0, 0.5), "dev": (0.5, 0.7), "test": (0.7, 1.0)}


@dataclass(frozen=True)
class Line:
    """A line of somebody's hand: its picture's file, its place, its words."""

    image: Path
    box: tuple[int, int, int, int]
    text: str


@cache
def lines(split: str) -> tuple[Line, ...]:
    """The short lines that a split may use; none when the set is absent."""
    files = sorted((HOME / "alto").glob("*.xml")) if HOME.is_dir() else []
    low, high = SHARE[split]
    out = []
    for file in files[int(low * len(files)) : int(high * len(files))]:
        image = HOME / "jpg" / f"{file.stem}.jpg"
        for node in ET.parse(file).getroot().iter():
            if not node.tag.endswith("}String") or not image.is_file():
                continue
            x, y, w, h = (int(float(node.get(k, "0"))) for k in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
            text = node.get("CONTENT", "")
            if 200 < w < 1100 and 40 < h < 160 and len(text) > 4 and "_" not in text:
                out.append(Line(image, (x, y, x + w, y + h), text))
    return tuple(out)


def annotate(side: Side, split: str, rng: random.Random, dpi: int) -> tuple[Side, str]:
    """`side` with a real note written on it where it hides no value; the words of the note ("" when none)."""
    pool = lines(split)
    if not pool:
        return side, ""
    line = rng.choice(pool)
    with Image.open(line.image) as sheet:
        cut = sheet.convert("L").crop(line.box)
    scale = dpi / 300 * rng.uniform(0.75, 1.0)
    cut = cut.resize((int(cut.width * scale), int(cut.height * scale))).rotate(
        rng.gauss(0, 4), expand=True, fillcolor=255
    )
    ink = np.clip((np.asarray(cut, np.float32) - 60) / 130, 0, 1)[..., None]
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
    return Side(Image.fromarray(page.astype(np.uint8)), side.spots), line.text
