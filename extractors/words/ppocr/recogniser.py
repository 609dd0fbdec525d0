"""What a strip of text says, character by character."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from extractors.words.language import Spelling, french
from extractors.words.ppocr.decoding import FloatArray, Span, aligned, greedy, likeliest, spaced
from extractors.words.ppocr.line import Character as Character
from extractors.words.ppocr.line import LineReading as LineReading
from extractors.words.ppocr.line import mean_confidence, numbers_of_the_surer
from extractors.words.ppocr.session import by_hand, recogniser
from extractors.words.ppocr.straighten import straightened

Image = npt.NDArray[np.uint8]

WIDEST = 3200
HEIGHT = 48
"""Pixels of a strip as the model wants it."""
WIDTH_STEPS = ((480, 32), (960, 64), (WIDEST, 160))
"""Up to which width strips are filled up to multiples of how many pixels: for each width that it
met the network keeps what it made ready, nearly 3 MB."""
DOUBTFUL = 0.98
"""A strip with a word read less surely than this (mean of its characters) is looked at again."""
SURE = 0.985
"""… unless the line as a whole is sure: print, where one odd word is a name or another language …"""
HOPELESS = 0.35
"""… or surely no text: rims of stamps, scribbles, texture."""
SURE_BY_HAND = 0.96
"""A second look as sure as this needs no third: measured, the other model had changed nothing."""
STRETCH = 1.2
"""How much wider a doubtful strip is made: letters of a hand touch, and the model reads one
character for each eight pixels at most."""


class LineRecogniser:
    """PP-OCRv6 text recognition of straightened strips.

    Strips go one by one: padding them to the widest of a batch costs more than it saves.
    """

    def read(self, strips: Sequence[Image]) -> list[LineReading]:
        """A reading for each RGB strip, in the order given: what is seen, no more."""
        return [_seen(strip) for strip in strips]

    def read_by_hand(self, strips: Sequence[Image]) -> list[LineReading]:
        """The same by the model that learnt handwriting."""
        return [_plain(probabilities_by_hand(strip)) for strip in strips]

    def read_well(self, strips: Sequence[Image]) -> list[LineReading]:
        """The same, doubtful strips looked at again."""
        return self.look_again(strips, self.read(strips))

    def look_again(
        self, strips: Sequence[Image], readings: Sequence[LineReading]
    ) -> list[LineReading]:
        """The readings, but those of doubtful strips made wider and with knowledge of French.

        What is read surely is not touched by language.
        """
        return [
            _again(strip, reading) if is_doubtful(reading) else reading
            for strip, reading in zip(strips, readings, strict=True)
        ]


def is_doubtful(reading: LineReading) -> bool:
    """Whether a second look may pay: text, with a word in it that is not sure."""
    if not HOPELESS <= reading.confidence < SURE:
        return False
    return any(mean_confidence(word) < DOUBTFUL for word in reading.words())


def probabilities(strip: Image, stretch: float = 1.0) -> FloatArray:
    """What the model sees in a strip: (time, classes), the padding left out."""
    shown, share = _shown(strip, stretch)
    return _without_padding(recogniser()[0](shown)[0], share)


def probabilities_by_hand(strip: Image, stretch: float = STRETCH) -> FloatArray:
    """The same, as the model sees it that learnt handwriting."""
    shown, share = _shown(strip, stretch)
    return _without_padding(by_hand()(shown)[0], share)


def filled_width(width: int) -> int:
    """Pixels that a strip of `width`, at most `WIDEST`, is filled up to."""
    step = next(step for most, step in WIDTH_STEPS if width <= most)
    return math.ceil(width / step) * step


def _shown(strip: Image, stretch: float) -> tuple[FloatArray, float]:
    """A batch of the one strip as the models want it, and the share of it that is no padding."""
    width = min(WIDEST, max(8, math.ceil(HEIGHT * stretch * strip.shape[1] / strip.shape[0])))
    padded = filled_width(width)
    batch = np.zeros((1, 3, HEIGHT, padded), dtype=np.float32)
    # Averaging where the strip shrinks: else thin strokes of a pen fall between the pixels.
    shrinks = strip.shape[0] > HEIGHT
    resized = cv2.resize(
        strip, (width, HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    )
    normal = resized[:, :, ::-1].astype(np.float32) / 127.5 - 1.0
    batch[0, :, :, :width] = normal.transpose(2, 0, 1)
    return batch, width / padded


def _without_padding(steps: FloatArray, share: float) -> FloatArray:
    return steps[: math.ceil(len(steps) * share)]


def _seen(strip: Image) -> LineReading:
    return _plain(probabilities(strip))


def _plain(steps: FloatArray) -> LineReading:
    return _reading(spaced(greedy(steps), steps, _space(), _seam), len(steps))


def _again(strip: Image, first: LineReading) -> LineReading:
    """The second look, by the surer of the two models; the first when it sees nothing.

    What the model that learnt handwriting is sure of is not shown to the other.
    """
    level = straightened(strip)
    second = _spelt(probabilities_by_hand(level))
    if second.confidence < SURE_BY_HAND:
        other = _spelt(probabilities(level, STRETCH))
        second = max(second, other, key=lambda look: look.confidence)
    return numbers_of_the_surer(first, second) if second.text.strip() else first


def _spelt(steps: FloatArray) -> LineReading:
    classes, _ = likeliest(steps, _spelling())[0]
    return _reading(aligned(steps, [classes])[0], len(steps))


@cache
def _spelling() -> Spelling:
    return Spelling(recogniser()[1], french())


def _seam(before: int, after: int) -> bool:
    letters = recogniser()[1]
    return letters[before - 1].islower() and letters[after - 1].isupper()


@cache
def _space() -> int:
    return recogniser()[1].index(" ") + 1


def _reading(spans: Sequence[Span], length: int) -> LineReading:
    """Characters with their places: each spans from half-way to its left neighbour to half-way
    to its right one."""
    letters = recogniser()[1]
    characters: list[Character] = []
    for number, span in enumerate(spans):
        left = (spans[number - 1].last + span.first) / 2 if number else span.first - 0.5
        right = (
            (span.last + spans[number + 1].first) / 2
            if number + 1 < len(spans)
            else span.last + 0.5
        )
        characters.append(
            Character(
                letters[span.index - 1],
                min(1.0, max(0.0, left / length)),
                min(1.0, max(0.0, right / length)),
                span.confidence,
            )
        )
    return LineReading(tuple(characters))
