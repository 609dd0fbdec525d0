"""Tick boxes that readers give as characters: «[X]», «☒», «( x )»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from models.geometry import Box
from models.reading import MarkKind, SeenMark, Word

DRAWN: Final = {**dict.fromkeys("☒☑✓✔✗✘🗹🗷冈図区囚", True), **dict.fromkeys("☐□▢❑❏口", False)}
"""A reader that knows Chinese sees 冈 in a crossed box and 口 in an empty one."""
BRACKETS: Final = re.compile(r"[\[(]\s*(?P<tick>[xX×✓✔✗✘]?)\s*[\])]")
SURE: Final = {"[": 0.85, "(": 0.65}


def inline_boxes(words: Sequence[Word]) -> tuple[SeenMark, ...]:
    """Boxes written with characters, from the words of a page in reading order."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return tuple(mark for line in lines.values() for mark in _in_line(line))


def _in_line(words: list[Word]) -> Iterator[SeenMark]:
    text, starts = "", []
    for word in words:
        starts.append(len(text))
        text += word.text + " "
    for match in BRACKETS.finditer(text):
        before = text[match.start() - 1] if match.start() else " "
        if before.isalnum():
            continue  # «pièce(x)» is no box
        box = _box(words, starts, match.start(), match.end())
        ticked = bool(match["tick"])
        yield SeenMark(MarkKind.CASE, box, SURE[match[0][0]], ticked)
    for place, character in enumerate(text):
        if character in DRAWN:
            box = _box(words, starts, place, place + 1)
            yield SeenMark(MarkKind.CASE, box, 0.8, DRAWN[character])


def _box(words: Sequence[Word], starts: Sequence[int], start: int, end: int) -> Box:
    """The boxes of the characters `start` to `end` of the line, as if all were as wide."""
    parts = []
    for word, first in zip(words, starts, strict=True):
        last = first + len(word.text)
        a, b = max(start, first), min(end, last)
        if a < b:
            step = word.box.width / max(1, len(word.text))
            parts.append(
                Box(
                    word.box.x0 + (a - first) * step,
                    word.box.y0,
                    word.box.x0 + (b - first) * step,
                    word.box.y1,
                )
            )
    return Box.around(parts)
