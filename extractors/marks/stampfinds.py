"""Where rubber stamps may be: ovals, frames, patches of ink, blocks of words. Many are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.marks.frames import Segment, find_frames, page_tilt
from extractors.marks.leaning import leaning_blocks
from extractors.marks.ovals import find_ovals, pieces_and_letters
from extractors.marks.patches import gathered
from extractors.marks.sheet import FAMILIES, Mask, Sheet, resized
from extractors.marks.strokes import without_rules
from extractors.marks.wording import worded_stamps
from models.geometry import Box
from models.reading import Word

FEWEST_PIXELS: Final = 250
RULE_MM: Final = 30.0
"""A straight run as long is the form's."""
LONGEST_SIDE_MM: Final = 80.0
MOST: Final = 40
FEWEST_LETTERS, WHOLE_RIM = 5, 0.55
"""An oval of fewer letters shows this much of its rim: a pen draws arcs."""
SURE_WORD: Final = 0.8
HALF_INKED: Final = 60
"""Of 255: a pixel at half the size is ink when a quarter of it is."""
KINDS: Final = ("oval", "frame", "patch", "heap", "lean", "word")


@dataclass(frozen=True, slots=True)
class StampFind:
    """A place in millimetres: how it was found, its tilt in degrees against the page (0 when it
    has none), the share of its rim that is inked, and how many letters an oval holds."""

    bounds: tuple[float, float, float, float]
    kind: str
    tilt: float = 0.0
    coverage: float = 0.0
    letters: int = 0


@dataclass(frozen=True, slots=True)
class StampInks:
    """The ink of a page at `COLOUR_DPI` without the form's rules: all of it, and each colour."""

    plain: Mask
    coloured: dict[tuple[int, ...], Mask]


def stamp_inks(page: Sheet, tilt: float) -> StampInks:
    """The inks to look for stamps in; `tilt` is how the page's rules lean."""
    coloured = {}
    for family in FAMILIES:
        mask = page.inked(family)
        if cv2.countNonZero(mask) >= FEWEST_PIXELS:
            coloured[family] = without_rules(mask, page.colour_mm, RULE_MM, tilt)
    plain = without_rules(page.small_ink, page.colour_mm, RULE_MM, tilt)
    return StampInks(plain, coloured)


def stamp_finds(
    page: Sheet, inks: StampInks, words: Sequence[Word], segments: tuple[Segment, ...]
) -> list[StampFind]:
    """Places that may hold a stamp, the same one more than once."""
    tilt = page_tilt(segments)
    finds = [*_ovals(inks.plain, page.colour_mm), *_frames(page, segments, tilt)]
    for mask in inks.coloured.values():
        finds += _ovals(mask, page.colour_mm)
        finds += [StampFind(bounds, "patch") for bounds in gathered(mask, page.colour_mm)]
    finds += _heaps(page, inks.plain, words)
    finds += _worded(page, words)
    return [find for find in finds if _on_page(page, find)][:MOST]


def _heaps(page: Sheet, ink: Mask, words: Sequence[Word]) -> Iterator[StampFind]:
    """What of all ink lies close together, with and without the print that was surely read."""
    rows, columns = ink.shape
    unread = ink.copy()
    for word in words:
        if word.confidence >= SURE_WORD and sum(c.isalnum() for c in word.text) >= 2:
            x0, y0 = int(word.box.x0 * columns), int(word.box.y0 * rows)
            unread[y0 : int(word.box.y1 * rows) + 1, x0 : int(word.box.x1 * columns) + 1] = 0
    known = set()
    for mask in (unread, ink):
        half = cv2.threshold(resized(mask, 0.5), HALF_INKED, 255, cv2.THRESH_BINARY)[1]
        for bounds in gathered(np.asarray(half, np.uint8), page.colour_mm / 2):
            if bounds not in known:
                known.add(bounds)
                yield StampFind(bounds, "heap")


def _ovals(ink: Mask, mm: float) -> Iterator[StampFind]:
    for oval in find_ovals(ink, mm, *pieces_and_letters(ink, mm)):
        if oval.coverage >= WHOLE_RIM or oval.letters >= FEWEST_LETTERS:
            yield StampFind(oval.bounds, "oval", 0.0, oval.coverage, oval.letters)


def _frames(page: Sheet, segments: Sequence[Segment], tilt: float) -> Iterator[StampFind]:
    short = [s for s in segments if s.length < LONGEST_SIDE_MM]
    for frame in find_frames(short, page.small_ink, page.colour_mm):
        yield StampFind(frame.bounds, "frame", frame.tilt - tilt, frame.coverage)


def _worded(page: Sheet, words: Sequence[Word]) -> Iterator[StampFind]:
    """Lettering as the reader of words saw it: leaning, or saying what stamps say."""
    w, h = page.width_mm, page.height_mm

    def bounds(box: Box) -> tuple[float, float, float, float]:
        return box.x0 * w, box.y0 * h, box.x1 * w, box.y1 * h

    for box, lean in leaning_blocks(words, w, h):
        yield StampFind(bounds(box), "lean", lean)
    for box, _ in worded_stamps(words, w, h):
        yield StampFind(bounds(box), "word")


def _on_page(page: Sheet, find: StampFind) -> bool:
    x0, y0, x1, y1 = find.bounds
    return (
        x1 - x0 >= 5
        and y1 - y0 >= 3
        and x0 >= -3
        and y0 >= -3
        and x1 <= page.width_mm + 3
        and y1 <= page.height_mm + 3
    )
