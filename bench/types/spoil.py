"""Clean words spoiled as scanners and readers do, so that what is learnt from them holds on scans."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from models.reading import Word

MISREAD = {
    "e": "co", "o": "0ea", "l": "1I", "i": "l1", "a": "ou", "n": "mu", "m": "n", "u": "v", "c": "e",
    "é": "e", "è": "e", "ê": "e", "à": "a", "t": "f", "s": "5", "r": "t", "O": "0", "I": "l", "E": "F",
    "S": "5", "B": "8", "É": "E", "N": "M", "C": "G", "D": "O", "R": "P", "0": "O", "1": "l",
}  # fmt: skip
"""What each letter is taken for."""


def spoiled(words: Sequence[Word], rng: random.Random, harm: float) -> list[Word]:
    """The words with letters misread, words run together, lines lost; `harm` 0..1."""
    lost = {w.line for w in words if rng.random() < 0.12 * harm}
    kept: list[Word] = []
    for word in words:
        if word.line in lost or rng.random() < 0.03 * harm:
            continue
        text = "".join(_letter(c, rng, 0.05 * harm) for c in word.text)
        if not text:
            continue
        last = kept[-1] if kept else None
        glued = last is not None and last.line == word.line and rng.random() < 0.05 * harm
        if glued and last is not None:
            box = replace(last.box, x1=max(last.box.x1, word.box.x1))
            kept[-1] = replace(last, text=last.text + text, box=box)
        else:
            kept.append(replace(word, text=text))
    return kept


def foreign(text: str, rng: random.Random) -> str:
    """The text as in a language nobody here reads: vowels and consonants changed places."""
    vowels, consonants = list("aeiouy"), list("bcdfghjklmnpqrstvwxz")
    table: dict[str, str] = {}
    for letters in (vowels, consonants):
        table.update(zip(letters, rng.sample(letters, len(letters)), strict=True))
    return "".join(table.get(c, table.get(c.lower(), c)) for c in text)


def reworded(words: Sequence[Word], rng: random.Random, share: float) -> list[Word]:
    """The words with that share of the lines in a language nobody reads: a paper of which one
    knows some words, and never saw the others."""
    strange = {line for line in {w.line for w in words} if rng.random() < share}
    return [
        replace(w, text=foreign(w.text, rng)) if w.line in strange and w.text.isalpha() else w
        for w in words
    ]


def _letter(letter: str, rng: random.Random, chance: float) -> str:
    if rng.random() >= chance:
        return letter
    if rng.random() < 0.15:
        return ""
    return rng.choice(MISREAD.get(letter, letter))
