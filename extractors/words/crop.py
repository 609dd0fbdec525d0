"""A second look at one value: its crop, larger, with the characters that its kind allows.

Several candidates come back: check digits, lists and sums choose among them; nothing here does.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.words.ppocr.decoding import FloatArray, aligned, likeliest
from extractors.words.ppocr.recogniser import probabilities, probabilities_by_hand
from extractors.words.ppocr.session import recogniser
from extractors.words.reader import Image
from models.geometry import Box

DIGITS = frozenset("0123456789")
DATE = DIGITS | frozenset("/-. ")
AMOUNT = DIGITS | frozenset(",. ")
CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
IDENTIFIER = DIGITS | CAPITALS

CANDIDATES = 8
AROUND = 0.15
"""Of the crop's height, kept around it: strokes pass over the lines of a form."""
LEAST = 1e-5
"""Lower than in free reading: the right digit may hide behind a letter that is not allowed."""
_RULE = 0.6
"""Share of the crop's width (or height) that a ruling line covers."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """`score`: its share among the readings that the alphabet allows (they add up to 1 at most).

    `confidence`: mean probability of its characters when nothing is forbidden, comparable with a
    word's: low when the ink looks like something the alphabet has not.
    """

    text: str
    score: float
    confidence: float


def read_crop(
    image: Image, box: Box, alphabet: Collection[str] | None = None, most: int = CANDIDATES
) -> tuple[Candidate, ...]:
    """Readings of the one line in `box` of an upright RGB page, best first.

    `alphabet`: the characters allowed, all when `None`. Empty when nothing of it is written there.
    """
    crop = _cut(image, box)
    if crop.size == 0:
        return ()
    looks = [probabilities(crop), probabilities_by_hand(crop)]
    plain = without_rules(crop)
    if plain is not crop:
        looks += [probabilities(plain), probabilities_by_hand(plain)]
    shares: defaultdict[str, float] = defaultdict(float)
    confidences: defaultdict[str, float] = defaultdict(float)
    for look in looks:
        for text, share, confidence in _candidates(look, alphabet):
            shares[text] += share / len(looks)
            confidences[text] = max(confidences[text], confidence)
    best = sorted(shares, key=shares.__getitem__, reverse=True)[:most]
    if not best or not best[0]:
        return ()
    return tuple(Candidate(t, shares[t], confidences[t]) for t in best if t)


def without_rules(crop: Image) -> Image:
    """The crop with ruling lines and the sides of boxes painted over; itself when it has none."""
    gray = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    height, width = gray.shape
    _, ink = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    rules = np.zeros(ink.shape, dtype=np.uint8)
    for size in ((max(8, int(width * _RULE)), 1), (1, max(8, int(height * _RULE)))):
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, size)
        lines = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel), dtype=np.uint8)
        rules = np.maximum(rules, _thin(lines, size))
    if not rules.any():
        return crop
    mask = cv2.dilate(rules, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.inpaint(crop, mask, 3, cv2.INPAINT_TELEA), dtype=np.uint8)


def _thin(lines: npt.NDArray[np.uint8], size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """Only lines thin enough to be rules: the strokes of a «1» or an «l» are as tall, but a
    horizontal rule crosses the crop and a vertical one touches its top and bottom."""
    kept = np.zeros_like(lines)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines)
    for label in range(1, count):
        _, y, width, height = (int(v) for v in stats[label][:4])
        horizontal = size[0] > size[1] and height <= max(3, lines.shape[0] // 10)
        bounded = y <= 1 or y + height >= lines.shape[0] - 1
        vertical = size[1] > size[0] and bounded and width <= max(3, lines.shape[0] // 10)
        if horizontal or vertical:
            kept[labels == label] = 255
    return kept


def _cut(image: Image, box: Box) -> Image:
    height, width = image.shape[:2]
    around = AROUND * box.height * height
    top, bottom = box.y0 * height - around, box.y1 * height + around
    left, right = box.x0 * width - around, box.x1 * width + around
    rows = slice(max(0, math.floor(top)), min(height, math.ceil(bottom)))
    columns = slice(max(0, math.floor(left)), min(width, math.ceil(right)))
    return np.ascontiguousarray(image[rows, columns])


def _candidates(
    look: FloatArray, alphabet: Collection[str] | None
) -> list[tuple[str, float, float]]:
    """Text, share and confidence of each reading that this look allows."""
    letters = recogniser()[1]
    allowed = look
    if alphabet is not None:
        # A space is allowed and left out again: else the blank behind a value is read as a digit.
        kept = np.array([True, *(letter in alphabet or letter == " " for letter in letters)])
        allowed = np.where(kept, look, 0.0).astype(np.float32)
    readings = likeliest(allowed, least=LEAST)
    top = readings[0][1]
    total = sum(math.exp(log - top) for _, log in readings)
    found: list[tuple[str, float, float]] = []
    places = aligned(look, [classes for classes, _ in readings])
    for (classes, log), spans in zip(readings, places, strict=True):
        confidence = sum(s.confidence for s in spans) / len(spans) if spans else 0.0
        text = "".join(letters[index - 1] for index in classes)
        between = " " if alphabet is None or " " in alphabet else ""
        found.append((between.join(text.split()), math.exp(log - top) / total, confidence))
    return found
