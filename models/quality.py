"""What a sample of released values tells: their error, whether it drifts, and from which confidence on
nobody need look any more.

Pure: observations in, figures out. An observation is a value that went through unseen and was
checked afterwards by a person who did not know it.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from models.reference.trust import NEVER, STEPS, Curve, at_most, lowest

K = TypeVar("K", bound=Hashable)

PRIOR = 200
"""Observations after which the learned curve counts for half: what this office sees outweighs
what training saw, in time."""
ENOUGH = 40
"""Observations from which a kind's threshold moves at all."""
DOWN = 0.05
"""By so much at most a threshold falls under the learned one: few errors found may be few looked for."""
HIGHEST = 0.99
"""A threshold rises to there at most: what is surer still goes through, and is checked in part, else
nothing would be observed any more. Drift alone stops all."""
WINDOW = 200
"""Observations back that drift is looked for in: what was long ago says nothing of today."""
CHANCE = 0.001
"""Chance of so many errors, were the confidences right, under which it is drift."""
LEAST_WRONG = 3
"""Errors under which nothing is called drift, however surely they were said right."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A value checked afterwards. `form` is the form that it was read by, if any, `type` its paper's."""

    name: str
    genre: str
    form: str | None
    version: str
    confidence: float
    right: bool
    type: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """How many were checked, how many were wrong, and the share that is not exceeded."""

    number: int
    wrong: int

    @property
    def share(self) -> float:
        return self.wrong / self.number if self.number else 0.0

    @property
    def most(self) -> float:
        return at_most(self.wrong, self.number) if self.number else 1.0


@dataclass(frozen=True, slots=True)
class Drift:
    """More errors than the confidences said. `chance`: of seeing so many by bad luck."""

    number: int
    wrong: int
    expected: float
    chance: float


def sampled(id: str, share: float, seed: str = "controle") -> bool:
    """Whether the thing of this identifier is drawn: always the same answer, for `share` of all."""
    digest = hashlib.sha256(f"{seed}/{id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def rates(seen: Iterable[Observation], by: Callable[[Observation], K]) -> dict[K, Rate]:
    """The error by field, by form, by version …"""
    counts: defaultdict[K, list[int]] = defaultdict(lambda: [0, 0])
    for one in seen:
        counts[by(one)][0] += 1
        counts[by(one)][1] += not one.right
    return {key: Rate(number, wrong) for key, (number, wrong) in counts.items()}


def drift(seen: Sequence[Observation]) -> Drift | None:
    """Whether the latest observations, oldest first, are wrong more often than they were said to be."""
    last = seen[-WINDOW:]
    best: Drift | None = None
    for size in _windows(len(last)):
        part = last[-size:]
        wrong = sum(not one.right for one in part)
        expected = sum(1 - one.confidence for one in part)
        if wrong < LEAST_WRONG or wrong <= expected:
            continue
        found = Drift(len(part), wrong, expected, _so_many(wrong, expected))
        if found.chance < CHANCE and (best is None or found.chance < best.chance):
            best = found
    return best


def followed(learned: Curve, seen: Sequence[Observation], target: float) -> float:
    """The least confidence that a kind of value has after these observations: that of the learned
    curve until there are `ENOUGH` of them, then within bounds of it."""
    plain = lowest(learned, target)
    least = NEVER if plain is None else plain
    if len(seen) < ENOUGH:
        return least
    found, most = lowest(_together(learned, seen), target), max(HIGHEST, least)
    return max(least - DOWN, most if found is None else min(found, most))


def _together(learned: Curve, seen: Sequence[Observation]) -> list[tuple[float, int, int]]:
    """A curve of both: the learned one counts whole at first, for half after `PRIOR` observations."""
    known = {step: (number, wrong) for step, number, wrong in learned}
    curve = []
    for step in STEPS:
        own = [one for one in seen if one.confidence >= step]
        number, wrong = known.get(step, (0, 0))
        trust = PRIOR / (PRIOR + len(own))
        number, wrong = round(number * trust), math.ceil(wrong * trust)
        if number or own:
            curve.append((step, number + len(own), wrong + sum(not o.right for o in own)))
    return curve


def _windows(number: int) -> list[int]:
    """The last 10, 20, 40 … observations: a sudden fall shows in few, a slow one in many."""
    sizes = []
    size = 10
    while size < number:
        sizes.append(size)
        size *= 2
    return [*sizes, number] if number else []


def _so_many(wrong: int, expected: float) -> float:
    """The chance of at least `wrong` errors where `expected` are (Poisson)."""
    term = math.exp(-expected)
    below = 0.0
    for count in range(wrong):
        below += term
        term *= expected / (count + 1)
    return max(0.0, 1 - below)
