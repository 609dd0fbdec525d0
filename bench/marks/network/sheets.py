"""Sheets of the courier with the places of all their stamps and signatures, the mailroom's too."""

from __future__ import annotations

import argparse
import io
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from bench.marks.network.kept import GENRES, Sheet, save
from extractors.marks.network import DPI
from tests.courier.layout.printshop import Printshop
from tests.courier.layout.registry import ALL
from tests.courier.layout.scripts import SCRIPTS
from tests.courier.press import Side
from tests.courier.scenes.case import Written
from tests.courier.scenes.plan import cases
from tests.courier.wear.bed import lay
from tests.courier.wear.margins import annotate
from tests.courier.wear.recipes import RECIPES
from tests.courier.wear.scanner import scan

UNMARKED = frozenset({"page_blanche", "feuille_separatrice", "cnie", "photo_identite"})
KEPT_BARE = 0.6
"""Share of the pages without a mark that are kept."""
NOTED, LAID = 0.2, 0.5
"""Share of the pages with a note in the margin, and of the small papers on a large glass."""
QUALITY = 92


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--split", choices=ALL, default="train")
    parser.add_argument("--dossiers", type=int, default=80)
    parser.add_argument("--seed", required=True)
    asked = parser.parse_args()
    made = list(sheets(asked.split, asked.dossiers, asked.seed))
    save(asked.out, made)
    print(f"{len(made)} pages, {sum(len(sheet.marks) for sheet in made)} marques : {asked.out}")


def sheets(split: str, dossiers: int, seed: str) -> Iterator[Sheet]:
    """The pages of so many dossiers, each worn by a scanner of the split drawn for it."""
    with Printshop() as shop:
        for case in cases(split, dossiers, seed):
            for written in case.written:
                if written.paper.type != "page_blanche":
                    yield from _worn(shop, written, split, f"{seed}:{written.paper.id}")


def _worn(shop: Printshop, written: Written, split: str, key: str) -> Iterator[Sheet]:
    if written.paper.hand not in SCRIPTS[split]:
        written.paper.hand = min(SCRIPTS[split])
    rng = random.Random(f"{key}:marks")
    sides = shop.sides(written.paper, written.family, key)
    if written.family.size in ("a5", "ticket") and rng.random() < LAID:
        sides = [lay(side, rng, shop.dpi) for side in sides]
    if written.paper.type not in UNMARKED and rng.random() < NOTED:
        sides[0], _ = annotate(sides[0], split, rng, shop.dpi)
    for side in sides:
        told = [s for s in side.spots if s.kind == "mark" and s.name.split("_")[0] in GENRES]
        if told or rng.random() < KEPT_BARE:
            yield _scanned(side, written, split, rng, shop.dpi)


def _scanned(side: Side, written: Written, split: str, rng: random.Random, dpi: int) -> Sheet:
    told = [s for s in side.spots if s.kind == "mark" and s.name.split("_")[0] in GENRES]
    image, boxes = side.image, [list(spot.box) for spot in told]
    if not written.paper.extra.get("ne_numerique"):
        made = scan(side.image, RECIPES[split][rng.choice(sorted(RECIPES[split]))], rng, dpi)
        image, dpi = Image.open(io.BytesIO(made.jpeg())), made.wear.dpi
        boxes = [made.box(spot.box) for spot in told]
    marks = [
        [*box, GENRES.index(spot.name.split("_")[0])] for box, spot in zip(boxes, told, strict=True)
    ]
    size = (max(8, round(image.width * DPI / dpi)), max(8, round(image.height * DPI / dpi)))
    small = image.convert("RGB").resize(size, Image.Resampling.BOX)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=QUALITY)
    return Sheet(out.getvalue(), written.family.name, np.array(marks, np.float32).reshape(-1, 5))


if __name__ == "__main__":
    main()
