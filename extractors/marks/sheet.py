"""A page image made ready for looking at ink: two sizes, paper made white."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from models.geometry import MM_PER_INCH, Box

Image = npt.NDArray[np.uint8]
"""RGB pixels, shape (height, width, 3), of an upright page."""
Mask = npt.NDArray[np.uint8]
"""255 where the thing is, 0 elsewhere."""

DPI: Final = 150
"""Pixels per inch of the copy that tick boxes and bars are looked for on."""
SMALL_DPI: Final = 100
"""Pixels per inch of a smaller copy."""
A4_LONG_MM: Final = 297.0
PLAUSIBLE_LONG_MM: Final = (90.0, 900.0)
"""A page whose `dpi` would make its long side shorter or longer is taken for A4."""

DARK: Final = 190
"""Ink is what is darker than this, once paper is 255."""
SMALL_DARK: Final = 205
"""The same at `SMALL_DPI`, where thin strokes are paler."""

OUTSIDE_PX_PER_MM: Final = 1.0
OUTSIDE_DARK: Final = 120
"""Paper being 250, a solid area darker than this at the page's edge is no paper."""
EDGE_MM: Final = 25.0
HOLE_MM: Final = (3.0, 9.0)
HOLE_MARGIN_MM: Final = 18.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page at `DPI`, with its ink, and the same at `SMALL_DPI`."""

    grey: Image
    """Greys with the paper whitened, shape (height, width)."""
    ink: Mask
    small_grey: Image
    """`grey` at `SMALL_DPI`."""
    small_ink: Mask
    small_tone: Image
    """Greys at `SMALL_DPI` against the page's one paper tone: pictures keep their shades."""
    mm: float
    """Pixels of `ink` in a millimetre."""
    small_mm: float
    """Pixels of `small_grey`, `small_ink` and `small_tone` in a millimetre."""

    @property
    def width_mm(self) -> float:
        return float(self.ink.shape[1] / self.mm)

    @property
    def height_mm(self) -> float:
        return float(self.ink.shape[0] / self.mm)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The box of millimetres as fractions of the page, kept on it."""
        xs = sorted(min(1.0, max(0.0, x / self.width_mm)) for x in (x0, x1))
        ys = sorted(min(1.0, max(0.0, y / self.height_mm)) for y in (y0, y1))
        return Box(xs[0], ys[0], xs[1], ys[1])


def sheet(image: Image, dpi: int) -> Sheet:
    """The page ready for the finders. `dpi` is that of `image`; absurd ones are replaced."""
    height, width = image.shape[:2]
    long_mm = max(height, width) / max(dpi, 1) * MM_PER_INCH
    if not PLAUSIBLE_LONG_MM[0] <= long_mm <= PLAUSIBLE_LONG_MM[1]:
        long_mm = A4_LONG_MM
    px_per_mm = max(height, width) / long_mm
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    grey = softly_resized(grey, DPI / MM_PER_INCH / px_per_mm)
    mm = max(grey.shape) / long_mm
    grey = _whitened(grey)
    ink = np.asarray(cv2.threshold(grey, DARK, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    small = resized(image, SMALL_DPI / MM_PER_INCH / px_per_mm)
    small_mm = max(small.shape[:2]) / long_mm
    tone = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    small_grey = _whitened(tone)
    small_ink = cv2.threshold(small_grey, SMALL_DARK, 255, cv2.THRESH_BINARY_INV)[1]
    paper = max(60.0, float(np.percentile(tone[::4, ::4], 80)))
    tone = np.asarray(cv2.convertScaleAbs(tone, alpha=250.0 / paper), np.uint8)
    outside = off_paper(tone, small_mm)
    if outside is not None:
        small_grey[outside > 0] = 255
        tone[outside > 0] = 250
        small_ink[outside > 0] = 0
        large = cv2.resize(outside, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST)
        grey[large > 0] = 255
        ink[large > 0] = 0
    return Sheet(
        grey,
        ink,
        small_grey,
        np.asarray(small_ink, np.uint8),
        tone,
        mm,
        small_mm,
    )


def off_paper(tone: Image, mm: float) -> Mask | None:
    """What is not paper: dark scanner edges, the table under a photographed sheet, punch holes.

    `tone` is grey with the paper at 250; `None` when all of it is paper.
    """
    small = resized(tone, OUTSIDE_PX_PER_MM / mm)
    scale = mm * max(small.shape) / max(tone.shape)
    dark = cv2.threshold(small, OUTSIDE_DARK, 255, cv2.THRESH_BINARY_INV)[1]
    dark = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))  # print vanishes
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=4)
    height, width = small.shape
    found = np.zeros_like(dark)
    for index in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[index])
        at_edge = x == 0 or y == 0 or x + w == width or y + h == height
        long = max(w, h) / scale
        margin = min(x, width - x - w) / scale
        round_hole = (
            HOLE_MM[0] <= min(w, h) / scale
            and long <= HOLE_MM[1]
            and area > 0.6 * w * h
            and margin < HOLE_MARGIN_MM
        )
        if (at_edge and long >= EDGE_MM) or round_hole:
            found[labels == index] = 255
    if not cv2.countNonZero(found):
        return None
    found = cv2.dilate(found, np.ones((5, 5), np.uint8))
    size = (tone.shape[1], tone.shape[0])
    return np.asarray(cv2.resize(found, size, interpolation=cv2.INTER_NEAREST), np.uint8)


def resized(image: Image, factor: float) -> Image:
    """The image `factor` times as large, or nearly: by a whole number of pixels averaging is many
    times faster."""
    height, width = image.shape[:2]
    whole = round(1 / factor)
    if whole >= 1 and abs(factor * whole - 1) < 0.02 and min(width, height) >= 8 * whole:
        if whole == 1:
            return image
        size = (width // whole, height // whole)
        image = image[: size[1] * whole, : size[0] * whole]
    else:
        size = (max(8, round(width * factor)), max(8, round(height * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, size, interpolation=how), dtype=np.uint8)


def softly_resized(grey: Image, factor: float) -> Image:
    """As `resized`, many times faster where a little more than half of the pixels are kept."""
    if not 0.6 < factor < 0.98:
        return resized(grey, factor)
    size = (round(grey.shape[1] * factor), round(grey.shape[0] * factor))
    soft = cv2.GaussianBlur(grey, (3, 3), 0.5)
    return np.asarray(cv2.resize(soft, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _whitened(image: Image) -> Image:
    """The image (any channels) divided by its paper, seen through a coarse grid of maxima."""
    height, width = image.shape[:2]
    coarse = resized(image, 1 / 8)
    paper = cv2.medianBlur(cv2.dilate(coarse, np.ones((7, 7), np.uint8)), 9)
    paper = np.maximum(paper, 60)
    full = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(image, full, scale=255), dtype=np.uint8)
