"""Quarter turns and lean, on real pages turned on purpose.

Orientation: pages of `funsd` and `sroie` (upright as given) turned by each quarter. Lean: the same
pages turned by known angles, against what they leaned before. `peer_deskew` tells no angle: its
pages are set straight by the angle measured, and what still leans is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

import cv2
import numpy as np

from bench.markdown import decimal, percent, table
from bench.real.pictures import IMAGES, pixels, thinned
from bench.shared import data
from extractors.pages.orientation import orientation, turned
from extractors.pages.skew import skew
from extractors.words.ppocr import PPOcrReader
from extractors.words.reader import Image
from models.reading import Rotation

PAGES = 4
ANGLES = (-6.0, -2.0, 0.7, 3.0)
"""Degrees, counter-clockwise positive as in `PageReading.skew`."""
Row = Sequence[object]


def report() -> str:
    reader = PPOcrReader()
    sets = {
        "funsd": thinned(sorted(data("funsd").rglob("*.png")), PAGES),
        "sroie": thinned(sorted(data("sroie").rglob("*.jpg")), PAGES),
    }
    quarters = [row for name, paths in sets.items() for row in _quarters(reader, name, paths)]
    head = ["orientation", "quart de tour", "pages", "justes"]
    leaning = [_leaning(reader, name, paths) for name, paths in sets.items()]
    second = ["inclinaison", "mesures", "écart médian (°)", "pire écart (°)"]
    peers = sorted(p for p in data("peer_deskew").iterdir() if p.suffix.lower() in IMAGES)
    third = table(
        ["peer_deskew", "mesurée (°)", "reste une fois redressée (°)"], _peers(reader, peers)
    )
    return "\n\n".join((table(head, quarters), table(second, leaning), third))


def leaned(image: Image, degrees: float) -> Image:
    """The page turned counter-clockwise about its middle, on white, nothing cut off."""
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    size = round(width * cos + height * sin), round(width * sin + height * cos)
    turn[0, 2] += (size[0] - width) / 2
    turn[1, 2] += (size[1] - height) / 2
    white = (255, 255, 255)
    return np.asarray(cv2.warpAffine(image, turn, size, borderValue=white), dtype=np.uint8)


def _quarters(reader: PPOcrReader, name: str, paths: Sequence[Path]) -> Iterable[Row]:
    for degrees in (0, 90, 180, 270):
        right = 0
        for path in paths:
            # `rotation` brings the page upright, so it was turned the other way.
            page = turned(pixels(path), Rotation(-degrees))
            found = orientation(page, reader.detector.quads(page), reader.recogniser)
            right += found.rotation == degrees
        yield name, f"{degrees}°", len(paths), percent(right / len(paths) if paths else None)


def _leaning(reader: PPOcrReader, name: str, paths: Sequence[Path]) -> Row:
    apart = []
    for path in paths:
        page = pixels(path)
        before = skew(reader.detector.quads(page))
        apart += [
            abs(skew(reader.detector.quads(leaned(page, angle))) - before - angle)
            for angle in ANGLES
        ]
    return name, len(apart), decimal(median(apart)), decimal(max(apart))


def _peers(reader: PPOcrReader, paths: Sequence[Path]) -> Iterable[Row]:
    for path in paths:
        page = pixels(path)
        angle = skew(reader.detector.quads(page))
        rest = skew(reader.detector.quads(leaned(page, -angle)))
        yield path.name, decimal(angle), decimal(rest)
