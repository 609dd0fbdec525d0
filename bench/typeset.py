"""Words set on a page where a reader would have found them: no image, no OCR."""

from __future__ import annotations

import math
from dataclasses import replace

from extractors.words.order import in_reading_order
from models.geometry import Box
from models.reading import How, PageReading, Rotation, Word

WIDTH, HEIGHT, DPI = 1654, 2339, 200
SHAPE = WIDTH / HEIGHT


class Typeset:
    """One A4 page, its words set in print of `letter` (its height as a share of the page's), of which a
    letter is `wide` heights wide."""

    def __init__(self, letter: float, wide: float) -> None:
        self.letter, self._step = letter, wide / SHAPE
        self.words: list[Word] = []

    def text(
        self, x: float, y: float, text: str, size: float | None = None, how: How = How.OCR
    ) -> float:
        """The words from `x` on, `y` their top; where the next would begin."""
        size = self.letter if size is None else size
        step = self._step * size
        sure = 0.85 if how is How.MANUSCRIT else 0.95
        for word in text.split():
            end = x + step * len(word)
            self.words.append(Word(word, Box(x, y, end, y + size), sure, how, 0))
            x = end + step
        return x

    def reading(self, lean: float = 0.0, told: float = 0.0) -> PageReading:
        """The page as read: it leans by `lean` degrees, of which the reader measured `told`."""
        words = [_leaning(w, lean) for w in self.words]
        ordered = in_reading_order(words, told, SHAPE)
        return PageReading(Rotation(0), 0.99, told, False, WIDTH, HEIGHT, DPI, words=ordered)


def _leaning(word: Word, degrees: float) -> Word:
    lean = math.tan(math.radians(degrees))
    box = word.box
    rise = (box.cx - 0.5) * SHAPE * lean
    more = abs(lean) * box.width * SHAPE / 2
    return replace(word, box=Box(box.x0, box.y0 - rise - more, box.x1, box.y1 - rise + more))
