"""Whether a page carries anything. Blank pages are marked, never dropped."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extractors.words.reader import Image
from models.reading import Word

MARGIN = 0.03
"""Share of each side left out: scanner edges, punch holes, staples."""
LEAST_INK = 0.0006
"""Share of the page in ink below which nothing is written on it."""
FAINT_INK = 0.004
CONTRAST = 40
"""Grey levels darker than the paper around: bleed-through stays under this."""


def ink_share(image: Image) -> float:
    """Share (0..1) of the inner page that is clearly darker than the paper around it."""
    height, width = image.shape[:2]
    top, left = int(height * MARGIN), int(width * MARGIN)
    grey = cv2.cvtColor(image[top : height - top, left : width - left], cv2.COLOR_RGB2GRAY)
    scale = 800 / max(grey.shape)
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(grey, np.ones((9, 9), np.uint8)), 31)
    ink = (paper.astype(np.int16) - grey.astype(np.int16)) > CONTRAST
    return float(ink.mean())


def is_blank(image: Image, words: Sequence[Word]) -> bool:
    """Blank when there is no ink, or a trace of ink in which nothing can be read."""
    share = ink_share(image)
    if share < LEAST_INK:
        return not _legible(words)
    return share < FAINT_INK and not words


def _legible(words: Sequence[Word]) -> bool:
    return sum(len(w.text) for w in words if w.confidence >= 0.8 and len(w.text) >= 3) >= 6
