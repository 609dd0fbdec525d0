"""One written name split into surname and given name."""

from __future__ import annotations

import re

from models.reference.given_names import is_given_name
from models.values.text import folded

_UNSPACED = re.compile(r"([A-ZÀ-Þ]{3,})([A-ZÀ-Þ][a-zà-ÿ]{2,})")
"""«SEFRIOUINawal»: a space that the reader did not see."""

PARTICLES = frozenset({
    "el", "al", "ben", "bni", "bou", "ait", "aït", "ould", "sidi", "moulay", "lalla", "abou",
    "n", "de", "da",
})  # fmt: skip
"""Words that begin a compound surname and never stand alone."""


ARTICLES = frozenset({"el", "al", "ait", "bni", "bou"})
"""Those of them that are no name by themselves."""
LONGEST = 5
"""Words of a name, at most."""


def split_name(text: str, given_first: bool = False) -> tuple[str, str] | None:
    """`(NOM, Prénom)`, or `None` for a single word.

    Capitals tell the surname when the rest is not in capitals; otherwise the order of
    the label does (`given_first` for «Prénom et nom»).
    """
    words = _UNSPACED.sub(r"\1 \2", text.replace(",", " ")).split()
    if len(words) < 2:
        return None
    capitals = [_in_capitals(w) for w in words]
    if any(capitals) and not all(capitals):
        surname = [w for w, big in zip(words, capitals, strict=True) if big]
        given = [w for w, big in zip(words, capitals, strict=True) if not big]
        return " ".join(surname).upper(), " ".join(given)
    if len(words) == 2 and folded(words[0]) in ARTICLES:
        return None  # «EL BAHRI» is a surname
    known = [is_given_name(w) for w in words]
    if known[0] != known[-1] and sum(known) >= 1:
        # «BABACAR WADE», «WADE BABACAR»: the table of given names tells the order.
        given_first = known[0]
    if given_first:
        cut = len(words) - 1
        while cut > 1 and folded(words[cut - 1]) in PARTICLES:
            cut -= 1
        return " ".join(words[cut:]).upper(), " ".join(words[:cut])
    cut = 1
    while cut < len(words) - 1 and folded(words[cut - 1]) in PARTICLES:
        cut += 1
    return " ".join(words[:cut]).upper(), " ".join(words[cut:])


def halves_told(text: str) -> bool:
    """Whether the words alone tell surname from given name: by capitals, or by a known one."""
    words = text.replace(",", " ").split()
    if not 2 <= len(words) <= LONGEST:
        return False
    capitals = [_in_capitals(w) for w in words]
    if any(capitals) and not all(capitals):
        return True
    known = [is_given_name(w) for w in words]
    return known[0] != known[-1]


def _in_capitals(word: str) -> bool:
    """Whether a word is in capitals, one of them misread at most («ToUZANI»)."""
    letters = [c for c in word if c.isalpha()]
    small = sum(c.islower() for c in letters)
    return len(letters) > 1 and (small == 0 or (small == 1 and len(letters) >= 5))
