"""A line as it was read, and what two looks at it make together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

SAME_EDGE = 0.25
"""Share of its width by which a word's sides may lie elsewhere in the other look …"""
NEAR = 0.01
"""… and of the strip's besides."""

SURER = 0.05
"""The first look may be less sure by this: it made no guess at words."""


@dataclass(frozen=True, slots=True)
class Character:
    """One character read. `x0`, `x1` are fractions of the strip's width."""

    text: str
    x0: float
    x1: float
    confidence: float


@dataclass(frozen=True, slots=True)
class LineReading:
    """A strip read: its characters from left to right, spaces included."""

    characters: tuple[Character, ...]

    @property
    def text(self) -> str:
        return "".join(c.text for c in self.characters)

    @property
    def confidence(self) -> float:
        """Mean over the characters, 0 for an empty reading."""
        return mean_confidence(self.characters)

    def words(self) -> list[tuple[Character, ...]]:
        """The characters between spaces."""
        parts = groupby(self.characters, key=lambda c: c.text.isspace())
        return [tuple(part) for space, part in parts if not space]


def mean_confidence(characters: Sequence[Character]) -> float:
    """Mean over the characters, 0 for none."""
    if not characters:
        return 0.0
    return sum(c.confidence for c in characters) / len(characters)


def numbers_of_the_surer(first: LineReading, second: LineReading) -> LineReading:
    """The second reading, made with knowledge of words, but for what words do not tell.

    Letters cost a language model more than digits and signs, which it knows nothing of: «SR» may
    become «89» and «X» «×». Where the second look has digits, or signs in the place of letters,
    the surer of the two looks stands.
    """
    seen = first.words()
    result: list[Character] = []
    for space, part in groupby(second.characters, key=lambda c: c.text.isspace()):
        word = tuple(part)
        result.extend(word if space else _surer(word, seen))
    return LineReading(tuple(result))


def _surer(
    word: tuple[Character, ...], seen: Iterable[tuple[Character, ...]]
) -> tuple[Character, ...]:
    """The word, or what the other look saw from its one side to its other."""
    left, right = word[0].x0, word[-1].x1
    there = [other for other in seen if left < (other[0].x0 + other[-1].x1) / 2 < right]
    if not there or not _knows_nothing_of(word, there):
        return word
    slack = SAME_EDGE * (right - left) + NEAR
    if abs(there[0][0].x0 - left) > slack or abs(there[-1][-1].x1 - right) > slack:
        return word
    inked = [character for other in there for character in other]
    if mean_confidence(inked) + SURER < mean_confidence(word):
        return word
    return tuple(_spaced(there))


def _knows_nothing_of(word: Sequence[Character], there: Sequence[Sequence[Character]]) -> bool:
    if any(c.text.isdigit() for c in word):
        return True
    letters = [any(c.text.isalpha() for c in one) for one in (word, *there)]
    return not letters[0] and any(letters[1:])


def _spaced(words: Sequence[Sequence[Character]]) -> Iterable[Character]:
    for number, word in enumerate(words):
        if number:
            left, right = words[number - 1][-1], word[0]
            sure = min(left.confidence, right.confidence)
            yield Character(" ", left.x1, right.x0, sure)
        yield from word
