"""Combs: rows of equal cells, a character each («N° |4|5|8|7|»), found by their ruling.

A reader of lines takes the rules between the cells for letters, or the whole row for a drawing.
Here each cell is cut out between its rules and the characters are set side by side, as a word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

import cv2
import numpy as np

from extractors.words.reader import Image
from models.geometry import MM_PER_INCH

LOOK_DPI: Final = 150
BAR_HEIGHT_MM: Final = (2.2, 11.0)
BAR_WIDTH_MM: Final = 0.9
PITCH_MM: Final = (2.8, 9.5)
"""From one rule to the next: narrower is a barcode, wider a table."""
EQUAL: Final = 0.16
"""How far, as a share of the pitch, a rule may stand from its place."""
LEVEL: Final = 0.3
"""How far, as a share of their height, the ends of two rules of a comb may differ."""
DOUBLE_MM: Final = 1.4
"""Rules closer than this are the two sides of one gap between cells."""
LEAST_RUN: Final = 2
LEAST_CELLS: Final = 6
LEAST_BESIDE: Final = 3
"""Cells enough where another comb of the page is ruled alike."""
GROUP_GAP: Final = 1.6
"""Pitches that may part two groups of cells of one comb («JJ MM AAAA»)."""
RULED: Final = 0.6
"""Share of a comb's foot and head that is ruled: without it the rules are letters."""
FLOOR_MM: Final = 0.5
LOW: Final = 0.75
"""Share of the pitch under which rules are ticks at the foot of the characters."""
TALL: Final = 1.3
"""Characters stand this many pitches high at most, above ticks that are lower."""
INSIDE_MM: Final = 0.3
"""What is left out beside each rule."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, in pixels of the page: what lies between its rules."""

    x0: int
    y0: int
    x1: int
    y1: int
    ticked: bool = False
    """Whether its rules are low, and what is written in it stands above them."""
    first: bool = False
    """Whether a group begins with it."""

    def scaled(self, by: float) -> Cell:
        x0, y0, x1, y1 = (round(v * by) for v in (self.x0, self.y0, self.x1, self.y1))
        return replace(self, x0=x0, y0=y0, x1=x1, y1=y1)


@dataclass(frozen=True, slots=True)
class _Bar:
    x0: int
    x1: int
    y0: int
    y1: int

    @property
    def height(self) -> int:
        return self.y1 - self.y0


def find_combs(image: Image, dpi: int) -> list[tuple[Cell, ...]]:
    """The combs of an upright page, each as its cells from left to right. `image`: (h, w, 3) RGB."""
    scale = min(1.0, LOOK_DPI / dpi)
    height, width = image.shape[:2]
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA) if scale < 1 else image
    px = dpi * scale / MM_PER_INCH
    combs = _combs(_inked(np.asarray(small, np.uint8), px), px)
    return [tuple(cell.scaled(1 / scale) for cell in comb) for comb in combs]


def _combs(ink: Image, px: float) -> list[tuple[Cell, ...]]:
    bars = _bars(ink, px)
    found: list[tuple[Cell, ...]] = []
    taken: set[_Bar] = set()
    for run in sorted(_runs(bars, px), key=len, reverse=True):
        if not taken.isdisjoint(run):
            continue
        taken.update(run)
        found.append(run_cells(run, px))
    whole = [_extended(ink, cells, px) for cells in found]
    combs = [tuple(c for cells in group for c in cells) for group in _grouped(whole)]
    combs = [comb for comb in combs if _ruled(ink, comb, px)]
    sure = [comb for comb in combs if len(comb) >= LEAST_CELLS]
    return sure + [
        comb
        for comb in combs
        if LEAST_BESIDE <= len(comb) < LEAST_CELLS and any(_alike(comb, one) for one in sure)
    ]


def _alike(comb: Sequence[Cell], other: Sequence[Cell]) -> bool:
    """Whether both are ruled alike: the rest of a number on its second line, a date of four groups."""
    one, two = comb[0], other[0]
    wide, high = two.x1 - two.x0, two.y1 - two.y0
    return (
        abs(one.x1 - one.x0 - wide) <= EQUAL * wide and abs(one.y1 - one.y0 - high) <= EQUAL * high
    )


def _inked(image: Image, px: float) -> Image:
    """What is darker than what surrounds it: (h, w), 255 where there is ink."""
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    around = max(3, round(4 * px)) | 1
    found = cv2.adaptiveThreshold(
        gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, 12
    )
    return np.asarray(found, np.uint8)


def _bars(ink: Image, px: float) -> list[_Bar]:
    """Upright rules as high as a cell; two sides of a gap as one."""
    kernel = np.ones((max(3, round(BAR_HEIGHT_MM[0] * px)), 1), np.uint8)
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel)
    stats = cv2.connectedComponentsWithStats(upright)[2][1:]
    bars = [
        _Bar(x, x + w, y, y + h)
        for x, y, w, h, _ in (map(int, row) for row in stats)
        if h <= BAR_HEIGHT_MM[1] * px and w <= BAR_WIDTH_MM * px
    ]
    bars.sort(key=lambda bar: bar.x0)
    merged: list[_Bar] = []
    for bar in bars:
        twin = next(
            (
                n
                for n in range(len(merged) - 1, -1, -1)
                if 0 <= bar.x0 - merged[n].x1 <= DOUBLE_MM * px and _level(merged[n], bar)
            ),
            None,
        )
        if twin is None:
            merged.append(bar)
        else:
            one = merged[twin]
            merged[twin] = _Bar(one.x0, bar.x1, min(one.y0, bar.y0), max(one.y1, bar.y1))
    return merged


def _level(one: _Bar, other: _Bar) -> bool:
    slack = LEVEL * min(one.height, other.height)
    return abs(one.y0 - other.y0) <= slack and abs(one.y1 - other.y1) <= slack


def _runs(bars: Sequence[_Bar], px: float) -> Iterator[list[_Bar]]:
    """Rules at equal distances, from each rule on with each distance to its next ones."""
    ordered = sorted(bars, key=_centre)
    centres = [_centre(bar) for bar in ordered]
    for start, bar in enumerate(ordered):
        nearest = bisect_left(centres, centres[start] + PITCH_MM[0] * px)
        farthest = bisect_left(centres, centres[start] + PITCH_MM[1] * px)
        for second in ordered[nearest:farthest]:
            if not _level(bar, second):
                continue
            run = [bar, second]
            pitch = _centre(second) - centres[start]
            while (after := _next(ordered, centres, run[-1], pitch)) is not None:
                run.append(after)
                pitch = (_centre(after) - centres[start]) / (len(run) - 1)
            if len(run) > LEAST_RUN:
                yield run


def _next(bars: Sequence[_Bar], centres: Sequence[float], last: _Bar, pitch: float) -> _Bar | None:
    """The rule nearest to one pitch after `last`, if it stands about there."""
    place, slack = _centre(last) + pitch, EQUAL * pitch
    near = bars[bisect_left(centres, place - slack) : bisect_left(centres, place + slack)]
    level = [bar for bar in near if _level(last, bar)]
    return min(level, key=lambda bar: abs(_centre(bar) - place), default=None)


def _centre(bar: _Bar) -> float:
    return (bar.x0 + bar.x1) / 2


def run_cells(run: Sequence[_Bar], px: float) -> tuple[Cell, ...]:
    """What lies between the rules of a run, above their feet."""
    pitch = (_centre(run[-1]) - _centre(run[0])) / (len(run) - 1)
    inside = round(INSIDE_MM * px)
    cells: list[Cell] = []
    for left, right in pairwise(run):
        foot = max(left.y1, right.y1)
        head = min(left.y0, right.y0)
        ticked = foot - head < LOW * pitch
        if ticked:
            head = max(0, round(foot - TALL * pitch))
        sides = left.x1 + inside, head + inside, right.x0 - inside, foot - inside
        cells.append(Cell(*sides, ticked=ticked, first=not cells))
    return tuple(cells)


def _grouped(runs: Sequence[tuple[Cell, ...]]) -> list[list[tuple[Cell, ...]]]:
    """Runs side by side, of one height and one pitch, as the groups of one comb."""
    groups: list[list[tuple[Cell, ...]]] = []
    for run in sorted(runs, key=lambda cells: cells[0].x0):
        for group in groups:
            if _follows(group[-1], run):
                group.append(run)
                break
        else:
            groups.append([run])
    return groups


def _follows(before: tuple[Cell, ...], run: tuple[Cell, ...]) -> bool:
    width = median(cell.x1 - cell.x0 for cell in before)
    other = median(cell.x1 - cell.x0 for cell in run)
    last, first = before[-1], run[0]
    height = last.y1 - last.y0
    return (
        0 < first.x0 - last.x1 <= GROUP_GAP * width
        and abs(width - other) <= EQUAL * width
        and abs(first.y0 - last.y0) <= LEVEL * height
        and abs(first.y1 - last.y1) <= LEVEL * height
    )


def _extended(ink: Image, run: tuple[Cell, ...], px: float) -> tuple[Cell, ...]:
    """With the cells at both ends whose outer rule a character touches: their lines go on."""
    cells = list(run)
    pitch = (run[-1].x0 - run[0].x0) / (len(run) - 1)
    while _framed(ink, before := _moved(cells[0], -pitch), px):
        cells[0] = replace(cells[0], first=False)
        cells.insert(0, replace(before, first=True))
    while _framed(ink, after := _moved(cells[-1], pitch), px):
        cells.append(replace(after, first=False))
    return tuple(cells)


def _moved(cell: Cell, by: float) -> Cell:
    return replace(cell, x0=round(cell.x0 + by), x1=round(cell.x1 + by))


def _framed(ink: Image, cell: Cell, px: float) -> bool:
    """Whether a line runs along the foot of a cell, and over its head unless it is ticked."""
    if cell.x0 < 0 or cell.x1 > ink.shape[1]:
        return False
    reach = round((FLOOR_MM + INSIDE_MM) * px)
    foot = ink[max(0, cell.y1 - 1) : cell.y1 + reach + 1, cell.x0 : cell.x1]
    head = ink[max(0, cell.y0 - reach - 1) : cell.y0 + 1, cell.x0 : cell.x1]
    return _lined(foot) and (cell.ticked or _lined(head))


def _ruled(ink: Image, comb: Sequence[Cell], px: float) -> bool:
    """Whether most cells are framed: else the rules are letters."""
    return sum(_framed(ink, cell, px) for cell in comb) > RULED * len(comb)


def _lined(band: Image) -> bool:
    return bool(band.size) and float(band.any(axis=0).mean()) > RULED
