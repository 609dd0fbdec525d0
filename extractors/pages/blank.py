"""Whether a page carries anything. Blank pages are marked, never dropped."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from extractors.words.reader import Image
from models.reading import Word

MARGIN = 0.03
"""Share of each side left out: scanner edges, punch holes, staples."""
LEAST_INK = 0.0006
"""Share of the page in ink below which nothing is written on it."""
FAINT_INK = 0.004
EDGE = 0.04
INK_SIDE = 800
"""Pixels of the page's longest side on which ink is measured."""
STROKES_SIDE = 1200
"""Pixels of the page's longest side on which pencil strokes are looked for; sizes below are its."""
STROKE_STEP = 14.0
"""Greys by which a thin stroke is darker than the paper beside it."""
STROKE_SIZE = (9, 220)
THINNEST = 5
ROW = 8
"""Strokes side by side, within `ROW_REACH` of one of them, that make a line of writing."""
ROW_REACH = (250, 14)
MOST_STROKES = 1500
HOLE_LIKE = frozenset("oO0°•●·.,'|/\\-_~")
"""What a punch hole, a staple or a speck is read as …"""
HOLE_EDGE = 0.1
"""… within this share of the page's sides."""
CONTRAST = 40
"""Grey levels darker than the paper around: bleed-through stays under this."""
DARK = 64
"""Median grey under which a page is no paper."""
DARK_STEP = 8

Greys = npt.NDArray[np.uint8]


def ink_share(image: Image) -> float:
    """Share (0..1) of the inner page that is clearly darker than the paper around it."""
    grey = _inner(image, MARGIN, INK_SIDE)
    paper = cv2.medianBlur(cv2.dilate(grey, np.ones((9, 9), np.uint8)), 31)
    ink = (paper.astype(np.int16) - grey.astype(np.int16)) > CONTRAST
    return float(ink.mean())


def is_blank(image: Image, words: Sequence[Word]) -> bool:
    """Blank when there is no ink, or a trace of ink in which nothing can be read, nor a line of
    pencil strokes: a faint page is not blank. Nor is a dark one, of which nothing can be seen."""
    words = [word for word in words if not _hole_like(word)]
    if _legible(words):
        return False
    if _dark(image):
        return False
    share = ink_share(image)
    if share < LEAST_INK:
        return not faint_writing(image)
    return share < FAINT_INK and not words and not faint_writing(image)


def faint_writing(image: Image) -> bool:
    """Whether pale thin strokes stand side by side in a row, as pencil does and dust does not.
    What shines through from the back is blurred: its strokes are not thin."""
    grey = _inner(image, EDGE, STROKES_SIDE)
    hat = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((7, 7), np.uint8))
    least = max(STROKE_STEP, float(np.median(hat)) + STROKE_STEP * 0.7)
    strokes = (hat > least).astype(np.uint8)
    stats = cv2.connectedComponentsWithStats(strokes, connectivity=8)[2][1:].astype(np.float64)
    long = np.maximum(stats[:, 2], stats[:, 3])
    thin = np.minimum(stats[:, 2], stats[:, 3]) < THINNEST  # a piece of a fold
    stats = stats[(long >= STROKE_SIZE[0]) & (long <= STROKE_SIZE[1]) & ~thin][:MOST_STROKES]
    if len(stats) < ROW:
        return False
    x, y = stats[:, 0] + stats[:, 2] / 2, stats[:, 1] + stats[:, 3] / 2
    beside = (np.abs(x[:, None] - x) < ROW_REACH[0]) & (np.abs(y[:, None] - y) < ROW_REACH[1])
    return bool(beside.sum(axis=1).max() >= ROW)


def _dark(image: Image) -> bool:
    """Whether the page is as dark as ink: scanned with the lid open, or photographed in the dark."""
    return float(np.median(image[::DARK_STEP, ::DARK_STEP])) < DARK


def _inner(image: Image, edge: float, side: int) -> Greys:
    """The page without that share of each side, no side longer than `side`; of a strip of few
    pixels one is left."""
    height, width = image.shape[:2]
    top, left = int(height * edge), int(width * edge)
    grey = cv2.cvtColor(image[top : height - top, left : width - left], cv2.COLOR_RGB2GRAY)
    scale = side / max(grey.shape)
    if scale < 1:
        down, across = (max(scale, 1 / length) for length in grey.shape)
        grey = cv2.resize(grey, None, fx=across, fy=down, interpolation=cv2.INTER_AREA)
    return np.asarray(grey, np.uint8)


def _hole_like(word: Word) -> bool:
    """Whether a word is one round or straight sign where papers are punched and stapled."""
    box = word.box
    at_edge = min(box.cx, box.cy, 1 - box.cx, 1 - box.cy) < HOLE_EDGE
    return at_edge and len(word.text) == 1 and word.text in HOLE_LIKE


def _legible(words: Sequence[Word]) -> bool:
    return sum(len(w.text) for w in words if w.confidence >= 0.8 and len(w.text) >= 3) >= 6
