"""Small drawn squares: where they may be, and those that fit, each once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from extractors.marks.sheet import Image, Mask
from extractors.marks.sides import ASPECT, LENIENT, SIDE_MM, STRICT, Square, fitted

RUN_MM: Final = 1.5
BLOCK_MM: Final = 5.0
STEP: Final = 14
"""Ink is this much darker than the mean of the `BLOCK_MM` around it."""
SHOWN: Final = (0.45, 0.72)
"""Of a guess: how much of its second and of its third worst side is inked."""
MOST_STEMS: Final = 2500
FEWEST_ALIKE: Final = 2
ALIKE: Final = 0.12
"""Boxes of one form differ by less than this share of their side."""
MOST_ALIKE: Final = 40
LEVEL: Final = 0.35
"""Share of their side by which boxes of one row are at most higher or lower."""
BEHIND: Final = 3.0
"""Sides within which the second letter of its word stands behind a box."""
AS_FAR: Final = 0.6
"""Sides by which a box may be nearer to its word than the others of its row."""
SCRAWLED: Final = 0.3
"""Least share of ink within a square whose sides a pen covers."""


def find_squares(
    grey: Image, mm: float, tilt: float = 0.0, letters: np.ndarray | None = None
) -> list[Square]:
    """Squares of four drawn sides on whitened greys with `mm` pixels in a millimetre, each once.

    `tilt` is how the form's rules lean, in degrees, positive down to the right. Where a form has
    empty squares, those of their size are looked for again: a pen hides sides. `letters` are
    bounds in pixels, one a row, within which ink is print, and last where their word begins.
    """
    letters = np.empty((0, 5)) if letters is None else letters
    block = round(BLOCK_MM * mm) | 1
    rough = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, STEP
    )
    solid = cv2.morphologyEx(rough, cv2.MORPH_CLOSE, np.ones((2, 2), np.uint8))
    ink = np.asarray(solid, np.uint8)
    found: list[Square] = []
    for guess in _guesses(ink, mm, letters):
        if any(_same(guess, known, 0.2) for known in found):
            continue
        square = fitted(grey, guess, mm, tilt, STRICT)
        if square is not None and not any(_same(square, known) for known in found):
            found.append(square)
    _add_hidden(found, grey, ink, mm, tilt, letters)
    return found


def _add_hidden(
    found: list[Square], grey: Image, ink: Mask, mm: float, tilt: float, letters: np.ndarray
) -> None:
    """Adds those whose sides a pen hides in part, then those where it hides them all, by the size
    and the rows of the empty ones."""
    empty = [s for s in found if s.whole and s.inside < 0.02]
    usual = float(np.median([s.side for s in empty])) if empty else 0.0
    alike = [s for s in empty if abs(s.side / usual - 1) < ALIKE]
    if len(alike) < FEWEST_ALIKE:
        return
    guesses = _of_size(ink, usual, letters, alike, tilt)
    for guess in guesses:
        if any(_same(guess, known) for known in found):
            continue
        square = fitted(grey, guess, mm, tilt, LENIENT)
        if (
            square is not None
            and abs(square.side / usual - 1) < ALIKE
            and square.inside > 0.1
            and not any(_same(square, known) for known in found)
        ):
            found.append(square)
    for guess in guesses:
        row = [s for s in alike if level(s, guess, tilt)]
        if not any(_overlap(guess, known) for known in found) and (
            square := _crossed(ink, guess, letters, row)
        ):
            found.append(square)


def _overlap(a: Square, b: Square) -> bool:
    return a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1


def _same(a: Square, b: Square, share: float = 0.5) -> bool:
    off = share * b.side
    return abs(a.x0 - b.x0) + abs(a.y0 - b.y0) < off and abs(a.x1 - b.x1) + abs(a.y1 - b.y1) < off


def level(a: Square, b: Square, tilt: float = 0.0) -> bool:
    """Whether two squares stand on one row of a form that leans by `tilt` degrees."""
    lean = math.tan(math.radians(tilt)) * (a.x0 + a.x1 - b.x0 - b.x1)
    return abs(a.y0 + a.y1 - b.y0 - b.y1 - lean) < 2 * LEVEL * b.side


def _to_its_word(square: Square, letters: np.ndarray) -> float | None:
    """Pixels from a square to the print behind it on its row, if it is near."""
    x0, y0, _, y1, _ = letters.T
    middle = (square.y0 + square.y1) / 2
    gaps = x0[(y0 < middle) & (middle < y1)] - square.x1
    near = gaps[(gaps > 0) & (gaps < BEHIND * square.side)]
    return float(near.min()) if len(near) else None


def _crossed(ink: Mask, guess: Square, letters: np.ndarray, row: Sequence[Square]) -> Square | None:
    """A square whose sides a pen covers, known by the empty ones of its row: ink all around and
    within, and a word as far behind it as behind them."""
    side = guess.side
    bounds = np.array([(guess.x0, guess.y0, guess.x1, guess.y1)])
    words = letters[:, [4, 1, 2, 3, 4]]
    if len(row) < FEWEST_ALIKE or not len(letters) or _amid_letters(bounds, words)[0]:
        return None
    gaps = [gap for s in row if (gap := _to_its_word(s, letters)) is not None]
    gap = _to_its_word(guess, letters)
    edge = round(0.2 * side)
    inner = ink[round(guess.y0) + edge : round(guess.y1) - edge, round(guess.x0) + edge : round(guess.x1) - edge]  # fmt: skip
    inside = float((inner > 0).mean()) if inner.size else 0.0
    if gap is None or not gaps or inside < SCRAWLED:
        return None
    if abs(gap - float(np.median(gaps))) > AS_FAR * side:
        return None
    return replace(guess, inside=inside, bold=row[0].bold, whole=False, hidden=True)


def _of_size(
    ink: Mask, side: float, letters: np.ndarray, alike: Sequence[Square], tilt: float
) -> list[Square]:
    """Where ink lies along all four sides of a square of this side: on the rows of the squares
    `alike` first, then the best first.

    Within print only on the rows of the squares `alike`: of a box between two words a reader
    makes one word.
    """
    long = round(side) - 2
    ones = cv2.threshold(ink, 0, 255, cv2.THRESH_BINARY)[1]
    level = cv2.blur(cv2.dilate(ones, np.ones((3, 1), np.uint8)), (long - 2, 1))
    upright = cv2.blur(cv2.dilate(ones, np.ones((1, 3), np.uint8)), (1, long - 2))
    merit = cv2.min(
        cv2.min(
            level[:-long, long // 2 : long // 2 - long], level[long:, long // 2 : long // 2 - long]
        ),
        cv2.min(
            upright[long // 2 : long // 2 - long, :-long],
            upright[long // 2 : long // 2 - long, long:],
        ),
    )
    best = cv2.dilate(merit, np.ones((7, 7), np.uint8))
    ys, xs = np.nonzero((merit == best) & (merit > 255 * LENIENT.worst))
    bounds = np.stack([xs, ys, xs + long, ys + long], axis=1).astype(np.float64)
    known = np.array([(k.x0, k.y0) for k in alike])
    off = bounds[:, None, :2] - known
    lean = math.tan(math.radians(tilt))
    beside = (np.abs(off[:, :, 1] - lean * off[:, :, 0]) < LEVEL * side).any(axis=1)
    new = (np.abs(off).max(axis=2) > side / 2).all(axis=1)
    free = new & (beside | ~_amid_letters(bounds, letters))
    bounds, worth, beside = bounds[free], merit[ys, xs][free], beside[free]
    order = np.lexsort((-worth.astype(int), ~beside))
    # The merit of a square is flat around it: its middle is asked, and its best place.
    bounds = bounds[order]
    places = np.round(bounds[:, :2] / (side / 2)).astype(int)
    first, same = np.unique(places, axis=0, return_index=True, return_inverse=True)[1:]
    chosen = np.argsort(first)[:MOST_ALIKE]
    tried = [
        row
        for place in chosen
        for row in (np.median(bounds[same.ravel() == place], axis=0), bounds[first[place]])
    ]
    return [
        Square(x0, y0, x1 + 1, y1 + 1) for x0, y0, x1, y1 in np.round(tried).reshape(-1, 4).tolist()
    ]


def _guesses(ink: Mask, mm: float, letters: np.ndarray) -> list[Square]:
    """Outlines of the page's straight runs, and pairs of upright runs as far apart as long, that
    have such runs on three sides at least; each place once."""
    run = max(3, round(RUN_MM * mm))
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, run), np.uint8))
    upright = np.asarray(
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((run, 1), np.uint8)), np.uint8
    )
    low, high = 0.85 * SIDE_MM[0] * mm, 1.1 * SIDE_MM[1] * mm
    outlines, _tree = cv2.findContours(
        cv2.bitwise_or(level, upright), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE
    )
    rough = [cv2.boundingRect(outline) for outline in outlines if len(outline) >= 4]
    bounds = np.array(rough, np.float64).reshape(-1, 4)
    bounds[:, 2:] = bounds[:, 2:] + bounds[:, :2]
    bounds = np.vstack([bounds, _pairs(upright, mm, (low, high))])
    wide, tall = bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]
    fit = (np.minimum(wide, tall) >= low) & (np.maximum(wide, tall) <= high)
    fit &= (wide >= 0.9 * ASPECT[0] * tall) & (wide <= 1.1 * ASPECT[1] * tall)
    bounds = bounds[fit]
    bounds = bounds[~_amid_letters(bounds, letters)].astype(np.int64)
    if not len(bounds):
        return []
    kernel = np.ones((5, 5), np.uint8)
    rows, columns = cv2.dilate(level, kernel[:, :1]), cv2.dilate(upright, kernel[:1])
    bottom, right = ink.shape[0] - 1, ink.shape[1] - 1
    shown = []
    for left, top, far, low_end in bounds.tolist():
        x, y = min(far - 1, right), min(low_end - 1, bottom)
        shown.append(
            (
                cv2.countNonZero(rows[top, left:x]) / max(1, x - left),
                cv2.countNonZero(rows[y, left:x]) / max(1, x - left),
                cv2.countNonZero(columns[top:y, left]) / max(1, y - top),
                cv2.countNonZero(columns[top:y, x]) / max(1, y - top),
            )
        )
    sides = np.sort(np.array(shown).T, axis=0)
    chosen = np.flatnonzero((sides[1] >= SHOWN[0]) & (sides[2] >= SHOWN[1]))
    chosen = chosen[np.argsort(-sides[:, chosen].sum(axis=0), kind="stable")]
    step = max(2.0, 0.5 * mm)
    first = np.unique(np.round(bounds[chosen] / step), axis=0, return_index=True)[1]
    kept = bounds[chosen[np.sort(first)]].tolist()
    return [Square(float(a), float(b), float(c), float(d)) for a, b, c, d in kept]


def _amid_letters(bounds: np.ndarray, letters: np.ndarray) -> np.ndarray:
    """Which of the bounds have their middle within print."""
    if not len(bounds) or not len(letters):
        return np.zeros(len(bounds), bool)
    x, y = (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2
    x0, y0, x1, y1, _ = letters.T
    x, y = x[:, None], y[:, None]
    return np.asarray(((x > x0) & (x < x1) & (y > y0) & (y < y1)).any(axis=1))


def _pairs(upright: Mask, mm: float, sizes: tuple[float, float]) -> np.ndarray:
    """Bounds of two upright runs of the same rows that are as far apart as they are long."""
    low, high = sizes
    outlines, _tree = cv2.findContours(upright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    stems = np.array([cv2.boundingRect(outline) for outline in outlines], np.float64).reshape(-1, 4)
    long = stems[:, 3]
    fits = (stems[:, 2] < 1.3 * mm) & (long >= low) & (long <= high)
    stems = stems[fits][:MOST_STEMS]
    x, top, long = stems[:, 0] + stems[:, 2] / 2, stems[:, 1], stems[:, 3]
    order = np.argsort(x)
    x, top, long = x[order], top[order], long[order]
    slack = 0.8 * mm
    last = np.searchsorted(x, x + high)
    count = np.maximum(0, last - np.arange(len(x)) - 1)
    i = np.repeat(np.arange(len(x)), count)
    j = i + 1 + np.arange(len(i)) - np.repeat(np.cumsum(count) - count, count)
    wide = x[j] - x[i]
    near = (wide >= low) & (np.abs(top[j] - top[i]) < slack)
    near &= np.abs(top[j] + long[j] - top[i] - long[i]) < slack
    near &= (wide > 0.62 * long[i]) & (wide < 1.35 * long[i])
    i, j = i[near], j[near]
    ends = (top[i] + long[i] + top[j] + long[j]) / 2
    return np.stack([x[i], (top[i] + top[j]) / 2, x[j] + 1, ends], axis=1)
