"""«Page 2/3», «2 sur 3», «suite»: what a page says of its own place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.reading import PageReading

_COUNTED = re.compile(
    r"\b(?:page|p\.?|feuillet|f)\s*[:n°]*\s*(\d{1,2})\s*(?:/|sur|de)\s*(\d{1,2})\b(?!\s?[/.]\d)",
    re.I,
)
_BARE = re.compile(r"(?<![\d/.,])(\d{1,2})\s*/\s*(\d{1,2})(?![\d/.,])")
_ALONE = re.compile(r"\bpage\s*[:n°]*\s*(\d{1,2})\b(?!\s?[/.-]\d{1,2}\s?[/.-])", re.I)
_BACK = re.compile(r"\bverso\s*$|^\s*verso\b", re.I)
EDGE = 0.13
"""Bare numbers count only in this share of the top or bottom of the page."""


@dataclass(frozen=True, slots=True)
class PagePlace:
    """`number` of `count` (0 when not said)."""

    number: int
    count: int


def page_place(reading: PageReading) -> PagePlace | None:
    """The place that the page states, or `None`."""
    match = _COUNTED.search(reading.text)
    if match is None:
        edges = " ".join(w.text for w in reading.words if w.box.cy < EDGE or w.box.cy > 1 - EDGE)
        match = _BARE.search(edges)
    if match is not None:
        number, count = int(match.group(1)), int(match.group(2))
        if 1 <= number <= count <= 40:
            return PagePlace(number, count)
    if _BACK.search(" ".join(w.text for w in reading.words if w.box.cy > 1 - EDGE)):
        return PagePlace(2, 2)
    alone = _ALONE.search(reading.text)
    return PagePlace(int(alone.group(1)), 0) if alone and int(alone.group(1)) else None
