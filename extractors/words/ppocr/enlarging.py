"""The detector's last layers, put as OpenVINO computes them fastest.

Two transposed convolutions enlarge the heat map twice by two. They do not overlap (their window is
their step), so each is a convolution of 1 x 1 that gives the pixels of a square as channels; set out
as pixels once, at the end, the heat map is the same. OpenVINO runs such convolutions in half
precision, what stands between them with them, and transposed ones apart and in full.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import openvino
from openvino import opset13

FloatArray = npt.NDArray[np.float32]

STEP = 2
"""Of each transposed convolution, along both sides."""
_SHAPE = ("ConvolutionBackpropData", "Add", "Relu", "ConvolutionBackpropData", "Add", "Sigmoid")
_IN_BETWEEN = "Identity"


def enlarged_at_once(model: openvino.Model) -> openvino.Model:
    """The model with its end so put; itself when its end is another."""
    tail = _tail(model)
    if tail is None:
        return model
    first, first_bias, _, second, second_bias, last = tail
    once, twice = _constant(first), _constant(second)
    biases = _constant(first_bias).ravel(), _constant(second_bias).ravel()
    square = STEP * STEP
    inner = np.transpose(once, (2, 3, 1, 0)).reshape(-1, once.shape[0])
    spread = _convolved(first.input_value(0), inner, np.tile(biases[0], square))
    outer = _convolved(opset13.relu(spread).output(0), _apart(twice), biases[1].repeat(square**2))
    pixels = opset13.depth_to_space(opset13.sigmoid(outer), "blocks_first", STEP * STEP)
    last.output(0).replace(pixels.output(0))
    return model


def _apart(weights: FloatArray) -> FloatArray:
    """The second layer's weights for the squares of the first side by side: each pixel of the
    result looks at the channels of its own square."""
    channels = weights.shape[0]
    table = np.zeros((STEP, STEP, STEP, STEP, STEP, STEP, channels), dtype=np.float32)
    for down in range(STEP):
        for right in range(STEP):
            # (row of the square, row in it, column of the square, column in it), the square it sees
            table[down, :, right, :, down, right] = np.transpose(weights[:, 0], (1, 2, 0))
    return table.reshape(STEP**4, -1)


def _convolved(given: openvino.Output, weights: FloatArray, bias: FloatArray) -> openvino.Output:
    kernel = opset13.constant(np.ascontiguousarray(weights[:, :, None, None], dtype=np.float32))
    none = [0, 0]
    node = opset13.convolution(given, kernel, [1, 1], none, none, [1, 1])
    added = opset13.add(node, opset13.constant(bias[None, :, None, None].astype(np.float32)))
    return added.output(0)


def _tail(model: openvino.Model) -> list[openvino.Node] | None:
    """The nodes of `_SHAPE` at the model's end, in order."""
    found: list[openvino.Node] = []
    node = model.output(0).get_node().input_value(0).get_node()
    for kind in reversed(_SHAPE):
        while node.get_type_name() == _IN_BETWEEN:
            node = node.input_value(0).get_node()
        if node.get_type_name() != kind:
            return None
        found.insert(0, node)
        node = node.input_value(0).get_node()
    alike = all(
        layer.get_attributes()["strides"] == [STEP, STEP]
        and _constant(layer).shape[2:] == (STEP, STEP)
        for layer in (found[0], found[3])
    )
    return found if alike and _constant(found[3]).shape[1] == 1 else None


def _constant(node: openvino.Node) -> FloatArray:
    """The weights of a layer: its second input."""
    return np.asarray(node.input_value(1).get_node().get_data(), dtype=np.float32)
