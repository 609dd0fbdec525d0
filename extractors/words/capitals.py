"""Words in capitals of which the reader took some for small letters: their shapes are the same."""

from __future__ import annotations

ALIKE = frozenset("cosuvwxz")
"""Small letters that are their own capitals, only lower: a line cut tight hides which."""
TELLING = 3
"""Capitals that are surely such, from which on the word is one in capitals («TRAoRE», «BENJELLouN»)."""


def in_capitals(word: str) -> str:
    """The word in capitals when each small letter of it may be one; else as it was."""
    small = {letter for letter in word if letter.islower()}
    if not small or not small <= ALIKE:
        return word
    capitals = [letter for letter in word if letter.isupper()]
    sure = sum(letter.lower() not in ALIKE for letter in capitals)
    more = len(capitals) > sum(letter.islower() for letter in word)
    if sure < TELLING or not more:
        return word
    return "".join(letter.upper() if letter in ALIKE else letter for letter in word)
