"""The reader's lines, cut where columns stand apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from models.reading import Word

APART_MM: Final = 6.0


def pieces(words: Iterable[Word], width_mm: float) -> list[list[Word]]:
    """Runs of words with no wide gap, each from left to right."""
    by_line: dict[int, list[Word]] = {}
    for word in words:
        by_line.setdefault(word.line, []).append(word)
    found: list[list[Word]] = []
    for line in by_line.values():
        last: Word | None = None
        for word in sorted(line, key=lambda w: w.box.x0):
            if last is not None and (word.box.x0 - last.box.x1) * width_mm < APART_MM:
                found[-1].append(word)
            else:
                found.append([word])
            last = word
    return found
