"""Blocks of read lines that lean otherwise than the page: lettering of a tilted stamp."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from extractors.marks.stampwords import telling_words
from models.geometry import Box
from models.reading import Word

LEAST_LENGTH_MM: Final = 10.0
MOST_LENGTH_MM: Final = 80.0
LEAST_LEAN: Final = 2.2
MOST_LEAN: Final = 30.0
BENT: Final = 5.0
"""A line leans when it does this many times more than the page's lines usually do."""
SAME_LEAN: Final = 3.0
NEAR_MM: Final = 5.0
LEAST_CONFIDENCE: Final = 0.8
MOST_PAGE_LINES: Final = 0.3
"""When more of the page's lines lean, the page is written by hand or bent."""


def leaning_blocks(
    words: Sequence[Word], width_mm: float, height_mm: float
) -> tuple[tuple[Box, float], ...]:
    """Boxes of two or more neighbouring lines that lean alike, and their lean against the page in
    degrees. One line is enough when it says what stamps say."""
    lines = _lines(words, width_mm, height_mm)
    if len(lines) < 3:
        return ()
    weights = np.array([length for _, _, length, _ in lines])
    leans = np.array([lean for _, lean, _, _ in lines])
    order = np.argsort(leans)
    page = float(leans[order][np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)])
    bent = float(np.median(np.abs(leans - page)))
    least = max(LEAST_LEAN, BENT * bent)
    off = [
        (box, lean - page)
        for box, lean, length, sure in lines
        if least <= abs(lean - page) <= MOST_LEAN and sure and length <= MOST_LENGTH_MM
    ]
    if len(off) > max(8, MOST_PAGE_LINES * len(lines)):
        return ()
    groups: list[list[tuple[Box, float]]] = []
    for box, lean in sorted(off, key=lambda item: item[0].cy):
        near = box.grown(NEAR_MM / width_mm, NEAR_MM / height_mm)
        for group in groups:
            if any(
                near.intersection(b) > 0 and abs(lean - other) < SAME_LEAN for b, other in group
            ):
                group.append((box, lean))
                break
        else:
            groups.append([(box, lean)])
    blocks = []
    for group in groups:
        whole = Box.around(box for box, _ in group)
        if len(group) >= 2 or telling_words(words, whole):
            blocks.append((whole, float(np.median([lean for _, lean in group]))))
    return tuple(blocks)


def _lines(
    words: Sequence[Word], width_mm: float, height_mm: float
) -> list[tuple[Box, float, float, bool]]:
    """Box, lean in degrees, length in millimetres and sureness of each long enough line."""
    by_line: dict[int, list[Word]] = {}
    for word in words:
        by_line.setdefault(word.line, []).append(word)
    lines = []
    for line in by_line.values():
        if len(line) < 2:
            continue
        x = np.array([w.box.cx for w in line]) * width_mm
        y = np.array([w.box.cy for w in line]) * height_mm
        if np.ptp(x) < LEAST_LENGTH_MM * 0.6:
            continue
        box = Box.around(w.box for w in line)
        if box.width * width_mm < LEAST_LENGTH_MM:
            continue
        slope = float(np.polyfit(x, y, 1)[0])
        sure = float(np.mean([w.confidence for w in line])) >= LEAST_CONFIDENCE
        lines.append((box, float(np.degrees(np.arctan(slope))), box.width * width_mm, sure))
    return lines
