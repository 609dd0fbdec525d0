"""A strip of handwriting made level."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]

SLOPES = np.arange(-6, 7) / 100
"""Tried: vertical pixels for each horizontal one."""
ELONGATED = 4
"""A strip shorter than this many heights shows too little of its slope."""
_SMALL = 28
"""Height in pixels at which slopes are compared."""


def straightened(strip: Image) -> Image:
    """The strip sheared so that its line of writing is level: rows of ink and rows of paper
    then differ most."""
    height, width = strip.shape[:2]
    if width < ELONGATED * height:
        return strip
    ink = _ink(strip)
    slope = max(SLOPES, key=lambda slope: _contrast(ink, slope))
    return strip if slope == 0 else _sheared(strip, float(slope))


def _ink(strip: Image) -> npt.NDArray[np.uint8]:
    scale = min(1.0, _SMALL / strip.shape[0])
    gray = cv2.cvtColor(strip, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(np.median(small) - np.minimum(small, np.median(small)), dtype=np.uint8)


def _contrast(ink: npt.NDArray[np.uint8], slope: float) -> float:
    rows = _sheared(ink, slope, cv2.BORDER_CONSTANT).sum(axis=1, dtype=np.float64)
    return float((rows**2).sum())


def _sheared(
    image: npt.NDArray[np.uint8], slope: float, border: int = cv2.BORDER_REPLICATE
) -> npt.NDArray[np.uint8]:
    height, width = image.shape[:2]
    move = np.array([[1, 0, 0], [slope, 1, -slope * width / 2]], dtype=np.float32)
    return np.asarray(cv2.warpAffine(image, move, (width, height), borderMode=border), np.uint8)
