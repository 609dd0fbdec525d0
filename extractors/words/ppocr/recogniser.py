"""What a strip of text says, character by character."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.words.ppocr.session import FloatArray, recogniser

Image = npt.NDArray[np.uint8]

HEIGHT = 48
"""Pixels of a strip as the model wants it."""
WIDTH_STEP = 32
"""Strips are padded to a multiple of this, so that few shapes are ever compiled."""
WIDEST = 3200


@dataclass(frozen=True, slots=True)
class Character:
    """One character read. `x0`, `x1` are fractions of the strip's width."""

    text: str
    x0: float
    x1: float
    confidence: float


@dataclass(frozen=True, slots=True)
class LineReading:
    """A strip read: its characters from left to right, spaces included."""

    characters: tuple[Character, ...]

    @property
    def text(self) -> str:
        return "".join(c.text for c in self.characters)

    @property
    def confidence(self) -> float:
        """Mean over the characters, 0 for an empty reading."""
        if not self.characters:
            return 0.0
        return sum(c.confidence for c in self.characters) / len(self.characters)


class LineRecogniser:
    """PP-OCRv6 text recognition of straightened strips.

    Strips go one by one: padding them to the widest of a batch costs more than it saves.
    """

    def read(self, strips: Sequence[Image]) -> list[LineReading]:
        """A reading for each RGB strip, in the order given."""
        return [_read(strip) for strip in strips]


def _read(strip: Image) -> LineReading:
    width = min(WIDEST, max(8, math.ceil(HEIGHT * strip.shape[1] / strip.shape[0])))
    padded = math.ceil(width / WIDTH_STEP) * WIDTH_STEP
    batch = np.zeros((1, 3, HEIGHT, padded), dtype=np.float32)
    resized = cv2.resize(strip, (width, HEIGHT))
    normal = resized[:, :, ::-1].astype(np.float32) / 127.5 - 1.0
    batch[0, :, :, :width] = normal.transpose(2, 0, 1)
    run, letters = recogniser()
    return _decode(run(batch)[0], letters, used=width / padded)


def _decode(steps: FloatArray, letters: Sequence[str], used: float) -> LineReading:
    """Greedy CTC: `steps` is (time, classes) of probabilities, class 0 is blank.

    `used` is the share of the time axis that holds the strip; the rest is padding.
    A character spans from half-way to its left neighbour to half-way to its right one.
    """
    classes = steps.argmax(axis=1)
    best = steps.max(axis=1)
    length = max(1.0, steps.shape[0] * used)
    found: list[tuple[str, float, float, float]] = []
    start = 0
    for step in range(1, len(classes) + 1):
        if step < len(classes) and classes[step] == classes[start]:
            continue
        chosen = int(classes[start])
        if 0 < chosen <= len(letters):
            found.append((letters[chosen - 1], start, step, float(best[start:step].max())))
        start = step
    characters: list[Character] = []
    for index, (letter, first, last, confidence) in enumerate(found):
        left = (found[index - 1][2] + first) / 2 if index else first - 0.5
        right = (last + found[index + 1][1]) / 2 if index + 1 < len(found) else last + 0.5
        characters.append(
            Character(
                letter,
                min(1.0, max(0.0, left / length)),
                min(1.0, max(0.0, right / length)),
                confidence,
            )
        )
    return LineReading(tuple(characters))
