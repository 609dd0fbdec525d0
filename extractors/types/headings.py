"""Titles told by the words in them, in any order (`intitules` of the type files)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from extractors.types.blocks import Block
from models.documents import DocumentType
from models.values.text import folded

LONG = 6
"""Letters from which a word may be misread by one letter, and found inside words run together."""
_AS_LETTERS = str.maketrans("0158", "olsb")
"""Digits in a word with letters are letters misread."""
RUN_TOGETHER = 12
"""Letters from which a word may be a whole title read without its spaces."""
PART = 5
"""Letters of the words found in it."""
VERY_LONG = 10
"""Letters from which it may be misread by two."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    begins: bool


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: str
    worth: float
    groups: tuple[tuple[int, ...], ...]
    without: frozenset[int]


class HeadingIndex:
    """The headings of all types, whose words are looked for once a block."""

    def __init__(self, types: Mapping[str, DocumentType]) -> None:
        self._words: dict[_Word, int] = {}
        self._patterns: list[_Pattern] = []
        self._by_word: dict[int, set[int]] = {}
        for name, kind in types.items():
            for heading in kind.intitules:
                self._add(name, heading.mots, heading.poids)
        self._vocabulary = [(word.text, word.begins, n) for word, n in self._words.items()]
        self._meanings = lru_cache(maxsize=16384)(self._look_up)

    def _add(self, name: str, mots: str, worth: float) -> None:
        groups: list[tuple[int, ...]] = []
        without: set[int] = set()
        for group in mots.split():
            numbers = tuple(self._number(word) for word in group.lstrip("-").split("|"))
            if group.startswith("-"):
                without.update(numbers)
            else:
                groups.append(numbers)
        here = len(self._patterns)
        self._patterns.append(_Pattern(name, worth, tuple(groups), frozenset(without)))
        for number in groups[0]:
            self._by_word.setdefault(number, set()).add(here)

    def _number(self, word: str) -> int:
        return self._words.setdefault(_Word(folded(word), word.endswith("*")), len(self._words))

    def worths(self, block: Block) -> dict[str, tuple[float, float]]:
        """For each type, what its best heading in the block is worth, and what share of the
        block's letters it explains."""
        standing: dict[int, set[int]] = {}
        for position, word in enumerate(block.words):
            for number in self._meanings(word):
                standing.setdefault(number, set()).add(position)
        found: dict[str, tuple[float, float]] = {}
        for place in {p for number in standing for p in self._by_word.get(number, ())}:
            pattern = self._patterns[place]
            if pattern.without & standing.keys():
                continue
            told: set[int] = set()
            for group in pattern.groups:
                here = set().union(*(standing[n] for n in group if n in standing))
                if not here:
                    break
                told |= here
            else:
                letters = sum(len(block.words[position]) for position in told)
                share = min(1.0, letters / max(1, block.weight))
                worth = pattern.worth * share**0.5
                found[pattern.kind] = max(found.get(pattern.kind, (0.0, 0.0)), (worth, share))
        return found

    def _look_up(self, word: str) -> tuple[int, ...]:
        """Numbers of the known words that `word` may be."""
        if not word.isdigit() and not word.isalpha():
            word = word.translate(_AS_LETTERS)
        exact = [n for text, begins, n in self._vocabulary if _is(word, text, begins)]
        if exact or len(word) < LONG:
            return tuple(exact)
        return tuple(n for text, begins, n in self._vocabulary if _nearly(word, text, begins))


def _is(word: str, text: str, begins: bool) -> bool:
    if word == text or (begins and word.startswith(text)):
        return True
    least = PART if len(word) >= RUN_TOGETHER else LONG + 1
    return len(text) >= least and len(word) > len(text) + 2 and text in word


def _nearly(word: str, text: str, begins: bool) -> bool:
    if len(text) < LONG:
        return False
    most = 2 if len(text) >= VERY_LONG else 1
    if begins and len(word) > len(text):
        word = word[: len(text)]
    if abs(len(word) - len(text)) > most:
        return False
    return Levenshtein.distance(word, text, score_cutoff=most) <= most
