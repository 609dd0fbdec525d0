"""Given names usual in Morocco, Tunisia, Senegal, Côte d'Ivoire and France.

They tell which half of «BABACAR WADE» is the surname when capitals do not.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from models.values.text import folded

FEWEST = 5
"""Letters from which a given name may be one letter off."""
_FILE = "prenoms.csv"


@cache
def _folded() -> dict[str, str]:
    """Each name by its folded form."""
    text = resources.files("models.reference").joinpath(_FILE).read_text(encoding="utf-8")
    return {folded(name): name for name in text.splitlines()[1:]}


def is_given_name(word: str) -> bool:
    """Whether a word is a given name that the table knows («Fatima-Ezzahra» by its first part)."""
    plain = folded(word)
    return plain in _folded() or (" " in plain and plain.split()[0] in _folded())


def nearest_given_name(word: str) -> str | None:
    """The one given name that is a letter off `word`, or `None`: so is a known one, or one that is
    spelt in another usual way."""
    plain = folded(word)
    if len(plain) < FEWEST or " " in plain or plain in _folded():
        return None
    found = process.extract(
        plain, list(_folded()), scorer=Levenshtein.distance, score_cutoff=1, limit=2
    )
    if len(found) != 1 or _spelt(found[0][0]) == _spelt(plain):
        return None
    return _folded()[found[0][0]]


def _spelt(plain: str) -> str:
    """A name with the letters for which another is written as often: «Yahia» is no misread «Yahya»."""
    return plain.replace("y", "i").replace("ou", "u").replace("w", "u")
