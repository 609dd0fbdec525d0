"""Tick boxes: small printed squares, ticked, empty or unsure; combs of joined cells are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.marks.circles import find_circles
from extractors.marks.inline import inline_boxes
from extractors.marks.sheet import Mask, Sheet
from models.reading import MarkKind, SeenMark, Word

SIDE_MM: Final = (1.9, 6.8)
ASPECT: Final = (0.78, 1.28)
SIDE_COVERAGE: Final = 0.82
"""Share of each side of a square that is ink."""
MOST_BULGE: Final = 0.4
SHARP_CORNERS: Final = 3
REACH_MM: Final = 0.9
"""How far from its first outline a square's sides are looked for."""
SURE_MM: Final = 2.9
BOLD: Final = 0.18
"""Printed boxes have sides thinner than this share of their length."""
RUN_MM: Final = 1.6
CONTINUED_MM: Final = 1.0
"""A side that goes on this far past its corner is a rule of a table."""
EMPTY: Final = 0.035
TICKED: Final = 0.09
"""Share of the inside that is ink: below is empty, above is ticked, between unsure."""
COMB_GAP: Final = 0.4
"""Squares side by side closer than this share of their side are cells of a comb."""


@dataclass(frozen=True, slots=True)
class Square:
    """Pixels of a square's outer edges on the page's ink."""

    x0: int
    y0: int
    x1: int
    y1: int
    sharp: int = 0
    """Corners into which both sides run."""

    @property
    def side(self) -> float:
        return (self.x1 - self.x0 + self.y1 - self.y0) / 2


def find_boxes(page: Sheet, words: Sequence[Word]) -> tuple[SeenMark, ...]:
    """Tick boxes drawn on the page and those that readers give as characters, in reading order."""
    squares = _squares(page.ink, page.mm)
    marks = [
        _mark(page, square)
        for square in squares
        if not _joined(square, squares) and not _letter(page, square, words)
    ]
    for mark in (*find_circles(page, words), *inline_boxes(words)):
        if not any(mark.box.grown(0.004, 0.003).intersection(m.box) > 0 for m in marks):
            marks.append(mark)
    return tuple(sorted(marks, key=lambda m: (round(m.box.cy, 2), m.box.cx)))


def ticked(inside: float) -> tuple[bool | None, float]:
    """State of a box of which the share `inside` is ink, and how sure that is (0..1)."""
    if inside <= EMPTY:
        return False, 0.98 - 0.18 * inside / EMPTY
    if inside >= TICKED:
        return True, min(0.98, 0.8 + 1.2 * (inside - TICKED))
    return None, 0.5


def _squares(ink: Mask, mm: float) -> list[Square]:
    """Squares of four inked sides, each once."""
    solid = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((2, 2), np.uint8)), np.uint8)
    run = max(3, round(RUN_MM * mm))
    runs = cv2.bitwise_or(
        cv2.morphologyEx(solid, cv2.MORPH_OPEN, np.ones((1, run), np.uint8)),
        cv2.morphologyEx(solid, cv2.MORPH_OPEN, np.ones((run, 1), np.uint8)),
    )
    outlines, _tree = cv2.findContours(runs, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    found: list[Square] = []
    low, high = SIDE_MM[0] * mm, SIDE_MM[1] * mm
    for outline in outlines:
        x, y, w, h = cv2.boundingRect(outline)
        if not (0.8 * low <= w <= high and 0.8 * low <= h <= high):
            continue
        if not ASPECT[0] * 0.9 <= w / h <= ASPECT[1] * 1.1:
            continue
        square = _fitted(solid, Square(x, y, x + w, y + h), mm)
        if square is None or not low <= square.side <= high:
            continue
        if not any(abs(square.x0 - k.x0) + abs(square.y0 - k.y0) < 0.6 * k.side for k in found):
            found.append(square)
    return found


def _fitted(ink: Mask, rough: Square, mm: float) -> Square | None:
    """The square's sides moved to where the ink is, `None` when one is lacking."""
    reach = max(4, round(REACH_MM * mm))
    y0, y1, x0, x1 = rough.y0 - reach, rough.y1 + reach, rough.x0 - reach, rough.x1 + reach
    if x0 < 0 or y0 < 0 or x1 > ink.shape[1] or y1 > ink.shape[0]:
        return None
    cut = ink[y0:y1, x0:x1] > 0
    middle_rows, middle_columns = slice(reach + 1, -reach - 1), slice(reach + 1, -reach - 1)
    # two neighbouring pixels, so that a side that leans by one pixel is still whole
    across = cut[middle_rows]
    columns = (across[:, :-1] | across[:, 1:]).mean(axis=0)
    along = cut[:, middle_columns]
    rows = (along[:-1] | along[1:]).mean(axis=1)
    sides = [_first(part, reach) for part in (columns, columns[::-1], rows, rows[::-1])]
    if min(coverage for _, coverage, _ in sides) < SIDE_COVERAGE:
        return None
    if max(bulge for _, _, bulge in sides) > MOST_BULGE:
        return None
    # of a pair of pixels the inner one is surely ink
    left, right = sides[0][0] + 1, len(columns) - 1 - sides[1][0]
    top, bottom = sides[2][0] + 1, len(rows) - 1 - sides[3][0]
    arm = max(3, round(0.5 * mm))
    sharp = sum(
        _sharp(
            cut, row, column, (1 if row == top else -1) * arm, (1 if column == left else -1) * arm
        )
        for row in (top, bottom)
        for column in (left, right)
    )
    if sharp < SHARP_CORNERS:
        return None
    square = Square(x0 + left, y0 + top, x0 + right + 1, y0 + bottom + 1, sharp)
    ratio = (square.x1 - square.x0) / max(1, square.y1 - square.y0)
    if not ASPECT[0] <= ratio <= ASPECT[1] or _continued(ink, square, mm) >= 2:
        return None
    return square


def _first(profile: np.ndarray, reach: int) -> tuple[int, float, float]:
    """The side nearest to place `reach`: where it begins coming from outside, how full it is,
    and how full the profile is just before: round letters bulge beyond their straight part."""
    band = profile[: 2 * reach]
    full = float(band.max())
    good = np.flatnonzero(band >= max(SIDE_COVERAGE, full - 0.05))
    if not len(good):
        return 0, full, 0.0
    place = int(good[np.argmin(np.abs(good - reach))])
    while place > 0 and band[place - 1] >= max(SIDE_COVERAGE, full - 0.05):
        place -= 1
    return place, full, float(profile[place - 2]) if place >= 2 else 1.0


def _sharp(cut: np.ndarray, row: int, column: int, down: int, along: int) -> bool:
    """Whether both sides run right into the corner there, as no letter's but E's and F's do."""
    ys = sorted((row, row + down))
    xs = sorted((column, column + along))
    beside = cut[ys[0] : ys[1] + 1, max(0, column - 1) : column + 2].any(axis=1)
    above = cut[max(0, row - 1) : row + 2, xs[0] : xs[1] + 1].any(axis=0)
    return bool(beside.mean() > 0.85 and above.mean() > 0.85)


def _continued(ink: Mask, square: Square, mm: float) -> int:
    """How many of the eight ends of the sides go straight on."""
    far = round(CONTINUED_MM * mm)
    ends = 0
    for y in (square.y0, square.y1 - 1):
        band = ink[max(0, y - 1) : y + 2]
        before = band[:, max(0, square.x0 - far) : square.x0]
        after = band[:, square.x1 : square.x1 + far]
        ends += sum(
            part.size > 0 and (part > 0).any(axis=0).mean() > 0.9 for part in (before, after)
        )
    for x in (square.x0, square.x1 - 1):
        band = ink[:, max(0, x - 1) : x + 2]
        before = band[max(0, square.y0 - far) : square.y0]
        after = band[square.y1 : square.y1 + far]
        ends += sum(
            part.size > 0 and (part > 0).any(axis=1).mean() > 0.9 for part in (before, after)
        )
    return ends


def _joined(square: Square, squares: Sequence[Square]) -> bool:
    """Whether another square stands right beside it, as the cells of a comb do."""
    for other in squares:
        if other is square or abs(other.y0 - square.y0) > 0.3 * square.side:
            continue
        gap = max(other.x0 - square.x1, square.x0 - other.x1)
        if gap < COMB_GAP * square.side and 0.7 < other.side / square.side < 1.4:
            return True
    return False


def _letter(page: Sheet, square: Square, words: Sequence[Word]) -> bool:
    """Whether the square is rather the letter that was read there: one that is small, bold or
    lacks a sharp corner. A large thin square is a box, whatever a reader makes of it."""
    bold = _thickness(page.ink, square) > BOLD * square.side
    if square.sharp == 4 and square.side >= SURE_MM * page.mm and not bold:
        return False
    height, width = page.ink.shape
    x, y = (square.x0 + square.x1) / 2 / width, (square.y0 + square.y1) / 2 / height
    for word in words:
        if word.box.holds(x, y) and sum(c.isalnum() for c in word.text) >= 2:
            place = int((x - word.box.x0) / max(1e-6, word.box.width) * len(word.text))
            if word.text[max(0, min(place, len(word.text) - 1))].isalnum():
                return True
    return False


def _thickness(ink: Mask, square: Square) -> float:
    """Pixels of the thinner of the two upright sides, halfway down most of it; infinite where
    a side stands back from the corners, as the stems of letters with serifs do."""
    cut = ink[square.y0 + 2 : square.y1 - 2, square.x0 : square.x1] > 0
    thin = np.inf
    for side in (cut, cut[:, ::-1]):
        if not side.size or side[:, :3].any(axis=1).mean() < SIDE_COVERAGE:
            return np.inf
        first = np.argmax(side, axis=1)
        runs = [np.cumprod(row[start:]).sum() for row, start in zip(side, first, strict=True)]
        thin = min(thin, float(np.median(runs)))
    return thin


def _mark(page: Sheet, square: Square) -> SeenMark:
    edge = max(3, round(0.21 * square.side), round(0.45 * page.mm))
    inside = page.ink[square.y0 + edge : square.y1 - edge, square.x0 + edge : square.x1 - edge]
    share = float((inside > 0).mean()) if inside.size else 0.0
    state, confidence = ticked(share)
    mm = page.mm
    box = page.box(square.x0 / mm, square.y0 / mm, square.x1 / mm, square.y1 / mm)
    return SeenMark(MarkKind.CASE, box, confidence, state)
