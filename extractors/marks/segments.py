"""Straight strokes of a page, and how its rules lean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.marks.sheet import Image, resized

LEAST_SEGMENT_MM: Final = 5.0
JOIN_MM: Final = 11.0
"""Pieces of one straight line farther apart than this are two lines."""
PAPER: Final = 215
"""Greys above are not worth a look."""
LOOK_PX_PER_MM: Final = 1.97
LEAST_PIECE_MM: Final = 3.0
LEAN: Final = 0.04
OFF_MM: Final = 0.9
"""Pieces of one line differ by at most this sine of their angles, and lie this near its axis."""
MOST_PIECES: Final = 320
MOST_SEGMENTS: Final = 120


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight stroke from left to right (or top to bottom), in millimetres."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def length(self) -> float:
        return float(np.hypot(self.x1 - self.x0, self.y1 - self.y0))

    @property
    def tilt(self) -> float:
        """Degrees from the horizontal, positive when it goes down to the right."""
        return float(np.degrees(np.arctan2(self.y1 - self.y0, self.x1 - self.x0)))


def find_segments(grey: Image, mm: float) -> tuple[Segment, ...]:
    """Long straight strokes, pieces of one line joined, longest first."""
    x, y, w, h = cv2.boundingRect(cv2.inRange(grey, 0, PAPER))  # coloured ink is mostly local
    if min(w, h) < 2 * mm:
        return ()
    part = grey[max(0, y - 4) : y + h + 4, max(0, x - 4) : x + w + 4]
    corner = np.array([max(0, x - 4), max(0, y - 4)] * 2) / mm
    small = resized(part, min(1.0, LOOK_PX_PER_MM / mm))
    lines = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE, 1.0).detect(small)[0]
    if lines is None:
        return ()
    ends = (
        np.asarray(lines, np.float64).reshape(-1, 4) * max(part.shape) / max(small.shape) / mm
        + corner
    )
    level = np.abs(ends[:, 2] - ends[:, 0]) >= np.abs(ends[:, 3] - ends[:, 1])
    turned = np.where(level, ends[:, 2] < ends[:, 0], ends[:, 3] < ends[:, 1])
    ends[turned] = ends[turned][:, [2, 3, 0, 1]]
    length = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1])
    order = np.argsort(-length)
    order = order[length[order] >= LEAST_PIECE_MM][:MOST_PIECES]
    joined = _join(ends[order])
    length = np.hypot(joined[:, 2] - joined[:, 0], joined[:, 3] - joined[:, 1])
    order = np.argsort(-length)[:MOST_SEGMENTS]
    return tuple(
        Segment(*(float(v) for v in joined[i])) for i in order if length[i] >= LEAST_SEGMENT_MM
    )


def page_tilt(segments: tuple[Segment, ...]) -> float:
    """Degrees by which the page's rules lean: the median of the long level ones."""
    level = [(s.tilt, s.length) for s in segments if abs(s.tilt) < 6 and s.length > 30]
    if not level:
        return 0.0
    tilts, weights = np.array(sorted(level)).T
    return float(tilts[np.searchsorted(np.cumsum(weights), weights.sum() / 2)])


def _join(pieces: np.ndarray) -> np.ndarray:
    """Each piece, longest first, prolongs the first line that it continues."""
    x, y = np.empty(len(pieces)), np.empty(len(pieces))
    along, down, length = np.empty_like(x), np.empty_like(x), np.empty_like(x)
    ways = pieces[:, 2:] - pieces[:, :2]
    lengths = np.maximum(1e-6, np.hypot(ways[:, 0], ways[:, 1]))
    units = ways / lengths[:, None]
    count = 0
    for (x0, y0, x1, y1), (u, v), long in zip(
        pieces.tolist(), units.tolist(), lengths.tolist(), strict=True
    ):
        if count:
            a, d = along[:count], down[:count]
            dx0, dy0, dx1, dy1 = x0 - x[:count], y0 - y[:count], x1 - x[:count], y1 - y[:count]
            same = np.abs(a * v - d * u) < LEAN
            same &= np.abs(a * dy0 - d * dx0) < OFF_MM
            same &= np.abs(a * dy1 - d * dx1) < OFF_MM
            if same.any():
                at0, at1 = dx0 * a + dy0 * d, dx1 * a + dy1 * d
                same &= np.minimum(at0, at1) < length[:count] + JOIN_MM
                same &= np.maximum(at0, at1) > -JOIN_MM
                i = int(same.argmax())
                if same[i]:
                    low = min(0.0, float(at0[i]), float(at1[i]))
                    x[i], y[i] = x[i] + along[i] * low, y[i] + down[i] * low
                    length[i] = max(float(length[i]), float(at0[i]), float(at1[i])) - low
                    continue
        x[count], y[count], along[count], down[count], length[count] = x0, y0, u, v, long
        count += 1
    x, y, along, down, length = (part[:count] for part in (x, y, along, down, length))
    return np.stack([x, y, x + along * length, y + down * length], axis=1)
