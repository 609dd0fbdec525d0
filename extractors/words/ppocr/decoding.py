"""From the recogniser's probabilities, step by step along a strip, to characters.

`steps` is (time, classes); class 0 is CTC's blank, class n the n-th of `letters`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from extractors.words.language import Spelling

FloatArray = npt.NDArray[np.float32]

BEAM = 12
"""Readings kept side by side."""
LEAST = 1e-3
"""A character less probable than this at a step is not tried there."""
TRIED = 8
HOPELESS = 12.0
"""Logarithm by which a reading may trail the best one."""
WEIGHT = 0.6
"""Of the language's opinion against the eye's; with `REWARD` chosen on handwritten pages
(docs/decisions/0004-words.md)."""
REWARD = 1.4
"""For each character, or the language would always prefer fewer."""
GAP = 1.5
"""Pitches of the line between two characters that may hide a space …"""
SPACE = 0.15
"""… when the recogniser thought of one with this probability."""
SEAM_GAP, SEAM_SPACE = 1.2, 0.05
"""The same where a capital follows a small letter: no French word does that. (On 18 pages the
seven that were two words had 0.13 or more, the letters misread as capitals 0.)"""
_NEVER = -1e30
_NEGLIGIBLE = 30.0


@dataclass(frozen=True, slots=True)
class Span:
    """A class read over the steps `first` (included) to `last` (excluded)."""

    index: int
    first: int
    last: int
    confidence: float


def greedy(steps: FloatArray) -> list[Span]:
    """The likeliest class of each step, repetitions and blanks taken out."""
    classes = steps.argmax(axis=1)
    best = steps.max(axis=1)
    edges = [0, *(np.flatnonzero(np.diff(classes)) + 1), len(classes)]
    return [
        Span(int(classes[first]), int(first), int(last), float(best[first:last].max()))
        for first, last in pairwise(edges)
        if last > first and classes[first] > 0
    ]


def spaced(
    spans: Sequence[Span],
    steps: FloatArray,
    space: int,
    seam: Callable[[int, int], bool] = lambda before, after: False,
) -> list[Span]:
    """The same with the spaces that a wide gap and a second thought of the recogniser show.

    It tends to glue a date and an hour, or what follows a colon. `seam` tells of two classes
    side by side whether one word could not hold them.
    """
    inked = [span for span in spans if span.index != space]
    if len(inked) < 3:
        return list(spans)
    centres = np.array([(span.first + span.last) / 2 for span in inked])
    pitch = max(0.5, float(np.median(np.diff(centres))))
    result: list[Span] = []
    for span in spans:
        before = result[-1] if result else None
        if before is not None and space not in (span.index, before.index):
            gap = (span.first + span.last - before.first - before.last) / 2
            thought = steps[before.last : span.first, space]
            likely = seam(before.index, span.index)
            wide, enough = (SEAM_GAP, SEAM_SPACE) if likely else (GAP, SPACE)
            if gap > wide * pitch and thought.size and thought.max() > enough:
                at = before.last + int(thought.argmax())
                result.append(Span(space, at, at + 1, float(thought.max())))
        result.append(span)
    return result


def likeliest(
    steps: FloatArray, spelling: Spelling | None = None, least: float = LEAST
) -> list[tuple[tuple[int, ...], float]]:
    """Readings as classes, best first, with the logarithm of their probability.

    CTC prefix beam search; with a `spelling`, its opinion is added to the eye's.
    """
    beams: dict[tuple[int, ...], _Beam] = {(): _Beam(0.0, _NEVER, Spelling.FIRST, 0.0)}
    for row in steps:
        beams = _stepped(beams, _tried(row, least), spelling)
    return sorted(
        ((prefix, _total(beam, spelling)) for prefix, beam in beams.items()),
        key=lambda item: -item[1],
    )


@dataclass(slots=True)
class _Beam:
    """Logarithms of the readings of one prefix that end blank and not; the language's side."""

    blank: float
    inked: float
    state: str
    opinion: float

    @property
    def seen(self) -> float:
        return _add(self.blank, self.inked)


def _tried(row: FloatArray, least: float) -> list[tuple[int, float]]:
    classes = np.flatnonzero(row > least)
    if len(classes) > TRIED:
        classes = classes[np.argsort(row[classes])[-TRIED:]]
    elif not len(classes):
        classes = np.array([row.argmax()])
    logs = np.log(np.maximum(row[classes], 1e-12))
    return list(zip(classes.tolist(), logs.tolist(), strict=True))


def _stepped(
    beams: dict[tuple[int, ...], _Beam],
    tried: Sequence[tuple[int, float]],
    spelling: Spelling | None,
) -> dict[tuple[int, ...], _Beam]:
    new: dict[tuple[int, ...], _Beam] = {}
    for prefix, beam in beams.items():
        seen, last = beam.seen, prefix[-1] if prefix else 0
        for index, log in tried:
            if index == 0:
                same = new.setdefault(prefix, _Beam(_NEVER, _NEVER, beam.state, beam.opinion))
                same.blank = _add(same.blank, seen + log)
                continue
            source = seen
            if index == last:
                same = new.setdefault(prefix, _Beam(_NEVER, _NEVER, beam.state, beam.opinion))
                same.inked = _add(same.inked, beam.inked + log)
                source = beam.blank
            if source <= _NEVER:
                continue
            longer = (*prefix, index)
            grown = new.get(longer)
            if grown is None:
                opinion, state = beam.opinion, beam.state
                if spelling is not None:
                    score, state = spelling.advance(state, index - 1)
                    opinion += WEIGHT * score + REWARD
                new[longer] = _Beam(_NEVER, source + log, state, opinion)
            else:
                grown.inked = _add(grown.inked, source + log)
    if len(new) == 1:
        return new
    worth = {prefix: beam.seen + beam.opinion for prefix, beam in new.items()}
    ranked = sorted(worth, key=worth.__getitem__, reverse=True)[:BEAM]
    floor = worth[ranked[0]] - HOPELESS
    return {prefix: new[prefix] for prefix in ranked if worth[prefix] >= floor}


def _add(left: float, right: float) -> float:
    """Logarithm of the sum of two probabilities (`np.logaddexp` is slow for single numbers)."""
    most, least = (left, right) if left >= right else (right, left)
    return most + math.log1p(math.exp(least - most)) if most - least < _NEGLIGIBLE else most


def _total(beam: _Beam, spelling: Spelling | None) -> float:
    end = WEIGHT * spelling.end(beam.state) if spelling is not None else 0.0
    return beam.seen + beam.opinion + end


def aligned(steps: FloatArray, readings: Sequence[Sequence[int]]) -> list[list[Span]]:
    """Where each class of each reading stands along the strip, by its likeliest way through the steps.

    All readings go through the steps together: one by one costs eight times as much.
    """
    if not len(steps):
        return [[] for _ in readings]
    ends = np.array([2 * len(classes) for classes in readings])
    labels = np.zeros((len(readings), int(ends.max(initial=0)) + 1), dtype=np.intp)
    for row, classes in zip(labels, readings, strict=True):
        row[1 : 2 * len(classes) : 2] = classes
    logs = np.log(np.maximum(steps[:, labels], 1e-9))
    skippable = np.zeros(labels.shape, dtype=bool)
    skippable[:, 3::2] = labels[:, 3::2] != labels[:, 1:-2:2]
    padded = np.full((len(readings), labels.shape[1] + 2), -np.inf)
    score = padded[:, 2:]
    score[:, :2] = logs[0, :, :2]
    moves = np.zeros(logs.shape, dtype=np.int8)
    for time in range(1, len(logs)):
        one = padded[:, 1:-1]
        two = np.where(skippable, padded[:, :-2], -np.inf)
        best = np.maximum(score, one)
        moves[time] = np.where(two > best, 2, one > score)
        score[:] = np.maximum(best, two) + logs[time]
    rows = np.arange(len(readings))
    # A reading ends on its last character or on the blank behind it.
    short = np.maximum(ends - 1, 0)
    at = np.where(score[rows, ends] >= score[rows, short], ends, short)
    path = np.zeros(logs.shape[:2], dtype=np.intp)
    for time in range(len(logs) - 1, -1, -1):
        path[time] = at
        at = at - moves[time, rows, at]
    return [_spans(steps, classes, path[:, row]) for row, classes in enumerate(readings)]


def _spans(steps: FloatArray, classes: Sequence[int], path: npt.NDArray[np.intp]) -> list[Span]:
    """The classes with the steps that `path` spends on them."""
    spans: list[Span] = []
    for number, index in enumerate(classes):
        times = np.flatnonzero(path == 2 * number + 1)
        if len(times):
            best = float(steps[times, index].max())
            spans.append(Span(index, int(times[0]), int(times[-1]) + 1, best))
    return spans
