"""What pages that people went through say of the type of a page like them.

Each of them moves the log-odds of pages that have many of its words, and hardly those of others:
what one house's papers teach says nothing of the papers of another. A word is kept only when our
own files know it as one of forms and sentences (`extractors.fields.plausible`): what is learned
holds no name of anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extractors.fields.plausible import is_common
from models.taught import Taught, TaughtPage

Array = npt.NDArray[np.float64]

TITLE = "^"
"""Marks the words set as titles (`wording.words_of`)."""
NEARNESS = 3
"""Power of the likeness of two pages: the higher, the less a page says of those unlike it."""
FIRMNESS = 0.02
"""How firmly what pages say is held to nothing."""
ROUNDS = 300
LEAST = 0.02
"""Log-odds under which a page teaches nothing."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A page of known type: its log-odds by what is shipped, its words, the place of its type."""

    values: Array
    words: tuple[str, ...]
    truth: int
    weight: float = 1.0


def words_that_teach(words: Iterable[str]) -> tuple[str, ...]:
    """The words of a page that may be kept, each once; those of titles stand apart."""
    plain = ((word, word.lstrip(TITLE)) for word in words)
    return tuple(sorted({word for word, bare in plain if bare.isalpha() and is_common(bare)}))


def added(taught: Taught, words: Iterable[str], names: Sequence[str]) -> Array:
    """What the taught pages add to the log-odds of each type on a page of these words."""
    values = np.zeros(len(names))
    if not taught.pages:
        return values
    own = words_that_teach(words)
    alike = likeness([own], [page.words for page in taught.pages])[0]
    place = {name: n for n, name in enumerate(names)}
    for near, page in zip(alike.tolist(), taught.pages, strict=True):
        for name, gain in page.gains.items():
            if name in place:
                values[place[name]] += near * gain
    return values


def likeness(some: Sequence[Sequence[str]], others: Sequence[Sequence[str]]) -> Array:
    """How alike pages are by their words: 1 for the same ones, 0 for none in common."""
    place: dict[str, int] = {}
    for words in others:
        for word in words:
            place.setdefault(word, len(place))
    theirs = _rows(others, place)
    return np.asarray((_rows(some, place) @ theirs.T) ** NEARNESS)


def _rows(pages: Sequence[Sequence[str]], place: Mapping[str, int]) -> Array:
    rows = np.zeros((len(pages), len(place)))
    for row, words in zip(rows, pages, strict=True):
        known = [place[word] for word in words if word in place]
        row[known] = len(words) ** -0.5 if words else 0.0
    return rows


def teach(lessons: Sequence[Lesson], names: Sequence[str]) -> tuple[TaughtPage, ...]:
    """The pages that make the truth of these lessons likely, on top of what was said of them.

    A multinomial kernel regression whose offsets are the log-odds of what is shipped: where that is
    right and sure, nothing is learned. Accelerated gradient steps; the same lessons teach the same.
    """
    if not lessons:
        return ()
    words = [lesson.words for lesson in lessons]
    alike = likeness(words, words)
    offsets = np.array([lesson.values for lesson in lessons])
    truth = np.zeros_like(offsets)
    truth[np.arange(len(lessons)), [lesson.truth for lesson in lessons]] = 1.0
    much = np.array([[lesson.weight] for lesson in lessons])
    steep = 0.5 * float(np.linalg.norm(alike, 2)) + FIRMNESS
    gains = ahead = np.zeros_like(offsets)
    for step in range(ROUNDS):
        values = offsets + alike @ ahead
        chances = np.exp(values - values.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        slope = much * (chances - truth) + FIRMNESS * ahead
        before, gains = gains, ahead - slope / steep
        ahead = gains + step / (step + 3) * (gains - before)
    found = (
        TaughtPage(own, {n: g for n, g in zip(names, row, strict=True) if abs(g) >= LEAST})
        for own, row in zip(words, gains.round(3).tolist(), strict=True)
    )
    return tuple(page for page in found if page.words and page.gains)
