"""A network in bytes says nearly what it says in full numbers."""

from __future__ import annotations

import json

import numpy as np
import openvino
import pytest
from openvino import opset13

from extractors.inference import Network
from extractors.words.ppocr.eight_bits import convolutions, in_eight_bits
from extractors.words.ppocr.session import BOUNDS, full_detection_model, models_present

CHANNELS = 4


def layer(seed: int = 0) -> openvino.Model:
    """A convolution, named «first», of any weights."""
    weights = np.random.default_rng(seed).normal(size=(6, CHANNELS, 3, 3)).astype(np.float32)
    given = opset13.parameter([1, CHANNELS, -1, -1], np.float32)
    node = opset13.convolution(given, opset13.constant(weights), [1, 1], [1, 1], [1, 1], [1, 1])
    node.set_friendly_name("first")
    return openvino.Model([node], [given])


def test_bytes_say_nearly_the_same() -> None:
    image = np.random.default_rng(1).uniform(-1, 3, size=(1, CHANNELS, 12, 16)).astype(np.float32)
    full = Network(layer())(image)
    rounded = Network(in_eight_bits(layer(), {"first": (-1.0, 3.0)}))(image)
    assert 0 < np.abs(rounded - full).max() < 0.03 * np.abs(full).max()


def test_nothing_stays_nothing() -> None:
    """Zero is exact, else the sides that images are filled up with would answer."""
    nothing = np.zeros((1, CHANNELS, 5, 5), np.float32)
    rounded = Network(in_eight_bits(layer(), {"first": (-0.37, 2.9)}))(nothing)
    assert not rounded.any()


def test_bounds_of_another_model_are_refused() -> None:
    with pytest.raises(ValueError, match="second"):
        in_eight_bits(layer(), {"first": (0.0, 1.0), "second": (0.0, 1.0)})


@pytest.mark.skipif(not models_present(), reason="modèles PP-OCR absents")
def test_the_bounds_shipped_are_those_of_the_detector() -> None:
    bounds = json.loads(BOUNDS.read_text(encoding="utf-8"))
    named = {node.get_friendly_name() for node in convolutions(full_detection_model())}
    assert len(bounds) > 30
    assert bounds.keys() <= named
    assert all(least < most for least, most in bounds.values())
