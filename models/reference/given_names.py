"""Given names usual in Morocco, Tunisia, Senegal, Côte d'Ivoire and France.

They tell which half of «BABACAR WADE» is the surname when capitals do not.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from models.values.text import folded

_FILE = "prenoms.csv"


@cache
def _folded() -> frozenset[str]:
    text = resources.files("models.reference").joinpath(_FILE).read_text(encoding="utf-8")
    return frozenset(folded(name) for name in text.splitlines()[1:])


def is_given_name(word: str) -> bool:
    """Whether a word is a given name that the table knows («Fatima-Ezzahra» by its first part)."""
    plain = folded(word)
    return plain in _folded() or (" " in plain and plain.split()[0] in _folded())
