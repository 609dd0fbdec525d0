"""Groups of pen strokes that may be one signature, and what they look like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.marks.asking import Asking
from extractors.marks.overstamp import across_rows, same_ink
from extractors.marks.sheet import Sheet
from extractors.marks.strokes import Pieces, Stroke
from models.geometry import Box
from models.reading import Ink, SeenMark, Word

SEED_MM: Final = 6.0
LESSER_MM: Final = 4.0
"""Shortest reach of a seed, and of the strokes that go with it."""
SEED_HEIGHT_MM: Final = 2.6
SEED_THICK_MM: Final = 1.9
MOST_WINDING: Final = 18.0
"""Length of the line over its reach: 1 is straight, more than this a blotch."""
NEAR_MM: Final = (0.6, 5.0)
"""Seeds nearer than this belong together: a signature crosses its neighbours, stands close to
print, or falls in pieces."""
MOST_RIM: Final = 0.9
"""Of a seed's ink along its bounds: more, and it is a drawn frame or oval."""
MOST_SEEDS: Final = 250
MOST_GROUPS: Final = 90
MOST_MM: Final = (130.0, 75.0)
LEAST_MM: Final = 4.0
SURE_WORD: Final = 0.8
RULE_PIECE_MM: Final = 6.0
SIDE_MM: Final = 30.0
AMID_MM: Final = 7.0
LOOP_MM2: Final = 0.6
FEWEST_AROUND: Final = 40
"""Pixels of other ink that tell how dark it is."""
RARE: Final = (Ink.ROUGE, Ink.VERTE)

LOOKS: Final = (
    "width", "height", "seeds", "strokes", "main_height", "main_width", "main_winding",
    "main_thick", "main_rim", "length", "winding", "thick", "density", "ruled", "loops",
    "loop_share", "filled", "read_sure", "read_any", "word_confidence", "longest_word",
    "beside", "beside_taller", "amid", "amid_taller", "black", "rare", "inside_stamp", "over_stamp",
    "stamp_iou", "same_ink", "out", "across_rows", "darker_than_stamp", "under_label",
)  # fmt: skip
"""Not where on the page, how pale or what else is in its colour: these are of our own courier."""


@dataclass(frozen=True, slots=True)
class PenGroup:
    """Strokes near each other, in millimetres on the page."""

    seeds: tuple[Stroke, ...]
    strokes: tuple[Stroke, ...]
    """The seeds, and the lesser strokes between them."""

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        return (
            min(s.x0 for s in self.strokes),
            min(s.y0 for s in self.strokes),
            max(s.x1 for s in self.strokes),
            max(s.y1 for s in self.strokes),
        )


def pen_groups(strokes: Sequence[Stroke]) -> list[PenGroup]:
    """Long, thin, winding strokes, alone and with their neighbours; the largest groups."""
    seeds = [s for s in strokes if _is_seed(s)]
    seeds = sorted(seeds, key=lambda s: -s.reach)[:MOST_SEEDS]
    if not seeds:
        return []
    x0, y0, x1, y1 = np.array([(s.x0, s.y0, s.x1, s.y1) for s in seeds]).T
    dx = np.maximum(np.maximum(x0[:, None] - x1, x0 - x1[:, None]), 0)
    dy = np.maximum(np.maximum(y0[:, None] - y1, y0 - y1[:, None]), 0)
    gaps = np.hypot(dx, dy)
    lesser = [s for s in strokes if s.reach >= LESSER_MM and s.length >= s.reach]
    found: dict[tuple[int, ...], PenGroup] = {}
    for near in NEAR_MM:
        for members in _joined(gaps < near):
            if members not in found:
                found[members] = _with_lesser([seeds[i] for i in members], lesser)
    groups = []
    for group in found.values():
        x0, y0, x1, y1 = group.bounds
        if LEAST_MM <= y1 - y0 <= MOST_MM[1] and x1 - x0 <= MOST_MM[0]:
            groups.append(group)
    groups.sort(key=lambda g: -max(s.reach * s.height for s in g.seeds))
    return groups[:MOST_GROUPS]


def _is_seed(stroke: Stroke) -> bool:
    return (
        stroke.reach >= SEED_MM
        and stroke.height >= SEED_HEIGHT_MM
        and stroke.thick <= SEED_THICK_MM
        and stroke.rim <= MOST_RIM
        and stroke.length <= MOST_WINDING * stroke.reach
    )


def _joined(near: np.ndarray) -> list[tuple[int, ...]]:
    """The connected parts of a graph."""
    left, parts = set(range(len(near))), []
    while left:
        reached, edge = set(), {min(left)}
        while edge:
            reached |= edge
            edge = set(np.flatnonzero(near[sorted(edge)].any(axis=0)).tolist()) - reached
        left -= reached
        parts.append(tuple(sorted(reached)))
    return parts


def _with_lesser(seeds: Sequence[Stroke], lesser: Sequence[Stroke]) -> PenGroup:
    """The seeds and what of the lesser strokes lies between them."""
    x0, y0 = min(s.x0 for s in seeds) - 2, min(s.y0 for s in seeds) - 1
    x1, y1 = max(s.x1 for s in seeds) + 2, max(s.y1 for s in seeds) + 1
    known = {s.label for s in seeds}
    between = [
        s
        for s in lesser
        if s.x1 > x0 and s.x0 < x1 and s.y1 > y0 and s.y0 < y1 and s.label not in known
    ]
    return PenGroup(tuple(seeds), (*seeds, *between))


class Looks:
    """What the groups of one ink on a page look like: rows of `LOOKS`."""

    __slots__ = ("asking", "ink", "labels", "loose", "page", "pieces", "sizes", "stamps", "words")

    def __init__(
        self,
        page: Sheet,
        pieces: Pieces,
        strokes: Sequence[Stroke],
        words: Sequence[Word],
        stamps: Sequence[SeenMark],
        ink: Ink,
    ) -> None:
        self.page, self.pieces, self.ink = page, pieces, ink
        self.stamps = stamps
        self.sizes = np.array([(s.x0, s.y0, s.x1, s.y1, s.height) for s in strokes]).reshape(-1, 5)
        self.labels = np.array([s.label for s in strokes], np.int64)
        self.loose = ~np.array([_within_any(page, s, stamps) for s in strokes], bool)
        told = [w for w in words if sum(c.isalnum() for c in w.text) >= 2]
        self.words = np.array(
            [(w.box.x0, w.box.y0, w.box.x1, w.box.y1, w.confidence, len(w.text)) for w in told]
        ).reshape(-1, 6)
        self.asking = Asking(page, words)

    def of(self, group: PenGroup, box: Box) -> list[float]:
        """One row of features."""
        main = max(group.seeds, key=lambda s: s.reach)
        x0, y0, x1, y1 = group.bounds
        wide, high = x1 - x0, y1 - y0
        length = sum(s.length for s in group.strokes)
        return [
            wide, high, len(group.seeds), len(group.strokes), main.height, main.width,
            main.length / main.reach, main.thick, main.rim, length,
            length / max(1.0, float(np.hypot(wide, high))),
            float(np.average([s.thick for s in group.strokes], weights=[s.length for s in group.strokes])),
            *self._drawn(group),
            *self._read(box),
            *self._neighbours(group, main),
            float(self.ink is Ink.NOIRE), float(self.ink in RARE),
            *self._stamped(group, box),
            self.asking.far(box),
        ]  # fmt: skip

    def _part(self, group: PenGroup) -> tuple[slice, slice]:
        mm, (left, top) = self.page.colour_mm, self.pieces.origin
        x0, y0, x1, y1 = group.bounds
        return (
            slice(max(0, round(y0 * mm) - top), round(y1 * mm) - top + 1),
            slice(max(0, round(x0 * mm) - left), round(x1 * mm) - left + 1),
        )

    def _own(self, group: PenGroup) -> np.ndarray:
        return np.isin(self.pieces.labels[self._part(group)], [s.label for s in group.strokes])

    def _drawn(self, group: PenGroup) -> Iterator[float]:
        """Density, ruled share, loops, their share, how much of its hull is filled."""
        own = self._own(group).astype(np.uint8)
        ink, mm = max(1, cv2.countNonZero(own)), self.page.colour_mm
        yield ink / max(1, own.size)
        piece = max(3, round(RULE_PIECE_MM * mm))
        lines = cv2.bitwise_or(
            cv2.morphologyEx(own, cv2.MORPH_OPEN, np.ones((1, piece), np.uint8)),
            cv2.morphologyEx(own, cv2.MORPH_OPEN, np.ones((piece, 1), np.uint8)),
        )
        yield cv2.countNonZero(lines) / ink
        outlines, tree = cv2.findContours(own, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
        areas = [
            cv2.contourArea(o)
            for o, (_, _, _, parent) in zip(
                outlines, tree[0] if tree is not None else (), strict=True
            )
            if parent >= 0
        ]
        loops = [a for a in areas if a > LOOP_MM2 * mm**2]
        yield float(len(loops))
        yield sum(areas) / max(1, own.size)
        points = cv2.findNonZero(own)
        hull = cv2.contourArea(cv2.convexHull(points)) if points is not None else 1.0
        yield ink / max(1.0, hull)

    def _read(self, box: Box) -> tuple[float, float, float, float]:
        """Shares of the box under sure and under any words, their confidence, the longest one."""
        if not len(self.words):
            return 0.0, 0.0, 0.0, 0.0
        x0, y0, x1, y1, sure, long = self.words.T
        shared = np.clip(np.minimum(x1, box.x1) - np.maximum(x0, box.x0), 0, None)
        shared = shared * np.clip(np.minimum(y1, box.y1) - np.maximum(y0, box.y0), 0, None)
        over = shared > 0.3 * np.maximum(1e-9, (x1 - x0) * (y1 - y0))
        area = max(box.area, 1e-9)
        if not over.any():
            return 0.0, float(shared.sum() / area), 0.0, 0.0
        mean = float(np.average(sure[over], weights=long[over]))
        return (
            float(shared[sure >= SURE_WORD].sum() / area),
            float(shared.sum() / area),
            mean,
            float(long[over].max()),
        )

    def _neighbours(self, group: PenGroup, main: Stroke) -> Iterator[float]:
        """Strokes beside the main one on its line, and all around the group, and how much taller it is."""
        others = self.loose & ~np.isin(self.labels, [s.label for s in group.strokes])
        x0, y0, x1, y1, high = self.sizes[others].T
        middle = (main.y0 + main.y1) / 2
        aside = np.minimum(np.abs(x0 - main.x1), np.abs(main.x0 - x1))
        beside = (high >= 1.8) & (y0 - 1.5 < middle) & (middle < y1 + 1.5) & (aside < SIDE_MM)
        yield float(beside.sum())
        yield main.height / float(np.median(high[beside])) if beside.any() else 6.0
        a0, b0, a1, b1 = group.bounds
        amid = (high >= 1.6) & (x1 > a0 - AMID_MM) & (x0 < a1 + AMID_MM)
        amid &= (y1 > b0 - AMID_MM) & (y0 < b1 + AMID_MM)
        yield float(amid.sum())
        yield main.height / float(np.quantile(high[amid], 0.6)) if amid.any() else 6.0

    def _stamped(self, group: PenGroup, box: Box) -> tuple[float, ...]:
        """How it lies over the stamp that it shares most with: shares of both, the ink, how far out
        of it in millimetres, across its rows, and how much darker it is."""
        stamp = max(self.stamps, key=lambda s: s.box.intersection(box), default=None)
        shared = stamp.box.intersection(box) if stamp is not None else 0.0
        if stamp is None or shared <= 0:
            return (0.0,) * 7
        out = max(
            (stamp.box.x0 - box.x0) * self.page.width_mm,
            (box.x1 - stamp.box.x1) * self.page.width_mm,
            (stamp.box.y0 - box.y0) * self.page.height_mm,
            (box.y1 - stamp.box.y1) * self.page.height_mm,
        )
        return (
            shared / max(box.area, 1e-9),
            shared / max(stamp.box.area, 1e-9),
            stamp.box.iou(box),
            float(same_ink(self.ink, stamp.ink)),
            out,
            float(any(across_rows(s) for s in group.strokes)),
            self._darker(group),
        )

    def _darker(self, group: PenGroup) -> float:
        """Greys by which the group is darker than the other ink in its bounds."""
        rows, columns = self._part(group)
        left, top = self.pieces.origin
        own = self._own(group)
        place = (
            slice(rows.start + top, rows.start + top + own.shape[0]),
            slice(columns.start + left, columns.start + left + own.shape[1]),
        )
        grey, rest = self.page.small_grey[place], (self.page.small_ink[place] > 0) & ~own
        if rest.sum() <= FEWEST_AROUND or not own.any():
            return 0.0
        return float(np.median(grey[rest]) - np.median(grey[own]))


def _within_any(page: Sheet, stroke: Stroke, stamps: Sequence[SeenMark]) -> bool:
    """Whether the stroke's middle lies in a stamp."""
    x, y = (stroke.x0 + stroke.x1) / 2 / page.width_mm, (stroke.y0 + stroke.y1) / 2 / page.height_mm
    return any(stamp.box.holds(x, y) for stamp in stamps)
