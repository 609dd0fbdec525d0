"""Gradient boosting of trees of one small depth, for two classes: fits `extractors.marks.trees`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from extractors.marks.trees import Array, Indices, Trees

BINS: Final = 32


def boosted(
    rows: Array,
    truth: Array,
    weights: Array,
    names: Sequence[str],
    *,
    rounds: int = 120,
    depth: int = 3,
    rate: float = 0.1,
    hold: float = 4.0,
) -> Trees:
    """Trees that tell `truth` (0 or 1) from the rows; `hold` pulls small leaves to nothing."""
    limits = _limits(rows)
    bins = np.stack(
        [np.searchsorted(cuts, rows[:, f], side="left") for f, cuts in enumerate(limits)], axis=1
    )
    share = float((weights * truth).sum() / weights.sum())
    base = float(np.log(share / (1 - share)))
    sums = np.full(len(rows), base)
    feature, limit, leaf = [], [], []
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-sums))
        slope, bend = weights * (truth - chance), weights * chance * (1 - chance)
        chosen, cuts, node = _tree(bins, limits, slope, bend, depth, hold)
        leaves = 2**depth
        value = np.bincount(node, slope, leaves) / (np.bincount(node, bend, leaves) + hold) * rate
        sums += value[node]
        feature.append(chosen)
        limit.append(cuts)
        leaf.append(value)
    return Trees(tuple(names), base, np.array(feature), np.array(limit), np.array(leaf))


def _limits(rows: Array) -> list[Array]:
    """Values between which a feature may be split, as many rows in each."""
    steps = np.linspace(0, 1, BINS + 1)[1:-1]
    return [np.unique(np.quantile(column, steps)) for column in rows.T]


def _tree(
    bins: Indices, limits: Sequence[Array], slope: Array, bend: Array, depth: int, hold: float
) -> tuple[list[int], list[float], Indices]:
    """Feature and limit of each inner node, and the leaf of each row."""
    node = np.zeros(len(bins), np.int64)
    chosen: list[int] = []
    cuts: list[float] = []
    for level in range(depth):
        wide = 2**level
        best = np.full(wide, 1e-9)
        split = [(0, BINS)] * wide
        whole_slope, whole_bend = np.bincount(node, slope, wide), np.bincount(node, bend, wide)
        before = whole_slope**2 / (whole_bend + hold)
        for f in range(bins.shape[1]):
            at = node * BINS + bins[:, f]
            left_slope = np.bincount(at, slope, wide * BINS).reshape(wide, BINS).cumsum(axis=1)
            left_bend = np.bincount(at, bend, wide * BINS).reshape(wide, BINS).cumsum(axis=1)
            right_slope = whole_slope[:, None] - left_slope
            right_bend = whole_bend[:, None] - left_bend
            gain = left_slope**2 / (left_bend + hold) + right_slope**2 / (right_bend + hold)
            gain -= before[:, None]
            gain[:, len(limits[f]) :] = 0.0
            top = gain.argmax(axis=1)
            for n in range(wide):
                if gain[n, top[n]] > best[n]:
                    best[n], split[n] = gain[n, top[n]], (f, int(top[n]))
        right = np.zeros(len(bins), bool)
        for n, (f, b) in enumerate(split):
            chosen.append(f)
            cuts.append(float(limits[f][b]) if b < len(limits[f]) else float("inf"))
            own = node == n
            right[own] = bins[own, f] > b
        node = 2 * node + right
    return chosen, cuts, node
