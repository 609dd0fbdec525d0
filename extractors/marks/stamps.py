"""Rubber stamps: round, oval or rectangular, or bare lines of lettering, in any ink.

Coloured ink is looked at alone, away from the black print; black stamps are told from the
form by a closed rim, or by a frame and lettering that lean otherwise than the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from extractors.marks.frames import Segment, find_frames, find_segments, page_tilt
from extractors.marks.leaning import leaning_blocks
from extractors.marks.lettering import Lettering, lettering
from extractors.marks.ovals import find_ovals, pieces_and_letters
from extractors.marks.patches import Patch, gathered, is_oval
from extractors.marks.rings import find_rings
from extractors.marks.sheet import INKS, Mask, Sheet
from extractors.marks.stampwords import telling_words, words_in
from extractors.marks.strokes import without_rules
from extractors.marks.wording import worded_stamps
from models.geometry import Box
from models.reading import Ink, MarkKind, SeenMark, Word

FAMILIES: Final = ((1, 2), (3,), (4,))
"""Labels of `Sheet.colour` that one stamp may mix: blue with violet, red, green."""
TOP_ZONE: Final = 0.18
"""Above this share of the page stand letterheads: only a leaning stamp counts there."""
FOOT_ZONE: Final = 0.08
"""Below stand addresses in the letterhead's colour."""
FEWEST_WORDS: Final = 2
"""Read inside a black frame: a signature's loops hold none."""
PALER: Final = 8.0
"""Greys by which a stamp that stands straight is paler than the page's print."""
FEWEST_PIXELS: Final = 250
RING_COVERAGE: Final = {"coloured": 0.72, "black": 0.8}
RULE_MM: Final = 30.0
"""A straight run as long is the form's."""
OVAL_COVERAGE: Final = {"coloured": 0.5, "black": 0.58}
WHOLE_OVAL: Final = 0.85
"""What an oval without letters in it shows of its rim: a pen draws loops."""
FEWEST_LETTERS: Final = 9
FRAME_COVERAGE: Final = {"leaning": 0.74, "level": 0.88}
STEEPEST: Final = 42.0
LEANING: Final = 1.5
"""Degrees from the page's own tilt at which lettering is not print any more."""
INSIDE: Final = (0.02, 0.55)
"""Share of a stamp's area that is ink; more is a picture, less an empty box."""
LEAST_LETTERED: Final = {"coloured": 0.02, "black": 0.07}
"""Share of a frame's area that its lettering inks at least."""
ROW_MM: Final = (1.1, 5.2)
MOST_PITCH_MM: Final = 6.6
LEAST_DENSITY: Final = 0.27
MOST_BETWEEN: Final = 0.25
PEN_SHARE: Final = 0.6
FRAME_MM: Final = 9.0
PLACED: Final = frozenset({"street", "call", "number"})
"""What stamps say and typed names do not."""
OWN_COLOUR: Final = 0.5
"""A colour of which the page has but this many times more elsewhere is the stamp's."""
FORM_COLOUR: Final = 5.0
"""A colour of which the page has this many times more elsewhere is its print or its pen."""


@dataclass(frozen=True, slots=True)
class _Find:
    """A stamp in millimetres, before its ink is named."""

    bounds: tuple[float, float, float, float]
    tilt: float | None
    confidence: float


def find_stamps(
    page: Sheet, words: Sequence[Word], segments: tuple[Segment, ...] | None = None
) -> tuple[SeenMark, ...]:
    """The rubber stamps of a page, most certain first; each place once.

    `segments` are the straight strokes of `page.small_grey`, where they are known already.
    """
    if segments is None:
        segments = find_segments(page.small_grey, page.colour_mm)
    tilt = page_tilt(segments)
    seen: list[SeenMark] = []
    for family in FAMILIES:
        mask = np.isin(page.colour, family).astype(np.uint8) * 255
        if cv2.countNonZero(mask) < FEWEST_PIXELS:
            continue
        for find in _coloured(page, mask, words, tilt):
            box = page.box(*find.bounds)
            seen.append(
                SeenMark(MarkKind.CACHET, box, find.confidence, True, _ink(page, box, family))
            )
    for find in (*_black(page, words, segments), *_worded(page, words, segments)):
        box = page.box(*find.bounds)
        seen.append(SeenMark(MarkKind.CACHET, box, find.confidence, True, page.ink_colour(box)))
    return _each_once(seen)


def _coloured(page: Sheet, mask: Mask, words: Sequence[Word], tilt: float) -> Iterator[_Find]:
    mm = page.colour_mm
    soft = np.asarray(cv2.GaussianBlur(cv2.bitwise_not(mask), (0, 0), 0.8), np.uint8)
    segments = find_segments(soft, mm)
    left = without_rules(mask, mm, RULE_MM, tilt).copy()
    patches, whole = list(gathered(left, mm)), cv2.countNonZero(left)
    for bounds, own in patches:
        find = _Find(bounds, None, 0.8)
        if is_oval(own, mm) and _stamp_like(page, mask, mm, find, tilt):
            yield find
            x0, y0, x1, y1 = (round(v * mm) for v in bounds)
            left[y0:y1, x0:x1] = cv2.subtract(left[y0:y1, x0:x1], own)
    for find in _round(left.copy(), mm, "coloured"):
        if _stamp_like(page, mask, mm, find, tilt):
            yield find
            _cut(left, mm, find.bounds).fill(0)
    total = cv2.countNonZero(mask)
    for frame in find_frames(segments, mask, mm):
        if frame.bounds[2] <= frame.bounds[0]:
            continue
        inside = _cut(left, mm, frame.bounds)
        elsewhere = (total - cv2.countNonZero(_cut(mask, mm, frame.bounds))) / max(
            1, cv2.countNonZero(inside)
        )
        leaning = abs(frame.tilt - tilt) >= LEANING
        told = telling_words(words, page.box(*frame.bounds))
        apart = leaning or told > 0 or elsewhere < OWN_COLOUR
        enough = frame.coverage >= FRAME_COVERAGE["leaning" if apart else "level"]
        if not enough or (not leaning and elsewhere > FORM_COLOUR and told < 2):
            continue
        confidence = (0.86 if leaning else 0.7) + 0.1 * (frame.coverage - 0.8)
        find = _Find(frame.bounds, frame.tilt, confidence)
        if _stamp_like(page, left, mm, find, tilt) and _lettered(
            inside, mm, frame.tilt, LEAST_LETTERED["coloured"]
        ):
            yield find
            corners = np.round(np.array(frame.corners) * mm).astype(np.int32)
            cv2.fillConvexPoly(left, corners, (0,))
            cv2.polylines(left, [corners], True, (0,), round(2 * mm))
    if cv2.countNonZero(left) != whole:
        patches = list(gathered(left, mm))
    yield from _blobs(page, left, patches, tilt, total, words)


def _round(ink: Mask, mm: float, kind: str) -> Iterator[_Find]:
    """Circles and ovals of ink from which the form's rules are taken away."""
    base = 0.55 if kind == "coloured" else 0.45
    pieces, letters = pieces_and_letters(ink, mm)
    for oval in find_ovals(ink, mm, pieces, letters):
        lettered = oval.letters >= FEWEST_LETTERS
        if oval.coverage >= (OVAL_COVERAGE[kind] if lettered else WHOLE_OVAL):
            yield _Find(oval.bounds, None, base + 0.4 * oval.coverage)
    for ring in find_rings(ink, mm, pieces):
        if ring.coverage >= RING_COVERAGE[kind]:
            x, y, r = ring.x, ring.y, ring.radius
            yield _Find((x - r, y - r, x + r, y + r), None, base + 0.4 * ring.coverage)


def _blobs(
    page: Sheet,
    mask: Mask,
    patches: Sequence[Patch],
    tilt: float,
    total: int,
    words: Sequence[Word],
) -> Iterator[_Find]:
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
        if not _print_rows(rows, 1 if told and leaning else 2):
            continue
        if not leaning and (scattered or bounds[3] > (1 - FOOT_ZONE) * page.height_mm):
            continue
        find = _Find(bounds, rows.tilt, 0.62 + 0.13 * leaning + 0.15 * (told > 0))
        if _stamp_like(page, mask, mm, find, tilt):
            yield find


def _one_stroke(own: Mask) -> bool:
    """Whether one piece of ink runs through most of the patch, as a pen's does."""
    stats = cv2.connectedComponentsWithStats(own, connectivity=8)[2][1:]
    height, width = own.shape
    through = (stats[:, cv2.CC_STAT_WIDTH] > PEN_SHARE * width) & (
        stats[:, cv2.CC_STAT_HEIGHT] > PEN_SHARE * height
    )
    return bool(through.any())


def _black(page: Sheet, words: Sequence[Word], segments: tuple[Segment, ...]) -> Iterator[_Find]:
    mm, grey, ink = page.colour_mm, page.small_grey, page.small_ink
    tilt = page_tilt(segments)
    leaning = _leaning(page, words, tilt)
    for find in _round(without_rules(ink, mm, RULE_MM, tilt), mm, "black"):
        if _stamp_like(page, ink, mm, find, tilt):
            yield find
    print_grey = _core(grey, ink)
    short = tuple(s for s in segments if s.length < 80)
    for frame in find_frames(short, ink, mm):
        if frame.coverage < FRAME_COVERAGE["leaning"]:
            continue
        told = telling_words(words, page.box(*frame.bounds))
        if len(words_in(words, page.box(*frame.bounds))) < FEWEST_WORDS:
            continue
        cut, tones = _cut(ink, mm, frame.bounds), _cut(grey, mm, frame.bounds)
        if abs(frame.tilt - tilt) < LEANING:
            pale = _core(tones, cut) - print_grey > PALER
            if told < 2 or not pale:
                continue
        find = _Find(frame.bounds, frame.tilt, 0.64 + 0.12 * (told > 0))
        if _stamp_like(page, ink, mm, find, tilt) and _lettered(
            cut, mm, frame.tilt, LEAST_LETTERED["black"]
        ):
            yield _with_lines(find, leaning)
    for find in leaning:
        if _stamp_like(page, ink, mm, find, tilt):
            yield find


def _worded(page: Sheet, words: Sequence[Word], segments: Sequence[Segment]) -> Iterator[_Find]:
    """Blocks of words that say what stamps say, upright and black as they may be."""
    w, h = page.width_mm, page.height_mm
    for box, says in worded_stamps(words, w, h):
        bounds = (box.x0 * w, box.y0 * h, box.x1 * w, box.y1 * h)
        coloured = page.ink_colour(box) is not Ink.NOIRE
        if not says & PLACED and not coloured and not _framed(bounds, segments):
            continue  # a name and a trade are as often typed under a letter
        yield _Find(bounds, None, min(0.88, 0.5 + 0.1 * len(says)))


def _framed(bounds: tuple[float, float, float, float], segments: Sequence[Segment]) -> bool:
    """Whether level strokes as long as a stamp run just above and just below the bounds."""
    x0, y0, x1, y1 = bounds
    above = below = False
    for s in segments:
        overlap = min(s.x1, x1) - max(s.x0, x0)
        if abs(s.tilt) > 30 or overlap < 0.4 * (x1 - x0) or s.length > 1.5 * (x1 - x0) + 12:
            continue
        middle = (s.y0 + s.y1) / 2
        above = above or 0 < y0 - middle + 1 < FRAME_MM
        below = below or 0 < middle - y1 + 1 < FRAME_MM
    return above and below


def _core(grey: np.ndarray, ink: Mask) -> float:
    """The grey of the middle of strokes, their edges left out."""
    return float(np.percentile(grey[ink > 0], 15)) if cv2.countNonZero(ink) else 0.0


def _leaning(page: Sheet, words: Sequence[Word], tilt: float) -> list[_Find]:
    """Lettering that leans, as the reader of words saw it."""
    w, h = page.width_mm, page.height_mm
    return [
        _Find((b.x0 * w, b.y0 * h, b.x1 * w, b.y1 * h), lean + tilt, 0.72 if told else 0.55)
        for b, lean, told in leaning_blocks(words, w, h)
    ]


def _with_lines(frame: _Find, blocks: Sequence[_Find]) -> _Find:
    """A frame found in part, widened by the lines that run out of it with its own lean."""
    x0, y0, x1, y1 = frame.bounds
    for block in blocks:
        a0, b0, a1, b1 = block.bounds
        if frame.tilt is None or block.tilt is None or abs(block.tilt - frame.tilt) > 4:
            continue
        if min(x1, a1) - max(x0, a0) > 3 and min(y1, b1) - max(y0, b0) > 3:
            x0, y0, x1, y1 = min(x0, a0), min(y0, b0), max(x1, a1), max(y1, b1)
    return replace(frame, bounds=(x0, y0, x1, y1))


def _stamp_like(page: Sheet, mask: Mask, mm: float, find: _Find, tilt: float) -> bool:
    """Neither a picture nor an empty box, nor straight print where letterheads stand."""
    x0, y0, x1, y1 = find.bounds
    cut = _cut(mask, mm, find.bounds)
    if not cut.size or not INSIDE[0] <= cv2.countNonZero(cut) / cut.size <= INSIDE[1]:
        return False
    if x0 < -3 or y0 < -3 or x1 > page.width_mm + 3 or y1 > page.height_mm + 3:
        return False
    if (y0 + y1) / 2 > TOP_ZONE * page.height_mm:
        return True
    return find.tilt is not None and abs(find.tilt - tilt) >= LEANING


def _lettered(cut: Mask, mm: float, tilt: float, least: float) -> bool:
    """Whether rows of lettering that ink the share `least` lie along `tilt` in the frame's box."""
    edge = round(1.5 * mm)
    rows = (
        lettering(cut[edge:-edge, edge:-edge], mm)
        if min(cut.shape) > 4 * edge
        else lettering(cut, mm)
    )
    if rows is None or cv2.countNonZero(cut[edge:-edge, edge:-edge]) < least * cut.size:
        return False
    off = abs(rows.tilt - tilt)
    fair = [h for h in rows.heights if ROW_MM[0] * 0.7 <= h <= 9.0]
    return off <= 3.5 and len(fair) >= 1 and rows.between < 0.6


def _print_rows(rows: Lettering, least: int) -> bool:
    """Rows as even, dense and close as a stamp's, which a pen hardly writes."""
    kept = [
        (height, width)
        for height, width in zip(rows.heights, rows.widths, strict=True)
        if height >= ROW_MM[0] and width >= 7.0
    ]
    if len(kept) < least or len(rows.heights) > 2 * len(kept) + 1:
        return False
    heights = [height for height, _ in kept]
    if max(heights) > ROW_MM[1] or max(heights) > 2.6 * min(heights):
        return False
    return (
        rows.density >= LEAST_DENSITY
        and rows.between <= MOST_BETWEEN
        and rows.pitch <= MOST_PITCH_MM
    )


def _cut(mask: Mask, mm: float, bounds: tuple[float, float, float, float]) -> Mask:
    x0, y0, x1, y1 = (max(0, round(v * mm)) for v in bounds)
    return mask[y0:y1, x0:x1]


def _ink(page: Sheet, box: Box, family: tuple[int, ...]) -> Ink:
    rows, columns = page.colour.shape
    cut = page.colour[
        int(box.y0 * rows) : int(box.y1 * rows) + 1,
        int(box.x0 * columns) : int(box.x1 * columns) + 1,
    ]
    counts = np.bincount(cut.ravel(), minlength=len(INKS) + 1)
    return INKS[max(family, key=lambda label: int(counts[label])) - 1]


def _each_once(marks: Sequence[SeenMark]) -> tuple[SeenMark, ...]:
    """The surest of those that overlap; a colour found by another finder is kept with it."""
    kept: list[SeenMark] = []
    for mark in sorted(marks, key=lambda m: -m.confidence):
        twin = next(
            (
                k
                for k in kept
                if mark.box.intersection(k.box) > 0.4 * min(mark.box.area, k.box.area)
            ),
            None,
        )
        if twin is None:
            kept.append(mark)
        elif twin.ink is Ink.NOIRE and mark.ink is not Ink.NOIRE:
            kept[kept.index(twin)] = replace(twin, ink=mark.ink)
    return tuple(kept)
