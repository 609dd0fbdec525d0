"""Whether two writings are of one name: order, spaces, accents and usual shortenings apart."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from models.values.text import folded

SHORTENED = {
    "med": "mohamed", "md": "mohamed", "mohd": "mohamed", "mhd": "mohamed", "mouhamed": "mohamed",
    "mohammed": "mohamed", "mohammad": "mohamed", "mohamad": "mohamed", "muhammad": "mohamed",
    "my": "moulay", "fz": "fatima zahra", "fatimazahra": "fatima zahra", "fatimzahra": "fatima zahra",
    "zohra": "zahra", "abdallah": "abdellah", "abdoulah": "abdellah", "abderahim": "abderrahim",
    "abderahmane": "abderrahmane", "sidi": "si", "lalla": "la",
}  # fmt: skip
"""Given names as people shorten or vary them, and how they are compared."""
PARTICLES = frozenset({"el", "al", "l", "ait", "ben", "bent", "bint", "ibn", "ould", "bou", "ex"})
"""Words that many names share: they tell nobody apart."""
CIVILITIES = frozenset({"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle", "nee", "epouse", "ep"})  # fmt: skip
INSIDE = 0.97
"""What a name found whole within a longer writing (a married name, a stray word) is worth."""
LEAST_TELLING = 2
"""Words that are no particle, from which a name is that of one person."""


@lru_cache(maxsize=16384)
def comparable(name: str) -> str:
    """The name folded, its shortenings written out, without civilities."""
    words = (SHORTENED.get(word, word) for word in folded(name).split())
    return " ".join(word for word in words if word not in CIVILITIES)


def telling(name: str) -> list[str]:
    """The words of a comparable name that tell people apart."""
    return [w for w in name.split() if w not in PARTICLES and len(w) > 1]


def is_whole(name: str) -> bool:
    """Whether it holds a surname and a given name."""
    return len(telling(name)) >= LEAST_TELLING


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> float:
    """0..100 for two comparable names; 100 for the same words in any order."""
    if not one or not other:
        return 0.0
    best = fuzz.token_sort_ratio(one, other)
    first, second = one.replace(" ", ""), other.replace(" ", "")
    turned = "".join(reversed(other.split()))
    best = max(best, fuzz.ratio(first, second), fuzz.ratio(first, turned))
    short, long = sorted((one.split(), other.split()), key=len)
    if is_whole(" ".join(short)) and len(short) < len(long):
        # «Naïma EL GHAZI épouse IDRISSI»: each word of the short name has its like in the long one.
        inside = fuzz.token_set_ratio(" ".join(short), " ".join(long))
        if _each_within(short, long):
            best = max(best, INSIDE * inside)
    return best


def same_number(one: str, other: str) -> bool:
    """Whether two numbers are one, a long one with at most one wrong character."""
    if one == other:
        return True
    return min(len(one), len(other)) >= LONG and one_off(one, other)


LONG = 8
"""Characters from which one wrong one still leaves a number recognisable."""


def one_off(one: str, other: str) -> bool:
    return Levenshtein.distance(one, other, score_cutoff=1) <= 1


def _each_within(short: Iterable[str], long: Iterable[str]) -> bool:
    return all(any(fuzz.ratio(a, b) >= 80 for b in long) for a in short if a not in PARTICLES)
