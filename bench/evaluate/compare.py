"""When a value read equals the value on paper.

Dates, amounts and identifiers must be the same; names and text are compared without case, accents
and punctuation. *Lenient* allows one wrong character in free text; a *cell* of a table may be
wrong in 15 % of its characters (at least one).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

CELL_EDITS = 0.15
SHORT_NUMBER = 8
"""Digits under which an identifier that is a number may be written `2` or `2,0`."""

_YES, _NO = frozenset({"true", "oui", "1"}), frozenset({"false", "non", "0"})


class Genre(StrEnum):
    AMOUNT = "amount"
    DATE = "date"
    IDENTIFIER = "identifier"
    CHOICE = "choice"
    TEXT = "text"


@cache
def genre(name: str) -> Genre:
    """How values of the field or column `name` are compared."""
    if name == "date" or name.startswith("date_") or name.endswith("_date_naissance"):
        return Genre.DATE
    return _named().get(name, Genre.TEXT)


@cache
def _named() -> dict[str, Genre]:
    lists = tomllib.loads(Path(__file__).with_name("genres.toml").read_text(encoding="utf-8"))
    return {name: Genre(kind) for kind, names in lists.items() for name in names}


@cache
def plain(text: str) -> str:
    """Without case, accents and punctuation: ASCII words with one space between them."""
    bare = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", "".join(bare).lower()))


def equal(name: str, read: Any, true: Any) -> bool:
    """Whether `read` is the value `true` of the field `name`, strictly."""
    if isinstance(read, bool) or isinstance(true, bool):
        return str(read).lower() in (_YES if str(true).lower() == "true" else _NO)
    match genre(name):
        case Genre.AMOUNT:
            return _number(read) is not None and _number(read) == _number(true)
        case Genre.DATE:
            return str(read).strip()[:10] == str(true)
        case Genre.IDENTIFIER:
            return _same_number(read, true) or _solid(read) == _solid(true)
        case _:
            return plain(str(read)) == plain(str(true))


def nearly(name: str, read: Any, true: Any) -> bool:
    """As `equal`, with one edit allowed in free text."""
    if equal(name, read, true):
        return True
    if genre(name) is not Genre.TEXT or isinstance(true, bool):
        return False
    return Levenshtein.distance(_solid(read), _solid(true), score_cutoff=1) <= 1


def same_cell(name: str, read: Any, true: Any) -> bool:
    """Whether the cell of a table line is right."""
    strict = genre(name) in (Genre.AMOUNT, Genre.DATE, Genre.IDENTIFIER)
    if strict or isinstance(true, bool):
        return equal(name, read, true)
    got, wanted = _solid(read), _solid(true)
    allowed = max(1.0, CELL_EDITS * len(wanted))
    return got == wanted or (bool(wanted) and Levenshtein.distance(got, wanted) <= allowed)


def _solid(value: Any) -> str:
    return plain(str(value)).replace(" ", "")


def _same_number(read: Any, true: Any) -> bool:
    number = _number(read)
    return number is not None and len(str(true)) < SHORT_NUMBER and number == _number(true)


def _number(value: Any) -> float | None:
    written = str(value).replace("\u202f", "").replace(" ", "").replace(",", ".")
    try:
        return round(float(written), 2)
    except ValueError:
        return None
