"""Identity photographs: a rectangle of continuous tones about as large as a passport photo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from extractors.marks.sheet import Sheet
from extractors.marks.stampwords import words_in
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
SURE_WORD: Final = 0.8
MOST_WORDS: Final = 3
"""So many sure words in it, and it is a printed block or a card."""
LOOK_PX_PER_MM: Final = 2.0
PAPER: Final = 225


def find_photos(page: Sheet, words: Sequence[Word] = ()) -> tuple[SeenMark, ...]:
    """Regions that look like a glued or printed portrait, most certain first."""
    factor = LOOK_PX_PER_MM / page.colour_mm
    small = cv2.resize(page.small_tone, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    mask = cv2.threshold(small, PAPER, 255, cv2.THRESH_BINARY_INV)[1]
    side = round(1.5 * LOOK_PX_PER_MM) | 1
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((2 * side + 1, 2 * side + 1), np.uint8))
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    marks = []
    for outline in outlines:
        (_, _), (a, b), turn = cv2.minAreaRect(outline)
        wide, high = (a, b) if not 45 < abs(turn) < 135 else (b, a)
        wide, high = wide / LOOK_PX_PER_MM, high / LOOK_PX_PER_MM
        if not (WIDTH_MM[0] <= wide <= WIDTH_MM[1] and HEIGHT_MM[0] <= high <= HEIGHT_MM[1]):
            continue
        full = cv2.contourArea(outline) / max(1.0, a * b)
        if full < FULL or not ASPECT[0] <= wide / high <= ASPECT[1]:
            continue
        x, y, w, h = cv2.boundingRect(outline)
        scale = LOOK_PX_PER_MM
        box = page.box(x / scale, y / scale, (x + w) / scale, (y + h) / scale)
        tones = _tones(small[y : y + h, x : x + w])
        read = sum(w.confidence >= SURE_WORD and len(w.text) > 2 for w in words_in(words, box))
        if tones < FEWEST_TONES or read >= MOST_WORDS:
            continue
        confidence = 0.45 + 0.25 * (full - FULL) / (1 - FULL) + 0.25 * min(1.0, tones / TONES)
        marks.append(SeenMark(MarkKind.PHOTO, box, float(np.clip(confidence, 0, 0.92))))
    return tuple(sorted(marks, key=lambda m: -m.confidence))


def _tones(grey: np.ndarray) -> int:
    """How many of 32 steps of grey hold at least a hundredth of the pixels."""
    counts = np.bincount(grey.ravel() // 8, minlength=32)
    return int((counts >= 0.01 * grey.size).sum())
