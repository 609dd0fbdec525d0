"""The recogniser as a network that can learn, and its weights brought back under their names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import onnx2torch
import torch
from onnx import numpy_helper

from extractors.words.ppocr.session import RECOGNITION_MODEL, is_ours

LAST_LAYER = ("linear_8.w_0", "linear_8.b_0")
"""What tells characters apart: cut down to ours, as `session` does."""
LEAST = 24
"""Constants of fewer numbers are shapes and scales, not weights."""
EARLY = 17
"""The first convolutions see strokes as they are, print or pen: they stay, which saves time too."""


def network() -> tuple[torch.nn.Module, tuple[str, ...]]:
    """The network, and the characters it tells apart: class 0 is CTC's blank, class n the n-th.

    Takes (lines, 3, 48, width), BGR between -1 and 1; gives logits (lines, width / 8, classes).
    """
    model = _shipped()
    every = _characters(model)
    letters = tuple(letter for letter in every if is_ours(letter))
    for weight in model.graph.initializer:
        if weight.name in LAST_LAYER:
            kept = np.ascontiguousarray(_of_our_letters(weight.name, weight, every))
            weight.CopyFrom(numpy_helper.from_array(kept, weight.name))
    _without_softmax(model)
    net = onnx2torch.convert(model).to(memory_format=torch.channels_last)
    _free_constants(net)
    for name, module in net.named_modules():
        if isinstance(module, torch.nn.Conv2d) and int(name.split("/")[1].split(".")[0]) <= EARLY:
            module.requires_grad_(requires_grad=False)
    return net, letters


def export(net: torch.nn.Module, target: Path) -> None:
    """Write the weights in half precision under the names they have in the shipped model.

    The conversion renames them: they are recognised by the numbers that they started from.
    """
    model = _shipped()
    every = _characters(model)
    shipped = {
        weight.name: _of_our_letters(weight.name, weight, every)
        for weight in model.graph.initializer
        if weight.data_type == onnx.TensorProto.FLOAT and np.prod(weight.dims) >= LEAST
    }
    learnt = net.state_dict()
    found: dict[str, Any] = {}
    for name, start in network()[0].state_dict().items():
        if start.dtype != torch.float32 or start.numel() < LEAST:
            continue
        now = learnt[name].numpy()
        for own, weight in shipped.items():
            if np.array_equal(weight.ravel(), start.numpy().ravel()):
                found[own] = now.reshape(weight.shape).astype(np.float16)
            elif weight.ndim == 2 and np.array_equal(weight.T, start.numpy()):
                found[own] = now.T.astype(np.float16)
    if missing := set(shipped) - set(found):
        raise ValueError(f"weights of the model not found again: {sorted(missing)}")
    np.savez_compressed(target, **found)


def _shipped() -> onnx.ModelProto:
    """The model of the wheel, its padding written out: PyTorch has no word for «same upper»."""
    model = onnx.load(str(RECOGNITION_MODEL))
    for node in model.graph.node:
        same = [a for a in node.attribute if a.name == "auto_pad" and a.s == b"SAME_UPPER"]
        if same:
            (kernel,) = (a.ints for a in node.attribute if a.name == "kernel_shape")
            before = [(size - 1) // 2 for size in kernel]
            after = [size - 1 - first for size, first in zip(kernel, before, strict=True)]
            for old in [a for a in node.attribute if a.name in {"auto_pad", "pads"}]:
                node.attribute.remove(old)
            node.attribute.append(onnx.helper.make_attribute("pads", before + after))
    return model


def _characters(model: onnx.ModelProto) -> tuple[str, ...]:
    (listed,) = (entry.value for entry in model.metadata_props if entry.key == "character")
    return (*listed.splitlines(), " ")


def _of_our_letters(
    name: str, weight: onnx.TensorProto, every: tuple[str, ...]
) -> npt.NDArray[np.float32]:
    numbers: npt.NDArray[np.float32] = numpy_helper.to_array(weight)
    if name not in LAST_LAYER:
        return numbers
    classes = [0, *(index + 1 for index, letter in enumerate(every) if is_ours(letter))]
    return numbers[..., classes]


def _without_softmax(model: onnx.ModelProto) -> None:
    last = [node for node in model.graph.node if node.op_type == "Softmax"][-1]
    model.graph.node.remove(last)
    model.graph.output[0].name = last.input[0]
    del model.graph.output[0].type.tensor_type.shape.dim[:]


def _free_constants(net: torch.nn.Module) -> None:
    """Make learnable what the conversion took for constants (weights of products, biases)."""
    for name, buffer in list(net.named_buffers()):
        if buffer.dtype != torch.float32 or buffer.numel() < LEAST or "running" in name:
            continue
        path, _, leaf = name.rpartition(".")
        module = net.get_submodule(path)
        delattr(module, leaf)
        setattr(module, leaf, torch.nn.Parameter(buffer.clone()))
