"""Rows of lettering in a patch of ink: how they lean, how tall, dense and regular they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from extractors.marks.sheet import Mask

TILTS: Final = np.arange(-45.0, 45.5, 1.5)
FINE_TILTS: Final = np.arange(-1.0, 1.1, 0.25)
BIN_MM: Final = 0.4
MOST_POINTS: Final = 3000
REAL_ROW_MM: Final = 1.0
ROW_SHARE: Final = 0.22
"""A bin belongs to a row when it has this share of the ink of a full bin."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """Rows of ink in a patch. `tilt` in degrees, down to the right positive.

    `heights` and `widths` are those of the rows in millimetres, `density` the inked share
    of the rows' boxes, `pitch` the millimetres from one row to the next (0 for one row),
    `between` the ink of the gaps relative to that of the rows.
    """

    tilt: float
    heights: tuple[float, ...]
    widths: tuple[float, ...]
    density: float
    between: float
    pitch: float

    @property
    def rows(self) -> int:
        return len(self.heights)


def lettering(mask: Mask, mm: float) -> Lettering | None:
    """The rows of a patch with `mm` pixels in a millimetre; `None` when it holds too little."""
    ys, xs = np.nonzero(mask)
    if len(xs) < 40:
        return None
    weight = max(1.0, len(xs) / MOST_POINTS)
    chosen = (
        np.random.default_rng(0).permutation(len(xs))[:MOST_POINTS] if weight > 1 else slice(None)
    )
    jitter = np.random.default_rng(1).random((2, len(xs[chosen])))  # pixels have a size
    x, y = (xs[chosen] + jitter[0]) / mm, (ys[chosen] + jitter[1]) / mm
    tilt = _sharpest(x, y, TILTS)
    tilt = _sharpest(x, y, tilt + FINE_TILTS)
    u, v = _turned(x, y, tilt)
    bins = np.bincount(((v - v.min()) / BIN_MM).astype(int)).astype(float)
    full = float(np.percentile(bins, 90))
    rows = _runs(bins > ROW_SHARE * full)
    heights, widths, centres, areas, within = [], [], [], 0.0, 0.0
    at = (v - v.min()) / BIN_MM
    for first, last in rows:
        inside = u[(at >= first) & (at < last)]
        if len(inside) < 8:
            continue
        width = float(np.subtract(*np.percentile(inside, (98, 2))))
        heights.append((last - first) * BIN_MM)
        widths.append(width)
        if (last - first) * BIN_MM >= REAL_ROW_MM:
            centres.append((first + last) / 2 * BIN_MM)
        areas += max(width, 0.5) * (last - first) * BIN_MM
        within += len(inside)
    if not heights:
        return None
    gap_bins = len(bins) - sum(last - first for first, last in rows)
    row_bins = max(1, len(bins) - gap_bins)
    gap = (len(u) - within) / max(1, gap_bins)
    density = within * weight / (areas * mm * mm)
    between = gap / max(1e-6, within / row_bins)
    pitch = float(np.median(np.diff(centres))) if len(centres) > 1 else 0.0
    return Lettering(tilt, tuple(heights), tuple(widths), float(density), float(between), pitch)


def _turned(x: np.ndarray, y: np.ndarray, tilt: float) -> tuple[np.ndarray, np.ndarray]:
    c, s = np.cos(np.radians(tilt)), np.sin(np.radians(tilt))
    return x * c + y * s, y * c - x * s


def _sharpest(x: np.ndarray, y: np.ndarray, tilts: np.ndarray) -> float:
    """The tilt at which the ink falls into the fewest level rows."""
    turns = np.radians(tilts)
    v = np.outer(np.cos(turns), y) - np.outer(np.sin(turns), x)
    bins = ((v - v.min()) / BIN_MM).astype(np.int64)
    width = int(bins.max()) + 1
    bins += np.arange(len(tilts))[:, None] * width
    counts = np.bincount(bins.ravel(), minlength=width * len(tilts)).reshape(len(tilts), width)
    return float(tilts[np.argmax((counts.astype(float) ** 2).sum(axis=1))])


def _runs(flags: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(int), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
