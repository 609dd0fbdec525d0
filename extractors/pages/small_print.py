"""Pages whose letters are only a few pixels high: thumbnails, messages, faxes of low resolution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from extractors.words.ppocr.detector import LONGEST_SIDE, Quad
from extractors.words.reader import Image

FACTOR: Final = 2.0
SMALL_LINE: Final = 14.0
"""Median height of the lines found, in pixels, under which enlarging helps (decision 0006)."""
FEWEST: Final = 3
MOST_SIDE: Final = 0.85 * LONGEST_SIDE
"""A page with a longer side is looked at reduced: enlarging it would show nothing more."""


def enlarged(image: Image, quads: Sequence[Quad]) -> Image | None:
    """The page at a scale at which its lines can be read; `None` when it is large enough."""
    if max(image.shape[:2]) > MOST_SIDE or len(quads) < FEWEST:
        return None
    heights = [
        min(float(np.linalg.norm(q[1] - q[0])), float(np.linalg.norm(q[3] - q[0]))) for q in quads
    ]
    if float(np.median(heights)) >= SMALL_LINE:
        return None
    large = cv2.resize(image, None, fx=FACTOR, fy=FACTOR, interpolation=cv2.INTER_CUBIC)
    return np.asarray(large, np.uint8)
