"""Price labels cut from drug packages and glued on a sheet: a patch of bars, «PPV», a price."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from extractors.marks.bars import bar_patches
from extractors.marks.sheet import Sheet
from extractors.marks.stampwords import plain
from models.geometry import Box
from models.reading import Barcode, MarkKind, SeenMark, Word

DRUG_CODE: Final = re.compile(r"^\d{13}$|^\d{8}$")
SYMBOLOGIES: Final = frozenset({"EAN13", "EAN8"})
PRICE: Final = re.compile(r"\b(ppv|ppm|p p v|prix public)\b")
ROOM_MM: Final = (9.0, 14.0)
"""How far a label goes on beside and above or below its bars or its price."""
BARS_MM: Final = ((14.0, 55.0), (4.0, 26.0))
"""Length and depth of the bars on a drug's label."""
MOST: Final = 60


def find_vignettes(
    page: Sheet, words: Sequence[Word], barcodes: Sequence[Barcode] = ()
) -> tuple[SeenMark, ...]:
    """Regions of glued labels: where bars and «PPV» stand together, or a drug's code does.

    `barcodes` are those that were read on the page; bars that were not read count less.
    """
    prices = _prices(words)
    seeds = [
        (code.box, 0.75)
        for code in barcodes
        if code.symbology in SYMBOLOGIES and DRUG_CODE.match(code.text)
    ]
    for box in _bars(page) if prices else ():
        if not any(box.intersection(seed) > 0.2 * min(box.area, seed.area) for seed, _ in seeds):
            seeds.append((box, 0.35))
    found: list[SeenMark] = []
    for seed, confidence in seeds:
        near = seed.grown(ROOM_MM[0] / page.width_mm, ROOM_MM[1] / page.height_mm)
        own = [price for price in prices if near.holds(price.cx, price.cy)]
        if own:
            nearest = min(own, key=lambda p: abs(p.cy - seed.cy) + abs(p.cx - seed.cx))
            box, confidence = Box.around([seed, nearest]), min(0.95, confidence + 0.3)
        else:
            box = seed
        if confidence >= 0.6:
            found.append(SeenMark(MarkKind.VIGNETTE, _label(page, box), confidence))
    return _each_once(found)


def _prices(words: Sequence[Word]) -> list[Box]:
    return [w.box for w in words if PRICE.search(plain(w.text)) or plain(w.text).startswith("ppv")]


def _bars(page: Sheet) -> list[Box]:
    boxes = []
    for patch in bar_patches(page.grey, page.mm)[:MOST]:
        long, deep = patch.width / page.mm, patch.height / page.mm
        if BARS_MM[0][0] <= long <= BARS_MM[0][1] and BARS_MM[1][0] <= deep <= BARS_MM[1][1]:
            corners = np.asarray(patch.corners) / page.mm
            boxes.append(page.box(*corners.min(axis=0), *corners.max(axis=0)))
    return boxes


def _label(page: Sheet, box: Box) -> Box:
    """The box grown to the paper label's edges where these show, else by a little."""
    room = box.grown(ROOM_MM[0] / page.width_mm, ROOM_MM[1] / page.height_mm)
    h, w = page.small_ink.shape
    x0, y0, x1, y1 = int(room.x0 * w), int(room.y0 * h), int(room.x1 * w), int(room.y1 * h)
    cut = page.small_ink[y0:y1, x0:x1]
    side = max(3, round(1.6 * page.small_mm)) | 1
    joined = cv2.morphologyEx(cut, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    own = labels[
        int(box.y0 * h) - y0 : int(box.y1 * h) - y0 + 1,
        int(box.x0 * w) - x0 : int(box.x1 * w) - x0 + 1,
    ]
    inside = [i for i in np.unique(own) if 0 < i < count]
    parts = [box]
    for index in inside:
        x, y, wide, high = (int(v) for v in stats[index][:4])
        parts.append(
            Box(
                (x0 + x) / w,
                (y0 + y) / h,
                min(1.0, (x0 + x + wide) / w),
                min(1.0, (y0 + y + high) / h),
            )
        )
    return Box.around(parts)


def _each_once(marks: Sequence[SeenMark]) -> tuple[SeenMark, ...]:
    kept: list[SeenMark] = []
    for mark in sorted(marks, key=lambda m: -m.confidence):
        if not any(
            mark.box.intersection(k.box) > 0.5 * min(mark.box.area, k.box.area) for k in kept
        ):
            kept.append(mark)
    return tuple(kept)
