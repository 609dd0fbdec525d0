"""Pieces of sheets to learn from, turned, stretched and spoilt anew each time, and what is true of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from bench.marks.network.kept import GENRES, Sheet

SIDE, CELL = 320, 8
MARKED, AT_ONE = 0.65, 0.75
"""Shares of the pieces that are of a sheet with marks, and of these that are near one."""
TURNED, STRETCHED, UNEVEN = 2.0, 0.13, 0.05
"""Degrees; how sizes and proportions vary (in logarithms)."""
CORE, WHOLE = 0.42, 0.95
"""Of a mark's half sides: cells that tell of it, and cells that are not asked."""
SEEN = 0.5
"""Share of a mark that must be on the piece to be asked for."""
NEAREST = 2.0
"""Pixels that a side is away at least."""
CORNERS = 16
PAPERS = (255, 255, 245, 128, 20)
"""Greys of what lies beyond the sheet."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Truth:
    """For each cell of a piece: is it a mark's, does it count, and its sides in cells.

    Shapes (kinds, rows, columns), the same, and (4 × kinds, rows, columns).
    """

    marked: Floats
    counts: Floats
    sides: Floats


@dataclass(frozen=True, slots=True)
class _Placed:
    x0: float
    y0: float
    x1: float
    y1: float
    kind: int
    seen: float


def piece(sheets: Sequence[Sheet], rng: np.random.Generator) -> tuple[npt.NDArray[np.uint8], Truth]:
    """RGB (3, `SIDE`, `SIDE`) and its truth."""
    marked = [sheet for sheet in sheets if len(sheet.marks)]
    chosen = marked if marked and rng.random() < MARKED else sheets
    sheet = chosen[int(rng.integers(len(chosen)))]
    bgr = cv2.imdecode(np.frombuffer(sheet.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert bgr is not None
    image = np.asarray(bgr[:, :, ::-1])
    height, width = image.shape[:2]
    middle = rng.uniform(0, 1, 2) * (width, height)
    if len(sheet.marks) and rng.random() < AT_ONE:
        x0, y0, x1, y1, _ = sheet.marks[int(rng.integers(len(sheet.marks)))]
        near = rng.uniform(-0.4, 0.4, 2) * SIDE
        middle = np.array([(x0 + x1) / 2 * width, (y0 + y1) / 2 * height]) + near
    turn = _turn(rng)
    shift = SIDE / 2 - turn @ middle
    cut = cv2.warpAffine(
        image,
        np.hstack([turn, shift[:, None]]).astype(np.float32),
        (SIDE, SIDE),
        flags=cv2.INTER_LINEAR,
        borderValue=(int(rng.choice(PAPERS)),) * 3,
    )
    placed = [_place(mark, (width, height), turn, shift) for mark in sheet.marks]
    spoilt = _spoilt(np.asarray(cut, np.float32) / 255, rng)
    if rng.random() < 0.5:
        spoilt = spoilt[:, ::-1]
        placed = [_Placed(SIDE - p.x1, p.y0, SIDE - p.x0, p.y1, p.kind, p.seen) for p in placed]
    pixels = np.clip(spoilt * 255, 0, 255).astype(np.uint8).transpose(2, 0, 1)
    return np.ascontiguousarray(pixels), _truth(placed)


def _turn(rng: np.random.Generator) -> npt.NDArray[np.float64]:
    scale, wide = math.exp(rng.normal(0, STRETCHED)), math.exp(rng.normal(0, UNEVEN))
    angle = math.radians(rng.normal(0, TURNED))
    cos, sin = scale * math.cos(angle), scale * math.sin(angle)
    return np.array([[wide * cos, -sin], [wide * sin, cos]])


def _place(
    mark: Floats,
    size: tuple[int, int],
    turn: npt.NDArray[np.float64],
    shift: npt.NDArray[np.float64],
) -> _Placed:
    """The mark's box on the piece: of the oval in it, for the corners are bare."""
    x0, y0, x1, y1 = mark[:4] * np.array([*size, *size])
    angles = np.arange(CORNERS) * 2 * np.pi / CORNERS
    oval = np.stack(
        [
            (x0 + x1) / 2 + (x1 - x0) / 2 * np.cos(angles),
            (y0 + y1) / 2 + (y1 - y0) / 2 * np.sin(angles),
        ]
    )
    low, high = (
        (turn @ oval + shift[:, None]).min(axis=1),
        (turn @ oval + shift[:, None]).max(axis=1),
    )
    inner, outer = np.clip(low, 0, SIDE), np.clip(high, 0, SIDE)
    seen = float(np.prod(outer - inner) / max(1e-6, float(np.prod(high - low))))
    (left, top), (right, foot) = inner.tolist(), outer.tolist()
    return _Placed(left, top, right, foot, int(mark[4]), seen)


def _truth(placed: Sequence[_Placed]) -> Truth:
    cells = SIDE // CELL
    middle = (np.arange(cells, dtype=np.float32) + 0.5) * CELL
    marked = np.zeros((len(GENRES), cells, cells), np.float32)
    counts = np.ones_like(marked)
    sides = np.zeros((4 * len(GENRES), cells, cells), np.float32)
    for p in sorted(placed, key=lambda p: -(p.x1 - p.x0) * (p.y1 - p.y0)):
        if p.x1 <= p.x0 or p.y1 <= p.y0:
            continue
        across = np.abs(middle - (p.x0 + p.x1) / 2) / max((p.x1 - p.x0) / 2, CELL)
        down = np.abs(middle - (p.y0 + p.y1) / 2) / max((p.y1 - p.y0) / 2, CELL)
        off = np.maximum(across[None, :], down[:, None])
        whole, core = off < WHOLE, off < CORE
        core[np.unravel_index(np.argmin(off), off.shape)] = True
        if p.seen < SEEN:
            counts[p.kind][whole] = 0
            continue
        counts[p.kind][whole & ~core & (marked[p.kind] == 0)] = 0
        marked[p.kind][core] = counts[p.kind][core] = 1
        ways = (
            middle[None, :] - p.x0,
            middle[:, None] - p.y0,
            p.x1 - middle[None, :],
            p.y1 - middle[:, None],
        )
        for n, way in enumerate(ways):
            full = np.broadcast_to(np.maximum(way, NEAREST) / CELL, core.shape)
            sides[4 * p.kind + n][core] = full[core]
    return Truth(marked, counts, sides)


def _spoilt(image: npt.NDArray[Any], rng: np.random.Generator) -> npt.NDArray[Any]:
    """Colours, light, focus and noise as other scanners give them."""
    drawn = rng.random(8)
    if drawn[0] < 0.22:
        image = np.repeat(image.mean(axis=2, keepdims=True), 3, axis=2)
    elif drawn[0] < 0.3:  # a fax
        grey = image.mean(axis=2, keepdims=True)
        limit = float(np.median(grey)) * rng.uniform(0.6, 0.9)
        image = np.repeat(1 / (1 + np.exp(-30 * (grey - limit))), 3, axis=2)
    elif drawn[0] < 0.6:
        image = image * rng.uniform(0.9, 1.1, (1, 1, 3))
    if drawn[1] < 0.15:
        image = image[:, :, rng.permutation(3)]
    if drawn[2] < 0.5:
        image = (image - 1) * rng.uniform(0.55, 1.35) + 1
    if drawn[3] < 0.5:
        image = image * rng.uniform(0.7, 1.1)
    if drawn[4] < 0.3:
        image = np.clip(image, 0, 1) ** rng.uniform(0.7, 1.5)
    if drawn[5] < 0.3:
        image = cv2.GaussianBlur(image.astype(np.float32), (0, 0), rng.uniform(0.3, 1.0))
    if drawn[6] < 0.4:
        image = image + rng.normal(0, rng.uniform(0.01, 0.06), image.shape)
    if drawn[7] < 0.2:
        image = image * np.linspace(rng.uniform(0.6, 1), rng.uniform(0.6, 1), SIDE)[None, :, None]
    return np.clip(image, 0, 1)
