"""The two sides of an identity card, scanned on a page each."""

from __future__ import annotations

import re

from models.reading import PageReading
from models.values.text import folded

_ZONE = re.compile(r"\S*<<\S*")
_NUMBER = re.compile(r"\b[A-Z]{1,2}\s?\d{3,7}\b")
_LETTERS = re.compile(r"[A-Z]{3,}")


def sides_of_one_card(first: PageReading, second: PageReading) -> bool:
    """One side has the machine-readable zone and the other has not, and nothing on them says that
    they are cards of two people."""
    zones = [" ".join(_ZONE.findall(page.text.upper())) for page in (first, second)]
    if bool(zones[0]) == bool(zones[1]):
        return False
    front, zone = (second, zones[0]) if zones[0] else (first, zones[1])
    back = first if zones[0] else second
    numbers = _numbers(front.text)
    if numbers and _numbers(back.text):
        return bool(numbers & _numbers(back.text))
    names = set(_LETTERS.findall(zone)) - {"IDMAR", "MAR"}
    words = {folded(w.text).upper() for w in front.words}
    return not names or bool(names & words)


def _numbers(text: str) -> set[str]:
    plain = _ZONE.sub(" ", text.upper())
    return {n.replace(" ", "") for n in _NUMBER.findall(plain)}
