"""How likely a letter is after the letters before it, in the words of French courier.

A model of letters rather than a list of words: it prefers «médecin» to «médeein» without being
helpless before a name that no list has. Numbers and signs cost the same whatever they are, so
that language never chooses between two of them.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

ORDER = 6
"""Letters of the longest sequences known, the predicted one included."""
START, END, ELISION = "^", "$", "'"
ALPHABET = START + END + ELISION + "abcdefghijklmnopqrstuvwxyzàâäáãåçéèêëíîïìñóôöòõúùûüÿœæšž"
FILE = "french_letters.gz"
STEP = 0.06
"""Logarithms are kept as whole numbers of this (a byte each)."""
NUMBER = "0"
AFTER_NUMBER = "?"
_OTHER = -2.5
"""Logarithm for a digit, a sign, or a letter glued to a number."""
_SECOND_SPACE = -1.0

_CODES = {letter: code for code, letter in enumerate(ALPHABET, start=1)}


def key(letters: str) -> int:
    """A sequence of letters of `ALPHABET` as a number; 0 when it holds any other letter."""
    value = 0
    for letter in letters:
        code = _CODES.get(letter)
        if code is None:
            return 0
        value = value << 6 | code
    return value


class LetterModel:
    """Sequences of letters with the logarithm of the last one's probability, and of what is
    left to sequences never seen, as `language_training` wrote them."""

    def __init__(
        self, keys: npt.NDArray[np.uint64], seen: npt.NDArray[np.uint8], left: npt.NDArray[np.uint8]
    ) -> None:
        self._keys, self._seen, self._left = keys, seen, left
        self._known = lru_cache(maxsize=200_000)(self._look_up)

    def log_probability(self, before: str, letter: str) -> float:
        """Logarithm of the probability of `letter` after the letters `before` of its word."""
        return self._known(before[-(ORDER - 1) :], letter)

    def _look_up(self, before: str, letter: str) -> float:
        at = self._at(before + letter)
        if at is not None:
            return -STEP * float(self._seen[at])
        if not before:
            return -STEP * 255
        at = self._at(before)
        lost = -STEP * float(self._left[at]) if at is not None else 0.0
        return lost + self._known(before[1:], letter)

    def _at(self, letters: str) -> int | None:
        wanted = key(letters)
        at = int(np.searchsorted(self._keys, np.uint64(wanted)))
        return at if at < len(self._keys) and self._keys[at] == wanted else None


@cache
def french() -> LetterModel:
    """The model that comes with this package."""
    packed = resources.files("extractors.words").joinpath("data", FILE).read_bytes()
    with np.load(io.BytesIO(gzip.decompress(packed))) as arrays:
        keys = np.cumsum(arrays["gaps"], dtype=np.uint64)
        return LetterModel(keys, arrays["seen"], arrays["left"])


class Spelling:
    """Scores a text letter by letter for a search: a state is what came before in the word."""

    FIRST = START

    def __init__(self, characters: Sequence[str], model: LetterModel) -> None:
        """`characters` are those of the reader, in its order; states advance by their index."""
        self._kinds = tuple(_kind(character) for character in characters)
        self._model = model
        self.advance = lru_cache(maxsize=200_000)(self._advance)

    def end(self, state: str) -> float:
        """Logarithm for the text ending in this state."""
        return self._model.log_probability(state, END) if _inside(state) else 0.0

    def _advance(self, state: str, index: int) -> tuple[float, str]:
        kind = self._kinds[index]
        if kind.isalpha():
            if state in (NUMBER, AFTER_NUMBER):
                return _OTHER, AFTER_NUMBER
            return self._model.log_probability(state, kind), (state + kind)[-(ORDER - 1) :]
        if kind == ELISION:
            score = self._model.log_probability(state, ELISION) if _inside(state) else _OTHER
            return score, START
        if kind == " ":
            return self.end(state) if state != START else _SECOND_SPACE, START
        return self.end(state) + _OTHER, NUMBER if kind == NUMBER else START


def _kind(character: str) -> str:
    if character.isalpha():
        return character.lower()[:1]
    if character.isdigit():
        return NUMBER
    if character in "'’":
        return ELISION
    return " " if character.isspace() else "."


def _inside(state: str) -> bool:
    return state not in (START, NUMBER, AFTER_NUMBER)
