"""What places that may hold a stamp look like: rows of features for learned trees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import cv2
import numpy as np

from extractors.marks.asking import Asking
from extractors.marks.lettering import lettering
from extractors.marks.sheet import Mask, Sheet
from extractors.marks.stampfinds import KINDS, SURE_WORD, StampFind, StampInks
from extractors.marks.stampwords import HANDS, TELLING, plain, words_in
from models.geometry import Box
from models.reading import Word

LEAST_DIGITS: Final = 9
AROUND_MM: Final = 2.5
HEADER: Final = 0.25
"""Letterheads stand above: lower down, the place on the page tells nothing."""
FOOT: Final = 0.1
NOWHERE: Final = 4.0
"""Said of a place without colour: as much of its colour elsewhere as makes no matter."""
LETTER_MM: Final = (0.8, 4.5)
SAME: Final = 0.5
NAMED: Final = frozenset(word for words in HANDS.values() for word in words)

LOOKS: Final = (
    *(f"is_{kind}" for kind in KINDS), *(f"also_{kind}" for kind in KINDS),
    "width", "height", "lean", "coverage", "letters", "colour_share", "colour", "density",
    "elsewhere", "rows", "row_density", "between", "pitch", "row_lean", "words", "sure_words",
    "confidence", "telling", "named", "numbers", "read_share", "asking", "header", "foot", "paler",
    "straight", "around", "largest", "pieces",
)  # fmt: skip


class StampLooks:
    """What the finds of one page look like."""

    __slots__ = ("asking", "finds", "inks", "page", "print_core", "tilt", "words")

    def __init__(
        self,
        page: Sheet,
        inks: StampInks,
        words: Sequence[Word],
        finds: Sequence[StampFind],
        tilt: float,
    ) -> None:
        self.page, self.inks, self.words, self.tilt = page, inks, words, tilt
        self.finds = [(find, page.box(*find.bounds)) for find in finds]
        self.asking = Asking(page, words)
        self.print_core = _core(page.small_grey, page.small_ink)

    def of(self, find: StampFind, box: Box) -> list[float]:
        """One row of `LOOKS`."""
        x0, y0, x1, y1 = find.bounds
        also = {f.kind for f, other in self.finds if f is not find and other.iou(box) >= SAME}
        return [
            *(float(find.kind == kind) for kind in KINDS), *(float(kind in also) for kind in KINDS),
            x1 - x0, y1 - y0, abs(find.tilt), find.coverage, float(find.letters),
            *self._inked(box),
            *self._read(box),
            self.asking.far(box), min(HEADER, box.cy), min(FOOT, 1 - box.y1),
            *self._drawn(box),
        ]  # fmt: skip

    def _inked(self, box: Box) -> Iterator[float]:
        """How much is in colour, how full the place is, how even its rows of lettering."""
        part = self._part(box)
        ink = self.page.small_ink[part]
        colours = {f: cv2.countNonZero(mask[part]) for f, mask in self.inks.coloured.items()}
        family = max(colours, key=lambda f: colours[f], default=None)
        pixels = max(1, cv2.countNonZero(ink))
        own, elsewhere, share = self.inks.plain[part], NOWHERE, 0.0
        if family is not None and colours[family]:
            mask = self.inks.coloured[family]
            share = min(1.5, colours[family] / pixels)
            inside = colours[family]
            elsewhere = float(np.log1p((cv2.countNonZero(mask) - inside) / inside))
            if share > 0.35:
                own = mask[part]
        yield share
        yield colours[family] / max(1, own.size) if family is not None else 0.0
        yield pixels / max(1, ink.size)
        yield min(NOWHERE, elsewhere)
        rows = lettering(own, self.page.colour_mm)
        if rows is None:
            yield from (0.0, 0.0, 1.0, 0.0, 0.0)
            return
        yield float(rows.rows)
        yield rows.density
        yield min(2.0, rows.between)
        yield rows.pitch
        yield abs(rows.tilt - self.tilt)

    def _read(self, box: Box) -> Iterator[float]:
        inside = words_in(self.words, box)
        said = {token for word in inside for token in plain(word.text).split()}
        yield float(len(inside))
        yield float(sum(word.confidence >= SURE_WORD for word in inside))
        yield float(np.mean([word.confidence for word in inside])) if inside else 0.0
        yield float(len(said & TELLING))
        yield float(len(said & NAMED))
        yield float(sum(token.isdigit() and len(token) >= LEAST_DIGITS for token in said))
        yield sum(word.box.intersection(box) for word in inside) / max(1e-9, box.area)

    def _drawn(self, box: Box) -> list[float]:
        """Paler than print, how much is rules, ink just outside, the largest piece, small pieces."""
        page, mm = self.page, self.page.colour_mm
        part = self._part(box)
        ink, free = page.small_ink[part], self.inks.plain[part]
        pixels = max(1, cv2.countNonZero(ink))
        wide = self._part(box.grown(AROUND_MM / page.width_mm, AROUND_MM / page.height_mm))
        whole = page.small_ink[wide]
        outside = (cv2.countNonZero(whole) - cv2.countNonZero(ink)) / max(1, whole.size - ink.size)
        _count, _labels, stats, _ = cv2.connectedComponentsWithStats(free, connectivity=8)
        sizes = stats[1:]
        most = sizes[:, 2:4].max(axis=1) / mm if len(sizes) else np.zeros(0)
        small = (most >= LETTER_MM[0]) & (most <= LETTER_MM[1])
        area = max(1.0, ink.size / mm**2)
        return [
            _core(page.small_grey[part], ink) - self.print_core,
            1 - cv2.countNonZero(free) / pixels,
            outside / (pixels / max(1, ink.size)),
            float(sizes[:, 4].max() / pixels) if len(sizes) else 0.0,
            100 * float(small.sum()) / area,
        ]

    def _part(self, box: Box) -> tuple[slice, slice]:
        rows, columns = self.page.small_ink.shape
        return (
            slice(int(box.y0 * rows), int(box.y1 * rows) + 1),
            slice(int(box.x0 * columns), int(box.x1 * columns) + 1),
        )


def _core(grey: np.ndarray, ink: Mask) -> float:
    """The grey of the middle of strokes, their edges left out."""
    tones = grey[ink > 0]
    return float(np.percentile(tones, 15)) if len(tones) else 0.0
