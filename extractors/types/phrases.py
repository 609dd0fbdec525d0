"""Many phrases looked for at once in text without spaces, read letter for letter or nearly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import fuzz

from models.values.text import folded

GRAM = 4
"""Letters of the pieces by which phrases are indexed."""
SHORT = 5
"""Phrases of fewer letters are looked for as whole words."""
FUZZY_FROM = 9
"""Phrases shorter than this many letters must be read exactly."""
SHARED = 0.5
"""Share of a phrase's pieces that must be there before it is compared letter by letter."""
CLOSE = 88.0
"""Similarity (0..100) at which a long phrase counts as read."""


class PhraseIndex:
    """`phrases` by the pieces they are made of, so that a text is compared with few of them."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._texts: list[str] = []
        self._words: dict[str, int] = {}
        self._rarest: dict[str, list[int]] = {}
        self._pieces: dict[str, list[int]] = {}
        self._counts: list[int] = []
        self.names: Mapping[str, int] = self._load(phrases)
        """Each phrase as given, and its number."""

    def _load(self, phrases: Iterable[str]) -> dict[str, int]:
        names: dict[str, int] = {}
        numbers: dict[str, int] = {}
        for phrase in phrases:
            tight = folded(phrase).replace(" ", "")
            if not tight:
                continue
            if tight not in numbers:
                numbers[tight] = len(self._texts)
                self._texts.append(tight)
            names[phrase] = numbers[tight]
        frequent = Counter(piece for text in self._texts for piece in pieces(text))
        for number, text in enumerate(self._texts):
            own = pieces(text)
            self._counts.append(len(own))
            if len(text) < SHORT:
                self._words[text] = number
                continue
            self._rarest.setdefault(min(own, key=lambda p: (frequent[p], p)), []).append(number)
            if len(text) >= FUZZY_FROM:
                for piece in own:
                    self._pieces.setdefault(piece, []).append(number)
        return names

    def length(self, number: int) -> int:
        return len(self._texts[number])

    def exact(self, text: str, words: Iterable[str], own: frozenset[str]) -> set[int]:
        """Phrases that stand in `text` (without spaces) or, when short, among `words`."""
        found = {
            number
            for piece in own & self._rarest.keys()
            for number in self._rarest[piece]
            if self._texts[number] in text
        }
        found |= {self._words[word] for word in words if word in self._words}
        return found

    def near(
        self, text: str, own: frozenset[str], without: set[int], shared: float = SHARED
    ) -> Iterator[int]:
        """Phrases that nearly stand in `text`, those of `without` left out."""
        votes: Counter[int] = Counter()
        for piece in own & self._pieces.keys():
            votes.update(self._pieces[piece])
        for number, count in votes.items():
            if number in without or count < shared * self._counts[number]:
                continue
            phrase = self._texts[number]
            if len(text) >= len(phrase) - 2 and fuzz.partial_ratio(
                phrase, text, score_cutoff=CLOSE
            ):
                yield number


def pieces(text: str) -> frozenset[str]:
    """All runs of `GRAM` letters; a shorter text is its own piece."""
    if len(text) <= GRAM:
        return frozenset((text,))
    return frozenset(text[n : n + GRAM] for n in range(len(text) - GRAM + 1))
