"""The papers that are set, and the pen that sets their words on a page."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extractors.words.order import in_reading_order
from models.geometry import Box
from models.reading import How, PageReading, Rotation, Word

PAPERS = Path(__file__).with_name("papers.toml")
WIDTH, HEIGHT, DPI = 1654, 2339, 200
SHAPE = WIDTH / HEIGHT
LETTER = 0.0115
"""Height of usual print, as a share of the page."""
STEP = 0.5 / SHAPE
"""Width of a letter, in letter heights."""
LEFT, TOP, LEADING = 0.08, 0.14, 0.028
"""Where the first row begins, and how far the next is, as shares of the page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A label, the field that it asks for and its answer."""

    field: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper of a type says. `parts`: the same persons by sections, with short labels."""

    type: str
    title: str
    entries: tuple[Entry, ...]
    parts: Mapping[str, tuple[Entry, ...]]


def papers() -> list[Paper]:
    """All papers of `papers.toml`."""
    listed = tomllib.loads(PAPERS.read_text(encoding="utf-8"))["papier"]
    return [
        Paper(
            p["type"],
            p["titre"],
            _entries(p["champs"]),
            {part["titre"]: _entries(part["champs"]) for part in p["parties"]},
        )
        for p in listed
    ]


def _entries(rows: Any) -> tuple[Entry, ...]:
    return tuple(Entry(*row) for row in rows)


class Pen:
    """Sets words on one page. `said` says what has been asked for: field -> answer."""

    def __init__(self, title: str) -> None:
        self.words: list[Word] = []
        self.said: dict[str, str] = {}
        size = 1.6 * LETTER
        self.text(0.5 - width(title, size) / 2, 0.06, title, size)

    def text(
        self, x: float, y: float, text: str, size: float = LETTER, how: How = How.OCR
    ) -> float:
        """The words from `x` on, `y` their top; where the next would begin."""
        step = STEP * size
        sure = 0.85 if how is How.MANUSCRIT else 0.95
        for word in text.split():
            end = x + step * len(word)
            self.words.append(Word(word, Box(x, y, end, y + size), sure, how, 0))
            x = end + step
        return x

    def answer(self, entry: Entry) -> str:
        """The answer of an entry, which from now on should be read."""
        self.said[entry.field] = entry.value
        return entry.value

    def reading(self, lean: float = 0.0, told: float = 0.0) -> PageReading:
        """The page as read: it leans by `lean` degrees, of which the reader measured `told`."""
        words = [_leaning(w, lean) for w in self.words]
        ordered = in_reading_order(words, told, SHAPE)
        return PageReading(Rotation(0), 0.99, told, False, WIDTH, HEIGHT, DPI, words=ordered)


def width(text: str, size: float = LETTER) -> float:
    """How wide a text is, as a share of the page."""
    return STEP * size * len(text)


def _leaning(word: Word, degrees: float) -> Word:
    lean = math.tan(math.radians(degrees))
    box = word.box
    rise = (box.cx - 0.5) * SHAPE * lean
    more = abs(lean) * box.width * SHAPE / 2
    return replace(word, box=Box(box.x0, box.y0 - rise - more, box.x1, box.y1 - rise + more))
