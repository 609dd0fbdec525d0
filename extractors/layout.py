"""A page's words laid out: rows, segments of rows, and text that can be searched.

Everything here is straightened: the lean of the page is taken out, so that a row is
level. Coordinates are still fractions of the upright page; the boxes kept on the
words themselves are the original ones, which is what fields report.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress
from operator import not_
from statistics import median

from extractors.combs import spelled
from models.geometry import Box
from models.reading import MarkKind, PageReading, Word
from models.values.text import folded, squeezed

_GLUED = (
    re.compile(r"^(.*[^\W\d][.°)]?[:=])(\S+)$"),
    re.compile(r"^(\w*[a-zà-ÿ]{2})([A-ZÀ-Þ]\w{2,}.*)$"),
    re.compile(r"^(\w*[a-zà-ÿé]{3})([A-ZÀ-Þ][A-Za-zà-ÿ])$"),
    re.compile(r"^([a-zà-ÿ]{5,})(\d{1,3})$"),
    re.compile(r"^(\d{4,}\s?[-–])([A-Z]{2,}.*)$"),
    re.compile(r"^(\d{8,})((?:[A-Z]\.){2,}.*|[A-Z][A-Za-zà-ÿ]{2,}.*|I\.?F\b.*)$"),
    re.compile(r"^((?:[A-Z]\.){2,4}:?)(\d{4,}\S*)$"),
    re.compile(r"^(\d{6,})(N[°º].*)$"),
    re.compile(r"^([A-Z]{2,4}\d{2,4})([A-Z][a-zà-ÿ]{3,}.*)$"),
    re.compile(r"^((?:[^\W\d]+['’-])?[^\W\d]+\.{2,})(\w.*)$"),
    re.compile(r"^(.*\(e\))(\d{4,}.*)$"),
    re.compile(r"^([^|]+\|)(?=.*[A-Za-z])([^|].*)$"),
    re.compile(r"^([^·•]*\w[^·•]*[·•])([^·•].*)$"),
    re.compile(r"^([Nn][°º])([A-Z\d][\w./-]{3,})$"),
    re.compile(r"^([A-Z]\.[A-Z])(\d{4,}\S*)$"),
    re.compile(r"^(IF|ICE|INPE|CNSS|RC|TP|T[ée]l|Fax|GSM|RIB|le)(\d{2,}\S*)$", re.IGNORECASE),
)
"""Words that hold two: «Nom:ALAMI», «NomALAMI», «303449690-ICE», «IF21938034», «le20/10/2025»,
«Nom....ALAMI», «immatriculé(e)298154717», «0572761899|ICE», «292244·I.C.E:…», «N°NH-62»."""
BOX_AS_LETTER = frozenset("Xx×✓✔☒☑□☐▢冈図区囚口DO0QCLVU[](){}|/1Il!")
"""What readers make of a tick box, ticked or not."""
BOX_IN_WORD = 0.5
"""Share of a tick box's width that lies in a word read over it."""
INTO_BOX = 0.25
"""Share of a tick box's width from which a word that begins so far in does not hold the box."""
WIDE_GAP = 2.2
"""Multiples of the letter height: a wider gap between words separates two segments."""


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
        """Usual height of a word, fraction of the page height."""
        return median(t.box.height for t in self.tokens) if self.tokens else 0.012

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
            token
            for part in _beside_boxes(Token(word, straight, word.line), ticks)
            for token in _parted(part.word, part.box)
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


def _straightened(box: Box, aspect: float, skew: float) -> Box:
    """A leaning word's box is higher than the word: the lean of its own width is taken off too."""
    lean = math.tan(math.radians(skew))
    shift = (box.cx - 0.5) * aspect * lean
    excess = min(abs(lean) * box.width * aspect, box.height * 0.5) / 2
    return Box(box.x0, box.y0 + shift + excess, box.x1, box.y1 + shift - excess)


def _parted(word: Word, straight: Box) -> list[Token]:
    """A word in which the reader ran a label and its value together («Nom:ALAMI») in two."""
    token = Token(word, straight, word.line)
    match = next((m for pattern in _GLUED if (m := pattern.match(word.text))), None)
    if match is None:
        return [token]
    parts = (_portion(token, 0, match.end(1)), _portion(token, match.end(1), len(word.text)))
    return [piece for part in parts for piece in _parted(part.word, part.box)]


def _beside_boxes(token: Token, ticks: Sequence[Box]) -> list[Token]:
    """A word without what a reader made of a tick box in it («冈Conjoint», «OuiXNon»)."""
    word = token.word
    for tick in ticks:
        shared = min(tick.x1, word.box.x1) - max(tick.x0, word.box.x0)
        if shared < BOX_IN_WORD * tick.width or not word.box.y0 <= tick.cy <= word.box.y1:
            continue
        step = word.box.width / len(word.text)
        outside = [
            not tick.x0 - 0.3 * step <= word.box.x0 + (i + 0.5) * step <= tick.x1 + 0.3 * step
            for i in range(len(word.text))
        ]
        if all(outside) or not set(compress(word.text, map(not_, outside))) <= BOX_AS_LETTER:
            continue
        if any(outside) and _own_capital(word, tick, outside.index(True)):
            continue
        return [
            kept
            for start, end in _runs(outside)
            for kept in _beside_boxes(_portion(token, start, end), ticks)
        ]
    return [token]


def _own_capital(word: Word, tick: Box, length: int) -> bool:
    """Whether the letter over a box begins the word itself: the word begins within the box, under
    the tail of a tick, and goes on in small letters («☑Chimiothérapie»)."""
    began = word.box.x0 - tick.x0 > INTO_BOX * tick.width
    head, rest = word.text[:length], word.text[length:]
    return began and length == 1 and head.isalpha() and head.isupper() and rest[0].islower()


def _runs(kept: Sequence[bool]) -> list[tuple[int, int]]:
    """`[start, end)` of each run of true values."""
    edges = [
        i for i in range(len(kept) + 1) if (i < len(kept) and kept[i]) != (i > 0 and kept[i - 1])
    ]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _portion(token: Token, start: int, end: int) -> Token:
    """Characters `start` to `end` of a token, as if all were as wide."""
    length = len(token.text)
    word = replace(
        token.word,
        text=token.text[start:end],
        box=_slice(token.word.box, start / length, end / length),
    )
    return Token(word, _slice(token.box, start / length, end / length), token.row)


def _slice(box: Box, start: float, end: float) -> Box:
    return Box(box.x0 + box.width * start, box.y0, box.x0 + box.width * end, box.y1)


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
