"""Character and word errors, and who makes them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Self

from rapidfuzz.distance import Levenshtein

from bench.evaluate.compare import plain


@dataclass(frozen=True, slots=True)
class CharacterError:
    """Edits (letters added, lost, changed) and length of the truth, summed over lines."""

    edits: int = 0
    length: int = 0

    @classmethod
    def of(cls, read: str, true: str) -> Self:
        """As written: case, accents and punctuation count, runs of spaces do not."""
        got, wanted = _clean(read), _clean(true)
        return cls(Levenshtein.distance(got, wanted), len(wanted))

    @classmethod
    def of_letters(cls, read: str, true: str) -> Self:
        """Letters and digits alone, without case and accents."""
        got, wanted = plain(read).replace(" ", ""), plain(true).replace(" ", "")
        return cls(Levenshtein.distance(got, wanted), len(wanted))

    def __add__(self, other: CharacterError) -> CharacterError:
        return CharacterError(self.edits + other.edits, self.length + other.length)

    @property
    def rate(self) -> float | None:
        """Edits for each character of the truth; may pass 1."""
        return self.edits / self.length if self.length else None


@dataclass(frozen=True, slots=True)
class WordCounts:
    """Words of a page found again, whatever their order."""

    right: int = 0
    true: int = 0
    read: int = 0

    @classmethod
    def of(cls, read: str, true: str) -> Self:
        got, wanted = Counter(plain(read).split()), Counter(plain(true).split())
        return cls((got & wanted).total(), wanted.total(), got.total())

    def __add__(self, other: WordCounts) -> WordCounts:
        return WordCounts(self.right + other.right, self.true + other.true, self.read + other.read)

    @property
    def recall(self) -> float | None:
        return self.right / self.true if self.true else None

    @property
    def precision(self) -> float | None:
        return self.right / self.read if self.read else None


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
