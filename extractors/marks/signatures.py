"""Signatures: a few long, tall, curved strokes of a pen that no reader takes for words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import cv2
import numpy as np

from extractors.marks.overstamp import pen_masks, stands_out, within_stamp, without_frames
from extractors.marks.sheet import Mask, Sheet
from extractors.marks.strokes import Stroke, find_strokes, without_rules
from models.geometry import Box
from models.reading import Ink, MarkKind, SeenMark, Word

RARE: Final = (Ink.ROUGE, Ink.VERTE)
RARE_SHARE: Final = 0.3
"""Of all ink of a colour that pens seldom have: less, and the colour is the form's."""
FEWEST_PIXELS: Final = 60
RULE_MM: Final = {"black": 16.0, "coloured": 30.0}
"""A level or upright straight run of ink at least this long is a rule of the form."""
TOP_ZONE: Final = 0.14
"""Above this share of the page stand logos, no signatures."""
TALL_MM: Final = 6.0
LONG_MM: Final = 10.0
MOST_MM: Final = (130.0, 75.0)
THICK_MM: Final = 1.25
MOST_RIM: Final = 0.55
LEAST_WINDING: Final = 1.25
"""Length of the line over its reach: 1 is straight."""
MOST_WINDING: Final = 14.0
"""More is a blotch."""
NEAR_MM: Final = 5.0
SURE_WORD: Final = 0.8
MOST_READ: Final = 0.6
"""Share of a signature's box that sure words may cover."""
LINE_NEIGHBOURS: Final = 3
"""Strokes as tall at its sides from which a stroke is part of a written line."""
TALLER: Final = 1.9
AMID_MM: Final = 7.0
AMID_MANY: Final = 8
AMID_TALLER: Final = 3.2
"""Among this many strokes around it a signature is this much taller than most of them."""
RULE_PIECE_MM: Final = 6.0
STRAIGHT: Final = 0.39
MOST_RULED: Final = 0.5
"""Shares of the ink in level or upright pieces this long above which it may be, and is, a form's
lines. (Of 65 signatures of the courier none had more than 0.38, of 20 wrong finds half over 0.6.)"""
INSIDE: Final = 0.8
RIM_RULED: Final = 0.33
RIM_SHARED: Final = 0.8
LINES: Final = 0.69
"""Most that is believed of strokes as straight as a frame, inside a stamp and as its rim, or all
around a stamp in its own ink: a rim that the stamp's box left out."""
MOST_ON_PAGE: Final = 8
"""More than this, and the page is handwriting: only what stands out by size is kept."""


def find_signatures(
    page: Sheet, words: Sequence[Word], stamps: Sequence[SeenMark], tilt: float = 0.0
) -> tuple[SeenMark, ...]:
    """Signatures in any ink, also over `stamps`; most certain first.

    `tilt` is how the page's rules lean, in degrees.
    """
    found: list[SeenMark] = []
    sure = [w for w in words if w.confidence >= SURE_WORD and sum(c.isalnum() for c in w.text) >= 3]
    for ink, mask in pen_masks(page, stamps).items():
        if cv2.countNonZero(mask) < FEWEST_PIXELS:
            continue
        for mark in _of_pen(page, mask, sure, stamps, ink, tilt):
            twin = next((m for m in found if _same(m.box, mark.box)), None)
            if twin is None:
                found.append(mark)
            elif mark.box.area > twin.box.area:
                found[found.index(twin)] = mark
    found.sort(key=lambda m: -m.confidence)
    if len(found) > MOST_ON_PAGE:
        heights = sorted(m.box.height for m in found)
        usual = heights[len(heights) // 2]
        found = [m for m in found if m.box.height > 2.0 * usual]
    return tuple(found)


def _of_pen(
    page: Sheet,
    mask: Mask,
    words: Sequence[Word],
    stamps: Sequence[SeenMark],
    ink: Ink,
    tilt: float,
) -> Iterator[SeenMark]:
    mm = page.colour_mm
    clean = without_frames(
        without_rules(mask, mm, RULE_MM["black" if ink is Ink.NOIRE else "coloured"], tilt),
        page,
        stamps,
    )
    strokes = find_strokes(clean, mm)
    for group in _groups([s for s in strokes if _pen_stroke(s)], strokes):
        x0, y0 = min(s.x0 for s in group), min(s.y0 for s in group)
        x1, y1 = max(s.x1 for s in group), max(s.y1 for s in group)
        if x1 - x0 > MOST_MM[0] or y1 - y0 > MOST_MM[1]:
            continue
        box = page.box(x0, y0, x1, y1)
        if box.cy < TOP_ZONE:
            continue
        stamped = [s for s in stamps if s.box.intersection(box) > 0.15 * box.area]
        if any(not stands_out(page, clean, group, box, s, ink) for s in stamped):
            continue
        read = sum(w.box.intersection(box) for w in words) / max(box.area, 1e-9)
        if not stamped and read > MOST_READ:
            continue
        loose = [s for s in strokes if not within_stamp(page, s, stamps)]
        if not stamped and _on_line(group, loose):
            continue
        if not stamped and _crowded(group, loose):
            continue
        ruled = _ruled(clean, mm, (x0, y0, x1, y1))
        if ruled > MOST_RULED or _dense(clean, mm, (x0, y0, x1, y1)):
            continue
        if (
            ink in RARE
            and sum(s.length * s.thick for s in group) < RARE_SHARE * cv2.countNonZero(mask) / mm**2
        ):
            continue
        confidence = _confidence(group, read, bool(stamped))
        if any(s.ink == ink and _same_place(s.box, box) for s in stamped):
            continue
        inside = any(s.ink == ink and s.box.intersection(box) > INSIDE * box.area for s in stamped)
        around = any(
            s.ink == ink and s.box.intersection(box) > INSIDE * s.box.area for s in stamped
        )
        if around or ruled > (RIM_RULED if inside else STRAIGHT):
            confidence = min(confidence, LINES)
        if confidence >= 0.5:
            yield SeenMark(MarkKind.SIGNATURE, box, confidence, True, ink)


def _pen_stroke(stroke: Stroke) -> bool:
    """Tall or long, thin, winding: a letter is too small, a rule too straight."""
    if stroke.reach < LONG_MM or stroke.thick > THICK_MM or stroke.rim > MOST_RIM:
        return False
    if stroke.height < TALL_MM * 0.75 or stroke.width < 2.0:
        return False
    if not LEAST_WINDING <= stroke.length / stroke.reach <= MOST_WINDING:
        return False
    return stroke.height >= TALL_MM or stroke.width >= 2.2 * LONG_MM


def _groups(seeds: list[Stroke], strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    """Seeds near each other, with the lesser strokes between them."""
    groups: list[list[Stroke]] = []
    for seed in sorted(seeds, key=lambda s: -s.reach):
        near = [g for g in groups if any(seed.gap(s) < NEAR_MM for s in g)]
        merged = [seed, *(s for g in near for s in g)]
        groups = [g for g in groups if g not in near] + [merged]
    for group in groups:
        x0, y0 = min(s.x0 for s in group), min(s.y0 for s in group)
        x1, y1 = max(s.x1 for s in group), max(s.y1 for s in group)
        known = {s.label for s in group}
        group += [
            s
            for s in strokes
            if s.label not in known
            and s.reach >= 4.0
            and s.rim < MOST_RIM
            and s.length >= 1.0 * s.reach
            and s.x1 > x0 - 2 and s.x0 < x1 + 2 and s.y1 > y0 - 1 and s.y0 < y1 + 1
        ]  # fmt: skip
    return groups


def _on_line(group: Sequence[Stroke], strokes: Sequence[Stroke]) -> bool:
    """Whether the group is but a word of a handwritten line: others as tall stand beside it."""
    main = max(group, key=lambda s: s.reach)
    known = {s.label for s in group}
    middle = (main.y0 + main.y1) / 2
    beside = [
        s
        for s in strokes
        if s.label not in known
        and 1.8 <= s.height <= 1.3 * main.height
        and s.y0 - 1.5 < middle < s.y1 + 1.5
        and min(abs(s.x0 - main.x1), abs(main.x0 - s.x1)) < 30
    ]
    if len(beside) < LINE_NEIGHBOURS:
        return False
    heights = sorted(s.height for s in beside)
    return main.height < max(TALLER * heights[len(heights) // 2], heights[int(0.8 * len(heights))])


def _crowded(group: Sequence[Stroke], strokes: Sequence[Stroke]) -> bool:
    """Whether the group stands amid writing, and not much taller than it."""
    x0, y0 = min(s.x0 for s in group) - AMID_MM, min(s.y0 for s in group) - AMID_MM
    x1, y1 = max(s.x1 for s in group) + AMID_MM, max(s.y1 for s in group) + AMID_MM
    known = {s.label for s in group}
    heights = sorted(
        s.height
        for s in strokes
        if s.label not in known
        and s.height >= 1.6
        and s.x1 > x0 and s.x0 < x1 and s.y1 > y0 and s.y0 < y1
    )  # fmt: skip
    main = max(s.height for s in group)
    return len(heights) >= AMID_MANY and main < AMID_TALLER * heights[int(0.6 * len(heights))]


def _ruled(mask: Mask, mm: float, place: tuple[float, float, float, float]) -> float:
    """Share of the ink in long level or upright pieces: the frames of a form, bent by a fold.

    Pieces of a bent line are straight; a pen's own stroke seldom is for so long.
    """
    x0, y0, x1, y1 = (round(v * mm) for v in place)
    part = mask[max(0, y0) : y1 + 1, max(0, x0) : x1 + 1]
    ink = cv2.countNonZero(part)
    if ink == 0:
        return 1.0
    piece = max(3, round(RULE_PIECE_MM * mm))
    lines = cv2.bitwise_or(
        cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((1, piece), np.uint8)),
        cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((piece, 1), np.uint8)),
    )
    return cv2.countNonZero(lines) / ink


def _dense(mask: Mask, mm: float, bounds: tuple[float, float, float, float]) -> bool:
    x0, y0, x1, y1 = (max(0, round(v * mm)) for v in bounds)
    cut = mask[y0:y1, x0:x1]
    return cut.size == 0 or cv2.countNonZero(cut) > 0.42 * cut.size


def _confidence(group: Sequence[Stroke], read: float, stamped: bool) -> float:
    """From how tall, wide and winding the pen's own strokes are together, 0..1."""
    pen = [s for s in group if _pen_stroke(s)]
    wide = max(s.x1 for s in pen) - min(s.x0 for s in pen)
    tall = max(s.y1 for s in pen) - min(s.y0 for s in pen)
    winding = max(s.length / s.reach for s in pen)
    score = 0.5
    score += 0.15 * min(1.0, (winding - LEAST_WINDING) / 2.0)
    score += 0.15 * min(1.0, max(0.0, tall - TALL_MM) / 8.0)
    score += 0.1 * min(1.0, max(0.0, wide - LONG_MM) / 20.0)
    score += 0.08 if stamped or len(group) <= 6 else -0.05
    score -= 0.0 if stamped else 0.35 * read
    return float(np.clip(score, 0.0, 0.95))


def _same_place(a: Box, b: Box) -> bool:
    """Whether a stroke fills the very box of a stamp: its rim."""
    shared = a.intersection(b)
    return shared > RIM_SHARED * (a.area + b.area - shared)


def _same(a: Box, b: Box) -> bool:
    return a.intersection(b) > 0.4 * min(a.area, b.area)
