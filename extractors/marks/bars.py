"""Patches of parallel bars: what a linear barcode looks like before it is decoded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import cv2
import numpy as np

from extractors.marks.sheet import Image, softly_resized

LOOK_PX_PER_MM: Final = 5.0
"""Bars of 0.25 mm and more still show at this scale."""
SHRINK: Final = 3
"""Slopes are averaged over squares of so many pixels before they are looked at."""
WINDOW_MM: Final = 3.0
LEAST_COHERENCE: Final = 0.72
"""1 when all edges of a window run one way; print is below 0.6."""
LEAST_SLOPE: Final = 26.0
"""Mean grey step per pixel: one ruling line in a window has less."""
LENGTH_MM: Final = (8.0, 120.0)
DEPTH_MM: Final = 2.5
MOST_PATCHES: Final = 24
MOST_DEPTH: Final = 1.5
BARRED_WIDTH: Final = 480
ALIKE: Final = 0.5
CLEAR: Final = 0.3
FEWEST_EDGES: Final = 20
"""An ITF of six digits has 36 edges; some of a blurred code run together."""
SAME_WAY: Final = 7.0
"""Degrees between two parts of one code, at most."""
NEXT: Final = 0.15
"""Gap between two parts of one code, as a share of the longer one."""
LEVEL: Final = 0.6
"""Share of the higher part that stands beside the other."""
QUIET: Final = 0.08
"""Share of its width added to a patch at both ends: the white that a code needs."""
FULL_CONTRAST: Final = 150.0
LEAST_CONTRAST: Final = 0.4


@dataclass(frozen=True, slots=True)
class Patch:
    """A slanted rectangle of bars, in pixels of the image it was found on."""

    corners: tuple[tuple[float, float], ...]
    """Top left, top right, bottom right, bottom left, bars running top to bottom."""

    @property
    def width(self) -> float:
        return float(np.hypot(*np.subtract(self.corners[1], self.corners[0])))

    @property
    def height(self) -> float:
        return float(np.hypot(*np.subtract(self.corners[3], self.corners[0])))

    def holds(self, point: np.ndarray) -> bool:
        corners = np.asarray(self.corners, dtype=np.float32)
        return cv2.pointPolygonTest(corners, (float(point[0]), float(point[1])), False) >= 0

    def straight(self, grey: Image, factor: float) -> tuple[Image, np.ndarray]:
        """The patch upright, `factor` times larger with a white margin, and the way back."""
        margin = 12.0
        width, height = self.width * factor, self.height * factor
        target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) + margin
        there = cv2.getPerspectiveTransform(np.asarray(self.corners, np.float32), target)
        size = (int(width + 2 * margin), int(height + 2 * margin))
        cut = cv2.warpPerspective(grey, there, size, flags=cv2.INTER_CUBIC, borderValue=(255,))
        return np.asarray(cut, np.uint8), np.linalg.inv(there).astype(np.float32)


def barred(cut: Image) -> bool:
    """Whether a patch set straight holds as many bars as the shortest code, the same all along:
    ruled columns have fewer, letters and pictures change from top to bottom."""
    if cut.shape[0] > MOST_DEPTH * cut.shape[1]:
        return False
    small = cv2.resize(cut, (BARRED_WIDTH, 20), interpolation=cv2.INTER_AREA).astype(np.float32)
    rows = np.stack([small[2:6].mean(axis=0), small[8:12].mean(axis=0), small[14:17].mean(axis=0)])
    rows -= cv2.blur(rows, (BARRED_WIDTH // 8 | 1, 1))
    for above, below in ((0, 1), (1, 2), (0, 2)):  # one slice may lie in what is printed below
        pair = rows[[above, below]]
        line = pair.mean(axis=0)
        clear = line[np.abs(line) > CLEAR * line.std()] > 0
        if int((clear[1:] != clear[:-1]).sum()) < FEWEST_EDGES or pair.std(axis=1).min() < 1:
            continue
        if np.corrcoef(pair)[0, 1] >= ALIKE:
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Edges that run one way, before they are a patch: outline, and the sums of its tensor."""

    points: np.ndarray
    tensor: np.ndarray
    """xx, yy, xy."""
    axes: np.ndarray
    """Along the row of bars, and along a bar."""

    @classmethod
    def of(cls, points: np.ndarray, tensor: np.ndarray) -> Self:
        xx, yy, xy = tensor
        across = 0.5 * np.arctan2(2 * xy, xx - yy)  # direction in which grey changes
        cos, sin = np.cos(across), np.sin(across)
        return cls(points, tensor, np.array([(cos, sin), (-sin, cos)]))

    def goes_on_in(self, other: Self) -> bool:
        """Whether the other is the next part of the same code, past its widest spaces."""
        along, down = self.axes
        if abs(float(along @ other.axes[1])) > np.sin(np.radians(SAME_WAY)):
            return False
        (u0, u1), (v0, v1) = (_reach(self.points @ axis) for axis in (along, down))
        (a0, a1), (b0, b1) = (_reach(other.points @ axis) for axis in (along, down))
        gap = max(a0 - u1, u0 - a1)
        level = min(v1, b1) - max(v0, b0)
        widths, heights = (u1 - u0, a1 - a0), (v1 - v0, b1 - b0)
        return gap < NEXT * max(widths) and level > LEVEL * max(heights)

    def with_(self, other: Self) -> Self:
        return self.of(np.vstack([self.points, other.points]), self.tensor + other.tensor)


def bar_patches(grey: Image, px_per_mm: float) -> tuple[Patch, ...]:
    """Where many parallel edges lie close together, largest first.

    `px_per_mm` is the scale of `grey`. Corners are widened a little beyond the bars.
    """
    factor = LOOK_PX_PER_MM / px_per_mm
    small = grey
    if factor < 0.95:
        small = softly_resized(grey, factor)
    else:
        factor = 1.0
    scale = px_per_mm * factor
    xx, yy, xy = _slopes(small)
    side = max(3, round(WINDOW_MM * scale / SHRINK))
    xx, yy, xy = (cv2.blur(part, (side, side)) for part in (xx, yy, xy))
    energy = xx + yy
    lean = cv2.magnitude(xx - yy, 2 * xy)
    least = LEAST_SLOPE * _contrast(small)
    mask = ((lean > LEAST_COHERENCE * energy) & (energy > least**2)).astype(np.uint8)
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)), np.uint8)
    scale, factor = scale / SHRINK, factor / SHRINK
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    stretches = []
    for outline in outlines:
        if cv2.contourArea(outline) < LENGTH_MM[0] * DEPTH_MM * 0.25 * scale * scale:
            continue
        if cv2.contourArea(outline) < 0.55 * cv2.contourArea(cv2.convexHull(outline)):
            continue
        x, y, w, h = cv2.boundingRect(outline)
        own = np.zeros((h, w), np.uint8)
        cv2.drawContours(own, [outline - (x, y)], -1, (1,), cv2.FILLED)
        parts = [part[y : y + h, x : x + w][own > 0].sum() for part in (xx, yy, xy)]
        stretches.append(_Stretch.of(outline.reshape(-1, 2).astype(np.float64), np.array(parts)))
    patches = [p for s in _joined(stretches) if (p := _patch(s, scale, factor)) is not None]
    patches.sort(key=lambda p: -p.width * p.height)
    return tuple(patches[:MOST_PATCHES])


def _slopes(grey: Image) -> tuple[np.ndarray, ...]:
    """Squares and product of the grey steps across and down, averaged over small squares."""
    size = (max(1, grey.shape[1] // SHRINK), max(1, grey.shape[0] // SHRINK))
    grey = grey[: SHRINK * size[1], : SHRINK * size[0]]  # by a whole number: many times faster
    dx = cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3, scale=0.25)
    dy = cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3, scale=0.25)
    return tuple(
        np.asarray(cv2.resize(cv2.multiply(a, b), size, interpolation=cv2.INTER_AREA))
        for a, b in ((dx, dx), (dy, dy), (dx, dy))
    )


def _contrast(grey: Image) -> float:
    """1 for a page of black on white, less for a dim or hazy photo."""
    dark, light = np.percentile(grey[::4, ::4], (2, 98))
    return float(np.clip((light - dark) / FULL_CONTRAST, LEAST_CONTRAST, 1.0))


def _joined(stretches: Sequence[_Stretch]) -> list[_Stretch]:
    """Parts of one code put together."""
    whole: list[_Stretch] = []
    for stretch in sorted(stretches, key=lambda s: -float(s.tensor[:2].sum())):
        for index, other in enumerate(whole):
            if other.goes_on_in(stretch):
                whole[index] = other.with_(stretch)
                break
        else:
            whole.append(stretch)
    return whole


def _reach(values: np.ndarray) -> tuple[float, float]:
    return float(values.min()), float(values.max())


def _patch(stretch: _Stretch, scale: float, factor: float) -> Patch | None:
    along, down = stretch.axes
    (u0, u1), (v0, v1) = (_reach(stretch.points @ axis) for axis in (along, down))
    quiet = QUIET * (u1 - u0)
    u0, u1 = u0 - quiet, u1 + quiet
    if not LENGTH_MM[0] <= (u1 - u0) / scale <= LENGTH_MM[1] or (v1 - v0) / scale < DEPTH_MM:
        return None
    corners = [along * a + down * b for a, b in ((u0, v0), (u1, v0), (u1, v1), (u0, v1))]
    return Patch(tuple((float((x + 0.5) / factor), float((y + 0.5) / factor)) for x, y in corners))
