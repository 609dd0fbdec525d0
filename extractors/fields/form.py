"""Whether a value has the form that values of its kind have, told by the value alone."""

from __future__ import annotations

import re
from datetime import date

from models.documents import Kind
from models.reference import city_named
from models.reference.given_names import is_given_name
from models.values.text import folded

NAMES = frozenset({Kind.NOM, Kind.PRENOM, Kind.NOM_COMPLET, Kind.VILLE})
CIN_DIGITS, PHONE_DIGITS = 5, 10
"""Digits that nearly every identity card, and every telephone that begins with 0, has at least."""
UNENDED = frozenset({"el", "al", "ben", "ait", "de", "du", "des", "la", "le", "et", "d", "l"})
"""Words with which no name or text ends: what followed was not read."""
LIVED = range(1915, 2045)
"""Years in which what our papers tell may have happened."""
_MIXED = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]|[A-ZÀ-Þ]{2,}[a-zà-ÿ]")
"""«HAMDOlleH»: no hand mixes letters so."""
_SIGNS = re.compile(r"[^\w\s'’.\-,()&°/]")
_LONE = re.compile(r"(?<![\w'’])[^\W\d_](?![\w'’.])")
"""«Sok h na»: a letter by itself."""


def odd_form(value: str, genre: Kind) -> float:
    """How many things about a value are odd for its kind, 0 when none is."""
    if genre in NAMES or genre is Kind.TEXTE:
        odd = len(_MIXED.findall(value)) + len(_SIGNS.findall(value))
        odd += any(folded(w) in UNENDED for w in value.split()[-1:])
        if genre in NAMES:
            odd += len(_LONE.findall(value)) + sum(c.isdigit() for c in value)
            odd += any(not _has_a_vowel(word) for word in value.split() if len(word) > 2)
        return float(min(odd, 3))
    if genre is Kind.DATE:
        return float(not _lived(value))
    if genre is Kind.CIN:
        return float(sum(c.isdigit() for c in value) < CIN_DIGITS)
    if genre is Kind.TELEPHONE:
        return float(value.startswith("0") and len(value) < PHONE_DIGITS)
    if genre is Kind.IDENTIFIANT:
        letters = sum(c.isalpha() for c in value)
        within = re.search(r"\d[A-Z]{1,2}\d", value) is not None
        return float(within) + float(0 < letters < 3 and not value[0].isalpha())
    return 0.0


def known_form(value: str, genre: Kind) -> bool | None:
    """Whether our tables know the value; `None` for kinds that have none."""
    if genre is Kind.PRENOM:
        return all(is_given_name(word) for word in value.split())
    if genre is Kind.VILLE:
        city = city_named(value)
        return city is not None and folded(city) == folded(value)
    return None


def _has_a_vowel(word: str) -> bool:
    return any(c in "aeiouy" for c in folded(word))


def _lived(value: str) -> bool:
    try:
        return date.fromisoformat(value).year in LIVED
    except ValueError:
        return False
