"""Tick boxes: small printed squares, ticked, empty or unsure; combs of joined cells are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_letters, digits
from typing import Final

import numpy as np

from extractors.marks.circles import find_circles
from extractors.marks.inline import DRAWN, inline_boxes
from extractors.marks.sheet import Sheet
from extractors.marks.sides import Square
from extractors.marks.squares import find_squares, level
from models.reading import MarkKind, SeenMark, Word

SURE_MM: Final = 2.9
BOLD: Final = 0.18
"""Printed boxes have sides thinner than this share of their length."""
SURE_WORD: Final = 0.8
FIRST_LETTER: Final = 1.6
"""Of the mean width of a word's letters."""
LATIN: Final = frozenset(ascii_letters + digits)
SQUARE: Final = frozenset("DOQB80")
"""Letters that close around white on four sides."""
BOXLIKE: Final = frozenset("XxOoD0Q")
JOINT: Final = re.compile(r"[a-zéè][A-ZÉÈ]|[:?;][^\W\d_]")
"""Two words read as one, «maladeAssuré», «tiers:non»: a box may stand between them."""
GAPING: Final = 0.85
"""Widest a letter is, of the height of its line."""
FEWEST_ALIKE: Final = 2
THREE: Final = 3
NEAR: Final = 0.1
"""Share of its width by which a word that took in its box begins before it."""
APART: Final = 2.0
"""Sides from one box of a row to the next, at least: a word stands between them."""
LEAST_MM: Final = 2.5
"""Empty squares that are smaller are letters too: a pen in a box may make it look smaller."""
HEAVY_MM: Final = 0.6
"""Empty squares of thicker lines are letters."""
TALL: Final = 0.55
"""Of a line's height: a box is no smaller, as small letters are."""
ALIKE: Final = 0.15
EMPTY: Final = 0.035
TICKED: Final = 0.09
"""Share of the inside that is ink: below is empty, above is ticked, between unsure."""
HIDDEN: Final = 0.75
"""What is left of a box's certainty where a pen is all over it."""
COMB_GAP: Final = 0.4
"""Squares side by side closer than this share of their side are cells of a comb."""


def find_boxes(page: Sheet, words: Sequence[Word], tilt: float = 0.0) -> tuple[SeenMark, ...]:
    """Tick boxes drawn on the page and those that readers give as characters, in reading order.

    `tilt` is how the page's rules lean, in degrees.
    """
    squares = find_squares(page.grey, page.mm, tilt, _print(page, words))
    empty = [s.side for s in squares if s.whole and s.inside <= EMPTY and not s.amid]
    apart = [square for square in squares if not _joined(square, squares)]
    rows = [s for s in apart if s.whole and s.inside <= EMPTY and not s.amid]
    sure = [
        square
        for square in apart
        if _one_of_three(square, [r for r in rows if _before_a_word(page, r, words)], tilt)
        or not (_drawn_letter(page, square) or _letter(page, square, words, empty))
    ]
    rows = [s for s in sure if s.whole and s.inside <= EMPTY]
    marks = [_mark(page, s) for s in apart if s in sure or _of_a_row(s, rows)]
    for mark in (*find_circles(page, words), *inline_boxes(words, page)):
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


def _one_of_three(square: Square, empty: Sequence[Square], tilt: float) -> bool:
    """Whether it stands in a row of three empty boxes as large, as no letters do; thick as they are
    on a photograph that is not sharp."""
    row = [e for e in empty if abs(square.side / e.side - 1) < ALIKE and level(square, e, tilt)]
    apart = all(abs(a.x0 - b.x0) > APART * square.side for i, a in enumerate(row) for b in row[:i])
    return square in row and len(row) >= THREE and apart


def _before_a_word(page: Sheet, square: Square, words: Sequence[Word]) -> bool:
    """Whether a word that was read well begins right behind it, or with it and with no letter that
    it might be."""
    height, width = page.grey.shape
    middle = (square.y0 + square.y1) / 2 / height
    begin, end = square.x0 / width, (square.x1 + square.side) / width
    return any(
        word.confidence >= SURE_WORD
        and word.box.y0 < middle < word.box.y1
        and begin - NEAR * word.box.width < word.box.x0 < end
        and word.box.x1 * width > square.x1 + square.side
        and (word.box.x0 * width >= square.x1 or word.text[0] not in SQUARE)
        for word in words
    )


def _of_a_row(square: Square, empty: Sequence[Square]) -> bool:
    """Whether it is one more of the page's empty boxes, on a row of theirs and as large: between
    two words it looks like a letter of one."""
    alike = [e for e in empty if abs(square.side / e.side - 1) < ALIKE]
    return square.whole and len(alike) >= FEWEST_ALIKE and any(level(square, e) for e in alike)


def _joined(square: Square, squares: Sequence[Square]) -> bool:
    """Whether another square stands right beside it, as the cells of a comb do."""
    for other in squares:
        if other is square or abs(other.y0 - square.y0) > 0.3 * square.side:
            continue
        gap = max(other.x0 - square.x1, square.x0 - other.x1)
        if gap < COMB_GAP * square.side and 0.7 < other.side / square.side < 1.4:
            return True
    return False


def _print(page: Sheet, words: Sequence[Word]) -> np.ndarray:
    """Bounds in pixels of surely read words, less their first letter, which may be a box; last
    where that begins."""
    height, width = page.grey.shape
    spans = [
        (
            (word.box.x0 + FIRST_LETTER * word.box.width / len(word.text)) * width,
            word.box.y0 * height, word.box.x1 * width, word.box.y1 * height, word.box.x0 * width,
        )
        for word in words
        if word.confidence >= SURE_WORD
        and sum(c.isalnum() for c in word.text) >= 2
        and not _gaping(word, page)
    ]  # fmt: skip
    return np.array(spans, np.float64).reshape(-1, 5)


def _gaping(word: Word, page: Sheet) -> bool:
    """Whether a box may stand inside a word: two read as one, a box read as a character, or
    letters farther apart than print has them, as in «MF» for «M [X] F»."""
    if JOINT.search(word.text) or not DRAWN.keys().isdisjoint(word.text):
        return True
    pitch = word.box.width * page.width_mm / len(word.text)
    return pitch > GAPING * word.box.height * page.height_mm


def _drawn_letter(page: Sheet, square: Square) -> bool:
    """Whether it looks like a letter, whatever was read: amid ink, or empty of thick lines."""
    if square.amid and (square.inside > EMPTY or not square.whole):
        return True
    if square.inside >= TICKED:
        return False
    return square.bold * square.side > HEAVY_MM * page.mm or square.side < LEAST_MM * page.mm


def _letter(page: Sheet, square: Square, words: Sequence[Word], empty: Sequence[float]) -> bool:
    """Whether the square is rather the letter that a reader saw at the beginning of a word. Of a
    box readers make an O, a D or an X before a word that begins anew. `empty` are the sides of
    the page's empty boxes, as large as its ticked ones."""
    clear = square.whole and square.side >= SURE_MM * page.mm and square.bold <= BOLD
    height, width = page.grey.shape
    x, y = (square.x0 + square.x1) / 2 / width, (square.y0 + square.y1) / 2 / height
    for word in words:
        text = word.text
        if not word.box.holds(x, y) or sum(c.isalnum() for c in text) < 2:
            continue
        place = int((x - word.box.x0) / max(1e-6, word.box.width) * len(text))
        place = max(0, min(place, len(text) - 1))
        if text[place] not in LATIN:
            continue
        if len(text) == 2 and not place and square.whole and square.inside >= TICKED:
            continue  # «8M»: the box of the option M
        if (
            _gaping(word, page)
            and square.inside >= TICKED
            and square.whole
            and sum(abs(square.side / side - 1) < ALIKE for side in empty) >= FEWEST_ALIKE
        ):
            continue
        tall = square.side >= TALL * word.box.height * height
        if not text.isupper():
            if text[place] in BOXLIKE and text[place + 1 : place + 2].isupper():
                continue
            usual = float(np.median(empty)) if empty else 0.0
            alike = abs(square.side / usual - 1) < ALIKE if empty else tall
            if square.inside >= TICKED and alike and (square.whole or empty):
                continue
        if not clear or word.confidence >= SURE_WORD:
            return True
    return False


def _mark(page: Sheet, square: Square) -> SeenMark:
    state, confidence = ticked(square.inside)
    if square.hidden:
        confidence *= HIDDEN
    mm = page.mm
    box = page.box(square.x0 / mm, square.y0 / mm, square.x1 / mm, square.y1 / mm)
    return SeenMark(MarkKind.CASE, box, confidence, state)
