"""Convolutions of a network put as sums of products of bytes.

Processors with VNNI do them about four times as fast as in full numbers. What a convolution is given
lies between bounds measured on pages (`bench.eight_bits`); its weights have their own for each channel.
OpenVINO sees the rounding written into the model and computes in bytes between two roundings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import openvino
from openvino import opset13

LEVELS = 256
"""Values of a byte."""
Bounds = tuple[float, float]
"""The least and the most that a convolution is given."""


def in_eight_bits(model: openvino.Model, bounds: Mapping[str, Bounds]) -> openvino.Model:
    """The model, the convolutions named in `bounds` rounded to bytes.

    Raises `ValueError` when it has no such convolution: the bounds were measured on another model.
    """
    named = {node.get_friendly_name(): node for node in convolutions(model)}
    if missing := sorted(bounds.keys() - named.keys()):
        raise ValueError(f"no convolution {', '.join(missing)}: bounds of another model")
    for name, given in bounds.items():
        node = named[name]
        least, most = (_number(value) for value in _with_zero(given))
        rounded = opset13.fake_quantize(node.input_value(0), least, most, least, most, LEVELS)
        node.input(0).replace_source_output(rounded.output(0))
        node.input(1).replace_source_output(_rounded_weights(_weights(node)))
    model.validate_nodes_and_infer_types()
    return model


def convolutions(model: openvino.Model) -> Iterable[openvino.Node]:
    """The ordinary convolutions: those that look at each channel apart stand no rounding."""
    return (node for node in model.get_ordered_ops() if node.get_type_name() == "Convolution")


def _with_zero(given: Bounds) -> Bounds:
    """The bounds, so wide and so set that zero, which fills up the sides of images, is exact."""
    least, most = min(given[0], 0.0), max(given[1], 0.0)
    step = (most - least) / (LEVELS - 1)
    below = round(-least / step)
    return -below * step, (LEVELS - 1 - below) * step


def _rounded_weights(weights: npt.NDArray[np.float32]) -> openvino.Output:
    greatest = np.abs(weights).max(axis=(1, 2, 3), keepdims=True)
    most = np.maximum(greatest, np.finfo(np.float32).tiny)
    least, top = opset13.constant(-most), opset13.constant(most)
    # one level less: as many below zero as above
    rounded = opset13.fake_quantize(opset13.constant(weights), least, top, least, top, LEVELS - 1)
    return rounded.output(0)


def _weights(node: openvino.Node) -> npt.NDArray[np.float32]:
    source = node.input_value(1).get_node()
    while source.get_type_name() != "Constant":
        source = source.input_value(0).get_node()
    return np.array(source.get_data(), dtype=np.float32)


def _number(value: float) -> openvino.Node:
    return opset13.constant(np.array(value, dtype=np.float32))
