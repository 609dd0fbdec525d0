"""Whether a confidence means what it says: of the values at 0.9, nine in ten are right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.evaluate.counts import share

BINS = 10
STRAIGHT_THROUGH = 0.95
"""Confidence from which nobody would look at a value again."""
FEWEST = 20
"""Values under which a family is too small to be called the worst."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A value `given` with a confidence, and whether it is right. `family`: `type/layout`.
    `seen`: it stands on the paper, or no paper has it; a deduced one («inconnu») does not."""

    confidence: float
    right: bool
    name: str
    family: str
    given: Mapping[str, Any]
    seen: bool = True


@dataclass(frozen=True, slots=True)
class Bin:
    """Values of one tenth of the scale: how many, how many right, and how sure they were."""

    start: float
    number: int
    right: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Family:
    """The family whose confidences mislead most."""

    name: str
    number: int
    ece: float
    error_straight: float | None


@dataclass(frozen=True, slots=True)
class Straight:
    """`share` of the values at 0.95 or more, and which part of those is wrong."""

    share: float | None
    error: float | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """`ece`: mean distance between confidence and truth over ten bins, weighted by their values."""

    number: int
    ece: float
    straight: Straight
    straight_seen: Straight
    """The same of what stands on the paper alone: deduced values are many and easy."""
    bins: tuple[Bin, ...]
    worst: Family | None


def calibration(statements: Sequence[Statement]) -> Calibration | None:
    """`None` when no value came with a confidence."""
    if not statements:
        return None
    return Calibration(
        len(statements),
        _ece(statements),
        _straight(statements),
        _straight([s for s in statements if s.seen]),
        tuple(_bins(statements)),
        _worst(statements),
    )


def _straight(statements: Sequence[Statement]) -> Straight:
    high = [s for s in statements if s.confidence >= STRAIGHT_THROUGH]
    return Straight(share(len(high), len(statements)), _error(high))


def _groups(statements: Iterable[Statement]) -> dict[int, list[Statement]]:
    groups: dict[int, list[Statement]] = {}
    for statement in statements:
        place = min(BINS - 1, int(statement.confidence * BINS))
        groups.setdefault(place, []).append(statement)
    return dict(sorted(groups.items()))


def _bins(statements: Iterable[Statement]) -> Iterable[Bin]:
    for place, group in _groups(statements).items():
        yield Bin(
            place / BINS,
            len(group),
            sum(s.right for s in group) / len(group),
            sum(s.confidence for s in group) / len(group),
        )


def _ece(statements: Sequence[Statement]) -> float:
    apart = sum(
        abs(sum(s.right for s in group) - sum(s.confidence for s in group))
        for group in _groups(statements).values()
    )
    return apart / len(statements)


def _error(statements: Sequence[Statement]) -> float | None:
    return share(sum(not s.right for s in statements), len(statements))


def _worst(statements: Iterable[Statement]) -> Family | None:
    """The family with most wrong values for sure, then with the largest ECE."""
    families: dict[str, list[Statement]] = {}
    for statement in statements:
        families.setdefault(statement.family, []).append(statement)
    known = [
        Family(
            name,
            len(group),
            _ece(group),
            _error([s for s in group if s.confidence >= STRAIGHT_THROUGH]),
        )
        for name, group in families.items()
        if len(group) >= FEWEST and not name.endswith("/inconnue")
    ]
    return max(known, key=lambda f: (f.error_straight or 0.0, f.ece, f.name), default=None)
