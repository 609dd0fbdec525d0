"""Chances of candidates by trees that learned from other families of papers only."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bench.marks.papers import Paper
from extractors.marks.trees import Array, Trees
from models.geometry import Box

FOLDS: Final = 4
Learn = Callable[[Array, Array], Trees]
Label = Callable[[Box, Paper], bool | None]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Of each paper the places that may be a mark, their rows, and whether they are one."""

    papers: Sequence[Paper]
    boxes: Sequence[Sequence[Box]]
    rows: Sequence[Array]
    """One a paper, candidate × feature."""
    truth: Sequence[Array]
    """1, 0, or NaN where it is not clear."""

    @classmethod
    def of(
        cls,
        papers: Sequence[Paper],
        found: Sequence[Sequence[tuple[Box, list[float]]]],
        label: Label,
    ) -> Candidates:
        boxes = [[box for box, _ in own] for own in found]
        rows = [np.array([row for _, row in own], np.float64) for own in found]
        truth = [
            np.array([np.nan if (so := label(box, p)) is None else float(so) for box in own])
            for p, own in zip(papers, boxes, strict=True)
        ]
        return cls(papers, boxes, rows, truth)

    def learned(self, learn: Learn, keep: Callable[[Paper], bool] = lambda _: True) -> Trees:
        """Trees from the clear candidates of the papers to keep."""
        some = [i for i, p in enumerate(self.papers) if keep(p) and len(self.rows[i])]
        rows = np.concatenate([self.rows[i] for i in some])
        truth = np.concatenate([self.truth[i] for i in some])
        clear = ~np.isnan(truth)
        return learn(rows[clear], truth[clear])

    def held_out(self, learn: Learn) -> list[Array]:
        """Each candidate's chance by trees that know nothing of its paper's family."""
        trees = [
            self.learned(learn, lambda p, own=fold: fold_of(p.family) != own)  # type: ignore[misc]
            for fold in range(FOLDS)
        ]
        return [
            trees[fold_of(p.family)].chances(rows) if len(rows) else np.zeros(0)
            for p, rows in zip(self.papers, self.rows, strict=True)
        ]

    def by(self, trees: Trees) -> list[Array]:
        """Each candidate's chance by the trees."""
        return [trees.chances(rows) if len(rows) else np.zeros(0) for rows in self.rows]


def fold_of(family: str) -> int:
    """The part in which a layout is held out."""
    return zlib.crc32(family.encode()) % FOLDS
