"""Rubber stamps: round, oval or rectangular, or bare lines of lettering, in any ink.

`stampfinds` proposes places, `stamplooks` says what they look like, learned trees say which are stamps.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from extractors.marks.frames import Segment, find_segments, page_tilt
from extractors.marks.sheet import Sheet
from extractors.marks.stampfinds import stamp_finds, stamp_inks
from extractors.marks.stamplooks import LOOKS, StampLooks
from extractors.marks.trees import Array, trees_in
from models.geometry import Box
from models.reading import MarkKind, SeenMark, Word

LEARNED: Final = Path(__file__).parent / "data" / "stamps.json.gz"
"""Made by `python -m bench.marks`."""
LEAST: Final = 0.3
"""Chance from which a place is told as a stamp at all."""
MOST_SURE: Final = 0.97
SAME: Final = 0.4
"""Places that share as much of the smaller are one."""
RIMMED: Final = 0.25
"""What a place within a whole rim may be less likely than a patch, and stand for both."""
COVERAGE: Final = LOOKS.index("coverage")


def find_stamps(
    page: Sheet, words: Sequence[Word], segments: tuple[Segment, ...] | None = None
) -> tuple[SeenMark, ...]:
    """The rubber stamps of a page, most certain first; each place once.

    `segments` are the straight strokes of `page.small_grey`, where they are known already.
    """
    if segments is None:
        segments = find_segments(page.small_grey, page.colour_mm)
    found = stamp_candidates(page, words, segments)
    if not found:
        return ()
    chances = trees_in(LEARNED).chances(np.array([row for _, row in found]))
    return chosen(page, found, chances)


def stamp_candidates(
    page: Sheet, words: Sequence[Word], segments: tuple[Segment, ...]
) -> list[tuple[Box, list[float]]]:
    """Places that may hold a stamp, with what `stamplooks.LOOKS` says of them."""
    tilt = page_tilt(segments)
    inks = stamp_inks(page, tilt)
    looks = StampLooks(page, inks, words, stamp_finds(page, inks, words, segments), tilt)
    return [(box, looks.of(find, box)) for find, box in looks.finds]


def chosen(
    page: Sheet, found: Sequence[tuple[Box, list[float]]], chances: Array
) -> tuple[SeenMark, ...]:
    """The likeliest of the places that overlap, as marks; a rim tells its place best."""
    rims = np.array([row[COVERAGE] for _, row in found])
    kept: list[SeenMark] = []
    for i in np.argsort(-(chances + RIMMED * rims), kind="stable"):
        box, chance = found[i][0], float(chances[i])
        if chance < LEAST:
            continue
        if not any(box.intersection(k.box) > SAME * min(box.area, k.box.area) for k in kept):
            sure = round(min(MOST_SURE, chance), 3)
            kept.append(SeenMark(MarkKind.CACHET, box, sure, True, page.ink_colour(box)))
    return tuple(sorted(kept, key=lambda mark: -mark.confidence))
