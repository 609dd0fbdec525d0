"""The detector's end put as plain convolutions gives the same heat map."""

from __future__ import annotations

import numpy as np
import openvino
from openvino import opset13

from extractors.inference import FloatArray
from extractors.words.ppocr.enlarging import enlarged_at_once

CHANNELS = 3


def head(seed: int) -> openvino.Model:
    """Two transposed convolutions as at the end of the detector, of any weights."""
    chance = np.random.default_rng(seed)
    given = opset13.parameter([1, CHANNELS, -1, -1], np.float32)
    node = given
    for number, channels in enumerate((CHANNELS, 1)):
        weights = chance.normal(size=(CHANNELS, channels, 2, 2)).astype(np.float32)
        bias = chance.normal(size=(1, channels, 1, 1)).astype(np.float32)
        node = opset13.convolution_backprop_data(node, opset13.constant(weights), [2, 2])
        node = opset13.add(node, opset13.constant(bias))
        node = opset13.relu(node) if number == 0 else opset13.sigmoid(node)
    return openvino.Model([node], [given])


def run(model: openvino.Model, given: FloatArray) -> FloatArray:
    precise = {"INFERENCE_PRECISION_HINT": "f32"}
    compiled = openvino.Core().compile_model(model, "CPU", precise)
    return np.array(compiled([given])[0], dtype=np.float32)


def kinds(model: openvino.Model) -> list[str]:
    return [node.get_type_name() for node in model.get_ordered_ops()]


def test_the_same_heat_map_without_transposed_convolutions() -> None:
    given = np.random.default_rng(0).normal(size=(1, CHANNELS, 4, 6)).astype(np.float32)
    wanted = run(head(1), given)
    changed = enlarged_at_once(head(1))
    assert "ConvolutionBackpropData" not in kinds(changed)
    assert wanted.shape == (1, 1, 16, 24)
    np.testing.assert_allclose(run(changed, given), wanted, atol=1e-6)


def test_another_end_is_left_alone() -> None:
    given = opset13.parameter([1, CHANNELS, -1, -1], np.float32)
    model = openvino.Model([opset13.sigmoid(given)], [given])
    before = kinds(model)
    assert kinds(enlarged_at_once(model)) == before
