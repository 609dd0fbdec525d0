"""The readers that are compared: each reads a line already cut, or a whole page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from extractors.pages.reading import PageReader
from extractors.words.ppocr import LineRecogniser, Looks, PPOcrReader
from extractors.words.reader import Image
from extractors.words.tesseract import TesseractReader
from models.errors import StepFailed
from models.reading import Word

MARGIN = 20
"""White pixels around a cut line for Tesseract, which wants some."""


class LineReader(Protocol):
    """A reader under test. `name` heads its column."""

    @property
    def name(self) -> str: ...

    def line(self, strip: Image) -> str:
        """The text of an image that holds one line."""

    def page(self, image: Image, dpi: int) -> str:
        """The text of a page."""


@dataclass(frozen=True, slots=True)
class PPOcr:
    """PP-OCR alone, each line looked at once."""

    name: str = "PP-OCR"
    _reader: PPOcrReader = field(default_factory=lambda: PPOcrReader(Looks.ONE))

    def line(self, strip: Image) -> str:
        return self._reader.recogniser.read([strip])[0].text

    def page(self, image: Image, dpi: int) -> str:
        return _text(self._reader.read(image, dpi))


@dataclass(frozen=True, slots=True)
class Product:
    """As the product reads: doubtful lines looked at again, the second reader when it is asked."""

    name: str = "liasse"
    _reader: PageReader = field(default_factory=PageReader)
    _lines: LineRecogniser = field(default_factory=LineRecogniser)

    def line(self, strip: Image) -> str:
        return self._lines.read_well([strip])[0].text

    def page(self, image: Image, dpi: int) -> str:
        return self._reader.read(image, dpi).reading.text


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The product's second reader, French; it finds the line in the strip by itself."""

    name: str = "Tesseract"
    _reader: TesseractReader = field(default_factory=TesseractReader)

    def line(self, strip: Image) -> str:
        framed = np.pad(strip, ((MARGIN, MARGIN), (MARGIN, MARGIN), (0, 0)), constant_values=255)
        return self.page(framed, 300)

    def page(self, image: Image, dpi: int) -> str:
        try:
            return _text(self._reader.read(image, dpi))
        except StepFailed:
            return ""


def readers() -> list[LineReader]:
    """Those that this machine has."""
    found: list[LineReader] = [PPOcr(), Product()]
    if TesseractReader().available():
        found.append(Tesseract())
    return found


def _text(words: tuple[Word, ...] | None) -> str:
    lines: dict[int, list[str]] = {}
    for word in words or ():
        lines.setdefault(word.line, []).append(word.text)
    return "\n".join(" ".join(line) for line in lines.values())
