"""Black print under a coloured stamp, read once more with the stamp's colour taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from extractors.words.ppocr import PPOcrReader
from extractors.words.reader import Image
from models.geometry import Box
from models.reading import Word

LOOK_PX_PER_MM: Final = 3.0
A4_LONG_MM: Final = 297.0
CHROMA: Final = 45
"""Channels of coloured ink differ by more (0..255)."""
DARK: Final = 120
"""Print is darker than this in every channel, even where a stamp lies on it."""
GATHER_MM: Final = 4.0
STAMP_MM: Final = ((12.0, 95.0), (6.0, 65.0))
"""Widths and heights of patches of colour that may be stamps."""
COLOURED: Final = (0.04, 0.6)
"""Share of a stamp's box that is coloured ink; solid areas of colour are printed."""
LEAST_PRINT: Final = 0.02
"""Share of the box that is black ink for a second reading to be worth its while."""
MOST: Final = 3
"""Stamps looked under on one page."""
ROOM_MM: Final = 3.0
CUT: Final = 0.01
"""A word nearer to the side of what was cut out of the page may be a part of one."""
SURE: Final = 0.85
BETTER: Final = 0.05
SAME_PLACE: Final = 0.5


def read_under_stamps(image: Image, words: Sequence[Word], reader: PPOcrReader) -> tuple[Word, ...]:
    """The words, those under stamps read again where the stamp's colour hid them.

    Nothing that was read is lost: a word gives way only to a surer one at its place.
    """
    result = list(words)
    height, width = image.shape[:2]
    for place in _printed_over(image):
        x0, y0 = int(place.x0 * width), int(place.y0 * height)
        x1, y1 = int(place.x1 * width) + 1, int(place.y1 * height) + 1
        part = without_colour(image[y0:y1, x0:x1])
        found = reader.read_lines(part, reader.detector.quads(part))
        line = max((word.line for word in result), default=-1) + 1
        for word in found:
            if not CUT < word.box.x0 < word.box.x1 < 1 - CUT:
                continue
            moved = Box(
                (x0 + word.box.x0 * (x1 - x0)) / width,
                (y0 + word.box.y0 * (y1 - y0)) / height,
                (x0 + word.box.x1 * (x1 - x0)) / width,
                (y0 + word.box.y1 * (y1 - y0)) / height,
            )
            _take(result, replace(word, box=moved, line=line + word.line), place)
    return tuple(result)


def without_colour(image: Image) -> Image:
    """Coloured ink takes the light of some channels only: the lightest one shows the print."""
    red, green, blue = cv2.split(image)
    return np.asarray(cv2.merge([cv2.max(cv2.max(red, green), blue)] * 3), np.uint8)


def _take(words: list[Word], new: Word, place: Box) -> None:
    if new.confidence < SURE:
        return
    met = [
        index
        for index, word in enumerate(words)
        if word.box.intersection(new.box) > SAME_PLACE * min(word.box.area, new.box.area)
    ]
    if any(words[index].confidence + BETTER > new.confidence for index in met):
        return
    if len(met) == 1 and len(words[met[0]].text) <= len(new.text) + 1:
        words[met[0]] = replace(new, line=words[met[0]].line)
    elif not met:
        words.append(new)


def _printed_over(image: Image) -> list[Box]:
    """Patches of coloured ink as large as a stamp, with black print among it; largest first."""
    height, width = image.shape[:2]
    # Averaging a whole number of pixels is ten times faster than any other.
    fewer = max(1, round(max(height, width) / (LOOK_PX_PER_MM * A4_LONG_MM)))
    size = max(8, width // fewer), max(8, height // fewer)
    whole = image[: size[1] * fewer, : size[0] * fewer]
    small = image if fewer == 1 else cv2.resize(whole, size, interpolation=cv2.INTER_AREA)
    px = max(height, width) / fewer / A4_LONG_MM
    red, green, blue = cv2.split(small)
    lightest = np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)
    darkest = cv2.min(cv2.min(red, green), blue)
    coloured = (cv2.subtract(lightest, darkest) > CHROMA).astype(np.uint8)
    if not coloured.any():
        return []
    black = lightest < DARK
    side = max(3, round(GATHER_MM * px)) | 1
    joined = cv2.morphologyEx(coloured, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    stats = cv2.connectedComponentsWithStats(joined)[2][1:]
    places: list[tuple[int, Box]] = []
    for x, y, w, h, _ in (map(int, row) for row in stats):
        if not (_within(w / px, STAMP_MM[0]) and _within(h / px, STAMP_MM[1])):
            continue
        part = slice(y, y + h), slice(x, x + w)
        if _within(float(coloured[part].mean()), COLOURED) and _share(black[part]) >= LEAST_PRINT:
            room = ROOM_MM * px
            rows, columns = small.shape[:2]
            box = Box(
                max(0.0, (x - room) / columns),
                max(0.0, (y - room) / rows),
                min(1.0, (x + w + room) / columns),
                min(1.0, (y + h + room) / rows),
            )
            places.append((w * h, box))
    places.sort(key=lambda place: -place[0])
    return [box for _, box in places[:MOST]]


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def _share(mask: npt.NDArray[np.bool_]) -> float:
    return float(mask.mean())
