"""Pages written word by word, as a reader would hand them over.

`sheet(at(0.1, "Facture N° 12"), at(0.2, "Total", (0.8, "91,00")))` is a page with two rows;
a text stands at the left margin unless an `x` (fraction of the width) goes with it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.words.order import in_reading_order
from models.geometry import Box
from models.reading import Barcode, How, MarkKind, PageReading, Rotation, SeenMark, Word

WIDTH, HEIGHT, DPI = 1654, 2339, 200
"""A4 in pixels."""
ASPECT = WIDTH / HEIGHT
MARGIN = 0.08
LETTER = 0.012
"""Height of a word, fraction of the page height (10-point print)."""
PITCH = 0.5
"""Width of a letter for one of height 1."""

Text = str | tuple[float, str]


def at(y: float, *texts: Text, height: float = LETTER, confidence: float = 0.95) -> list[Word]:
    """The words of one row whose top is at `y`."""
    words: list[Word] = []
    for text in texts:
        x, line = text if isinstance(text, tuple) else (MARGIN, text)
        words += _line(x, y, line, height, confidence)
    return words


def _line(x: float, y: float, line: str, height: float, confidence: float) -> list[Word]:
    step = PITCH * height / ASPECT
    words: list[Word] = []
    for text in line.split():
        end = x + step * len(text)
        words.append(Word(text, Box(x, y, end, y + height), confidence, How.OCR, 0))
        x = end + step
    return words


def sheet(
    *rows: Iterable[Word],
    marks: Sequence[SeenMark] = (),
    barcodes: Sequence[Barcode] = (),
    skew: float = 0.0,
    blank: bool = False,
) -> PageReading:
    """A page of these rows; with `skew`, its print leans by so many degrees."""
    words = [leaning(word, skew) for row in rows for word in row]
    return PageReading(
        rotation=Rotation(0),
        rotation_confidence=0.99,
        skew=skew,
        blank=blank,
        width=WIDTH,
        height=HEIGHT,
        dpi=DPI,
        words=in_reading_order(words, skew, ASPECT),
        barcodes=tuple(barcodes),
        marks=tuple(marks),
    )


def leaning(word: Word, skew: float) -> Word:
    """The word where a scan that leans by `skew` degrees (counter-clockwise) has it."""
    return replace(word, box=leaning_box(word.box, skew))


def leaning_box(box: Box, skew: float) -> Box:
    lean = math.tan(math.radians(skew))
    rise = (box.cx - 0.5) * ASPECT * lean
    more = abs(lean) * box.width * ASPECT / 2
    return Box(box.x0, box.y0 - rise - more, box.x1, box.y1 - rise + more)


def tick(x: float, y: float, present: bool | None) -> SeenMark:
    """A tick box whose left edge is at `x`, on the row whose top is at `y`."""
    side = LETTER
    return SeenMark(MarkKind.CASE, Box(x, y, x + side / ASPECT, y + side), 0.95, present)
