"""Tick boxes that readers give as characters: «[X]», «☒», «( x )»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import Final

from extractors.marks.sheet import Sheet
from models.geometry import Box
from models.reading import MarkKind, SeenMark, Word

DRAWN: Final = {**dict.fromkeys("☒☑✓✔✗✘🗹🗷冈図区囚", True), **dict.fromkeys("☐□▢❑❏口", False)}
"""A reader that knows Chinese sees 冈 in a crossed box and 口 in an empty one."""
BRACKETS: Final = re.compile(r"[\[(]\s*(?P<tick>[xX×✓✔✗✘]?)\s*[\])]")
SURE: Final = {"[": 0.85, "(": 0.65}
OPENED: Final = re.compile(r"(?:\[|(?<!\w)\()(?=\s?\w[^\])]*(?:[\[(]|$))")
"""A bracket that nothing closes before the next: a pen over the box hid the other."""
INKED: Final = 1.45
"""Times the ink of the line's emptiest brackets, from which a pen was in others."""
TICKED: Final = 1.7
"""The same, from which that is sure though both were read."""
PENNED: Final = 0.7
"""Certainty of a tick that only its ink tells."""


def inline_boxes(words: Sequence[Word], page: Sheet | None = None) -> tuple[SeenMark, ...]:
    """Boxes written with characters, from the words of a page in reading order.

    With the page, what is between brackets is looked at too: readers leave out ticks made by a pen.
    """
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return tuple(mark for line in lines.values() for mark in _in_line(line, page))


def _in_line(words: list[Word], page: Sheet | None) -> Iterator[SeenMark]:
    text, starts = "", []
    for word in words:
        starts.append(len(text))
        text += word.text + " "
    pairs: list[tuple[Box, str]] = []
    for match in BRACKETS.finditer(text):
        before = text[match.start() - 1] if match.start() else " "
        if before.isalnum() and (match[0][0] == "(" or match["tick"]):
            continue  # «pièce(x)» is no box
        box = _box(words, starts, match.start(), match.end())
        if match["tick"]:
            yield SeenMark(MarkKind.CASE, box, SURE[match[0][0]], True)
        else:
            pairs.append((box, match[0][0]))
    opened = [_box(words, starts, m.start(), m.end()) for m in OPENED.finditer(text)]
    yield from _looked_at(pairs, opened, page)
    for place, character in enumerate(text):
        if character in DRAWN:
            box = _box(words, starts, place, place + 1)
            yield SeenMark(MarkKind.CASE, box, 0.8, DRAWN[character])


def _looked_at(
    pairs: Sequence[tuple[Box, str]], opened: Sequence[Box], page: Sheet | None
) -> Iterator[SeenMark]:
    """Brackets that were read as empty or left open: the emptiest of the line are so, and where
    there is more ink a pen was."""
    if page is None or not pairs:
        yield from (SeenMark(MarkKind.CASE, box, SURE[kind], False) for box, kind in pairs)
        return
    wide = median(box.width for box, _ in pairs)
    cut = [replace(box, x1=box.x0 + wide) for box in opened]
    inks = [_ink(page, box) for box, _ in pairs]
    least = min(inks)
    most = max([*inks, *(_ink(page, box) for box in cut)])
    for (box, kind), ink in zip(pairs, inks, strict=True):
        if len(pairs) + len(cut) == 1 or ink < INKED * least:
            yield SeenMark(MarkKind.CASE, box, SURE[kind], False)
        elif ink >= TICKED * least and ink == most:
            yield SeenMark(MarkKind.CASE, box, PENNED, True)
        else:
            yield SeenMark(MarkKind.CASE, box, 0.5, None)
    for box in cut:
        if _ink(page, box) >= INKED * least:
            yield SeenMark(MarkKind.CASE, box, PENNED, True)


def _ink(page: Sheet, box: Box) -> float:
    """The share of the box that is inked."""
    height, width = page.ink.shape
    inside = page.ink[
        int(box.y0 * height) : int(box.y1 * height), int(box.x0 * width) : int(box.x1 * width)
    ]
    return max(0.01, float((inside > 0).mean())) if inside.size else 0.01


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
