"""Patches of parallel bars: what a linear barcode looks like before it is decoded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.marks.sheet import Image

LOOK_PX_PER_MM: Final = 5.0
"""Bars of 0.25 mm and more still show at this scale."""
WINDOW_MM: Final = 3.0
LEAST_COHERENCE: Final = 0.72
"""1 when all edges of a window run one way; print is below 0.6."""
LEAST_SLOPE: Final = 26.0
"""Mean grey step per pixel: one ruling line in a window has less."""
LENGTH_MM: Final = (8.0, 120.0)
DEPTH_MM: Final = 2.5
MOST_PATCHES: Final = 24


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

    def straight(self, grey: Image, factor: float) -> tuple[Image, np.ndarray]:
        """The patch upright, `factor` times larger with a white margin, and the way back."""
        margin = 12.0
        width, height = self.width * factor, self.height * factor
        target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) + margin
        there = cv2.getPerspectiveTransform(np.asarray(self.corners, np.float32), target)
        size = (int(width + 2 * margin), int(height + 2 * margin))
        cut = cv2.warpPerspective(grey, there, size, flags=cv2.INTER_CUBIC, borderValue=(255,))
        return np.asarray(cut, np.uint8), np.linalg.inv(there).astype(np.float32)


def bar_patches(grey: Image, px_per_mm: float) -> tuple[Patch, ...]:
    """Where many parallel edges lie close together, largest first.

    `px_per_mm` is the scale of `grey`. Corners are widened a little beyond the bars.
    """
    factor = LOOK_PX_PER_MM / px_per_mm
    small = grey
    if factor < 0.95:
        size = (max(8, int(grey.shape[1] * factor)), max(8, int(grey.shape[0] * factor)))
        small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    else:
        factor = 1.0
    scale = px_per_mm * factor
    dx = cv2.Sobel(small, cv2.CV_32F, 1, 0, ksize=3, scale=0.25)
    dy = cv2.Sobel(small, cv2.CV_32F, 0, 1, ksize=3, scale=0.25)
    side = max(3, int(WINDOW_MM * scale))
    xx, yy, xy = (cv2.boxFilter(a * b, -1, (side, side)) for a, b in ((dx, dx), (dy, dy), (dx, dy)))
    energy = xx + yy
    lean = cv2.sqrt((xx - yy) ** 2 + 4 * xy * xy)
    mask = ((lean > LEAST_COHERENCE * energy) & (energy > LEAST_SLOPE**2)).astype(np.uint8)
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), np.uint8)
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    patches = []
    for outline in outlines:
        if cv2.contourArea(outline) < LENGTH_MM[0] * DEPTH_MM * 0.5 * scale * scale:
            continue
        if cv2.contourArea(outline) < 0.55 * cv2.contourArea(cv2.convexHull(outline)):
            continue
        x, y = (int(v) for v in outline.reshape(-1, 2).mean(axis=0))
        patch = _patch(outline, (xx, yy, xy), (x, y), scale, factor)
        if patch is not None:
            patches.append(patch)
    patches.sort(key=lambda p: -p.width * p.height)
    return tuple(patches[:MOST_PATCHES])


def _patch(
    outline: np.ndarray,
    tensor: tuple[np.ndarray, np.ndarray, np.ndarray],
    spot: tuple[int, int],
    scale: float,
    factor: float,
) -> Patch | None:
    xx, yy, xy = (float(part[spot[1], spot[0]]) for part in tensor)
    across = 0.5 * np.arctan2(2 * xy, xx - yy)  # direction in which grey changes
    along = np.array([np.cos(across), np.sin(across)])
    down = np.array([-along[1], along[0]])
    points = outline.reshape(-1, 2).astype(np.float64)
    u, v = points @ along, points @ down
    u0, u1, v0, v1 = u.min() - 0.06 * (np.ptp(u)), u.max() + 0.06 * np.ptp(u), v.min(), v.max()
    if not LENGTH_MM[0] <= (u1 - u0) / scale <= LENGTH_MM[1] or (v1 - v0) / scale < DEPTH_MM:
        return None
    corners = [along * a + down * b for a, b in ((u0, v0), (u1, v0), (u1, v1), (u0, v1))]
    return Patch(tuple((float(c[0] / factor), float(c[1] / factor)) for c in corners))
