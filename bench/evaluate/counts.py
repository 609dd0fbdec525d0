"""Right, too many, missing: and the three ratios that follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Self


@dataclass(slots=True)
class Counts:
    """`right`: found and true. `extra`: found and not true. `missing`: true and not found."""

    right: int = 0
    extra: int = 0
    missing: int = 0

    @classmethod
    def of_sets(cls, truth: set[Hashable], found: set[Hashable]) -> Self:
        return cls(len(truth & found), len(found - truth), len(truth - found))

    @classmethod
    def of_bags(cls, truth: Counter[Hashable], found: Counter[Hashable]) -> Self:
        """As `of_sets`, where the same thing may be there several times."""
        right = (truth & found).total()
        return cls(right, found.total() - right, truth.total() - right)

    @property
    def precision(self) -> float:
        return _ratio(self.right, self.right + self.extra)

    @property
    def recall(self) -> float:
        return _ratio(self.right, self.right + self.missing)

    @property
    def f1(self) -> float:
        """Harmonic mean of both; 0 where there is nothing at all."""
        return _ratio(2 * self.right, 2 * self.right + self.extra + self.missing)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.right + other.right, self.extra + other.extra, self.missing + other.missing
        )

    def as_json(self) -> dict[str, float]:
        return {
            "precision": self.precision,
            "rappel": self.recall,
            "f1": self.f1,
            "justes": self.right,
            "en_trop": self.extra,
            "manquants": self.missing,
        }


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def share(part: int, whole: int) -> float | None:
    """`part / whole`, or `None` when there was nothing to measure."""
    return part / whole if whole else None
