"""Pictures of combs: a character a cell, the sides of the cells and what the cut leaves of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image as Drawing
from PIL import ImageDraw

from bench.hand.fonts import at_size, writes
from bench.hand.pictures import BLACK, SIZE, Ink, Line, inked, pen, plain, scanned, tight, written
from bench.hand.texts import in_cells, words

SIDE = 4
"""Pixels left and right of the comb."""


@dataclass(frozen=True, slots=True)
class _Comb:
    """`rules`: the sides, head and foot of the cells."""

    ink: Ink
    rules: Ink


def comb(rng: random.Random, hands: Sequence[Path], prints: Sequence[Path]) -> Line | None:
    """A comb filled by one of `hands`, now and then in print, perhaps behind its label."""
    text, face = in_cells(rng), rng.choice(hands if rng.random() < 0.9 else prints)
    if not writes(face, text):
        return None
    drawn = _drawn(text, face, rng)
    drawn = _cut(drawn, rng)
    gray = rng.uniform(10, 190)
    tinted = (rng.uniform(40, 190), rng.uniform(60, 200), rng.uniform(90, 210))
    colour = (gray, gray, gray) if rng.random() < 0.7 else tinted
    paper = plain(drawn.ink.shape, rng)
    light = paper[0, 0].copy()
    paper = inked(paper, drawn.rules * np.float32(rng.uniform(0.5, 1)), colour)
    paper = inked(paper, drawn.ink * np.float32(rng.uniform(0.65, 1)), pen(rng))
    if rng.random() < 0.12:
        label = rng.choice(words("labels"))
        set_ = tight(written(label, rng.choice(prints), int(SIZE * rng.uniform(0.45, 0.8)), rng, 0))
        if set_ is not None and set_.shape[0] <= paper.shape[0]:
            before = np.ones((paper.shape[0], set_.shape[1] + rng.randint(15, 50), 3), np.float32)
            before *= light
            down = int((paper.shape[0] - set_.shape[0]) * rng.uniform(0.3, 0.8))
            place = (slice(down, down + set_.shape[0]), slice(0, set_.shape[1]))
            before[place] = inked(before[place], set_, BLACK)
            paper, text = np.concatenate([before, paper], axis=1), f"{label} {text}"
    return Line(scanned(paper, rng), text)


def _drawn(text: str, face: Path, rng: random.Random) -> _Comb:
    font, cell = at_size(face, SIZE), int(SIZE * rng.uniform(0.62, 1.25))
    shape = (int(SIZE * rng.uniform(1.25, 1.8)), cell * len(text) + 2 * SIDE)
    ink, rules = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    height, width = shape
    wobble = rng.uniform(0.3, 1.4)
    head, foot = font.getbbox("0")[1], font.getbbox("0")[3]
    top = (height - (foot - head)) / 2 - head + rng.gauss(0, 0.05) * SIZE
    for number, letter in enumerate(text):
        place = (
            cell * 1.5 - font.getlength(letter) / 2 + rng.gauss(0, 0.09) * cell,
            top + rng.gauss(0, 0.04 * wobble) * SIZE,
        )
        around = Drawing.new("L", (cell * 3, height), 0)
        ImageDraw.Draw(around).text(place, letter, font=font, fill=255)
        drawn = np.asarray(around, np.float32) / np.float32(255)
        if rng.random() < 0.6:
            grown = max(0.8, rng.gauss(1, 0.06 * wobble))
            turn = cv2.getRotationMatrix2D(
                (cell * 1.5, height / 2), rng.gauss(0, 3 * wobble), grown
            )
            drawn = np.asarray(cv2.warpAffine(drawn, turn, (cell * 3, height)), np.float32)
        left = number * cell + SIDE - cell
        first, last = max(0, left), min(width, left + 3 * cell)
        ink[:, first:last] = np.maximum(ink[:, first:last], drawn[:, first - left : last - left])
    thick = rng.choice((1, 2, 2, 3, 4))
    sides_from = 0 if rng.random() < 0.6 else int(height * rng.uniform(0.3, 0.75))
    for number in range(len(text) + 1):
        if number in {0, len(text)} and rng.random() < 0.3:
            continue
        x = max(0, SIDE + number * cell - thick // 2)
        rules[sides_from:, x : x + thick] = 1
    if rng.random() < 0.5:
        rules[:thick] = 1
    if rng.random() < 0.85:
        rules[-thick:] = 1
    return _Comb(ink, rules)


def _cut(drawn: _Comb, rng: random.Random) -> _Comb:
    """The comb as the detector cuts it: a little less than its height, or a little more."""
    height = drawn.ink.shape[0]
    above, below = (int(height * rng.uniform(-0.12, 0.15)) for _ in range(2))
    sides = [int(height * rng.uniform(0, 0.3)) for _ in range(2)]
    rows = slice(max(0, -above), height - max(0, -below))
    room = ((max(0, above), max(0, below)), (sides[0], sides[1]))
    return _Comb(*(np.pad(one[rows], room) for one in (drawn.ink, drawn.rules)))
