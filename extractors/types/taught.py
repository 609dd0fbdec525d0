"""The words by which corrections teach types, and what they add.

A word is kept only when our own files know it as one of forms and sentences
(`extractors.fields.plausible`): what is learned of papers holds no name of anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extractors.fields.plausible import is_common
from models.taught import Taught

Array = npt.NDArray[np.float64]

TITLE = "^"
"""Marks the words set as titles (`wording.words_of`)."""
FIRMNESS = 0.5
"""How firmly each weight is held to nothing: little evidence moves little."""
ROUNDS = 300
LEAST = 0.01
"""Weights under which a word says nothing."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A page of known type: its log-odds by what is shipped, its words, the place of its type."""

    values: Array
    words: Mapping[str, float]
    truth: int
    weight: float = 1.0


def words_that_teach(words: Iterable[str]) -> dict[str, float]:
    """The words of a page that may be kept, each of the same length together one."""
    kept = sorted({w for w in words if w.lstrip(TITLE).isalpha() and is_common(w.lstrip(TITLE))})
    return dict.fromkeys(kept, len(kept) ** -0.5) if kept else {}


def added(taught: Taught, words: Iterable[str], names: Sequence[str]) -> Array:
    """What the corrections add to the log-odds of each type on a page of these words."""
    values = np.zeros(len(names))
    if taught.words:
        place = {name: n for n, name in enumerate(names)}
        for word, share in words_that_teach(words).items():
            for name, weight in taught.words.get(word, {}).items():
                if name in place:
                    values[place[name]] += share * weight
    return values


def teach(lessons: Sequence[Lesson], names: Sequence[str]) -> dict[str, dict[str, float]]:
    """Weights of words that make the truth of these pages likely, on top of what was said of them.

    A multinomial regression whose offsets are the log-odds of what is shipped: where that is right
    and sure nothing is learned. Accelerated gradient steps; the same lessons give the same weights.
    """
    vocabulary = sorted({word for lesson in lessons for word in lesson.words})
    if not vocabulary:
        return {}
    place = {word: n for n, word in enumerate(vocabulary)}
    rows = np.zeros((len(lessons), len(vocabulary)))
    for row, lesson in zip(rows, lessons, strict=True):
        for word, share in lesson.words.items():
            row[place[word]] = share
    offsets = np.array([lesson.values for lesson in lessons])
    truth = np.zeros_like(offsets)
    truth[np.arange(len(lessons)), [lesson.truth for lesson in lessons]] = 1.0
    much = np.array([[lesson.weight] for lesson in lessons])
    steep = 0.5 * float(np.linalg.norm(rows * much**0.5, 2)) ** 2 + FIRMNESS
    weights = ahead = np.zeros((len(vocabulary), len(names)))
    for step in range(ROUNDS):
        values = offsets + rows @ ahead
        chances = np.exp(values - values.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        slope = rows.T @ (much * (chances - truth)) + FIRMNESS * ahead
        before, weights = weights, ahead - slope / steep
        ahead = weights + step / (step + 3) * (weights - before)
    return {
        word: kept
        for word, row in zip(vocabulary, weights.round(3).tolist(), strict=True)
        if (kept := {n: w for n, w in zip(names, row, strict=True) if abs(w) >= LEAST})
    }
