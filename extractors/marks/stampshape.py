"""What a stamp looks like, whatever its ink: round, or with even rows of lettering, neither picture nor print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2

from extractors.marks.lettering import Lettering, lettering
from extractors.marks.ovals import find_ovals, pieces_and_letters
from extractors.marks.rings import find_rings
from extractors.marks.sheet import Mask, Sheet

TOP_ZONE: Final = 0.18
"""Above this share of the page stand letterheads: only a leaning stamp counts there."""
RING_COVERAGE: Final = {"coloured": 0.72, "black": 0.8}
RULE_MM: Final = 30.0
"""A straight run as long is the form's."""
OVAL_COVERAGE: Final = {"coloured": 0.5, "black": 0.58}
WHOLE_OVAL: Final = 0.85
"""What an oval without letters in it shows of its rim: a pen draws loops."""
FEWEST_LETTERS: Final = 9
FRAME_COVERAGE: Final = {"leaning": 0.74, "level": 0.88}
LEANING: Final = 1.5
"""Degrees from the page's own tilt at which lettering is not print any more."""
INSIDE: Final = (0.02, 0.55)
"""Share of a stamp's area that is ink; more is a picture, less an empty box."""
LEAST_LETTERED: Final = {"coloured": 0.02, "black": 0.07}
"""Share of a frame's area that its lettering inks at least."""
ROW_MM: Final = (1.1, 5.2)
MOST_PITCH_MM: Final = 6.6
LEAST_DENSITY: Final = 0.27
MOST_BETWEEN: Final = 0.25


@dataclass(frozen=True, slots=True)
class StampFind:
    """A stamp in millimetres, before its ink is named."""

    bounds: tuple[float, float, float, float]
    tilt: float | None
    confidence: float


def stamp_like(page: Sheet, mask: Mask, mm: float, find: StampFind, tilt: float) -> bool:
    """Neither a picture nor an empty box, nor straight print where letterheads stand."""
    x0, y0, x1, y1 = find.bounds
    cut = within(mask, mm, find.bounds)
    if not cut.size or not INSIDE[0] <= cv2.countNonZero(cut) / cut.size <= INSIDE[1]:
        return False
    if x0 < -3 or y0 < -3 or x1 > page.width_mm + 3 or y1 > page.height_mm + 3:
        return False
    if (y0 + y1) / 2 > TOP_ZONE * page.height_mm:
        return True
    return find.tilt is not None and abs(find.tilt - tilt) >= LEANING


def lettered(cut: Mask, mm: float, tilt: float, least: float) -> bool:
    """Whether rows of lettering that ink the share `least` lie along `tilt` in the frame's box."""
    edge = round(1.5 * mm)
    rows = (
        lettering(cut[edge:-edge, edge:-edge], mm)
        if min(cut.shape) > 4 * edge
        else lettering(cut, mm)
    )
    if rows is None or cv2.countNonZero(cut[edge:-edge, edge:-edge]) < least * cut.size:
        return False
    off = abs(rows.tilt - tilt)
    fair = [h for h in rows.heights if ROW_MM[0] * 0.7 <= h <= 9.0]
    return off <= 3.5 and len(fair) >= 1 and rows.between < 0.6


def print_rows(rows: Lettering, least: int) -> bool:
    """Rows as even, dense and close as a stamp's, which a pen hardly writes."""
    kept = [
        (height, width)
        for height, width in zip(rows.heights, rows.widths, strict=True)
        if height >= ROW_MM[0] and width >= 7.0
    ]
    if len(kept) < least or len(rows.heights) > 2 * len(kept) + 1:
        return False
    heights = [height for height, _ in kept]
    if max(heights) > ROW_MM[1] or max(heights) > 2.6 * min(heights):
        return False
    return (
        rows.density >= LEAST_DENSITY
        and rows.between <= MOST_BETWEEN
        and rows.pitch <= MOST_PITCH_MM
    )


def round_stamps(ink: Mask, mm: float, kind: str) -> Iterator[StampFind]:
    """Circles and ovals of ink from which the form's rules are taken away."""
    base = 0.55 if kind == "coloured" else 0.45
    pieces, letters = pieces_and_letters(ink, mm)
    for oval in find_ovals(ink, mm, pieces, letters):
        lettered = oval.letters >= FEWEST_LETTERS
        if oval.coverage >= (OVAL_COVERAGE[kind] if lettered else WHOLE_OVAL):
            yield StampFind(oval.bounds, None, base + 0.4 * oval.coverage)
    for ring in find_rings(ink, mm, pieces):
        if ring.coverage >= RING_COVERAGE[kind]:
            x, y, r = ring.x, ring.y, ring.radius
            yield StampFind((x - r, y - r, x + r, y + r), None, base + 0.4 * ring.coverage)


def within(mask: Mask, mm: float, bounds: tuple[float, float, float, float]) -> Mask:
    """The part of a mask within bounds in millimetres."""
    x0, y0, x1, y1 = (max(0, round(v * mm)) for v in bounds)
    return mask[y0:y1, x0:x1]
