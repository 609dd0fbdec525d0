"""An EAN-13 (or UPC-A) weighed as a whole, for bars too blurred or worn to be told one by one.

A decoder that looks for edges fails where thin bars run together. Here the darkness along the
code is compared with what each digit would look like as blurred as that, and of all numbers with
a right check digit the nearest is taken, if the next one is clearly further.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from extractors.marks.sheet import Image

Values = npt.NDArray[np.float64]

MODULES: Final = 95
LEFT: Final = (13, 25, 19, 61, 35, 49, 47, 59, 55, 11)
"""Odd-parity patterns of the digits, seven modules each, the dark ones set."""
PARITIES: Final = (0, 11, 13, 14, 19, 25, 28, 21, 22, 26)
"""Which of the six left digits are of even parity, for each first digit."""
BLURS: Final = (0.45, 0.75, 1.1)
"""Spreads of the blur that are tried, in modules."""
FINE: Final = 4
"""Samples of a module."""
AROUND: Final = 1
"""Modules beside a digit that are compared as well: blur mixes neighbours."""
SHIFTS: Final = (-0.35, 0.0, 0.35)
"""Modules by which a digit may stand beside its place: paper is not flat."""
STARTS: Final = 200
"""Places of the guards at which the digits are looked at, …"""
KEPT: Final = 2
"""… and that are then moved a little until they fit."""
BATCH: Final = 100
BANDS: Final = ((0.08, 0.3), (0.25, 0.5), (0.45, 0.7), (0.1, 0.65))
"""Slices of the code's height, each read by itself; the number printed below is left out."""
WORST: Final = 0.12
LEAST_MARGIN: Final = 0.13
"""Limits of the mean distance of a digit and of the distance to the next number."""
WEIGHTS: Final = np.array([1, 3] * 6 + [1])


@dataclass(frozen=True, slots=True)
class Weighed:
    """The nearest number, how far its digits are on average (0..2), and by how much the next
    number is further in all."""

    text: str
    distance: float
    margin: float


def read_ean13(cut: Image, rivals: Collection[str] = ()) -> str | None:
    """The thirteen digits of a code set straight, bars upright; `None` when in doubt.

    Two slices of the height must agree, and none that is sure may contradict them. `rivals`:
    what others read there; of these two slices need only choose the same.
    """
    said = weigh(cut)
    chosen = Counter(w.text for w in said if w.text in rivals and w.distance <= WORST).most_common()
    if chosen and chosen[0][1] >= 2 and len(chosen) == 1:
        return chosen[0][0]
    sure = [w.text for w in said if w.distance <= WORST and w.margin >= LEAST_MARGIN]
    return sure[0] if len(sure) >= 2 and len(set(sure)) == 1 else None


def weigh(cut: Image) -> list[Weighed]:
    """What each slice of the height says, where guards were found."""
    said = []
    for top, bottom in BANDS:
        rows = cut[int(top * cut.shape[0]) : max(1, int(bottom * cut.shape[0]))]
        if rows.size:
            found = _weigh_profile(_darkness(rows))
            said += [found] if found is not None else []
    return said


def _darkness(rows: Image) -> Values:
    """0 (paper) to 1 (bar) along the code, light and shade evened out."""
    line = rows.mean(axis=0)
    line = np.interp(np.linspace(0, len(line) - 1, 6 * 110), np.arange(len(line)), line)
    strip = line[None].astype(np.float32)
    side = 6 * 14 + 1
    kernel = np.ones((1, side), np.uint8)
    light = cv2.blur(cv2.dilate(strip, kernel), (side, 1))
    dark = cv2.blur(cv2.erode(strip, kernel), (side, 1))
    return np.asarray(np.clip((light - strip) / np.maximum(light - dark, 8.0), 0, 1)[0], np.float64)


def _weigh_profile(line: Values) -> Weighed | None:
    best: tuple[float, Values] | None = None
    for one in (line, line[::-1]):
        summed = np.concatenate([[0.0], np.cumsum(one)])
        places = _nearest(summed, _guards(summed), KEPT)
        for reach in (0.6, 0.25):
            places = _nearest(summed, _around(places, reach), KEPT)
        costs = _digit_costs(summed, places[:1])
        total = float(_quick(costs)[0])
        if best is None or total < best[0]:
            best = total, costs[0]
    if best is None:
        return None
    (first, text), (second, _) = _nearest_two(best[1])
    return Weighed(text, first / 12, second - first)


def _around(places: Values, modules: float) -> Values:
    """Places beside those given: either end up to so many modules away, the middle as well."""
    steps = np.linspace(-1, 1, 5) * modules
    moves = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), -1).reshape(-1, 3)
    module = (places[:, 1] - places[:, 0]) / MODULES
    moved = (
        places[:, None] + moves * np.stack([module, module, np.full_like(module, 2.0)], -1)[:, None]
    )
    return np.asarray(moved.reshape(-1, 3))


def _nearest(summed: Values, places: Values, most: int) -> Values:
    """The places at which digits fit best, best first."""
    totals = np.concatenate(
        [_quick(_digit_costs(summed, places[i : i + BATCH])) for i in range(0, len(places), BATCH)]
    )
    return places[np.argsort(totals)[:most]]


def _means(summed: Values, edges: Values) -> Values:
    """Mean darkness between successive edges; nothing lies beyond the ends."""
    at = np.interp(edges, np.arange(len(summed)), summed)
    return np.asarray(np.diff(at, axis=-1) / np.maximum(np.diff(edges, axis=-1), 1e-6))


def _guards(summed: Values) -> Values:
    """Where the code may begin and end (and bend: 0): by its guards and the quiet beside."""
    size = len(summed) - 1
    step = size / 260
    starts = np.arange(0, 0.4 * size, step)
    ends = np.arange(0.6 * size, size + 1, step)
    start, end = (grid.ravel() for grid in np.meshgrid(starts, ends, indexing="ij"))
    module = (end - start) / MODULES
    score = np.zeros(len(start))
    for first, pattern in ((-4, "0000101"), (45, "01010"), (92, "1010000")):
        edges = start[:, None] + module[:, None] * (first + np.arange(len(pattern) + 1))
        wanted = np.array([float(c) for c in pattern])
        score += ((2 * wanted - 1) * (_means(summed, edges) - 0.5)).sum(axis=1)
    best = np.argsort(-score)[:STARTS]
    return np.stack([start[best], end[best], np.zeros(len(best))], axis=-1)


def _digit_costs(summed: Values, places: Values) -> Values:
    """Place × the 12 printed digits × the 30 patterns (left odd, left even, right): distances."""
    start, end, bend = (places[:, i, None, None, None] for i in range(3))
    firsts = np.array([3 + 7 * i for i in range(6)] + [50 + 7 * i for i in range(6)], float)
    within = np.arange(-AROUND * FINE, (7 + AROUND) * FINE + 1) / FINE
    modules = firsts[None, :, None] + within + np.array(SHIFTS)[:, None, None]
    along = modules / MODULES
    edges = start + (end - start) / MODULES * (modules + 4 * bend * along * (1 - along))
    near = np.matmul(_unit(_means(summed, edges)), _TEMPLATES.reshape(-1, _TEMPLATES.shape[-1]).T)
    return np.asarray(1 - near.reshape(*near.shape[:3], len(BLURS), 30).max(axis=(1, 3)))


def _quick(costs: Values) -> Values:
    """Distance of the nearest digits at each place, whatever the check says."""
    odd, even = costs[:, :6, :10].min(axis=2), costs[:, :6, 10:20].min(axis=2)
    left = np.min([np.where(_even(first), even, odd).sum(axis=1) for first in range(10)], axis=0)
    return np.asarray(left + costs[:, 6:, 20:].min(axis=2).sum(axis=1))


def _nearest_two(costs: Values) -> list[tuple[float, str]]:
    """The two nearest numbers whose check digit is right, with their distances."""
    found: list[tuple[float, str]] = []
    for first in range(10):
        left = np.where(_even(first)[:, None], costs[:6, 10:20], costs[:6, :10])
        rows = np.vstack([left, costs[6:, 20:]])
        ways: dict[int, list[tuple[float, str]]] = {first: [(0.0, str(first))]}
        for row, weight in zip(rows, WEIGHTS[1:], strict=True):
            after: dict[int, list[tuple[float, str]]] = {}
            likely = np.argsort(row)
            for remainder, known in ways.items():
                for digit in likely:
                    key = (remainder + int(weight) * int(digit)) % 10
                    more = [(cost + float(row[digit]), text + str(digit)) for cost, text in known]
                    after[key] = sorted(after.get(key, []) + more)[:2]
            ways = after
        found += ways.get(0, [])
    return sorted(found)[:2]


def _even(first: int) -> npt.NDArray[np.bool_]:
    return np.array([PARITIES[first] >> (5 - i) & 1 for i in range(6)], bool)


def _unit(values: Values) -> Values:
    centred = values - values.mean(axis=-1, keepdims=True)
    return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=-1, keepdims=True), 1e-6))


def _templates() -> Values:
    """Blur × pattern × samples, each of mean 0 and length 1."""
    odd = [[value >> (6 - i) & 1 for i in range(7)] for value in LEFT]
    right = [[1 - bit for bit in bits] for bits in odd]
    even = [bits[::-1] for bits in right]
    made = []
    for blur in BLURS:
        for bits in odd + even + right:
            # Beyond a digit stands the bar or the space with which its neighbour ends or begins.
            wide = [1 - bits[0]] * 2 + bits + [1 - bits[-1]] * 2
            line = np.repeat(np.array(wide, np.float32), FINE)[None]
            soft = cv2.GaussianBlur(line, (0, 0), blur * FINE, borderType=cv2.BORDER_REPLICATE)[0]
            cut = (2 - AROUND) * FINE
            made.append(soft[cut : len(soft) - cut])
    return _unit(np.array(made, np.float64)).reshape(len(BLURS), 30, -1)


_TEMPLATES: Final = _templates()
