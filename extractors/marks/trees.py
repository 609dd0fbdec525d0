"""Small boosted trees learned elsewhere: what features of a candidate say about what it is."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees of one depth, each node's children at `2n + 1` and `2n + 2`.

    `feature` and `limit` are tree × inner node: a row goes right where its feature is above the
    limit. `leaf` is tree × leaf, in log-odds; their sum with `base` is a probability's.
    """

    names: tuple[str, ...]
    base: float
    feature: Indices
    limit: Array
    leaf: Array

    def chances(self, rows: Array) -> Array:
        """The probability of each row, whose columns are `names`."""
        return np.asarray(1 / (1 + np.exp(-self.sums(rows))))

    def sums(self, rows: Array) -> Array:
        """Log-odds of each row."""
        number = np.arange(len(self.feature))[None, :]
        node = np.zeros((len(rows), len(self.feature)), np.int64)
        inner = self.feature.shape[1]
        while node.size and node[0, 0] < inner:
            value = np.take_along_axis(rows, self.feature[number, node], axis=1)
            node = 2 * node + 1 + (value > self.limit[number, node])
        return np.asarray(self.base + self.leaf[number, node - inner].sum(axis=1))


@lru_cache(maxsize=8)
def trees_in(path: Path) -> Trees:
    """The trees of a gzipped JSON file, as `python -m bench.marks` writes it."""
    data = json.loads(gzip.decompress(path.read_bytes()))
    return Trees(
        tuple(data["names"]),
        data["base"],
        np.array(data["feature"], np.int64),
        np.array(data["limit"], np.float64),
        np.array(data["leaf"], np.float64),
    )
