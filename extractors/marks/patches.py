"""Patches of one ink: what lies close together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np

from extractors.marks.sheet import Mask

GATHER_MM: Final = 3.2
"""Ink nearer than this belongs together."""
BLOB_MM: Final = ((14.0, 90.0), (7.0, 60.0))
"""Widths and heights of patches that may be stamps."""

Bounds = tuple[float, float, float, float]
"""Of a patch, in millimetres."""


def gathered(mask: Mask, mm: float) -> Iterator[Bounds]:
    """The patches that are as large as a stamp."""
    x0, y0, wide, high = cv2.boundingRect(mask)
    if wide < BLOB_MM[0][0] * mm or high < BLOB_MM[1][0] * mm:
        return
    side = round(GATHER_MM * mm) | 1
    ink = cv2.copyMakeBorder(
        mask[y0 : y0 + high, x0 : x0 + wide],
        side,
        side,
        side,
        side,
        cv2.BORDER_CONSTANT,
        value=(0,),
    )
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, kernel)
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    for outline in outlines:
        x, y, w, h = cv2.boundingRect(outline)
        fits = all(
            low <= size / mm <= high for size, (low, high) in zip((w, h), BLOB_MM, strict=True)
        )
        if not fits:
            continue
        within = np.zeros((h, w), np.uint8)
        cv2.drawContours(within, [outline - (x, y)], 0, (255,), cv2.FILLED)
        part = (slice(y, y + h), slice(x, x + w))
        if w * h <= 4.5 * cv2.countNonZero(cv2.bitwise_and(within, joined[part])):
            x, y = x + x0 - side, y + y0 - side
            yield x / mm, y / mm, (x + w) / mm, (y + h) / mm
