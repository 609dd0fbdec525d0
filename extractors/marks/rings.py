"""Circles drawn in ink: the rim of a round rubber stamp."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.marks.sheet import Mask

RADIUS_MM: Final = (8.0, 30.0)
SPOKES: Final = 120
RIM_MM: Final = 0.7
"""Ink this near the circle is its rim."""
HOPELESS: Final = 0.4
CLEAR_MM: Final = 2.2
"""At this distance outside a rim there should be less ink than on it."""
STEEPNESS: Final = 200
ROUNDNESS: Final = 0.68
"""OpenCV's measure (0..1) of how perfect a circle must be to be looked at."""
LOOK_PX_PER_MM: Final = 2.0


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle in millimetres from the page's corner.

    `coverage` is the share of its turn that is inked, `clear` the share without ink just
    outside it, both 0..1.
    """

    x: float
    y: float
    radius: float
    coverage: float
    clear: float


def find_rings(ink: Mask, mm: float, pieces: Sequence[np.ndarray]) -> tuple[Ring, ...]:
    """Circles of `RADIUS_MM` in ink with `mm` pixels in a millimetre, the outermost of each place.

    Only `pieces`, the outlines of ink that is too large for letters, are looked at, from far off.
    """
    scale, large = min(mm, LOOK_PX_PER_MM), pieces
    if not large:
        return ()
    x0, y0 = (int(v) for v in np.min([o.min(axis=(0, 1)) for o in large], axis=0))
    x1, y1 = (int(v) for v in np.max([o.max(axis=(0, 1)) for o in large], axis=0))
    if min(x1 - x0, y1 - y0) < 1.4 * RADIUS_MM[0] * mm:
        return ()
    edge = 8
    size = (int((y1 - y0) * scale / mm) + 2 * edge + 1, int((x1 - x0) * scale / mm) + 2 * edge + 1)
    drawn = np.full(size, 255, np.uint8)
    way, off = scale / mm, np.array([x0, y0])
    moved = [np.round((o - off) * way + edge).astype(np.int32) for o in large]
    cv2.polylines(drawn, moved, True, (0,), 1)
    seen = cv2.HoughCircles(
        cv2.GaussianBlur(drawn, (0, 0), 1.0),
        cv2.HOUGH_GRADIENT_ALT,
        1.5,
        RADIUS_MM[0] * scale * 0.4,
        param1=STEEPNESS,
        param2=ROUNDNESS,
        minRadius=int(RADIUS_MM[0] * scale),
        maxRadius=int(RADIUS_MM[1] * scale),
    )
    if seen is None:
        return ()
    left, top = x0 / mm - edge / scale, y0 / mm - edge / scale
    rings = [
        _best(ink, mm, float(a) / scale + left, float(b) / scale + top, float(r) / scale)
        for a, b, r in seen[0][:40, :3]
    ]
    rings.sort(key=lambda ring: -ring.coverage * ring.radius**0.5)
    kept: list[Ring] = []
    for ring in rings:
        if all(
            np.hypot(ring.x - k.x, ring.y - k.y) > 0.8 * max(ring.radius, k.radius) for k in kept
        ):
            kept.append(ring)
    return tuple(kept)


def _best(ink: Mask, mm: float, x: float, y: float, radius: float) -> Ring:
    """The circle nudged to where its rim has most ink, when it has a chance."""
    plain = _measured(ink, mm, x, y, radius)
    if plain.coverage < HOPELESS:
        return plain
    tries = [
        _measured(ink, mm, x + dx, y + dy, radius + dr)
        for dr in (-0.6, 0.0, 0.6)
        for dx in (-0.5, 0.0, 0.5)
        for dy in (-0.5, 0.0, 0.5)
    ]
    return max(tries, key=lambda ring: ring.coverage + 0.3 * ring.clear)


def _measured(ink: Mask, mm: float, x: float, y: float, radius: float) -> Ring:
    angles = np.linspace(0, 2 * np.pi, SPOKES, endpoint=False)

    def inked(distance: float) -> np.ndarray:
        columns = np.round((x + distance * np.cos(angles)) * mm).astype(int)
        rows = np.round((y + distance * np.sin(angles)) * mm).astype(int)
        inside = (columns >= 0) & (columns < ink.shape[1]) & (rows >= 0) & (rows < ink.shape[0])
        hit = np.zeros(SPOKES, bool)
        hit[inside] = ink[rows[inside], columns[inside]] > 0
        return hit

    rim = inked(radius) | inked(radius - RIM_MM / 2) | inked(radius + RIM_MM / 2)
    outside = inked(radius + CLEAR_MM) | inked(radius + CLEAR_MM - RIM_MM / 2)
    return Ring(x, y, radius, float(rim.mean()), float(1 - outside.mean()))
