"""Stamps in one colour of ink: round, framed, or bare lines of lettering."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import cv2
import numpy as np

from extractors.marks.frames import find_frames, find_segments
from extractors.marks.lettering import lettering
from extractors.marks.patches import Patch, gathered, is_oval
from extractors.marks.sheet import Mask, Sheet
from extractors.marks.stampshape import (
    FRAME_COVERAGE,
    LEANING,
    LEAST_LETTERED,
    RULE_MM,
    StampFind,
    lettered,
    print_rows,
    round_stamps,
    stamp_like,
    within,
)
from extractors.marks.stampwords import telling_words
from extractors.marks.strokes import without_rules
from models.reading import Word

FOOT_ZONE: Final = 0.08
"""Below stand addresses in the letterhead's colour."""
STEEPEST: Final = 42.0
PEN_SHARE: Final = 0.6
OWN_COLOUR: Final = 0.5
"""A colour of which the page has but this many times more elsewhere is the stamp's."""
FORM_COLOUR: Final = 5.0
"""A colour of which the page has this many times more elsewhere is its print or its pen."""


def coloured_stamps(
    page: Sheet, mask: Mask, words: Sequence[Word], tilt: float
) -> Iterator[StampFind]:
    mm = page.colour_mm
    soft = np.asarray(cv2.GaussianBlur(cv2.bitwise_not(mask), (0, 0), 0.8), np.uint8)
    segments = find_segments(soft, mm)
    left = without_rules(mask, mm, RULE_MM, tilt).copy()
    patches, whole = list(gathered(left, mm)), cv2.countNonZero(left)
    for bounds, own in patches:
        find = StampFind(bounds, None, 0.8)
        if is_oval(own, mm) and stamp_like(page, mask, mm, find, tilt):
            yield find
            x0, y0, x1, y1 = (round(v * mm) for v in bounds)
            left[y0:y1, x0:x1] = cv2.subtract(left[y0:y1, x0:x1], own)
    for find in round_stamps(left.copy(), mm, "coloured"):
        if stamp_like(page, mask, mm, find, tilt):
            yield find
            within(left, mm, find.bounds).fill(0)
    total = cv2.countNonZero(mask)
    for frame in find_frames(segments, mask, mm):
        if frame.bounds[2] <= frame.bounds[0]:
            continue
        inside = within(left, mm, frame.bounds)
        elsewhere = (total - cv2.countNonZero(within(mask, mm, frame.bounds))) / max(
            1, cv2.countNonZero(inside)
        )
        leaning = abs(frame.tilt - tilt) >= LEANING
        told = telling_words(words, page.box(*frame.bounds))
        apart = leaning or told > 0 or elsewhere < OWN_COLOUR
        enough = frame.coverage >= FRAME_COVERAGE["leaning" if apart else "level"]
        if not enough or (not leaning and elsewhere > FORM_COLOUR and told < 2):
            continue
        confidence = (0.86 if leaning else 0.7) + 0.1 * (frame.coverage - 0.8)
        find = StampFind(frame.bounds, frame.tilt, confidence)
        if stamp_like(page, left, mm, find, tilt) and lettered(
            inside, mm, frame.tilt, LEAST_LETTERED["coloured"]
        ):
            yield find
            corners = np.round(np.array(frame.corners) * mm).astype(np.int32)
            cv2.fillConvexPoly(left, corners, (0,))
            cv2.polylines(left, [corners], True, (0,), round(2 * mm))
    if cv2.countNonZero(left) != whole:
        patches = list(gathered(left, mm))
    yield from _blobs(page, left, patches, tilt, total, words)


def _blobs(
    page: Sheet,
    mask: Mask,
    patches: Sequence[Patch],
    tilt: float,
    total: int,
    words: Sequence[Word],
) -> Iterator[StampFind]:
    """Lettering without a frame."""
    mm = page.colour_mm
    for bounds, own in patches:
        pixels = cv2.countNonZero(own)
        told = telling_words(words, page.box(*bounds))
        scattered = (total - pixels) / max(1, pixels) >= FORM_COLOUR
        if scattered and told < 2:
            continue
        rows = lettering(own, mm)
        if rows is None or (not told and _one_stroke(own)):
            continue
        leaning = LEANING <= abs(rows.tilt - tilt) < STEEPEST
        if not print_rows(rows, 1 if told and leaning else 2):
            continue
        if not leaning and (scattered or bounds[3] > (1 - FOOT_ZONE) * page.height_mm):
            continue
        find = StampFind(bounds, rows.tilt, 0.62 + 0.13 * leaning + 0.15 * (told > 0))
        if stamp_like(page, mask, mm, find, tilt):
            yield find


def _one_stroke(own: Mask) -> bool:
    """Whether one piece of ink runs through most of the patch, as a pen's does."""
    stats = cv2.connectedComponentsWithStats(own, connectivity=8)[2][1:]
    height, width = own.shape
    through = (stats[:, cv2.CC_STAT_WIDTH] > PEN_SHARE * width) & (
        stats[:, cv2.CC_STAT_HEIGHT] > PEN_SHARE * height
    )
    return bool(through.any())
