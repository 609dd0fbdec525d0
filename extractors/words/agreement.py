"""Two readings of one page made into one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from models.reading import Word

SAME_PLACE = 0.4
"""Share of the smaller box that two readings of one word have in common."""
TRUSTED = 0.75
"""A word that only the second reader saw is kept when that reader is this sure."""
_PARTING = re.compile(r"(?<=\d)[.,/](?=\d)")


def folded(text: str) -> str:
    """Letters and digits alone, without case or accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum())


def _told(text: str) -> tuple[str, ...]:
    """What a word says: where its figures are parted («125,00» is not «12500»), and a sign that
    is alone."""
    parts = tuple(folded(part) for part in _PARTING.split(text))
    return parts if any(parts) else (text,)


def agreed(first: Sequence[Word], second: Sequence[Word]) -> tuple[Word, ...]:
    """The first reading, surer where the second says the same, completed where it alone saw."""
    result: list[Word] = []
    met: set[int] = set()
    for word in first:
        confidence = word.confidence
        for index, other in enumerate(second):
            smaller = min(word.box.area, other.box.area)
            if smaller <= 0 or word.box.intersection(other.box) < SAME_PLACE * smaller:
                continue
            met.add(index)
            if _told(word.text) == _told(other.text):
                confidence = 1 - (1 - word.confidence) * (1 - other.confidence)
        result.append(replace(word, confidence=confidence))
    lines = max((word.line for word in first), default=-1) + 1
    for index, other in enumerate(second):
        if index not in met and other.confidence >= TRUSTED and len(folded(other.text)) > 1:
            result.append(replace(other, line=lines + other.line))
    return tuple(result)
