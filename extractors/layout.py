"""A page's words laid out: rows, segments of rows, and text that can be searched.

Everything here is straightened: the lean of the page is taken out, so that a row is
level. Coordinates are still fractions of the upright page; the boxes kept on the
words themselves are the original ones, which is what fields report.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

from extractors.combs import spelled
from extractors.parting import Span, part_of, words_in
from models.geometry import Box
from models.reading import MarkKind, PageReading, Word
from models.values.text import folded, squeezed

WIDE_GAP = 2.2
"""Multiples of the letter height: a wider gap between words separates two segments."""
USUAL_LETTER = 0.012
"""Share of the height of an A4 page that 10-point print takes."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word in its place. `box` is straightened, `word.box` is as on the page."""

    word: Word
    box: Box
    row: int

    @property
    def text(self) -> str:
        return self.word.text


@dataclass(frozen=True)
class Segment:
    """Neighbouring words of one row."""

    tokens: tuple[Token, ...]

    @cached_property
    def box(self) -> Box:
        return Box.around(t.box for t in self.tokens)

    @cached_property
    def text(self) -> str:
        return " ".join(t.text for t in self.tokens)

    @cached_property
    def folded(self) -> str:
        return folded(self.text)


@dataclass(frozen=True)
class Row:
    """All words of one level of the page, left to right, and their searchable form."""

    tokens: tuple[Token, ...]
    number: int
    aspect: float = 0.7071
    """Width of the page over its height."""

    @cached_property
    def box(self) -> Box:
        return Box.around(t.box for t in self.tokens)

    @cached_property
    def squeezed(self) -> str:
        """Letters and digits of the row without spaces, case or accents."""
        return "".join(squeezed(t.text) for t in self.tokens)

    @cached_property
    def owners(self) -> tuple[int, ...]:
        """For each character of `squeezed`, the index of its token."""
        return tuple(
            index for index, t in enumerate(self.tokens) for _ in range(len(squeezed(t.text)))
        )


@dataclass(frozen=True)
class Layout:
    """One page laid out. `aspect` is its width over its height."""

    number: int
    reading: PageReading
    rows: tuple[Row, ...]
    aspect: float

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(t for row in self.rows for t in row.tokens)

    @cached_property
    def letter(self) -> float:
        """Usual height of a word, fraction of the page height; never nothing."""
        heights = [t.box.height for t in self.tokens if t.box.height > 0]
        return median(heights) if heights else USUAL_LETTER

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        return tuple(s for row in self.rows for s in segments(row.tokens, self.aspect))

    def straight(self, box: Box) -> Box:
        """A box of the page as it is, the page's lean taken out."""
        return _straightened(box, self.aspect, self.reading.skew)

    @cached_property
    def folded(self) -> str:
        """The whole page, searchable, one row after the other."""
        return " ".join(folded(" ".join(t.text for t in row.tokens)) for row in self.rows)

    @cached_property
    def squeezed(self) -> str:
        return self.folded.replace(" ", "")


def lay_out(reading: PageReading, number: int) -> Layout:
    """The words of a reading, straightened and put in rows."""
    aspect = reading.width / reading.height
    ticks = [m.box for m in reading.marks if m.kind is MarkKind.CASE]
    rows: dict[int, list[Token]] = {}
    for word in spelled(reading.words, aspect):
        straight = _straightened(word.box, aspect, reading.skew)
        rows.setdefault(word.line, []).extend(
            _part(word, straight, span) for span in words_in(word.text, word.box, ticks)
        )
    return Layout(
        number,
        reading,
        tuple(
            Row(tuple(sorted(tokens, key=lambda t: t.box.x0)), line, aspect)
            for line, tokens in sorted(rows.items())
        ),
        aspect,
    )


def _part(word: Word, straight: Box, span: Span) -> Token:
    own = replace(word, text=word.text[slice(*span)], box=part_of(word.box, word.text, span))
    return Token(own, part_of(straight, word.text, span), word.line)


def _straightened(box: Box, aspect: float, skew: float) -> Box:
    """A leaning word's box is higher than the word: the lean of its own width is taken off too."""
    lean = math.tan(math.radians(skew))
    shift = (box.cx - 0.5) * aspect * lean
    excess = min(abs(lean) * box.width * aspect, box.height * 0.5) / 2
    return Box(box.x0, box.y0 + shift + excess, box.x1, box.y1 + shift - excess)


def segments(tokens: Sequence[Token], aspect: float) -> tuple[Segment, ...]:
    """Runs of words that belong together, told by the gaps between them."""
    found: list[list[Token]] = []
    for token in tokens:
        if found:
            last = found[-1][-1]
            gap = (token.box.x0 - last.box.x1) * aspect
            if gap <= WIDE_GAP * min(token.box.height, last.box.height):
                found[-1].append(token)
                continue
        found.append([token])
    return tuple(Segment(tuple(run)) for run in found)
