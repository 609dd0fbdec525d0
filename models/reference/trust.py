"""From the error that a manager allows to the confidence from which nobody need look at a value.

The curve is kept by `python -m bench.calibrate … --write`: of each kind of value, how many that
were at least so sure, and how many of those were wrong, read by weights that had not seen their
layout family. It holds for courier that errs as those families do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from math import sqrt

STEPS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.88, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99)
"""Confidences at which the error is counted and kept."""
TARGET = 0.01
"""Share of wrong values among those that nobody looks at, where no one says otherwise."""
CERTAIN = 0.8
"""How sure we want to be that the error stays under the target."""
_QUANTILE = 0.8416
"""Of the normal law at `CERTAIN`, one side."""
NEVER = 1.01
"""A threshold that no confidence reaches."""
ENOUGH = 150
"""Values of a kind from which its own curve alone is believed."""
ALL = "tous"
"""The curve of all kinds together."""

Curve = Sequence[tuple[float, int, int]]
"""Confidence, values at least so sure, those of them that were wrong; the surest last."""


def threshold(genre: str, target: float = TARGET) -> float:
    """The least confidence from which values of `genre` are wrong at most `target` of the time.

    A kind of which few values are known has that of all kinds where its own asks for more;
    `NEVER` where none keeps to the target.
    """
    if not 0 < target < 1:
        raise ValueError("l'erreur visée est une part entre 0 et 1")
    known = _curves()
    own = known.get(genre, ())
    curves = [own] if own and own[0][1] >= ENOUGH else [own, known.get(ALL, ())]
    found = [least for curve in curves if (least := lowest(curve, target)) is not None]
    return min(found, default=NEVER)


def lowest(curve: Curve, target: float) -> float | None:
    """The least confidence of a curve from which on the error keeps under `target`."""
    found: float | None = None
    for confidence, number, wrong in reversed(curve):
        if number and at_most(wrong, number) <= target:
            found = confidence
    return found


def at_most(wrong: int, number: int) -> float:
    """The share of wrong ones that is not exceeded with the certainty `CERTAIN` (Wilson)."""
    share, z = wrong / number, _QUANTILE**2
    middle = share + z / (2 * number)
    spread = _QUANTILE * sqrt(share * (1 - share) / number + z / (4 * number**2))
    return (middle + spread) / (1 + z / number)


def curve(genre: str) -> Curve:
    """What training said of a kind; of all kinds, where too few of its own were known."""
    own = _curves().get(genre, ())
    return own if own and own[0][1] >= ENOUGH else _curves().get(ALL, ())


@cache
def _curves() -> Mapping[str, Curve]:
    text = resources.files("models.reference").joinpath("confiance.json").read_text("utf-8")
    loaded: dict[str, list[tuple[float, int, int]]] = json.loads(text)["courbes"]
    return loaded
