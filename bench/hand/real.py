"""Real lines to learn from: sets of `shared/data` that their licence (CC-BY) lets us learn from.

Of `fr_hand_copiste` only pages served to choose with are used, and the last of those not learnt from:
the reserve stays what no choice has seen.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

from bench.hand.pictures import Line, scanned
from bench.real.handwriting import lines, pictures
from bench.real.pictures import pixels
from bench.shared import AbsentData, data

LEARNT = 0.72
"""Of the pages of `fr_hand_copiste`, in order; those to choose with beyond are measured with."""


def to_learn() -> tuple[list[Line], list[Line]]:
    """Lines of today's hands and of those of the last century; empty where the sets are absent."""
    try:
        pages = _copiste()
        old = sorted(data("fr_hand_cremma_mss20").rglob("*.xml"))
    except AbsentData:
        return [], []
    learnt = [page for number, page in enumerate(pages) if _is_learnt(number, len(pages))]
    return list(_lines(learnt)), list(_lines(old))


def to_measure() -> list[Line]:
    try:
        pages = _copiste()
    except AbsentData:
        return []
    beyond = (n for n in range(0, len(pages), 2) if not _is_learnt(n, len(pages)))
    return list(_lines(pages[n] for n in beyond))


def worn(line: Line, rng: random.Random) -> Line:
    """The line slanted, paler or darker, scanned otherwise."""
    picture = line.picture.astype(np.float32)
    height, width = picture.shape[:2]
    if rng.random() < 0.5:
        slant = rng.gauss(0, 0.12)
        shear = np.array([[1, -slant, slant * height / 2], [0, 1, 0]], np.float32)
        turned = cv2.warpAffine(picture, shear, (width, height), borderMode=cv2.BORDER_REPLICATE)
        picture = np.asarray(turned, np.float32)
    if rng.random() < 0.4:
        middle = float(picture.mean())
        picture = (picture - middle) * rng.uniform(0.7, 1.3) + middle + rng.uniform(-15, 15)
        picture = np.clip(picture, 0, 255).astype(np.float32)
    if rng.random() < 0.5:
        return Line(scanned(picture, rng), line.text)
    return Line(np.clip(picture, 0, 255).astype(np.uint8), line.text)


def _copiste() -> list[Path]:
    return sorted(data("fr_hand_copiste", "alto").glob("*.xml"))


def _is_learnt(number: int, pages: int) -> bool:
    return number % 2 == 0 and number < LEARNT * pages


def _lines(pages: Iterable[Path]) -> Iterable[Line]:
    for path in pages:
        picture = next((p for p in pictures(path) if p.is_file()), None)
        if picture is not None:
            page = pixels(picture)
            yield from (Line(line.cut(page).copy(), line.text) for line in lines(path))
