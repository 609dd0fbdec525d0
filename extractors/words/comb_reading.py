"""What stands in the cells of combs, read as words in the place of what a reader of lines made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import cv2
import numpy as np

from extractors.words.combs import Cell, find_combs
from extractors.words.crop import without_rules
from extractors.words.ppocr.line import mean_confidence
from extractors.words.ppocr.recogniser import Character, LineReading
from extractors.words.reader import Image
from models.geometry import Box
from models.reading import How, Word

DARK: Final = 0.75
"""Of the paper's light in the comb: what is darker is ink."""
INK: Final = 0.015
"""Share of a cell that is ink, from which on something stands in it."""
EDGE: Final = 0.14
"""Share of a cell's height beside its foot and its head where a leaning rule may still show."""
SPACING: Final = 0.14
"""Between two characters set side by side, in heights of their cells."""
MARGIN: Final = 0.2
LEAST_CONFIDENCE: Final = 0.7
PRINT: Final = 0.95
"""Words read as surely, without a sign that may be a rule, stand in a frame and in no comb."""
RULES: Final = frozenset("|[](){}!/\\_")
INSIDE: Final = 0.5
"""Share of a word's box within a comb, from which on the comb's reading stands for it."""


class Recogniser(Protocol):
    """What reads strips of one line, and reads them as handwriting."""

    def read(self, strips: Sequence[Image]) -> list[LineReading]: ...

    def read_by_hand(self, strips: Sequence[Image]) -> list[LineReading]: ...


@dataclass(frozen=True, slots=True)
class _Comb:
    """A comb with the cells that hold something, set side by side."""

    cells: tuple[Cell, ...]
    filled: tuple[int, ...]
    close: Image
    """The characters as they would stand in a line of print."""


def read_combs(
    image: Image, words: Sequence[Word], recogniser: Recogniser, dpi: int
) -> tuple[Word, ...]:
    """The words, those in combs read again cell by cell. `image`: (h, w, 3) RGB, upright.

    A comb's reading counts only if it has as many characters as cells hold ink; else what was
    read stays.
    """
    combs = [comb for cells in find_combs(image, dpi) if (comb := _set_together(image, cells))]
    if not combs:
        return tuple(words)
    result = list(words)
    lines = max((word.line for word in words), default=-1) + 1
    for comb in combs:
        place = _bounds(comb.cells, image)
        there = [w for w in result if w.box.intersection(place) >= INSIDE * w.box.area]
        beaten = _enough(comb, there)
        if beaten is None:
            continue
        strips = [comb.close, _as_it_stands(image, comb)]
        characters = _surest(recogniser.read(strips) + recogniser.read_by_hand(strips), comb)
        if characters is None or mean_confidence(characters) < beaten:
            continue
        result = [w for w in result if w not in there]
        for group in _words_of(comb):
            chosen = [characters[n] for n in group]
            cells = [comb.cells[comb.filled[n]] for n in group]
            result.append(
                Word(
                    text="".join(c.text for c in chosen),
                    box=_bounds(cells, image),
                    confidence=mean_confidence(chosen),
                    how=How.OCR,
                    line=lines,
                )
            )
        lines += 1
    return tuple(result)


def _enough(comb: _Comb, there: Sequence[Word]) -> float | None:
    """How sure a comb's reading must be to stand for the words there; `None`: none ever would."""
    read = "".join(word.text for word in there)
    if len(read) < len(comb.filled):
        return LEAST_CONFIDENCE
    sure = sum(w.confidence * len(w.text) for w in there) / len(read)
    if not read.isalnum():
        return None if sure >= PRINT and not RULES & set(read) else LEAST_CONFIDENCE
    if len(read) == len(comb.filled):
        return max(sure, LEAST_CONFIDENCE)
    return None if sure > LEAST_CONFIDENCE else LEAST_CONFIDENCE


def _surest(looks: Sequence[LineReading], comb: _Comb) -> list[Character] | None:
    """The surest look with a character for each filled cell."""
    whole = [
        characters
        for characters in ([c for c in look.characters if not c.text.isspace()] for look in looks)
        if len(characters) == len(comb.filled)
    ]
    return max(whole, key=mean_confidence, default=None)


def _set_together(image: Image, cells: Sequence[Cell]) -> _Comb | None:
    """The characters of a comb as they would stand in a line of print; None: it is empty."""
    height = max(cell.y1 - cell.y0 for cell in cells)
    parts: list[Image] = []
    filled: list[int] = []
    for number, cell in enumerate(cells):
        part = image[cell.y0 : cell.y1, cell.x0 : cell.x1]
        if min(part.shape[:2], default=0) < 4:
            return None
        extent = _extent(part)
        if extent is None:
            continue
        filled.append(number)
        shown = part[:, extent[0] : extent[1]]
        if shown.shape[0] != height:
            size = (shown.shape[1], height)
            shown = np.asarray(cv2.resize(shown, size, interpolation=cv2.INTER_AREA), np.uint8)
        parts.append(shown)
    if not parts:
        return None
    paper = np.median(np.concatenate([p.reshape(-1, 3) for p in parts]), axis=0).astype(np.uint8)
    gap = np.full((height, max(2, round(SPACING * height)), 3), paper, np.uint8)
    side = np.full((height, max(4, round(MARGIN * height)), 3), paper, np.uint8)
    row: list[Image] = [side]
    for part in parts:
        row += [part, gap]
    close = np.concatenate([*row[:-1], side], axis=1)
    return _Comb(tuple(cells), tuple(filled), close)


def _as_it_stands(image: Image, comb: _Comb) -> Image:
    """From the first character to the last, the rules painted over."""
    x0, x1 = comb.cells[comb.filled[0]].x0, comb.cells[comb.filled[-1]].x1
    y0, y1 = min(c.y0 for c in comb.cells), max(c.y1 for c in comb.cells)
    return without_rules(image[y0:y1, x0:x1])


def _extent(part: Image) -> tuple[int, int] | None:
    """From which to which column of a cell there is ink; None: it is empty."""
    gray = np.asarray(cv2.cvtColor(part, cv2.COLOR_RGB2GRAY), np.float32)
    edge = round(EDGE * gray.shape[0])
    ink = gray[edge : gray.shape[0] - edge] < DARK * float(np.percentile(gray, 90))
    if float(ink.mean()) < INK:
        return None
    columns = np.flatnonzero(ink.sum(axis=0) >= 1)
    room = max(1, round(0.06 * part.shape[1]))
    return max(0, int(columns[0]) - room), min(part.shape[1], int(columns[-1]) + 1 + room)


def _words_of(comb: _Comb) -> list[list[int]]:
    """Runs of filled cells, as indices into the filled ones: an empty cell or a gap parts words."""
    groups: list[list[int]] = []
    for place, number in enumerate(comb.filled):
        apart = not place or number != comb.filled[place - 1] + 1 or comb.cells[number].first
        if apart:
            groups.append([])
        groups[-1].append(place)
    return groups


def _bounds(cells: Sequence[Cell], image: Image) -> Box:
    height, width = image.shape[:2]
    return Box(
        min(c.x0 for c in cells) / width,
        min(c.y0 for c in cells) / height,
        max(c.x1 for c in cells) / width,
        max(c.y1 for c in cells) / height,
    )
