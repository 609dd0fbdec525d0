"""Signatures: strokes of a pen that learned trees tell from writing, print, rules and stamps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from extractors.marks.overstamp import pen_masks, same_ink, without_frames
from extractors.marks.pengroups import LOOKS, Looks, pen_groups
from extractors.marks.sheet import Sheet
from extractors.marks.strokes import find_strokes, pieces_of, without_rules
from extractors.marks.trees import Array, trees_in
from models.geometry import Box
from models.reading import Ink, MarkKind, SeenMark, Word

LEARNED: Final = Path(__file__).parent / "data" / "signatures.json.gz"
"""Made by `python -m bench.marks`."""
FEWEST_PIXELS: Final = 60
TOP_ZONE: Final = 0.14
"""Above this share of the page stand logos, no signatures."""
RULE_MM: Final = {"black": 16.0, "coloured": 30.0}
"""A level or upright straight run of ink at least this long is a rule of the form."""
LEAST: Final = 0.2
"""Chance from which strokes are told as a signature at all."""
LEAST_WITHIN: Final = 0.5
"""The same within a stamp of the same ink, whose own strokes they may be."""
MOST_SURE: Final = 0.97
AROUND: Final = 0.8
LINES: Final = 0.69
"""Most that is believed of strokes all around a stamp in its own ink: they may be its rim."""
OUT_MM, MOST_RIM = 3.0, 0.2
"""A rim does not reach this far out of its stamp, and most of its ink is along its bounds."""
OUT, ACROSS, RIM = (LOOKS.index(look) for look in ("out", "across_rows", "main_rim"))


def find_signatures(
    page: Sheet, words: Sequence[Word], stamps: Sequence[SeenMark], tilt: float = 0.0
) -> tuple[SeenMark, ...]:
    """Signatures in any ink, also over `stamps`; most certain first.

    `tilt` is how the page's rules lean, in degrees.
    """
    found = list(candidates(page, words, stamps, tilt))
    if not found:
        return ()
    chances = trees_in(LEARNED).chances(np.array([row for _, _, row in found]))
    return chosen(found, chances, stamps)


def chosen(
    found: Sequence[tuple[Ink, Box, Sequence[float]]], chances: Array, stamps: Sequence[SeenMark]
) -> tuple[SeenMark, ...]:
    """The likeliest of the groups that overlap, as marks. `found`: as `candidates` gives them."""
    kept: list[SeenMark] = []
    for i in np.argsort(-chances, kind="stable"):
        ink, box, row = found[i]
        if chances[i] < LEAST:
            break
        if any(_same(box, other.box) for other in kept):
            continue
        own = [s for s in stamps if same_ink(ink, s.ink)]
        if chances[i] < LEAST_WITHIN and any(
            box.intersection(s.box) > AROUND * box.area for s in own
        ):
            continue
        around = any(box.intersection(s.box) > AROUND * s.box.area for s in own)
        most = LINES if around and not _leaves(row) else MOST_SURE
        sure = round(min(most, float(chances[i])), 3)
        kept.append(SeenMark(MarkKind.SIGNATURE, box, sure, True, ink))
    return tuple(kept)


def candidates(
    page: Sheet, words: Sequence[Word], stamps: Sequence[SeenMark], tilt: float = 0.0
) -> Iterator[tuple[Ink, Box, list[float]]]:
    """Groups of strokes of one ink, with what `pengroups.LOOKS` says of them."""
    mm = page.colour_mm
    for ink, mask in pen_masks(page, stamps).items():
        if cv2.countNonZero(mask) < FEWEST_PIXELS:
            continue
        rules = RULE_MM["black" if ink is Ink.NOIRE else "coloured"]
        clean = without_frames(without_rules(mask, mm, rules, tilt), page, stamps)
        pieces = pieces_of(clean)
        strokes = find_strokes(pieces, mm)
        groups = pen_groups(strokes)
        if not groups:
            continue
        looks = Looks(page, pieces, strokes, words, stamps, ink)
        for group in groups:
            box = page.box(*group.bounds)
            if box.cy >= TOP_ZONE:
                yield ink, box, looks.of(group, box)


def _leaves(row: Sequence[float]) -> bool:
    """Whether the strokes go across a stamp's rows and out of it, as its own rim does not."""
    return row[OUT] >= OUT_MM and row[RIM] < MOST_RIM and bool(row[ACROSS])


def _same(a: Box, b: Box) -> bool:
    return a.intersection(b) > 0.4 * min(a.area, b.area)
