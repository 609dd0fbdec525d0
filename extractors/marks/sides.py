"""Where the four thin straight sides of a small drawn square are, whatever is written in and over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.marks.sheet import Image

SIDE_MM: Final = (2.0, 6.8)
ASPECT: Final = (0.78, 1.28)
REACH_MM: Final = 0.9
"""How far from its first guess a side is looked for."""
INWARD: Final = 0.2
"""Share of what is looked at by which a side may lie within its guess, which a pen widens."""
FAINTEST: Final = 26.0
"""Darkness (0..255) below which a side is no line."""
DRAWN: Final = 0.42
"""A side shows where the page is this share as dark as the square's sides usually are."""
EVEN: Final = (0.5, 0.7, 0.85)
"""Of the least even sides, how dark the palest eighth is beside the usual: ruled lines are even,
what letters have along a square is not."""
CLEAR: Final = 0.5
"""Outside a side the page is paler than this share of the side; letters bulge beyond."""
CORNER: Final = 0.5
LETTER_MM: Final = 0.75
LETTERED: Final = 0.3
"""Share of a square's height beside which ink stands within `LETTER_MM`, on both sides of a letter."""
CONTINUED_MM: Final = 1.0
"""A side that goes on this far past its corner is a rule of a table."""
MOST_PEAKS: Final = 4
MOST_TRIES: Final = 6


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked of a square: how much of the worst and of the next worst side shows, clear
    sides, and corners."""

    worst: float
    second: float
    clear: int
    corners: int


STRICT: Final = Demand(0.7, 0.86, 3, 3)
"""A pen may hide a part of one side."""
LENIENT: Final = Demand(0.6, 0.7, 2, 3)
"""Of a square as large as others of the page."""


@dataclass(frozen=True, slots=True)
class Square:
    """Pixels of a square's outer edges on the page.

    `inside` is the share of its inner area that is inked, `bold` the thickness of its sides
    as a share of their length, `whole` whether all four sides show clearly.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    inside: float = 0.0
    bold: float = 0.0
    whole: bool = True
    amid: bool = False
    """Whether ink stands close on both sides, as beside the letters of a word."""
    hidden: bool = False
    """Whether no side of it was seen for itself: a pen is all over it."""

    @property
    def side(self) -> float:
        return (self.x1 - self.x0 + self.y1 - self.y0) / 2


def fitted(grey: Image, guess: Square, mm: float, tilt: float, demand: Demand) -> Square | None:
    """The guess moved to where its sides are, `None` when one is lacking."""
    reach = max(4, round(REACH_MM * mm))
    room = reach + round(CONTINUED_MM * mm)
    wide, high = round(guess.x1 - guess.x0), round(guess.y1 - guess.y0)
    cx, cy = (guess.x0 + guess.x1 - 1) / 2, (guess.y0 + guess.y1 - 1) / 2
    size = (wide + 2 * room, high + 2 * room)
    if not (room <= cx < grey.shape[1] - room and room <= cy < grey.shape[0] - room):
        return None
    turn = cv2.getRotationMatrix2D((cx, cy), tilt, 1.0)
    turn[:, 2] += np.array([(size[0] - 1) / 2 - cx, (size[1] - 1) / 2 - cy])
    cut = cv2.warpAffine(grey, turn, size, flags=cv2.INTER_LINEAR, borderValue=(255,))
    dark = 255.0 - np.asarray(cut, np.float32)
    best = _best_sides(dark, room, reach, demand)
    if best is None:
        return None
    (x0, y0, x1, y1), shown, usual = best
    corners = _corners(dark, (x0, y0, x1, y1), CORNER * usual)
    if corners < demand.corners:
        return None
    if _rules(dark, (x0, y0, x1, y1), round(CONTINUED_MM * mm), 0.5 * usual):
        return None
    side = (x1 - x0 + y1 - y0 + 4) / 2
    if not SIDE_MM[0] * mm <= side <= SIDE_MM[1] * mm:
        return None
    back = cv2.invertAffineTransform(turn)
    mid = back @ np.array([(x0 + x1) / 2, (y0 + y1) / 2, 1.0])
    half = (x1 - x0) / 2 + 1, (y1 - y0) / 2 + 1
    edge = max(3, round(0.2 * side))
    inner = dark[y0 + edge : y1 - edge + 1, x0 + edge : x1 - edge + 1]
    inked = float((inner > max(FAINTEST, 0.45 * usual)).mean()) if inner.size else 0.0
    return Square(
        float(mid[0] - half[0] + 0.5), float(mid[1] - half[1] + 0.5),
        float(mid[0] + half[0] + 0.5), float(mid[1] + half[1] + 0.5),
        inked, _thickness(dark, (x0, y0, x1, y1), 0.5 * usual) / side, shown >= STRICT.second and corners == 4,
        _amid(dark, (x0, y0, x1, y1), round(LETTER_MM * mm), 0.5 * usual),
    )  # fmt: skip


def _best_sides(
    dark: np.ndarray, room: int, reach: int, demand: Demand
) -> tuple[tuple[int, ...], float, float] | None:
    """Left, top, right and bottom of the best square among the darkest lines near the guess,
    how much of its worst side shows, and how dark its sides are; `None` when there is none."""
    height, width = dark.shape
    # of three neighbouring pixels the darkest, so that a side that leans a little is still whole
    across = cv2.dilate(dark, np.ones((1, 3), np.uint8))
    along = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    columns = dark[room + 2 : height - room - 2].mean(axis=0)
    rows = dark[:, room + 2 : width - room - 2].mean(axis=1)
    near, far = room - reach, room + max(reach, round(INWARD * min(width, height)))
    lefts, rights = _peaks(columns, near, far), _peaks(columns, width - far, width - near)
    tops, bottoms = _peaks(rows, near, far), _peaks(rows, height - far, height - near)
    if not (len(lefts) and len(tops) and len(rights) and len(bottoms)):
        return None
    grid = np.array(np.meshgrid(lefts, tops, rights, bottoms)).reshape(4, -1)
    x0, y0, x1, y1 = grid
    wide, high = x1 - x0, y1 - y0
    fit = (wide >= 6) & (high >= 6)
    fit &= (wide >= ASPECT[0] * high) & (wide <= ASPECT[1] * high)
    if not fit.any():
        return None
    grid = grid[:, fit]
    x0, y0, x1, y1 = grid
    least = np.array([columns[x0], columns[x1], rows[y0], rows[y1]]).min(axis=0)
    level = max(FAINTEST, DRAWN * float(np.sort(least)[3 * len(least) // 4]))
    down = np.vstack([np.zeros(width), np.cumsum(across > level, axis=0)])
    right = np.hstack([np.zeros((height, 1)), np.cumsum(along > level, axis=1)])
    shown = np.array(
        [
            (down[y1, x0] - down[y0 + 1, x0]) / (y1 - y0 - 1),
            (down[y1, x1] - down[y0 + 1, x1]) / (y1 - y0 - 1),
            (right[y0, x1] - right[y0, x0 + 1]) / (x1 - x0 - 1),
            (right[y1, x1] - right[y1, x0 + 1]) / (x1 - x0 - 1),
        ]
    )
    worst, second = np.sort(shown, axis=0)[:2]
    merit = worst + 0.5 * second - np.abs(np.log((x1 - x0) / (y1 - y0)))
    merit += 1.0 + 0.004 * (x1 - x0 + y1 - y0)  # of equals the outer one
    merit[(worst < demand.worst) | (second < demand.second)] = 0.0
    for i in np.argsort(-merit, kind="stable")[:MOST_TRIES]:
        if merit[i] == 0.0:
            return None
        at = tuple(int(v) for v in grid[:, i])
        lines = _lines(across, along, at)
        tones = np.array([_quantiles(line) for line in lines])
        usual = float(np.sort(tones[:, 1])[1:3].mean())
        even = np.sort(tones[:, 0] / np.maximum(1.0, tones[:, 2]))
        if (
            usual >= FAINTEST
            and (even[:3] >= EVEN).all()
            and _clear(dark, at, usual) >= demand.clear
        ):
            return at, float(worst[i]), usual
    return None


def _quantiles(line: np.ndarray) -> np.ndarray:
    """How dark the palest eighth, the palest two fifths and the half of a line are."""
    ranked = np.sort(line)
    return np.asarray(ranked[[len(line) // 8, 2 * len(line) // 5, len(line) // 2]])


def _peaks(profile: np.ndarray, first: int, last: int) -> np.ndarray:
    """The darkest few places of a stretch that are darker than their neighbours."""
    first, last = max(1, first), min(last, len(profile) - 1)
    part = profile[first:last]
    tops = (part >= profile[first - 1 : last - 1]) & (part >= profile[first + 1 : last + 1])
    places = np.flatnonzero(tops)
    return np.asarray(first + places[np.argsort(-part[places])][:MOST_PEAKS])


def _lines(
    across: np.ndarray, along: np.ndarray, at: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    x0, y0, x1, y1 = at
    return (
        across[y0 + 1 : y1, x0], across[y0 + 1 : y1, x1],
        along[y0, x0 + 1 : x1], along[y1, x0 + 1 : x1],
    )  # fmt: skip


def _clear(dark: np.ndarray, at: tuple[int, ...], usual: float) -> int:
    """Sides outside of which the page is pale: letters bulge beyond their straight part."""
    x0, y0, x1, y1 = at
    outer = (
        dark[y0 + 2 : y1 - 1, max(0, x0 - 4) : max(1, x0 - 2)].min(axis=1),
        dark[y0 + 2 : y1 - 1, x1 + 3 : x1 + 5].min(axis=1),
        dark[max(0, y0 - 4) : max(1, y0 - 2), x0 + 2 : x1 - 1].min(axis=0),
        dark[y1 + 3 : y1 + 5, x0 + 2 : x1 - 1].min(axis=0),
    )
    return sum(float((out < CLEAR * usual).mean()) > 0.7 for out in outer)


def _corners(dark: np.ndarray, at: tuple[int, ...], least: float) -> int:
    """Corners into which both sides run; those of round letters are pale."""
    x0, y0, x1, y1 = at
    met = 0
    for x, dx in ((x0, 1), (x1, -1)):
        for y, dy in ((y0, 1), (y1, -1)):
            around = (
                dark[y, x],
                dark[y, x - dx],
                dark[y - dy, x],
                dark[y, x + dx],
                dark[y + dy, x],
            )
            arms = (dark[y + 2 * dy, x - 1 : x + 2].max(), dark[y - 1 : y + 2, x + 2 * dx].max())
            met += max(around) > least and min(arms) > least
    return met


def _amid(dark: np.ndarray, at: tuple[int, ...], far: int, least: float) -> bool:
    """Whether ink stands close on both sides, as it does on letters of a word."""
    x0, y0, x1, y1 = at
    left = dark[y0 + 1 : y1, max(0, x0 - far) : max(1, x0 - 2)].max(axis=1)
    right = dark[y0 + 1 : y1, x1 + 3 : x1 + far + 1].max(axis=1)
    return min(float((part > least).mean()) for part in (left, right)) > LETTERED


def _rules(dark: np.ndarray, at: tuple[int, ...], far: int, least: float) -> bool:
    """Whether the sides are rules of a table: three ends go on past their corners, or two of
    opposite sides. Two of one side, or of one corner, are a frame that the square hangs from."""
    x0, y0, x1, y1 = at
    going = []
    for y in (y0, y1):
        band = dark[max(0, y - 1) : y + 2].max(axis=0)
        going.append(
            _all(band[max(0, x0 - far) : max(0, x0 - 1)], least)
            + _all(band[x1 + 2 : x1 + 1 + far], least)
        )
    for x in (x0, x1):
        band = dark[:, max(0, x - 1) : x + 2].max(axis=1)
        going.append(
            _all(band[max(0, y0 - far) : max(0, y0 - 1)], least)
            + _all(band[y1 + 2 : y1 + 1 + far], least)
        )
    return sum(going) >= 3 or min(going[:2]) > 0 or min(going[2:]) > 0


def _all(part: np.ndarray, least: float) -> bool:
    return part.size > 0 and bool((part > least).mean() > 0.9)


def _thickness(dark: np.ndarray, at: tuple[int, ...], least: float) -> float:
    """Pixels across the thinner of the two upright sides, halfway down most of it."""
    x0, y0, x1, y1 = at
    thin = []
    for x, step in ((x0, 1), (x1, -1)):
        rows = dark[y0 + 2 : y1 - 1, max(0, x - 2) : x + 6] if step > 0 else (
            dark[y0 + 2 : y1 - 1, max(0, x - 5) : x + 3]
        )  # fmt: skip
        thin.append(float(np.median((rows > least).sum(axis=1))) if rows.size else 0.0)
    return min(thin)
