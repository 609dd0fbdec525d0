"""Words put in reading order: rows from top to bottom, left to right in each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from models.reading import Word

OVERLAP = 0.5
"""Share of the smaller height that two words of one row have in common."""


def straight_y(word: Word, skew: float, aspect: float) -> float:
    """Vertical centre of a word once the lean is taken out (fraction of the page height).

    `skew` in degrees, counter-clockwise positive; `aspect` is page width over height.
    """
    return word.box.cy + (word.box.cx - 0.5) * aspect * math.tan(math.radians(skew))


def in_reading_order(words: Sequence[Word], skew: float, aspect: float) -> tuple[Word, ...]:
    """The same words, sorted, with `line` renumbered so that a row of print is one line."""
    rows: list[list[tuple[float, Word]]] = []
    for y, word in sorted(((straight_y(w, skew, aspect), w) for w in words), key=lambda p: p[0]):
        for row in reversed(rows[-4:]):
            if _same_row(row, y, word):
                row.append((y, word))
                break
        else:
            rows.append([(y, word)])
    rows.sort(key=lambda row: sum(y for y, _ in row) / len(row))
    return tuple(
        replace(word, line=number)
        for number, row in enumerate(rows)
        for _, word in sorted(row, key=lambda item: item[1].box.x0)
    )


def _same_row(row: Sequence[tuple[float, Word]], y: float, word: Word) -> bool:
    """Whether the word lies level with the row's nearest words."""
    near = sorted(row, key=lambda item: abs(item[1].box.cx - word.box.cx))[:3]
    for other_y, other in near:
        smaller = min(word.box.height, other.box.height)
        shared = (word.box.height + other.box.height) / 2 - abs(y - other_y)
        if min(shared, smaller) < OVERLAP * smaller:
            return False
    return True
