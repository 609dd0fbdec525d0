"""Small drawn squares, fitted on greys: thin straight sides, whatever is written in and over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.marks.sheet import Image, Mask

SIDE_MM: Final = (2.0, 6.8)
ASPECT: Final = (0.78, 1.28)
REACH_MM: Final = 0.9
"""How far from its first guess a side is looked for."""
INWARD: Final = 0.2
"""Share of what is looked at by which a side may lie within its guess, which a pen widens."""
RUN_MM: Final = 1.5
BLOCK_MM: Final = 5.0
STEP: Final = 14
"""Ink is this much darker than the mean of the `BLOCK_MM` around it."""
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
SHOWN: Final = (0.45, 0.72)
"""Of a guess: how much of its second and of its third worst side is inked."""
MOST_STEMS: Final = 2500
MOST_PEAKS: Final = 4
MOST_TRIES: Final = 6


FEWEST_ALIKE: Final = 2
ALIKE: Final = 0.12
"""Boxes of one form differ by less than this share of their side."""
MOST_ALIKE: Final = 60


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

    @property
    def side(self) -> float:
        return (self.x1 - self.x0 + self.y1 - self.y0) / 2


def find_squares(
    grey: Image, mm: float, tilt: float = 0.0, letters: np.ndarray | None = None
) -> list[Square]:
    """Squares of four drawn sides on whitened greys with `mm` pixels in a millimetre, each once.

    `tilt` is how the form's rules lean, in degrees, positive down to the right. Where a form has
    empty squares, those of their size are looked for again: a pen hides sides. `letters` are
    bounds in pixels, one a row, within which ink is print.
    """
    letters = np.empty((0, 4)) if letters is None else letters
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
        square = _fitted(grey, guess, mm, tilt, STRICT)
        if square is not None and not any(_same(square, known) for known in found):
            found.append(square)
    empty = [s.side for s in found if s.whole and s.inside < 0.02]
    if len(empty) >= FEWEST_ALIKE:
        usual = float(np.median(empty))
        if sum(abs(side / usual - 1) < ALIKE for side in empty) >= FEWEST_ALIKE:
            for guess in _of_size(ink, usual, letters):
                if any(_same(guess, known) for known in found):
                    continue
                square = _fitted(grey, guess, mm, tilt, LENIENT)
                if (
                    square is not None
                    and abs(square.side / usual - 1) < ALIKE
                    and square.inside > 0.1
                    and not any(_same(square, known) for known in found)
                ):
                    found.append(square)
    return found


def _same(a: Square, b: Square, share: float = 0.5) -> bool:
    off = share * b.side
    return abs(a.x0 - b.x0) + abs(a.y0 - b.y0) < off and abs(a.x1 - b.x1) + abs(a.y1 - b.y1) < off


def _of_size(ink: Mask, side: float, letters: np.ndarray) -> list[Square]:
    """Where ink lies along all four sides of a square of this side, the best first."""
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
    free = ~_amid_letters(bounds, letters)
    ys, xs = ys[free], xs[free]
    order = np.argsort(-merit[ys, xs].astype(int), kind="stable")[:MOST_ALIKE]
    return [
        Square(float(xs[i]), float(ys[i]), float(xs[i] + long + 1), float(ys[i] + long + 1))
        for i in order
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
    x0, y0, x1, y1 = letters.T
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


def _fitted(grey: Image, guess: Square, mm: float, tilt: float, demand: Demand) -> Square | None:
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
