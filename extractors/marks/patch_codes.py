"""Patch codes: the four thick bars of the sheets that mailrooms lay between documents.

Two bars are wide (5.1 mm) and two narrow (2.0 mm), with spaces of 2 mm; their order names the code.
They are read from the page's edge inwards and hold no other data. Codes 2, 3 and T part documents; 1,
4 and 6 command the scanner (Kodak's definition, as its symbology is commonly described).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from extractors.marks.sheet import Image
from models.geometry import Box
from models.reading import Barcode

SYMBOLOGY: Final = "PatchCode"
CODES: Final = {"WWNN": "1", "WNNW": "2", "WNWN": "3", "NWWN": "4", "NNWW": "6", "NWNW": "T"}
BARS: Final = 4
LOOK_PX_PER_MM: Final = 3.0
SHRINK: Final = 6
ROUND_ABOUT_MM: Final = 16.0
"""Paper is the brightest within this reach."""
DARK: Final = 0.55
"""Of its brightness, what a bar is darker than."""
LENGTH_MM: Final = 30.0
"""Shorter bars are of other things."""
THICK_MM: Final = (1.2, 6.5)
SPACE_MM: Final = (1.0, 3.4)
"""Between two bars, for sheets printed smaller or larger than they should be."""
CURL: Final = 0.02
"""How far a bar may bend on a sheet that was fed or photographed askew, as a share of its length."""
PARALLEL: Final = 2.0
"""Degrees between two bars of one code, at most."""
ALIKE: Final = 0.1
"""Share of their length by which the ends of two bars of one code may differ."""
WIDER: Final = 1.6
"""A wide bar is so many times a narrow one, at least; within either kind less."""

_Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Bar:
    """A long straight stroke; lengths in millimetres, the centre in millimetres of the page."""

    centre: _Vector
    along: _Vector
    length: float
    thick: float

    def beside(self, other: _Bar) -> bool:
        """Whether two bars begin and end alike."""
        turned = abs(float(self.along @ other.along)) < np.cos(np.radians(PARALLEL))
        shifted = abs(float((other.centre - self.centre) @ self.along))
        most = ALIKE * max(self.length, other.length)
        return not turned and shifted < most and abs(self.length - other.length) < most


def find_patch_codes(grey: Image, px_per_mm: float) -> list[Barcode]:
    """The patch codes of a page: `PATCH T` and so on, each with its box."""
    if max(grey.shape) < LENGTH_MM * px_per_mm:
        return []
    factor = LOOK_PX_PER_MM / px_per_mm
    wide, high = (max(1, round(side * factor)) for side in grey.shape[::-1])
    small = cv2.resize(grey, (wide, high), interpolation=cv2.INTER_AREA)
    height, width = small.shape
    size = np.array([width, height]) / LOOK_PX_PER_MM
    found = []
    for group in _groups(_bars(np.asarray(small, np.uint8))):
        code = _named(group, size)
        if code is not None:
            found.append(Barcode(f"PATCH {code}", SYMBOLOGY, _box(group, size)))
    return found


def _bars(grey: Image) -> list[_Bar]:
    reach = round(ROUND_ABOUT_MM * LOOK_PX_PER_MM / SHRINK) | 1
    least = (grey.shape[1] // SHRINK + 1, grey.shape[0] // SHRINK + 1)
    tiny = cv2.resize(grey, least, interpolation=cv2.INTER_AREA)
    tiny = cv2.blur(cv2.dilate(tiny, np.ones((reach, reach), np.uint8)), (reach, reach))
    paper = cv2.resize(tiny, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    ink = cv2.compare(grey, cv2.convertScaleAbs(paper, alpha=DARK), cv2.CMP_LT)
    outlines, _ = cv2.findContours(ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in outlines:
        if max(cv2.boundingRect(outline)[2:]) < LENGTH_MM * LOOK_PX_PER_MM / np.sqrt(2):
            continue
        pixel = 1 / LOOK_PX_PER_MM
        corners = cv2.boxPoints(cv2.minAreaRect(outline)).astype(np.float64) * pixel
        sides = (corners[1] - corners[0], corners[2] - corners[1])
        lengths = [float(np.hypot(*side)) + pixel for side in sides]
        longer = int(lengths[1] > lengths[0])
        length, around = lengths[longer], lengths[1 - longer]
        # An outline runs through the middle of its pixels: half a pixel is lost on each side.
        thick = cv2.contourArea(outline) * pixel**2 / length + pixel
        straight = around <= thick + CURL * length
        if length >= LENGTH_MM and THICK_MM[0] <= thick <= THICK_MM[1] and straight:
            along = sides[longer] / np.hypot(*sides[longer])
            found.append(_Bar(corners.mean(axis=0), along, length, thick))
    return found


def _groups(bars: Sequence[_Bar]) -> Iterator[list[_Bar]]:
    """Runs of exactly four bars side by side: more of them rule a table."""
    left = list(bars)
    while left:
        first = left.pop(0)
        own = [first, *(bar for bar in left if first.beside(bar))]
        left = [bar for bar in left if not any(bar is one for one in own)]
        across = np.array([-first.along[1], first.along[0]])
        own.sort(key=lambda bar: float(bar.centre @ across))
        run = own[:1]
        for one, other in pairwise(own):
            space = float((other.centre - one.centre) @ across) - (one.thick + other.thick) / 2
            if not SPACE_MM[0] <= space <= SPACE_MM[1]:
                if len(run) == BARS:
                    yield run
                run = []
            run.append(other)
        if len(run) == BARS:
            yield run


def _named(group: Sequence[_Bar], size: _Vector) -> str | None:
    """Which code it is, read from the nearest edge of the page."""
    thick = sorted(bar.thick for bar in group)
    narrow, wide = thick[:2], thick[2:]
    if wide[0] < WIDER * narrow[1] or narrow[1] > WIDER * narrow[0] or wide[1] > WIDER * wide[0]:
        return None
    outer = [_to_the_edge(bar.centre, size, group[0].along) for bar in (group[0], group[-1])]
    inwards = group if outer[0] <= outer[1] else group[::-1]
    return CODES["".join("W" if bar.thick >= wide[0] else "N" for bar in inwards)]


def _to_the_edge(point: _Vector, size: _Vector, along: _Vector) -> float:
    """How far a bar lies from the edge of the page that it runs along."""
    axis = int(abs(along[0]) > abs(along[1]))
    return float(min(point[axis], size[axis] - point[axis]))


def _box(group: Sequence[_Bar], size: _Vector) -> Box:
    ends = []
    for bar in group:
        across = np.array([-bar.along[1], bar.along[0]])
        for x in (-0.5, 0.5):
            for y in (-0.5, 0.5):
                ends.append(bar.centre + x * bar.length * bar.along + y * bar.thick * across)
    corners = np.clip(np.array(ends) / size, 0.0, 1.0)
    low, high = corners.min(axis=0), corners.max(axis=0)
    return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
