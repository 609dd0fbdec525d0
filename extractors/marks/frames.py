"""Rectangles drawn in ink: the frame of a rubber stamp, most often not quite straight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.marks.sheet import Image, Mask, resized

WIDTH_MM: Final = (16.0, 95.0)
HEIGHT_MM: Final = (6.0, 55.0)
LEAST_SEGMENT_MM: Final = 5.0
JOIN_MM: Final = 11.0
"""Pieces of one straight line farther apart than this are two lines."""
RIM_MM: Final = 0.45
LEAST_COVERAGE: Final = 0.45
"""Of the least inked side of a frame."""
PAPER: Final = 215
"""Greys above are not worth a look."""
LOOK_PX_PER_MM: Final = 1.97
LEANS_MM: Final = (0.0, -1.0, 1.0)
NUDGES_MM: Final = (-1.2, -0.6, 0.0, 0.6, 1.2)
MIDDLE: Final = (0.1, 0.9)
"""The part of a side that is looked at: corners may be round."""
LEAST_PIECE_MM: Final = 3.0
LEAN: Final = 0.04
OFF_MM: Final = 0.9
"""Pieces of one line differ by at most this sine of their angles, and lie this near its axis."""
MOST_PIECES: Final = 320
MOST_PAIRS: Final = 120
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


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle: corners in millimetres, tilt in degrees, share of its outline inked."""

    corners: tuple[tuple[float, float], ...]
    tilt: float
    coverage: float

    @property
    def merit(self) -> float:
        """Of two rectangles sharing sides, the well inked one, and the larger."""
        x0, y0, x1, y1 = self.bounds
        return self.coverage + 0.003 * (x1 - x0 + y1 - y0)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        xs, ys = zip(*self.corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


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


def find_frames(segments: Sequence[Segment], ink: Mask, mm: float) -> tuple[Frame, ...]:
    """Rectangles of stamp size two sides of which are `segments`, best inked first."""
    level = [s for s in segments if abs(s.tilt) < 46 and s.length >= WIDTH_MM[0] * 0.6]
    if len(level) < 2:
        return ()
    ends = np.array([(s.x0, s.y0, s.x1, s.y1) for s in level])
    tilt, length = np.array([(s.tilt, s.length) for s in level]).T
    apart = np.abs((ends[:, 1] + ends[:, 3])[:, None] - (ends[:, 1] + ends[:, 3])[None]) / 2
    shared = np.minimum(ends[:, 2][:, None], ends[:, 2][None]) - np.maximum(
        ends[:, 0][:, None], ends[:, 0][None]
    )
    fit = (np.abs(tilt[:, None] - tilt[None]) < 2.5) & (shared > 0)
    fit &= (apart > HEIGHT_MM[0] * 0.7) & (apart < HEIGHT_MM[1] * 1.4)
    fit &= np.maximum(length[:, None], length[None]) < 1.3 * WIDTH_MM[1]
    side = round(2 * RIM_MM * mm) | 1
    wide = np.asarray(cv2.dilate(ink, np.ones((side, side), np.uint8)), np.uint8)
    frames = []
    for i, j in list(zip(*np.nonzero(np.triu(fit, 1)), strict=True))[:MOST_PAIRS]:
        top, bottom = sorted((level[i], level[j]), key=lambda s: s.y0 + s.y1)
        frame = _frame(top, bottom, wide, mm)
        if frame is not None:
            frames.append(frame)
    frames.sort(key=lambda f: -f.merit)
    kept: list[Frame] = []
    for frame in frames:
        x0, y0, x1, y1 = frame.bounds
        if not any(
            min(x1, k[2]) - max(x0, k[0]) > 2 and min(y1, k[3]) - max(y0, k[1]) > 2
            for k in (other.bounds for other in kept)
        ):
            kept.append(frame)
    return tuple(kept)


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


def _frame(top: Segment, bottom: Segment, ink: Mask, mm: float) -> Frame | None:
    """The best inked rectangle between two level lines; `ink` is widened by `RIM_MM`."""
    tilt = (top.tilt * top.length + bottom.tilt * bottom.length) / (top.length + bottom.length)
    along = np.array([np.cos(np.radians(tilt)), np.sin(np.radians(tilt))])
    down = np.array([-along[1], along[0]])
    ends = np.array([(s.x0, s.y0) for s in (top, bottom)] + [(s.x1, s.y1) for s in (top, bottom)])
    u, v = ends @ along, ends @ down
    v0, v1 = (v[0] + v[2]) / 2, (v[1] + v[3]) / 2
    overlap = min(u[2], u[3]) - max(u[0], u[1])
    if not HEIGHT_MM[0] <= v1 - v0 <= HEIGHT_MM[1] or overlap < 0.35 * max(
        top.length, bottom.length
    ):
        return None
    nudges = np.array(NUDGES_MM)
    lefts, left = _sides(ink, mm, (along, down), np.add.outer(u[:2], nudges).ravel(), (v0, v1))
    rights, right = _sides(ink, mm, (along, down), np.add.outer(u[2:], nudges).ravel(), (v0, v1))
    if not (len(lefts) and len(rights)):
        return None
    u0, u1 = np.tile(lefts, len(rights)), np.repeat(rights, len(lefts))
    upright = np.add.outer(right, left).ravel()
    wide = u1 - u0
    fit = (wide >= WIDTH_MM[0]) & (wide <= WIDTH_MM[1]) & (wide >= 0.8 * (v1 - v0))
    if not fit.any():
        return None
    u0, u1, upright, wide = u0[fit], u1[fit], upright[fit], wide[fit]
    first, second = (
        _inked(ink, mm, np.outer(u0, along) + down * v, np.outer(u1, along) + down * v)
        for v in (v0, v1)
    )
    coverage = (upright + first + second) / 4
    coverage[np.minimum(first, second) < LEAST_COVERAGE] = 0.0
    best = int(np.argmax(coverage + 0.003 * wide * (coverage > 0)))
    if coverage[best] == 0.0:
        return None
    a, b = float(u0[best]), float(u1[best])
    corners = [along * x + down * y for x, y in ((a, v0), (b, v0), (b, v1), (a, v1))]
    return Frame(tuple((float(c[0]), float(c[1])) for c in corners), tilt, float(coverage[best]))


def _sides(
    ink: Mask,
    mm: float,
    axes: tuple[np.ndarray, np.ndarray],
    places: np.ndarray,
    ends: tuple[float, float],
) -> tuple[np.ndarray, np.ndarray]:
    """Which `places` along the frame have an inked side across it, and how well inked: the
    best of some leaning ones, a photo's perspective allowed for."""
    along, down = axes
    tops = np.add.outer(np.array(LEANS_MM), places).ravel()
    bottoms = np.subtract.outer(places, np.array(LEANS_MM)).T.ravel()
    starts = np.outer(tops, along) + down * ends[0]
    coverage = _inked(ink, mm, starts, np.outer(bottoms, along) + down * ends[1])
    coverage = coverage.reshape(len(LEANS_MM), -1).max(axis=0)
    good = coverage >= LEAST_COVERAGE
    return places[good], coverage[good]


def _inked(ink: Mask, mm: float, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Share of each straight way that lies on the ink; ways are rows of millimetres."""
    ways = ends - starts
    longest = float(np.hypot(ways[:, 0], ways[:, 1]).max())
    steps = np.linspace(*MIDDLE, max(8, int(longest * 1.5)))
    spots = starts[:, None] + ways[:, None] * steps[None, :, None]
    columns = (spots[..., 0] * mm + 0.5).astype(np.intp)
    rows = (spots[..., 1] * mm + 0.5).astype(np.intp)
    height, width = ink.shape
    inside = (columns >= 0) & (rows >= 0) & (columns < width) & (rows < height)
    return np.asarray(((ink[rows * inside, columns * inside] > 0) & inside).mean(axis=1))
