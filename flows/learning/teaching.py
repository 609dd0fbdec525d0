"""A version taught by corrections, and what it is worth on pages whose truth is known. Pure.

It adds to what is shipped: what pages say of the types of pages like them
(`extractors.types.taught`), and the weights of what holds pages together, held to the shipped ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np

from extractors import documents as cutting
from extractors.documents.cut import neighbours
from extractors.documents.links import COLUMNS, TYPES, shipped
from extractors.logit import Array, fit, losses
from extractors.types.classify import Weighed, settled, told, weighed
from extractors.types.knowledge import knowledge
from extractors.types.taught import Lesson, teach, words_that_teach
from flows.learning.streams import Sheet, Stream
from models.reading import TypedPage
from models.taught import Taught

GOES_ON = 0.3
"""Weight of a page that goes on a paper: it need not say what it is."""
HELD_TO = 10.0
"""How firmly the weights of cuts are held to the shipped ones, in pairs of pages."""
CHANCE = 0.01
"""Share by which the loss on papers of others may move: what corrections say of them is hardly
anything, for better or worse."""
LEAST = 1e-9
"""Probability under which an error counts no more."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A stream with all that does not depend on the version: each page's evidence."""

    stream: Stream
    pages: Sequence[Weighed | TypedPage]

    @classmethod
    def at(cls, stream: Stream) -> Looked:
        """Weigh every page: the dear part, done once."""
        seen = [settled(s.reading, s.number) or weighed(s.reading, s.number) for s in stream.sheets]
        return cls(stream, seen)

    def typed(self, taught: Taught) -> list[TypedPage]:
        """The pages under a version."""
        return [told(page, taught) if isinstance(page, Weighed) else page for page in self.pages]


@dataclass(frozen=True, slots=True)
class Score:
    """Pages and cuts whose truth is known, how many are wrong, and how unlikely the truth was held
    (mean logarithm over the pages, plus that over the pairs that could go together)."""

    pages: int
    wrong: int
    cuts: int
    wrong_cuts: int
    loss: float

    @property
    def errors(self) -> int:
        return self.wrong + self.wrong_cuts

    def is_better_than(self, other: Score) -> bool:
        """Fewer errors: to be surer of the same ones is no gain."""
        return self.errors < other.errors

    def holds_against(self, other: Score) -> bool:
        """Better; or no error more, and the truth held as likely, within what chance moves."""
        same = self.errors == other.errors and self.loss <= other.loss * (1 + CHANCE)
        return same or self.is_better_than(other)


def taught_by(looked: Sequence[Looked], number: int) -> Taught:
    """The version that these streams teach."""
    names = knowledge().names
    lessons = [
        Lesson(
            page.values, words_that_teach(page.words), names.index(sheet.type),
            GOES_ON if sheet.rest else 1.0,
        )
        for one in looked
        for sheet, page in zip(one.stream.sheets, one.pages, strict=True)
        if isinstance(page, Weighed) and sheet.type in names
    ]  # fmt: skip
    pages = teach(lessons, names)
    return Taught(number, pages, _links(looked, Taught(number, pages)))


def score(looked: Sequence[Looked], taught: Taught) -> Score:
    """What a version is worth on these streams."""
    pages = wrong = cuts = wrong_cuts = 0
    unlikely: list[float] = []
    apart: list[float] = []
    weights = np.array([{**shipped(), **taught.links}.get(c, 0.0) for c in (*COLUMNS, TYPES)])
    for one in looked:
        typed = one.typed(taught)
        sheets = one.stream.sheets
        for sheet, page in zip(sheets, typed, strict=True):
            if sheet.type is not None and sheet.type in page.scores:
                pages += 1
                wrong += page.type != sheet.type
                unlikely.append(-log(max(page.scores[sheet.type], LEAST)))
        drafts = cutting.cut_documents(typed, {s.number: s.reading for s in sheets}, taught)
        begins = {draft.pages[0] for draft in drafts}
        for first, second in pairwise(sheets):
            together = _together(first, second)
            if together is not None:
                cuts += 1
                wrong_cuts += (second.number not in begins) != together
        for row, together in _pairs(one, typed):
            rows = np.array([[np.zeros(len(row)), row]])
            apart.append(float(losses(rows, np.array([int(together)]), weights)[0]))
    loss = sum(float(np.mean(part)) for part in (unlikely, apart) if part)
    return Score(pages, wrong, cuts, wrong_cuts, round(loss, 6))


def _links(looked: Sequence[Looked], taught: Taught) -> dict[str, float]:
    """The weights of cuts after these pairs; none where the shipped ones cut no pair wrong."""
    pairs = [pair for one in looked for pair in _pairs(one, one.typed(taught))]
    columns = (*COLUMNS, TYPES)
    prior = np.array([shipped().get(column, 0.0) for column in columns])
    if all((float(row @ prior) > 0) == together for row, together in pairs):
        return {}
    rows = np.array([[np.zeros(len(row)), row] for row, _ in pairs])
    truth = np.array([int(together) for _, together in pairs])
    weights = fit(rows, truth, np.ones(len(truth)), prior, np.full(len(prior), HELD_TO))
    return dict(zip(columns, weights.round(4).tolist(), strict=True))


def _pairs(one: Looked, typed: Sequence[TypedPage]) -> Iterator[tuple[Array, bool]]:
    """The evidence that holds neighbours together, and whether they go together, where known."""
    sheets = one.stream.sheets
    for first, second, row in neighbours(typed, {s.number: s.reading for s in sheets}):
        together = _together(sheets[first], sheets[second])
        if together is not None:
            yield row, together


def _together(first: Sheet, second: Sheet) -> bool | None:
    """Whether both are of one paper; `None` where nobody said."""
    if first.document is None or second.document is None:
        return None
    return first.document == second.document
