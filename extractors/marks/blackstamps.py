"""Black stamps: told from the form by a closed rim, or by a frame, a lean or words as stamps have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from extractors.marks.frames import Segment, find_frames, page_tilt
from extractors.marks.leaning import leaning_blocks
from extractors.marks.sheet import Mask, Sheet
from extractors.marks.stampshape import (
    FRAME_COVERAGE,
    LEANING,
    LEAST_LETTERED,
    RULE_MM,
    StampFind,
    lettered,
    round_stamps,
    stamp_like,
    within,
)
from extractors.marks.stampwords import telling_words, words_in
from extractors.marks.strokes import without_rules
from extractors.marks.wording import worded_stamps
from models.reading import Ink, Word

FEWEST_WORDS: Final = 2
"""Read inside a black frame: a signature's loops hold none."""
PALER: Final = 8.0
"""Greys by which a stamp that stands straight is paler than the page's print."""
FRAME_MM: Final = 9.0
PLACED: Final = frozenset({"street", "call", "number"})
"""What stamps say and typed names do not."""


def black_stamps(
    page: Sheet, words: Sequence[Word], segments: tuple[Segment, ...]
) -> Iterator[StampFind]:
    mm, grey, ink = page.colour_mm, page.small_grey, page.small_ink
    tilt = page_tilt(segments)
    leaning = _leaning(page, words, tilt)
    for find in round_stamps(without_rules(ink, mm, RULE_MM, tilt), mm, "black"):
        if stamp_like(page, ink, mm, find, tilt):
            yield find
    print_grey = _core(grey, ink)
    short = tuple(s for s in segments if s.length < 80)
    for frame in find_frames(short, ink, mm):
        if frame.coverage < FRAME_COVERAGE["leaning"]:
            continue
        told = telling_words(words, page.box(*frame.bounds))
        if len(words_in(words, page.box(*frame.bounds))) < FEWEST_WORDS:
            continue
        cut, tones = within(ink, mm, frame.bounds), within(grey, mm, frame.bounds)
        if abs(frame.tilt - tilt) < LEANING:
            pale = _core(tones, cut) - print_grey > PALER
            if told < 2 or not pale:
                continue
        find = StampFind(frame.bounds, frame.tilt, 0.64 + 0.12 * (told > 0))
        if stamp_like(page, ink, mm, find, tilt) and lettered(
            cut, mm, frame.tilt, LEAST_LETTERED["black"]
        ):
            yield _with_lines(find, leaning)
    for find in leaning:
        if stamp_like(page, ink, mm, find, tilt):
            yield find


def worded_blocks(
    page: Sheet, words: Sequence[Word], segments: Sequence[Segment]
) -> Iterator[StampFind]:
    """Blocks of words that say what stamps say, upright and black as they may be."""
    w, h = page.width_mm, page.height_mm
    for box, says in worded_stamps(words, w, h):
        bounds = (box.x0 * w, box.y0 * h, box.x1 * w, box.y1 * h)
        coloured = page.ink_colour(box) is not Ink.NOIRE
        if not says & PLACED and not coloured and not _framed(bounds, segments):
            continue  # a name and a trade are as often typed under a letter
        yield StampFind(bounds, None, min(0.88, 0.5 + 0.1 * len(says)))


def _framed(bounds: tuple[float, float, float, float], segments: Sequence[Segment]) -> bool:
    """Whether level strokes as long as a stamp run just above and just below the bounds."""
    x0, y0, x1, y1 = bounds
    above = below = False
    for s in segments:
        overlap = min(s.x1, x1) - max(s.x0, x0)
        if abs(s.tilt) > 30 or overlap < 0.4 * (x1 - x0) or s.length > 1.5 * (x1 - x0) + 12:
            continue
        middle = (s.y0 + s.y1) / 2
        above = above or 0 < y0 - middle + 1 < FRAME_MM
        below = below or 0 < middle - y1 + 1 < FRAME_MM
    return above and below


def _core(grey: np.ndarray, ink: Mask) -> float:
    """The grey of the middle of strokes, their edges left out."""
    return float(np.percentile(grey[ink > 0], 15)) if cv2.countNonZero(ink) else 0.0


def _leaning(page: Sheet, words: Sequence[Word], tilt: float) -> list[StampFind]:
    """Lettering that leans, as the reader of words saw it."""
    w, h = page.width_mm, page.height_mm
    return [
        StampFind((b.x0 * w, b.y0 * h, b.x1 * w, b.y1 * h), lean + tilt, 0.72 if told else 0.55)
        for b, lean, told in leaning_blocks(words, w, h)
    ]


def _with_lines(frame: StampFind, blocks: Sequence[StampFind]) -> StampFind:
    """A frame found in part, widened by the lines that run out of it with its own lean."""
    x0, y0, x1, y1 = frame.bounds
    for block in blocks:
        a0, b0, a1, b1 = block.bounds
        if frame.tilt is None or block.tilt is None or abs(block.tilt - frame.tilt) > 4:
            continue
        if min(x1, a1) - max(x0, a0) > 3 and min(y1, b1) - max(y0, b0) > 3:
            x0, y0, x1, y1 = min(x0, a0), min(y0, b0), max(x1, a1), max(y1, b1)
    return replace(frame, bounds=(x0, y0, x1, y1))
