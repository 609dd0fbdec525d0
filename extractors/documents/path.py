"""The best way to cut a run of pages, and how likely each cut is.

A document of type T costs what its first page says against T and what each further page says
against being the rest of a T; between two of its pages stands the evidence of `links`. The best
cut is found by going over all documents that may end at each page; summing over all ways to cut
instead of taking the best gives each cut its probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.reading import TypedPage

Array = npt.NDArray[np.float64]

LONGEST = 40
"""Pages of one document."""
LEAST = 1e-4
"""A page's probability of a type below which it is not more impossible."""
SILENT = 0.25
"""Probability that a page without title of its own says nothing of its document's type."""
UNTOLD = 0.05
"""Share of the probability of «autre» that any other type may have."""
TITLED = 0.03
"""The same for a page that bears a title."""


@dataclass(frozen=True, slots=True)
class Path:
    """`[start, end)` of each document, and for each page the probability that it begins one."""

    documents: tuple[tuple[int, int], ...]
    begins: tuple[float, ...]


def first_costs(pages: Sequence[TypedPage], names: Sequence[str]) -> Array:
    """Of each page and type, the logarithm of its being the first page of one."""
    begun: Array = np.log(np.maximum(_scores(pages, names), LEAST))
    return begun


def further_costs(pages: Sequence[TypedPage], names: Sequence[str]) -> Array:
    """Of each page and type, the logarithm of its being a further page of one."""
    silent = np.array([[TITLED if page.titled else SILENT] for page in pages])
    rest: Array = np.log(np.maximum((1 - silent) * _scores(pages, names) + silent**2, LEAST))
    return rest


def _scores(pages: Sequence[TypedPage], names: Sequence[str]) -> Array:
    """Probabilities of the types; a page of no type may be a part of any that tells nothing."""
    scores = np.array([[page.scores.get(name, 0.0) for name in names] for page in pages])
    other = names.index("autre")
    shared: Array = scores + UNTOLD * scores[:, [other]]
    shared[:, other] = scores[:, other]
    return shared


def best_path(first: Array, further: Array, joins: Array, types: float) -> Path:
    """`joins[k]`: evidence that page `k` goes on page `k - 1`; minus infinity forbids it."""
    count = len(first)
    worth = np.full((count, count + 1), -np.inf)
    for start in range(count):
        run, linked = first[start], 0.0
        worth[start, start + 1] = types * run.max()
        for end in range(start + 1, min(count, start + LONGEST)):
            linked += joins[end]
            if not np.isfinite(linked):
                break
            run = run + further[end]
            worth[start, end + 1] = types * run.max() + linked
    best, came = np.full(count + 1, -np.inf), np.zeros(count + 1, dtype=int)
    best[0] = 0.0
    for end in range(1, count + 1):
        ways = best[:end] + worth[:end, end]
        came[end] = int(np.argmax(ways))
        best[end] = ways[came[end]]
    documents = []
    end = count
    while end:
        documents.append((int(came[end]), end))
        end = int(came[end])
    return Path(tuple(reversed(documents)), _beginnings(worth))


def _beginnings(worth: Array) -> tuple[float, ...]:
    count = len(worth)
    before, after = np.full(count + 1, -np.inf), np.full(count + 1, -np.inf)
    before[0] = after[count] = 0.0
    for end in range(1, count + 1):
        before[end] = np.logaddexp.reduce(before[:end] + worth[:end, end])
    for start in range(count - 1, -1, -1):
        after[start] = np.logaddexp.reduce(worth[start, start + 1 :] + after[start + 1 :])
    chances = np.exp(before[:count] + after[:count] - before[count])
    return tuple(float(min(1.0, c)) for c in chances)
