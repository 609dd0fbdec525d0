"""Which way up a page is, told by its own lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractors.words.ppocr.detector import Image, Quad, cut
from extractors.words.ppocr.recogniser import LineRecogniser
from models.reading import Rotation

SAMPLE = 8
"""Lines read each way: the longest ones, which tell most."""
ENOUGH = 9
"""A line is read over no more than this many times its height: its beginning tells enough."""
SURE = 0.93
"""Mean confidence of a sample above which the other way up need not be tried."""
ELONGATED = 1.8


@dataclass(frozen=True, slots=True)
class Orientation:
    """`rotation` brings the image upright; `confidence` is 0.5 for a toss-up, up to 1."""

    rotation: Rotation
    confidence: float


def orientation(image: Image, quads: Sequence[Quad], recogniser: LineRecogniser) -> Orientation:
    """The quarter turn that makes the lines in `quads` read left to right.

    A page without text keeps its position, with confidence 0.5.
    """
    telling = [quad for quad in quads if _elongation(quad) >= ELONGATED]
    if not telling:
        return Orientation(Rotation(0), 0.5)
    standing = sum(_height(q) for q in telling if _height(q) > _width(q))
    lying = sum(_width(q) for q in telling if _width(q) >= _height(q))
    vertical = standing > lying
    sample = sorted(
        (q for q in telling if (_height(q) > _width(q)) == vertical),
        key=lambda q: max(_width(q), _height(q)),
        reverse=True,
    )[:SAMPLE]
    strips = [_strip(image, quad, vertical) for quad in sample]
    first = _score(strips, recogniser)
    share = max(standing, lying) / (standing + lying)
    if first >= SURE:
        return Orientation(Rotation(90 if vertical else 0), 0.5 + 0.49 * share)
    second = _score([np.ascontiguousarray(s[::-1, ::-1]) for s in strips], recogniser)
    turned = second > first
    rotation = (90 if vertical else 0) + (180 if turned else 0)
    margin = abs(first - second) / max(first, second, 1e-6)
    confidence = 0.5 + 0.49 * share * min(1.0, margin * 4)
    return Orientation(Rotation(rotation), confidence)


def turned(image: Image, rotation: Rotation) -> Image:
    """The image turned clockwise by `rotation`."""
    return np.ascontiguousarray(np.rot90(image, k=-(rotation // 90)))


def _strip(image: Image, quad: Quad, vertical: bool) -> Image:
    strip = cut(image, quad)
    if vertical:
        # Clockwise: a line that climbs the left edge of a page turned by 270 degrees reads again.
        strip = np.rot90(strip, k=-1)
    return np.ascontiguousarray(strip[:, : ENOUGH * strip.shape[0]])


def _score(strips: Sequence[Image], recogniser: LineRecogniser) -> float:
    """Mean confidence of the readings, longer ones weighing more (up to 12 characters)."""
    readings = recogniser.read(strips)
    weights = [min(12, len(reading.text)) for reading in readings]
    if not sum(weights):
        return 0.0
    return sum(r.confidence * w for r, w in zip(readings, weights, strict=True)) / sum(weights)


def _width(quad: Quad) -> float:
    return float(np.linalg.norm(quad[1] - quad[0]))


def _height(quad: Quad) -> float:
    return float(np.linalg.norm(quad[3] - quad[0]))


def _elongation(quad: Quad) -> float:
    width, height = _width(quad), _height(quad)
    return max(width, height) / max(1.0, min(width, height))
