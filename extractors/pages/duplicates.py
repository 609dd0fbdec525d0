"""Pages that show the same sheet twice: scanned again, photographed again, sent again.

Most pages of courier look alike: one form, filled in for many people. So likeness proves nothing;
what counts is that words stand in the same places *and* that nothing read with confidence differs,
numbers above all, *and* that the ink between the words is the same. In doubt there is no pair.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final
from zlib import crc32

import cv2
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from extractors.words.agreement import folded
from extractors.words.reader import Image
from models.reading import PageReading

LOOK_SIDE: Final = 400
"""Pixels of the longest side of the picture that is kept to compare ink."""
FEWEST_WORDS: Final = 12
"""A page with fewer sure words cannot be told from another one."""
SURE: Final = 0.9
"""Words read with less are not asked for on the other page, but may answer there."""
SKETCH: Final = 24
"""Numbers that sum up the words of a page; two pages of which few are equal are not compared."""
ALIKE_SKETCHES: Final = 0.25
MOST_MISSING: Final = 0.05
"""Share of the sure words of either page that may not be found at their place on the other."""
LIKE: Final = 80.0
"""Likeness (0..100) from which two readings are one word; numbers must be equal."""
LEAST_NUMBER: Final = 3
"""Digits of a number that tells two pages apart; shorter ones stand in rows of boxes."""
SLACK: Final = 0.012
"""Fraction of the page's side by which a word may be off its place once the pages are laid
over each other: paper is not flat."""
SAME_INK: Final = 0.85
"""Correlation of ink in each part of the page that holds some on either page, …"""
POORER_INK: Final = 0.6
"""… and in the worst of them."""
TILES: Final = (10, 7)
LEAST_INK: Final = 0.012
GRAIN: Final = 0.06
"""Darkness of the paper's own grain, which is no ink."""
SPREAD: Final = 2.0
"""Pixels by which ink is softened before it is compared."""

Greys = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A word; lengths in multiples of the page's longer side."""

    text: str
    x: float
    y: float
    half: float
    sure: bool


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What a page is compared by. `sketch` can be kept and searched to find earlier pages that
    may be the same; the rest is needed to tell whether they are."""

    sketch: tuple[int, ...]
    """Empty for a page that is never a duplicate: blank, or with too few words."""
    words: tuple[_Seen, ...]
    ink: Greys
    """0 (paper) to 1, longest side `LOOK_SIDE`."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pages, by their place in what was given, that show one sheet. `score`: 0 to 1, how
    much of words and ink agrees; there is no pair where anything sure differs."""

    first: int
    second: int
    score: float


def fingerprint(reading: PageReading, image: Image) -> Fingerprint:
    """`image` is the upright page that the reading's boxes refer to, at any scale."""
    words = _words(reading)
    return Fingerprint(_sketch(words), words, _ink(image))


def likely(readings: Sequence[PageReading]) -> list[tuple[int, int]]:
    """Positions of the pages worth comparing, by their words alone: needs no image."""
    return _alike([_sketch(_words(reading)) for reading in readings])


def _words(reading: PageReading) -> tuple[_Seen, ...]:
    """The words to compare; none of a page that is never a duplicate."""
    side = max(reading.width, reading.height, 1)
    across, down = reading.width / side, reading.height / side
    words = tuple(
        _Seen(
            folded(word.text),
            word.box.cx * across,
            word.box.cy * down,
            word.box.width / 2 * across,
            word.confidence >= SURE,
        )
        for word in reading.words
        if folded(word.text)
    )
    if reading.blank or sum(word.sure for word in words) < FEWEST_WORDS:
        return ()
    return words


def duplicates(pages: Sequence[Fingerprint]) -> tuple[Pair, ...]:
    """All pairs among the pages, in their order."""
    likely_pairs = _alike([page.sketch for page in pages])
    scored = ((a, b, same_sheet(pages[a], pages[b])) for a, b in likely_pairs)
    return tuple(Pair(a, b, score) for a, b, score in scored if score is not None)


def same_sheet(one: Fingerprint, other: Fingerprint) -> float | None:
    """How surely two pages show one sheet; `None` unless nothing speaks against it."""
    if not one.words or not other.words:
        return None
    there = _laid_over(one, other)
    if there is None:
        return None
    agreement = _words_agree(one, other, there)
    if agreement is None:
        return None
    ink = _ink_agrees(one.ink, other.ink, there)
    return None if ink is None else (agreement + ink) / 2


def _alike(sketches: Sequence[tuple[int, ...]]) -> list[tuple[int, int]]:
    owners: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for number, sketch in enumerate(sketches):
        for place, value in enumerate(sketch):
            owners[place, value].append(number)
    shared = Counter[tuple[int, int]]()
    for together in owners.values():
        shared.update(combinations(together, 2))
    return sorted(pair for pair, common in shared.items() if common >= ALIKE_SKETCHES * SKETCH)


def _sketch(words: Sequence[_Seen]) -> tuple[int, ...]:
    """Min-hashes of the words: as many are equal on two pages as the share of common words."""
    if not words:
        return ()
    hashes = np.array(
        [crc32(w.text.encode()) for w in words if w.sure and len(w.text) > 2] or [0], np.uint64
    )
    turns = np.arange(1, SKETCH + 1, dtype=np.uint64)[:, None] * np.uint64(0x9E3779B1)
    mixed = ((hashes ^ turns) * np.uint64(0x85EBCA6B)) & np.uint64(0xFFFFFFFF)
    return tuple(int(v) for v in mixed.min(axis=1))


def _laid_over(one: Fingerprint, other: Fingerprint) -> npt.NDArray[np.float64] | None:
    """The map of places of `one` to places of `other`, from words that each bears once."""
    first, second = _once(one), _once(other)
    common = sorted(first.keys() & second.keys())
    if len(common) < FEWEST_WORDS // 2:
        return None
    start = np.array([first[text] for text in common])
    end = np.array([second[text] for text in common])
    there, kept = cv2.estimateAffine2D(start, end, ransacReprojThreshold=SLACK)
    if there is None or kept.sum() < max(FEWEST_WORDS // 2, 0.6 * len(common)):
        return None
    return np.asarray(there, np.float64)


def _once(page: Fingerprint) -> dict[str, tuple[float, float]]:
    counts = Counter(word.text for word in page.words)
    return {
        w.text: (w.x, w.y) for w in page.words if w.sure and counts[w.text] == 1 and len(w.text) > 2
    }


def _words_agree(
    one: Fingerprint, other: Fingerprint, there: npt.NDArray[np.float64]
) -> float | None:
    """Share of sure words found at their place; `None` when too many are not, or a number is
    another."""
    back = np.asarray(cv2.invertAffineTransform(there), np.float64)
    shares = [_found(a, b, way) for a, b, way in ((one, other, there), (other, one, back))]
    known = [share for share in shares if share is not None]
    return min(known) if len(known) == len(shares) else None


def _found(asked: Fingerprint, page: Fingerprint, way: npt.NDArray[np.float64]) -> float | None:
    """Share of the sure words of `asked` that stand on `page` where `way` puts them."""
    wanted = [word for word in asked.words if word.sure]
    places = np.array([(w.x, w.y) for w in wanted]) @ way[:, :2].T + way[:, 2]
    stand = np.array([(w.x, w.y, w.half) for w in page.words])
    missing = 0
    for word, (x, y) in zip(wanted, places, strict=True):
        level = np.abs(stand[:, 1] - y) < SLACK
        beside = np.abs(stand[:, 0] - x) < SLACK + np.maximum(stand[:, 2], word.half)
        here = [page.words[i] for i in np.nonzero(level & beside)[0]]
        joined = "".join(w.text for w in sorted(here, key=lambda w: w.x))
        number = 2 * sum(c.isdigit() for c in word.text) >= len(word.text)
        if word.text in joined or (len(joined) > 2 and joined in word.text):
            continue
        if number and any(_contradicts(w, word.text, x, y) for w in here):
            return None
        if len(word.text) < 3:
            continue
        if number or fuzz.partial_ratio(word.text, joined) < LIKE:
            missing += 1
    return None if missing > MOST_MISSING * len(wanted) else 1 - missing / len(wanted)


def _contradicts(word: _Seen, number: str, x: float, y: float) -> bool:
    """Whether another number of as many digits stands just there, surely read."""
    near = abs(word.x - x) < SLACK / 2 and abs(word.y - y) < SLACK / 2
    return near and word.sure and len(word.text) == len(number) >= LEAST_NUMBER


def _ink(image: Image) -> Greys:
    """Darkness against the paper beside it, small."""
    height, width = image.shape[:2]
    scale = LOOK_SIDE / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    paper = cv2.blur(cv2.dilate(small, np.ones((9, 9), np.uint8)), (15, 15))
    return np.asarray(np.clip((paper - small) / np.maximum(paper, 40) - GRAIN, 0, 1), np.float32)


def _ink_agrees(one: Greys, other: Greys, there: npt.NDArray[np.float64]) -> float | None:
    """Mean correlation of ink over the parts of the page; `None` when some part differs."""
    scaled = there.copy()
    scaled[:, 2] *= LOOK_SIDE
    height, width = other.shape
    laid = cv2.warpAffine(one, scaled, (width, height))
    shown = cv2.warpAffine(np.ones_like(one), scaled, (width, height)) > 0.5
    a, b = (_soft(np.where(shown, part, 0)) for part in (laid, other))
    parts: list[float] = []
    for rows in np.array_split(np.arange(height), TILES[0]):
        for columns in np.array_split(np.arange(width), TILES[1]):
            part = np.ix_(rows, columns)
            if shown[part].mean() > 0.8 and max(a[part].mean(), b[part].mean()) >= LEAST_INK:
                parts.append(_correlation(a[part], b[part]))
    if not parts or min(parts) < POORER_INK or float(np.median(parts)) < SAME_INK:
        return None
    return float(np.mean(parts))


def _soft(ink: Greys) -> Greys:
    return np.asarray(cv2.GaussianBlur(ink, (0, 0), SPREAD), np.float32)


def _correlation(a: Greys, b: Greys) -> float:
    """Best of small shifts: the fit by words is exact to a pixel or two."""
    reach = 2
    inner = b[reach:-reach, reach:-reach]
    if min(inner.shape) < 4 or float(inner.std()) < 1e-4 or float(a.std()) < 1e-4:
        return 0.0
    return float(cv2.matchTemplate(a, np.ascontiguousarray(inner), cv2.TM_CCOEFF_NORMED).max())
