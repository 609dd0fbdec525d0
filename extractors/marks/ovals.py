"""Circles and ovals drawn in ink: the rim of a round rubber stamp, broken and crossed as it may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from extractors.marks.sheet import Mask

ACROSS_MM: Final = (14.0, 62.0)
"""The least of the shorter and the most of the longer axis."""
LONGER: Final = 2.4
"""Most of the longer axis over the shorter."""
PIECE_MM: Final = 4.5
"""Smaller outlines are letters."""
BULGE_MM: Final = 1.0
"""What is flatter is a rule."""
BAND_MM: Final = (2.0, 1.2, 0.8)
"""How far from an oval its outline's points may be: first guess, then closer."""
SPOKES: Final = 120
RIM_MM: Final = 0.35
CLEAR_MM: Final = 1.8
RUN_MM: Final = 4.5
HOPELESS: Final = 0.3
MOST_PIECES: Final = 60
MOST_CIRCLES: Final = 12
ARC_MM: Final = 17.0
"""Shortest outline of an arc, both its sides, that says how round it is."""
STEP: Final = 2
"""Every so many points of an outline are looked at."""

LETTER_MM: Final = (0.8, PIECE_MM)

Outline = np.ndarray
"""Points as OpenCV gives them, shape (n, 1, 2)."""
Points = npt.NDArray[np.float32]
Ellipse = tuple[tuple[float, float], tuple[float, float], float]
"""Centre, half axes in pixels, turn in radians."""


@dataclass(frozen=True, slots=True)
class Oval:
    """An ellipse in millimetres: centre, half axes, turn of the first in radians.

    `coverage` is the share of its turn that is a line, inked with paper outside, `letters` how many
    small pieces of ink it holds.
    """

    x: float
    y: float
    a: float
    b: float
    turn: float
    coverage: float
    letters: int = 0

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        c, s = np.cos(self.turn), np.sin(self.turn)
        wide, high = np.hypot(self.a * c, self.b * s), np.hypot(self.a * s, self.b * c)
        x, y = self.x, self.y
        return float(x - wide), float(y - high), float(x + wide), float(y + high)


def find_ovals(
    ink: Mask, mm: float, outlines: Sequence[Outline], letters: Points
) -> tuple[Oval, ...]:
    """Ovals as large as a stamp, best inked first, one for each place.

    `ink` has `mm` pixels in a millimetre; straight rules are better taken away before. The large
    `outlines` and the `letters` are what `pieces_and_letters` gives.
    """
    longest = sorted(outlines, key=len, reverse=True)[:MOST_PIECES]
    pieces = [outline[::STEP, 0].astype(np.float32) for outline in longest]
    if not pieces:
        return ()
    points = np.concatenate(pieces)
    wide = np.asarray(cv2.dilate(ink, np.ones((3, 3), np.uint8)), np.uint8)
    found = [
        oval
        for start in _starts(pieces, mm)
        if (oval := _settled(start, points, letters, wide, mm)) is not None
    ]
    found.sort(key=lambda o: -o.coverage * float(np.sqrt(o.a)))
    kept: list[Oval] = []
    for oval in found:
        if all(
            np.hypot(oval.x - k.x, oval.y - k.y) > 0.6 * max(oval.a, oval.b, k.a, k.b) for k in kept
        ):
            kept.append(oval)
    return tuple(kept)


def pieces_and_letters(ink: Mask, mm: float) -> tuple[list[Outline], Points]:
    """Outlines that are large and bent enough to be part of a rim, and the middles of those as
    small as letters."""
    outlines, _ = cv2.findContours(ink, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    outlines = [outline for outline in outlines if len(outline) >= LETTER_MM[0] * mm]
    if not outlines:
        return [], np.empty((0, 2), np.float32)
    boxes = np.array([cv2.boundingRect(outline) for outline in outlines], np.float32)
    most, least = boxes[:, 2:].max(axis=1) / mm, boxes[:, 2:].min(axis=1) / mm
    large = np.flatnonzero((most >= PIECE_MM) & (least >= BULGE_MM))
    small = (most >= LETTER_MM[0]) & (most <= LETTER_MM[1])
    middles = boxes[small, :2] + boxes[small, 2:] / 2
    return [outlines[i] for i in large], middles.astype(np.float32)


def _starts(pieces: list[Points], mm: float) -> Iterator[Points]:
    """Points of the circle that an outline is an arc of, of the outline, of its hull, and of the
    hull of what lies around it."""
    boxes = np.array([[*p.min(axis=0), *p.max(axis=0)] for p in pieces])
    circles = 0
    for piece, box in zip(pieces, boxes, strict=True):
        if circles < MOST_CIRCLES and (round_about := _circle(piece, mm)) is not None:
            circles += 1
            yield round_about
        if len(piece) * STEP < 2 * ACROSS_MM[0] * mm:
            continue
        yield piece
        yield _hull(piece)
        near = np.flatnonzero(
            (boxes[:, 0] < box[2] + 3 * mm) & (boxes[:, 2] > box[0] - 3 * mm)
            & (boxes[:, 1] < box[3] + 3 * mm) & (boxes[:, 3] > box[1] - 3 * mm)
        )  # fmt: skip
        if 1 < len(near) < 12:
            yield _hull(np.concatenate([pieces[i] for i in near]))


def _circle(arc: Points, mm: float) -> Points | None:
    """Points of the circle of a stamp's size that an arc is part of."""
    if len(arc) * STEP < ARC_MM * mm:
        return None
    middle = arc.mean(axis=0)
    off = (arc - middle).astype(np.float64)
    sides = np.column_stack([off, np.ones(len(off))])
    (u, v, w), *_ = np.linalg.lstsq(sides, (off**2).sum(axis=1), rcond=None)
    x, y = middle[0] + u / 2, middle[1] + v / 2
    radius = float(np.sqrt(max(0.0, w + (u * u + v * v) / 4)))
    if not ACROSS_MM[0] * mm / 2 <= radius <= ACROSS_MM[1] * mm / 2:
        return None
    away = np.abs(np.hypot(arc[:, 0] - x, arc[:, 1] - y) - radius)
    if float(np.percentile(away, 80)) > BAND_MM[-1] * mm:
        return None
    angles = np.linspace(0, 2 * np.pi, SPOKES // 2, endpoint=False)
    ring = np.column_stack([x + radius * np.cos(angles), y + radius * np.sin(angles)])
    return np.asarray(ring, np.float32)


def _hull(points: Points) -> Points:
    return np.asarray(cv2.convexHull(points)[:, 0], np.float32)


def _settled(start: Points, points: Points, letters: Points, ink: Mask, mm: float) -> Oval | None:
    """The oval near a first guess that most points of outlines lie on; `None` when it has no chance."""
    fit = _fitted(start, mm)
    for band in BAND_MM:
        if fit is None:
            return None
        off = np.abs(_away(points, fit) - 1) * np.sqrt(fit[1][0] * fit[1][1])
        fit = _fitted(points[off < band * mm], mm)
    oval = _measured(fit, ink, mm) if fit is not None else None
    if fit is None or oval is None:
        return None
    return replace(oval, letters=int((_away(letters, fit) < 1).sum()))


def _away(points: Points, fit: Ellipse) -> Points:
    """How far from the centre points are, as a share of the ellipse's reach that way."""
    (x, y), (a, b), turn = fit
    c, s = np.cos(turn), np.sin(turn)
    u = (points[:, 0] - x) * c + (points[:, 1] - y) * s
    v = (points[:, 1] - y) * c - (points[:, 0] - x) * s
    return np.asarray(np.hypot(u / a, v / b), np.float32)


def _fitted(points: Points, mm: float) -> Ellipse | None:
    """Centre, half axes and turn of an ellipse of a stamp's size through the points."""
    if len(points) < 12:
        return None
    (x, y), (wide, high), degrees = cv2.fitEllipseDirect(points)
    low, high_most = ACROSS_MM[0] * mm * 0.9, ACROSS_MM[1] * mm
    if not (np.isfinite(wide) and np.isfinite(high)):
        return None
    if not low <= min(wide, high) or max(wide, high) > min(high_most, LONGER * min(wide, high)):
        return None
    return (x, y), (wide / 2, high / 2), float(np.radians(degrees))


def _measured(fit: Ellipse, ink: Mask, mm: float) -> Oval | None:
    (x, y), (a, b), turn = fit
    angles = np.linspace(0, 2 * np.pi, SPOKES, endpoint=False)
    c, s = np.cos(turn), np.sin(turn)

    def inked(grow: float) -> npt.NDArray[np.bool_]:
        u, v = (a + grow * mm) * np.cos(angles), (b + grow * mm) * np.sin(angles)
        columns = np.round(x + u * c - v * s).astype(int)
        rows = np.round(y + u * s + v * c).astype(int)
        on = (columns >= 0) & (columns < ink.shape[1]) & (rows >= 0) & (rows < ink.shape[0])
        hit = np.zeros(SPOKES, bool)
        hit[on] = ink[rows[on], columns[on]] > 0
        return hit

    rim = inked(0.0) | inked(-RIM_MM) | inked(RIM_MM)
    outside = inked(CLEAR_MM) | inked(CLEAR_MM - RIM_MM)
    rim &= ~outside
    if rim.mean() < HOPELESS or not ACROSS_MM[0] * mm / 2 <= min(a, b):
        return None
    return Oval(x / mm, y / mm, a / mm, b / mm, turn, float(rim.mean()))
