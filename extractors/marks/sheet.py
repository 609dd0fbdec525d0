"""A page image made ready for looking at ink: one size, paper made white, inks told apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from models.geometry import MM_PER_INCH, Box
from models.reading import Ink

Image = npt.NDArray[np.uint8]
"""RGB pixels, shape (height, width, 3), of an upright page."""
Mask = npt.NDArray[np.uint8]
"""255 where the thing is, 0 elsewhere."""

DPI: Final = 150
"""Pixels per inch of the copy that every finder works on."""
COLOUR_DPI: Final = 100
"""Pixels per inch of the copy on which inks are told apart: colour fringes of print vanish."""
A4_LONG_MM: Final = 297.0
PLAUSIBLE_LONG_MM: Final = (90.0, 900.0)
"""A page whose `dpi` would make its long side shorter or longer is taken for A4."""

DARK: Final = 190
"""Ink is what is darker than this, once paper is 255."""
SMALL_DARK: Final = 205
"""The same at `COLOUR_DPI`, where thin strokes are paler."""
STROKE_MM: Final = 2.8
"""What is wider is shade or a solid printed area, not a stroke of coloured ink."""
LEAST_CHROMA: Final = 14
"""Ink has colour when its channels differ by more, once paper is white (0..255)."""
LEAST_TAKEN: Final = 30
"""Ink takes at least this much of the light of one channel (0..255)."""
DARK_TAKEN: Final = 70
PURITY: Final = (32.0, 75.0)
"""Least share (of 255) of the light taken that makes colour: between these, …"""
PURITY_ABOVE_PRINT: Final = 30.0
"""… and this much above what the page's dark print shows by the scanner's own tint."""
FEW_PIXELS: Final = 500
DARKEST_PAPER: Final = np.uint8(40)

OUTSIDE_PX_PER_MM: Final = 1.0
OUTSIDE_DARK: Final = 120
"""Paper being 250, a solid area darker than this at the page's edge is no paper."""
EDGE_MM: Final = 25.0
HOLE_MM: Final = (3.0, 9.0)
HOLE_MARGIN_MM: Final = 18.0

INKS: Final[tuple[Ink, ...]] = (Ink.BLEUE, Ink.VIOLETTE, Ink.ROUGE, Ink.VERTE)
"""Label `i + 1` in `Sheet.colour` is ink `i`."""
FAMILIES: Final[tuple[tuple[int, ...], ...]] = ((1, 2), (3,), (4,))
"""Labels of `Sheet.colour` that one pen or stamp may mix: blue with violet, red, green."""
HUES: Final = ((86, 124), (124, 158), (158, 190), (36, 86))
"""OpenCV hues (0..180, going on past 180) of each ink; yellow and orange are none."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page at `DPI`, with its ink and (at `COLOUR_DPI`) the colour of its ink."""

    grey: Image
    """Greys with the paper whitened, shape (height, width)."""
    ink: Mask
    small_grey: Image
    """`grey` at `COLOUR_DPI`."""
    small_ink: Mask
    small_tone: Image
    """Greys at `COLOUR_DPI` against the page's one paper tone: pictures keep their shades."""
    colour: npt.NDArray[np.uint8]
    """Labels at `COLOUR_DPI`: 0 paper or colourless, else 1 + index in `INKS`."""
    mm: float
    """Pixels of `ink` in a millimetre."""
    colour_mm: float
    """Pixels of `small_grey`, `small_ink` and `colour` in a millimetre."""

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

    def inked(self, labels: Iterable[int]) -> Mask:
        """The ink of these labels of `colour`."""
        table = np.zeros(256, np.uint8)
        table[list(labels)] = 255
        return np.asarray(cv2.LUT(self.colour, table), np.uint8)

    def ink_colour(self, box: Box) -> Ink:
        """The colour of most ink in the box; black when a fifth of it has no colour of its own."""
        rows, columns = self.colour.shape
        x0, x1 = int(box.x0 * columns), max(int(box.x0 * columns) + 1, int(box.x1 * columns))
        y0, y1 = int(box.y0 * rows), max(int(box.y0 * rows) + 1, int(box.y1 * rows))
        counts = np.bincount(self.colour[y0:y1, x0:x1].ravel(), minlength=len(INKS) + 1)[1:]
        rows, columns = self.ink.shape
        black = (
            cv2.countNonZero(
                self.ink[
                    int(box.y0 * rows) : int(box.y1 * rows) + 1,
                    int(box.x0 * columns) : int(box.x1 * columns) + 1,
                ]
            )
            * (self.colour_mm / self.mm) ** 2
        )
        if counts.sum() < 0.35 * black or counts.sum() == 0:
            return Ink.NOIRE
        return INKS[int(np.argmax(counts))]


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
    small = resized(image, COLOUR_DPI / MM_PER_INCH / px_per_mm)
    colour_mm = max(small.shape[:2]) / long_mm
    tone = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    small_grey = _whitened(tone)
    small_ink = cv2.threshold(small_grey, SMALL_DARK, 255, cv2.THRESH_BINARY_INV)[1]
    paper = max(60.0, float(np.percentile(tone[::4, ::4], 80)))
    tone = np.asarray(cv2.convertScaleAbs(tone, alpha=250.0 / paper), np.uint8)
    colours = _colours(small, colour_mm)
    outside = off_paper(tone, colour_mm)
    if outside is not None:
        small_grey[outside > 0] = 255
        tone[outside > 0] = 250
        small_ink[outside > 0] = 0
        colours[outside > 0] = 0
        large = cv2.resize(outside, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST)
        grey[large > 0] = 255
        ink[large > 0] = 0
    return Sheet(
        grey,
        ink,
        small_grey,
        np.asarray(small_ink, np.uint8),
        tone,
        colours,
        mm,
        colour_mm,
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


def _colours(rgb: Image, mm: float) -> npt.NDArray[np.uint8]:
    """Labels of coloured strokes. Shade and solid areas wider than a stroke count as paper."""
    white = cv2.blur(cv2.divide(rgb, _paper(rgb, STROKE_MM * mm), scale=255), (2, 2))
    red, green, blue = cv2.split(white)
    least = cv2.min(cv2.min(red, green), blue)
    chroma = cv2.subtract(cv2.max(cv2.max(red, green), blue), least)
    taken = np.asarray(cv2.bitwise_not(least))
    purity = np.asarray(cv2.divide(chroma, taken, scale=255))
    grey_print = purity[taken > DARK_TAKEN]
    usual = float(np.percentile(grey_print, 30)) if len(grey_print) > FEW_PIXELS else 0.0
    purest = float(np.clip(usual + PURITY_ABOVE_PRINT, *PURITY))
    coloured = cv2.inRange(
        cv2.merge((chroma, purity, taken)),
        (LEAST_CHROMA + 1, int(purest) + 1, LEAST_TAKEN + 1),
        (255, 255, 255),
    )
    labels = np.zeros_like(least)
    if cv2.countNonZero(coloured):
        hue = cv2.LUT(cv2.cvtColor(white, cv2.COLOR_RGB2HSV), _LABEL_OF_HUE)[:, :, 0]
        cv2.copyTo(np.ascontiguousarray(hue), coloured, labels)
    return np.asarray(labels, np.uint8)


def _paper(rgb: Image, stroke: float) -> Image:
    """The page without what is narrower than `stroke` pixels, looked at from farther away."""
    height, width = rgb.shape[:2]
    kernel = np.ones((round(stroke / 2) | 1,) * 2, np.uint8)
    paper = cv2.morphologyEx(resized(rgb, 0.5), cv2.MORPH_CLOSE, kernel)
    paper = np.maximum(cv2.blur(paper, (3, 3)), DARKEST_PAPER)
    return np.asarray(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _label_of_hue() -> npt.NDArray[np.uint8]:
    table = np.zeros(256, np.uint8)
    for index, (low, high) in enumerate(HUES):
        for hue in range(low, high):
            table[hue % 180] = index + 1
    return table


_LABEL_OF_HUE: Final = _label_of_hue()
