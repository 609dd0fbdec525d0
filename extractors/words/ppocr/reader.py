"""PP-OCR as a reader of pages: lines found, cut, read, and split into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum

from extractors.words import arabic
from extractors.words.capitals import in_capitals
from extractors.words.ppocr.detector import Image, LineDetector, Quad, cut
from extractors.words.ppocr.line import LineReading, mean_confidence
from extractors.words.ppocr.recogniser import LineRecogniser
from extractors.words.ppocr.session import models_present
from models.geometry import Box
from models.reading import How, Word

LEAST_CONFIDENCE = 0.35
"""A line read with less is noise: stamps' rims, scribbles, texture."""
DPI = 200
"""Of an image that does not say."""


class Looks(Enum):
    """How often a line may be looked at."""

    ONE = "one"
    AGAIN_WHEN_DOUBTFUL = "again"


class PPOcrReader:
    """Print and hand, Latin script. The same instance may read any number of pages."""

    name = "pp-ocrv6-small/2"

    def __init__(self, looks: Looks = Looks.AGAIN_WHEN_DOUBTFUL) -> None:
        self.detector = LineDetector()
        self.recogniser = LineRecogniser()
        self._looks = looks

    def available(self) -> bool:
        return models_present()

    def read(self, image: Image, dpi: int) -> tuple[Word, ...] | None:
        return self.read_lines(image, self.detector.quads(image), dpi)

    def read_lines(
        self,
        image: Image,
        quads: Sequence[Quad],
        dpi: int = DPI,
        known: Mapping[int, LineReading] | None = None,
    ) -> tuple[Word, ...]:
        """Words of the lines already found on `image`.

        `known` are the first readings of some, by their place among the quads.
        """
        strips = [cut(image, quad) for quad in quads]
        lines = self._first_look(strips, known or {})
        if self._looks is Looks.AGAIN_WHEN_DOUBTFUL:
            lines = self.recogniser.look_again(strips, lines)
        in_arabic = self._arabic(strips, lines, dpi)
        height, width = image.shape[:2]
        words: list[Word] = []
        for number, (quad, line) in enumerate(zip(quads, lines, strict=True)):
            if number in in_arabic:
                words.extend(
                    replace(w, line=number, box=_part(quad, w.box.x0, w.box.x1, width, height))
                    for w in in_arabic[number]
                )
            elif line.confidence >= LEAST_CONFIDENCE:
                words.extend(_words(line, quad, number, width, height))
        return tuple(words)

    def _first_look(
        self, strips: Sequence[Image], known: Mapping[int, LineReading]
    ) -> list[LineReading]:
        unread = [number for number in range(len(strips)) if number not in known]
        read = dict(known)
        read |= zip(unread, self.recogniser.read([strips[n] for n in unread]), strict=True)
        return [read[number] for number in range(len(strips))]

    def _arabic(
        self, strips: Sequence[Image], lines: Sequence[LineReading], dpi: int
    ) -> dict[int, tuple[Word, ...]]:
        """The lines, by their number, that are Arabic."""
        if self._looks is Looks.ONE or not arabic.available():
            return {}
        tried = [
            number
            for number, (strip, line) in enumerate(zip(strips, lines, strict=True))
            if arabic.may_be_arabic(strip, line.confidence)
        ][: arabic.MOST]
        read = {number: arabic.read_arabic(strips[number], dpi) for number in tried}
        return {number: words for number, words in read.items() if words}


def _words(line: LineReading, quad: Quad, number: int, width: int, height: int) -> list[Word]:
    """Split a line at its spaces; each word gets the part of the quad it covers."""
    return [
        Word(
            text=in_capitals("".join(c.text for c in word)),
            box=_part(quad, word[0].x0, word[-1].x1, width, height),
            confidence=mean_confidence(word),
            how=How.OCR,
            line=number,
        )
        for word in line.words()
    ]


def _part(quad: Quad, x0: float, x1: float, width: int, height: int) -> Box:
    """The box around a stretch of the line. (Plain numbers: arrays of four cost ten times more.)"""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad.tolist()
    xs = [a + (b - a) * at for a, b in ((ax, bx), (dx, cx)) for at in (x0, x1)]
    ys = [a + (b - a) * at for a, b in ((ay, by), (dy, cy)) for at in (x0, x1)]
    return Box(
        min(1.0, max(0.0, min(xs) / width)),
        min(1.0, max(0.0, min(ys) / height)),
        min(1.0, max(0.0, max(xs) / width)),
        min(1.0, max(0.0, max(ys) / height)),
    )
