"""Which way up a page is, told by its own lines of text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from extractors.words.ppocr.detector import Image, Quad, cut
from extractors.words.ppocr.recogniser import LineReading, LineRecogniser
from models.reading import Rotation

SAMPLE = 8
"""Lines read each way: the longest ones, which tell most …"""
FEW = 3
"""… but no more than these where they leave no doubt."""
ENOUGH = 9
"""A line that may be read in vain is read over this many times its height: its beginning tells
enough. One that lies as those of an upright page do is read whole, for its words are kept."""
SURE = 0.93
"""Mean confidence of a sample above which the other way up need not be tried."""
CLEAR = 0.25
"""Share of the better mean by which the other way up is worse when there is no doubt."""
ELONGATED = 1.8


@dataclass(frozen=True, slots=True)
class Orientation:
    """`rotation` brings the image upright; `confidence` is 0.5 for a toss-up, up to 1.

    `readings` are those of the lines already read, by their place among the quads, when the page
    is upright as it is.
    """

    rotation: Rotation
    confidence: float
    readings: Mapping[int, LineReading] = field(default_factory=dict)


def orientation(image: Image, quads: Sequence[Quad], recogniser: LineRecogniser) -> Orientation:
    """The quarter turn that makes the lines in `quads` read left to right.

    A page without text keeps its position, with confidence 0.5.
    """
    telling = [index for index, quad in enumerate(quads) if _elongation(quad) >= ELONGATED]
    if not telling:
        return Orientation(Rotation(0), 0.5)
    standing = sum(_height(quads[i]) for i in telling if _height(quads[i]) > _width(quads[i]))
    lying = sum(_width(quads[i]) for i in telling if _width(quads[i]) >= _height(quads[i]))
    vertical = standing > lying
    sample = sorted(
        (i for i in telling if (_height(quads[i]) > _width(quads[i])) == vertical),
        key=lambda i: max(_width(quads[i]), _height(quads[i])),
        reverse=True,
    )[:SAMPLE]
    share = max(standing, lying) / (standing + lying)
    strips = [_strip(image, quads[i], vertical) for i in sample]
    shorten = _beginning if vertical else _whole
    one, other = partial(_turned_by, 0, shorten), partial(_turned_by, 2, _beginning)
    first: list[LineReading] = []
    second: list[LineReading] = []
    sure, margin = False, 0.0
    for count in (FEW, SAMPLE):
        first += recogniser.read([one(strip) for strip in strips[len(first) : count]])
        sure = _score(first) >= SURE
        if sure:
            break
        second += recogniser.read([other(strip) for strip in strips[len(second) : count]])
        scores = _score(first), _score(second)
        margin = abs(scores[0] - scores[1]) / max(*scores, 1e-6)
        if margin >= CLEAR:
            break
    upside_down = not sure and _score(second) > _score(first)
    rotation = Rotation((90 if vertical else 0) + (180 if upside_down else 0))
    confidence = 0.5 + 0.49 * share * (1.0 if sure else min(1.0, margin / CLEAR))
    readings = dict(zip(sample, first, strict=False)) if rotation == 0 else {}
    return Orientation(rotation, confidence, readings)


def turned(image: Image, rotation: Rotation) -> Image:
    """The image turned clockwise by `rotation`."""
    return np.ascontiguousarray(np.rot90(image, k=-(rotation // 90)))


def _strip(image: Image, quad: Quad, vertical: bool) -> Image:
    strip = cut(image, quad)
    # Clockwise: a line that climbs the left edge of a page turned by 270 degrees reads again.
    return np.ascontiguousarray(np.rot90(strip, k=-1)) if vertical else strip


def _turned_by(quarters: int, shortened: Callable[[Image], Image], strip: Image) -> Image:
    return np.ascontiguousarray(np.rot90(shortened(strip), k=quarters))


def _whole(strip: Image) -> Image:
    return strip


def _beginning(strip: Image) -> Image:
    return strip[:, : ENOUGH * strip.shape[0]]


def _score(readings: Sequence[LineReading]) -> float:
    """Mean confidence of the readings, longer ones weighing more (up to 12 characters)."""
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
