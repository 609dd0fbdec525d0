"""Round tick boxes: small printed circles before a word, empty or filled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from extractors.marks.sheet import Sheet
from models.reading import MarkKind, SeenMark, Word

ACROSS_MM: Final = (2.3, 5.5)
ROUNDNESS: Final = 0.86
BEFORE_WORD_MM: Final = 5.0
FILLED: Final = 0.25
ALIKE: Final = 0.15
"""A circle that is not empty is a choice where an empty one of its size offers another: else it
is a number with a ring around it."""


def find_circles(page: Sheet, words: Sequence[Word]) -> tuple[SeenMark, ...]:
    """Circles that stand alone just before a word. Without words none is told from a letter O."""
    if not words:
        return ()
    mm = page.mm
    height, width = page.ink.shape
    outlines, tree = cv2.findContours(page.ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    rings: list[tuple[float, SeenMark]] = []
    for outline, links in zip(outlines, tree[0] if tree is not None else (), strict=False):
        x, y, w, h = cv2.boundingRect(outline)
        if links[3] >= 0 or not (
            ACROSS_MM[0] * mm <= w <= ACROSS_MM[1] * mm and 0.88 <= w / h <= 1.14
        ):
            continue
        area, around = cv2.contourArea(outline), cv2.arcLength(outline, True)
        if area < 0.74 * w * h or 4 * np.pi * area / (around * around) < ROUNDNESS:
            continue
        if area > 0.84 * w * h or links[2] < 0:
            continue  # a square, or a disc such as a bullet or a punch hole
        x0, y0, x1, y1 = x / width, y / height, (x + w) / width, (y + h) / height
        if not _stands_before_word((x0, y0, x1, y1), words, BEFORE_WORD_MM / page.width_mm):
            continue
        edge = round(0.22 * w)
        inside = page.ink[y + edge : y + h - edge, x + edge : x + w - edge]
        share = float((inside > 0).mean())
        state = True if share > FILLED else (False if share < 0.05 else None)
        box = page.box(x / mm, y / mm, (x + w) / mm, (y + h) / mm)
        rings.append((w, SeenMark(MarkKind.CASE, box, 0.65 if state is not None else 0.4, state)))
    empty = [w for w, mark in rings if mark.present is False]
    return tuple(
        mark
        for w, mark in rings
        if mark.present is False or any(abs(w / e - 1) < ALIKE for e in empty)
    )


def _stands_before_word(
    bounds: tuple[float, float, float, float], words: Sequence[Word], reach: float
) -> bool:
    x0, y0, x1, y1 = bounds
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    before = False
    for word in words:
        if word.box.holds(cx, cy):
            if sum(c.isalnum() for c in word.text) > 1:
                return False
        elif word.box.y0 < cy < word.box.y1:
            if 0 <= word.box.x0 - x1 < reach and word.text[:1].isalpha():
                before = True
            if 0 <= x0 - word.box.x1 < 0.15 * reach:
                return False
    return before
