"""Lines of Arabic among Latin ones: the headings that Moroccan forms bear in both scripts.

PP-OCR's model has no Arabic and makes short Latin nonsense of it, unsurely. Such lines are
shown to Tesseract, which knows the difference: it reads print in Arabic surely and what is not
Arabic unsurely (docs/decisions/0004-words.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from extractors.words.reader import Image
from extractors.words.tesseract import TesseractReader
from models.errors import StepFailed
from models.geometry import Box
from models.reading import Word

UNSURE = 0.8
"""Latin readings surer than this are Latin."""
ELONGATED = 2.5
"""Widths of a line for its height, below which it is a stain or a tick box."""
MOST = 6
"""Lines of a page that are tried."""
SURE = 0.5
LETTERS = 5
SHARE = 0.8
"""Arabic letters among the letters and digits of what Tesseract read."""
_MARGIN = 15
_SINGLE_LINE = 7
_READER = TesseractReader(("ara",), segmentation=_SINGLE_LINE)


def may_be_arabic(strip: Image, confidence: float) -> bool:
    """Whether a strip read in Latin with this confidence is worth showing to Tesseract."""
    height, width = strip.shape[:2]
    return confidence < UNSURE and width > ELONGATED * height


def available() -> bool:
    return _READER.available()


def read_arabic(strip: Image, dpi: int) -> tuple[Word, ...]:
    """Arabic words of a strip, boxes in fractions of it; none when it is not Arabic."""
    around = ((_MARGIN, _MARGIN), (_MARGIN, _MARGIN), (0, 0))
    try:
        words = _READER.read(np.pad(strip, around, mode="edge"), dpi) or ()
    except StepFailed:
        return ()
    if not _is_arabic(words):
        return ()
    height, width = strip.shape[:2]
    return tuple(replace(word, box=_without_margin(word.box, width, height)) for word in words)


def _is_arabic(words: Sequence[Word]) -> bool:
    signs = [c for word in words for c in word.text if c.isalnum()]
    arabic = sum("\u0600" <= c <= "\u06ff" for c in signs)
    if arabic < LETTERS or arabic < SHARE * len(signs):
        return False
    return sum(word.confidence for word in words) / len(words) >= SURE


def _without_margin(box: Box, width: int, height: int) -> Box:
    def inside(value: float, size: int) -> float:
        return min(1.0, max(0.0, (value * (size + 2 * _MARGIN) - _MARGIN) / size))

    return Box(
        inside(box.x0, width), inside(box.y0, height), inside(box.x1, width), inside(box.y1, height)
    )
