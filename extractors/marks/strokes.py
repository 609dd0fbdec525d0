"""Connected strokes of ink, with the rules of the form taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from extractors.marks.sheet import Mask, resized

OVAL_MM: Final = 9.0
OVAL_SHARE: Final = 0.85
"""Of the ink of a large stroke along its convex outline: more, and it is a drawn shape."""
LEAST_MM: Final = 1.6
"""Smaller strokes are dots and dust."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A connected piece of ink: bounds and the length of its line in millimetres.

    `thick` is the usual width of its line in millimetres, `rim` the share of its ink that
    runs along its bounds (1 for a drawn frame or oval), `label` its number in the labelled page.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    length: float
    thick: float
    rim: float
    label: int

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def reach(self) -> float:
        return float(np.hypot(self.width, self.height))

    def gap(self, other: Stroke) -> float:
        """Millimetres between the two bounds, 0 when they meet."""
        dx = max(self.x0 - other.x1, other.x0 - self.x1, 0.0)
        dy = max(self.y0 - other.y1, other.y0 - self.y1, 0.0)
        return float(np.hypot(dx, dy))


def without_rules(mask: Mask, mm: float, least: float, tilt: float = 0.0) -> Mask:
    """The ink less its straight runs of `least` millimetres along and across the form.

    `tilt` is how the form's rules lean, in degrees. What crosses a rule stays joined.
    """
    x, y, w, h = cv2.boundingRect(mask)
    if max(w, h) < least * mm:
        return mask
    part = mask[y : y + h, x : x + w]
    long = max(3, round(least * mm))
    rules = cv2.bitwise_or(_runs(part, long, tilt), _runs(part, long, tilt + 90))
    if not cv2.countNonZero(rules):
        return mask
    gone = cv2.dilate(rules, np.ones((3, 3), np.uint8))
    left = cv2.subtract(part, gone)
    bridged = cv2.morphologyEx(left, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    whole = mask.copy()
    whole[y : y + h, x : x + w] = cv2.bitwise_or(left, cv2.bitwise_and(bridged, gone))
    return whole


def _runs(mask: Mask, long: int, tilt: float) -> Mask:
    """The ink in straight runs of `long` pixels: looked for at half the size, which is many times
    faster, then cut out where some may be."""
    half = cv2.threshold(resized(mask, 0.5), 0, 255, cv2.THRESH_BINARY)[1]
    likely = cv2.morphologyEx(half, cv2.MORPH_OPEN, _run(max(3, long // 2 - 2), tilt))
    outlines, _ = cv2.findContours(likely, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    runs = np.zeros_like(mask)
    kernel = _run(long, tilt)
    for outline in outlines:
        x, y, w, h = (2 * v for v in cv2.boundingRect(outline))
        part = (slice(max(0, y - 4), y + h + 4), slice(max(0, x - 4), x + w + 4))
        if not mask[part].size:
            continue  # half of a narrow strip is no less than eight pixels wide
        found = cv2.morphologyEx(
            mask[part], cv2.MORPH_OPEN, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=(0,)
        )
        runs[part] = cv2.bitwise_or(runs[part], found)
    return np.asarray(runs, np.uint8)


def _run(long: int, tilt: float) -> Mask:
    """A kernel one pixel wide and `long` pixels long that leans by `tilt` degrees."""
    x, y = np.cos(np.radians(tilt)) * (long - 1), np.sin(np.radians(tilt)) * (long - 1)
    kernel = np.zeros((round(abs(y)) + 1, round(abs(x)) + 1), np.uint8)
    start = (0 if x >= 0 else kernel.shape[1] - 1, 0 if y >= 0 else kernel.shape[0] - 1)
    end = (kernel.shape[1] - 1 - start[0], kernel.shape[0] - 1 - start[1])
    return np.asarray(cv2.line(kernel, start, end, (1,), 1), np.uint8)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The connected pieces of a mask within its bounds: a label for each pixel, bounds and size of
    each label as OpenCV gives them, and where on the mask these bounds begin (x, y)."""

    labels: npt.NDArray[np.int32]
    stats: npt.NDArray[np.int32]
    origin: tuple[int, int]


def pieces_of(mask: Mask) -> Pieces:
    """The connected pieces of ink."""
    left, top, wide, high = cv2.boundingRect(mask)
    part = mask[top : top + high, left : left + wide]
    if not part.size:
        return Pieces(np.zeros((0, 0), np.int32), np.zeros((0, 5), np.int32), (0, 0))
    _count, labels, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    return Pieces(np.asarray(labels, np.int32), np.asarray(stats, np.int32), (left, top))


def find_strokes(pieces: Pieces, mm: float) -> tuple[Stroke, ...]:
    """The pieces that are no dust, with `mm` pixels in a millimetre."""
    labels, stats, (left, top) = pieces.labels, pieces.stats, pieces.origin
    strokes = []
    big = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= LEAST_MM * mm
    for index in np.flatnonzero(big):
        if index == 0:
            continue
        x, y, w, h, area = (int(v) for v in stats[index])
        thick, rim = 0.4, 0.0
        if max(w, h) >= 5 * mm:
            own = (labels[y : y + h, x : x + w] == index).astype(np.uint8)
            outline = cv2.countNonZero(
                own - cv2.erode(own, np.ones((3, 3), np.uint8), borderValue=0)
            )
            thick = 2.0 * area / max(1, outline) / mm
            rim = _rim(own, mm) / area
        x, y = x + left, y + top
        strokes.append(
            Stroke(
                x / mm, y / mm, (x + w) / mm, (y + h) / mm,
                area / mm / mm / max(thick, 0.2), thick, rim, int(index),
            )
        )  # fmt: skip
    return tuple(strokes)


def _rim(own: np.ndarray, mm: float) -> int:
    """Pixels of a stroke along its bounds; all of them where it is a drawn oval or frame."""
    edge = max(1, round(0.9 * mm))
    if min(own.shape) <= 3 * edge:
        return 0
    pixels = cv2.countNonZero(own)
    points = cv2.findNonZero(own)
    if points is not None and min(own.shape) >= OVAL_MM * mm:
        outline = np.zeros_like(own)
        cv2.polylines(outline, [cv2.convexHull(points)], True, (1,), max(3, round(1.4 * mm)))
        if cv2.countNonZero(cv2.bitwise_and(own, outline)) > OVAL_SHARE * pixels:
            return pixels
    return pixels - cv2.countNonZero(own[edge:-edge, edge:-edge])
