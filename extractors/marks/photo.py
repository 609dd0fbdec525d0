"""Identity photographs: a rectangle of continuous tones about as large as a passport photo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

import cv2
import numpy as np

from extractors.marks.sheet import Sheet, resized
from extractors.marks.stampwords import words_in
from models.geometry import Box
from models.reading import MarkKind, SeenMark, Word

WIDTH_MM: Final = (20.0, 46.0)
HEIGHT_MM: Final = (25.0, 58.0)
ASPECT: Final = (0.58, 0.98)
"""Width over height: portraits are upright."""
FULL: Final = 0.82
"""Share of its rectangle that a photograph fills."""
TONES: Final = 18
"""Of 32 steps of grey, how many hold a fair share of a photograph's pixels."""
FEWEST_TONES: Final = 3
"""Print has paper and ink only."""
MOST_BESIDE, SHEET_TONES = 3, 8
"""Photographs side by side that touch, at most; shades that such a sheet of them has."""
EDGE: Final = 0.12
"""Share of a photograph on each side over which words around it may run."""
SURE_WORD: Final = 0.8
MOST_WORDS: Final = 3
"""So many sure words in it, and it is a printed block or a card."""
LOOK_PX_PER_MM: Final = 2.0
PAPER: Final = 225
ROUND_ABOUT_MM: Final = 50.0
"""Paper is the brightest within this reach: a photograph is smaller."""
LETTERING_MM: Final = 4.0
"""What is thinner is writing."""


def find_photos(page: Sheet, words: Sequence[Word] = ()) -> tuple[SeenMark, ...]:
    """Regions that look like a glued or printed portrait, most certain first."""
    small = resized(page.small_tone, LOOK_PX_PER_MM / page.small_mm)
    scale = page.small_mm * max(small.shape) / max(page.small_tone.shape)
    tiny = cv2.resize(small, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    reach = round(ROUND_ABOUT_MM * scale / 4) | 1
    paper = cv2.blur(cv2.dilate(tiny, np.ones((reach, reach), np.uint8)), (reach, reach))
    large = cv2.resize(paper, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(small, np.maximum(large, 60), scale=250)
    mask = cv2.threshold(even, PAPER, 255, cv2.THRESH_BINARY_INV)[1]
    side = round(LETTERING_MM * scale) | 1
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    marks = []
    for outline in outlines:
        (_, _), (a, b), turn = cv2.minAreaRect(outline)
        wide, high = (a, b) if not 45 < abs(turn) < 135 else (b, a)
        across, down = _how_many(wide / scale, high / scale)
        full = cv2.contourArea(outline) / max(1.0, a * b)
        if not across or full < FULL:
            continue
        x, y, w, h = cv2.boundingRect(outline)
        box = page.box(x / scale, y / scale, (x + w) / scale, (y + h) / scale)
        inner = box.grown(-EDGE * box.width, -EDGE * box.height)
        tones = _tones(small[y : y + h, x : x + w])
        read = sum(w.confidence >= SURE_WORD and len(w.text) > 2 for w in words_in(words, inner))
        several = across * down > 1
        if tones < (SHEET_TONES if several else FEWEST_TONES) or read >= MOST_WORDS:
            continue
        confidence = 0.45 + 0.25 * (full - FULL) / (1 - FULL) + 0.25 * min(1.0, tones / TONES)
        sure = float(np.clip(confidence, 0, 0.92))
        marks += [SeenMark(MarkKind.PHOTO, one, sure) for one in _parts(box, across, down)]
    return tuple(sorted(marks, key=lambda m: -m.confidence))


def _how_many(wide: float, high: float) -> tuple[int, int]:
    """How many photographs lie side by side and one under the other in a region of so many
    millimetres; (0, 0) where none would be of the right size and shape."""
    for across, down in product(range(1, MOST_BESIDE + 1), repeat=2):
        one_wide, one_high = wide / across, high / down
        fits = WIDTH_MM[0] <= one_wide <= WIDTH_MM[1] and HEIGHT_MM[0] <= one_high <= HEIGHT_MM[1]
        if fits and ASPECT[0] <= one_wide / one_high <= ASPECT[1]:
            return across, down
    return 0, 0


def _parts(box: Box, across: int, down: int) -> Iterator[Box]:
    wide, high = box.width / across, box.height / down
    for row, column in product(range(down), range(across)):
        x, y = box.x0 + column * wide, box.y0 + row * high
        yield Box(x, y, x + wide, y + high)


def _tones(grey: np.ndarray) -> int:
    """How many of 32 steps of grey hold at least a hundredth of the pixels."""
    counts = np.bincount(grey.ravel() // 8, minlength=32)
    return int((counts >= 0.01 * grey.size).sum())
