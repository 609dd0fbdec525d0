"""A pen over a rubber stamp: their inks told apart, and which strokes are the pen's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from extractors.marks.frames import find_segments
from extractors.marks.sheet import FAMILIES, INKS, Mask, Sheet
from extractors.marks.strokes import Stroke
from models.reading import Ink, SeenMark

FEWEST_PIXELS: Final = 60
AROUND: Final = 5
COLOURED: Final = 0.3
"""Share of the ink around that must have a colour for ink to be of it."""


def pen_masks(page: Sheet, stamps: Sequence[SeenMark]) -> dict[Ink, Mask]:
    """The ink of each pen: black, blue, red, green. Each piece of ink is of the colour that most
    of its neighbourhood has, so that a thin stroke stays whole. Within a violet stamp the blue
    pen is only what is blue."""
    if not cv2.countNonZero(page.colour):
        return {Ink.NOIRE: page.small_ink}
    inked = cv2.max(page.small_ink, page.inked(range(1, len(INKS) + 1)))
    around = cv2.blur(inked, (AROUND, AROUND))
    shares = [cv2.blur(page.inked(own), (AROUND, AROUND)) for own in FAMILIES]
    strongest = cv2.max(cv2.max(shares[0], shares[1]), shares[2])
    coloured = cv2.compare(strongest, cv2.LUT(around, _LEAST_STRONG), cv2.CMP_GE)
    masks = {Ink.NOIRE: np.asarray(cv2.bitwise_and(inked, cv2.bitwise_not(coloured)), np.uint8)}
    coloured = cv2.bitwise_and(inked, coloured)
    for (first, *_), share in zip(FAMILIES, shares, strict=True):
        own = cv2.bitwise_and(coloured, cv2.compare(share, strongest, cv2.CMP_EQ))
        masks[INKS[first - 1]] = np.asarray(own, np.uint8)
    blue = masks[Ink.BLEUE]
    rows, columns = blue.shape
    violet = INKS.index(Ink.VIOLETTE) + 1
    for stamp in stamps:
        if stamp.ink is not Ink.VIOLETTE:
            continue
        box = stamp.box
        part = (
            slice(int(box.y0 * rows), int(box.y1 * rows) + 1),
            slice(int(box.x0 * columns), int(box.x1 * columns) + 1),
        )
        other = (page.colour[part] != violet) & (blue[part] > 0)
        if other.sum() > 0.08 * (blue[part] > 0).sum():
            blue[part] = np.where(other, 255, 0)
    within = np.zeros_like(inked)
    for stamp in stamps:
        box = stamp.box
        within[
            int(box.y0 * rows) : int(box.y1 * rows) + 1,
            int(box.x0 * columns) : int(box.x1 * columns) + 1,
        ] = 255
    for ink in masks:
        if ink is not Ink.NOIRE:  # black print would grow together, and rows of lettering
            near, far = _closed(masks[ink], 3), _closed(masks[ink], 5)
            masks[ink] = np.where(within > 0, near, far).astype(np.uint8)
    return masks


def _closed(mask: Mask, side: int) -> Mask:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel), np.uint8)


_LEAST_STRONG: Final = (np.floor(COLOURED * np.arange(256)) + 1).astype(np.uint8)
"""By how much ink is around, the least of one colour that is more than its share."""


def same_ink(pen: Ink | None, stamp: Ink | None) -> bool:
    """Whether a pen and a stamp have one ink: blue and violet are hardly told apart."""
    return pen is stamp or {pen, stamp} == {Ink.BLEUE, Ink.VIOLETTE}


def across_rows(stroke: Stroke) -> bool:
    """Whether one stroke winds over several rows of lettering, as none of theirs does."""
    return (
        stroke.height >= 8 and stroke.reach >= 14
        and stroke.length >= 1.8 * stroke.reach and stroke.rim < 0.35
    )  # fmt: skip


def without_frames(mask: Mask, page: Sheet, stamps: Sequence[SeenMark]) -> Mask:
    """The mask with the straight and round outlines of stamps rubbed out."""
    if not stamps:
        return mask
    mm = page.colour_mm
    left = mask.copy()
    for stamp in stamps:
        x0, x1 = (round(v * page.width_mm * mm) for v in (stamp.box.x0, stamp.box.x1))
        y0, y1 = (round(v * page.height_mm * mm) for v in (stamp.box.y0, stamp.box.y1))
        margin = round(2 * mm)
        top, side = max(0, y0 - margin), max(0, x0 - margin)
        cut = left[top : y1 + margin, side : x1 + margin]
        if cv2.countNonZero(cut) < FEWEST_PIXELS:
            continue
        for segment in find_segments(np.asarray(cv2.bitwise_not(cut), np.uint8), mm):
            ends = [
                (round(segment.x0 * mm), round(segment.y0 * mm)),
                (round(segment.x1 * mm), round(segment.y1 * mm)),
            ]
            if segment.length > 0.3 * max(x1 - x0, y1 - y0) / mm:
                cv2.line(cut, ends[0], ends[1], (0,), max(2, round(0.9 * mm)))
        if 0.8 < (x1 - x0) / max(1, y1 - y0) < 1.25:
            centre = (round((x0 + x1) / 2), round((y0 + y1) / 2))
            cv2.circle(left, centre, round((x1 - x0 + y1 - y0) / 4), (0,), max(2, round(1.8 * mm)))
    return left
