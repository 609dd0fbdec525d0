"""Rubber stamps: round, oval or rectangular, or bare lines of lettering, in any ink.

Coloured ink is looked at alone, away from the black print; black stamps are told from the
form by a closed rim, or by a frame and lettering that lean otherwise than the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from extractors.marks.blackstamps import black_stamps, worded_blocks
from extractors.marks.colouredstamps import coloured_stamps
from extractors.marks.frames import Segment, find_segments, page_tilt
from extractors.marks.sheet import INKS, Sheet
from models.geometry import Box
from models.reading import Ink, MarkKind, SeenMark, Word

FAMILIES: Final = ((1, 2), (3,), (4,))
"""Labels of `Sheet.colour` that one stamp may mix: blue with violet, red, green."""
FEWEST_PIXELS: Final = 250


def find_stamps(
    page: Sheet, words: Sequence[Word], segments: tuple[Segment, ...] | None = None
) -> tuple[SeenMark, ...]:
    """The rubber stamps of a page, most certain first; each place once.

    `segments` are the straight strokes of `page.small_grey`, where they are known already.
    """
    if segments is None:
        segments = find_segments(page.small_grey, page.colour_mm)
    tilt = page_tilt(segments)
    seen: list[SeenMark] = []
    for family in FAMILIES:
        mask = np.isin(page.colour, family).astype(np.uint8) * 255
        if cv2.countNonZero(mask) < FEWEST_PIXELS:
            continue
        for find in coloured_stamps(page, mask, words, tilt):
            box = page.box(*find.bounds)
            seen.append(
                SeenMark(MarkKind.CACHET, box, find.confidence, True, _ink(page, box, family))
            )
    for find in (*black_stamps(page, words, segments), *worded_blocks(page, words, segments)):
        box = page.box(*find.bounds)
        seen.append(SeenMark(MarkKind.CACHET, box, find.confidence, True, page.ink_colour(box)))
    return _each_once(seen)


def _ink(page: Sheet, box: Box, family: tuple[int, ...]) -> Ink:
    rows, columns = page.colour.shape
    cut = page.colour[
        int(box.y0 * rows) : int(box.y1 * rows) + 1,
        int(box.x0 * columns) : int(box.x1 * columns) + 1,
    ]
    counts = np.bincount(cut.ravel(), minlength=len(INKS) + 1)
    return INKS[max(family, key=lambda label: int(counts[label])) - 1]


def _each_once(marks: Sequence[SeenMark]) -> tuple[SeenMark, ...]:
    """The surest of those that overlap; a colour found by another finder is kept with it."""
    kept: list[SeenMark] = []
    for mark in sorted(marks, key=lambda m: -m.confidence):
        twin = next(
            (
                k
                for k in kept
                if mark.box.intersection(k.box) > 0.4 * min(mark.box.area, k.box.area)
            ),
            None,
        )
        if twin is None:
            kept.append(mark)
        elif twin.ink is Ink.NOIRE and mark.ink is not Ink.NOIRE:
            kept[kept.index(twin)] = replace(twin, ink=mark.ink)
    return tuple(kept)
