"""The models of PP-OCR made ready to run: detection, and recognition of what our courier is written with."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import openvino
from openvino import opset13
from openvino.preprocess import ColorFormat, PrePostProcessor

from extractors.inference import FloatArray, Network, eight_bits, flags
from extractors.words.ppocr.eight_bits import in_eight_bits
from extractors.words.ppocr.enlarging import enlarged_at_once
from extractors.words.ppocr.heat import HeatMaps

Session = Callable[[FloatArray], FloatArray]


def _wheel() -> Path:
    """Where the package `rapidocr` is, without opening it: that takes half a second."""
    found = find_spec("rapidocr")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("rapidocr")
    return Path(found.origin).parent


MODELS = _wheel() / "models"
HAND = Path(__file__).parents[1] / "data" / "hand.npz"
"""Weights of the recognition model learnt further on handwriting, under their names in it:
`python -m bench.hand.learn` (see `docs/decisions/0004-words.md`)."""
BOUNDS = HAND.with_name("detector_bounds.json")
"""What its convolutions are given: `python -m bench.eight_bits` (`docs/decisions/0002-readers.md`)."""
DETECTION_MODEL = MODELS / "PP-OCRv6_det_small.onnx"
RECOGNITION_MODEL = MODELS / "PP-OCRv6_rec_small.onnx"

MIDDLE = 127.5
"""Of bytes; the models want -1 to 1."""
_LAST_LATIN = 0x24F
_SIGNS = frozenset("€’‘“”„–—…•°№™√✓✔✗✘☐☑☒□■●○→≤≥≈")


def models_present() -> bool:
    """Whether the wheel's models are on disk (nothing is ever fetched)."""
    return DETECTION_MODEL.is_file() and RECOGNITION_MODEL.is_file()


@cache
def detector() -> HeatMaps:
    """The detection model: RGB images, shape (height, width, 3), to heat maps."""
    return HeatMaps(detection_model)


def detection_model() -> openvino.Model:
    """As it is run here: most of its convolutions in bytes, where the processor is made for it."""
    model = full_detection_model()
    if not eight_bits(flags()):
        return model
    bounds = json.loads(BOUNDS.read_text(encoding="utf-8"))
    return in_eight_bits(model, {name: (least, most) for name, (least, most) in bounds.items()})


def full_detection_model() -> openvino.Model:
    """In full numbers. Pixels are put in its order and scale inside it, in one pass with its first
    layer."""
    model = enlarged_at_once(openvino.Core().read_model(str(DETECTION_MODEL)))
    steps = PrePostProcessor(model)
    given, wanted = steps.input().tensor(), steps.input().model()
    given.set_element_type(openvino.Type.u8).set_layout(openvino.Layout("NHWC"))
    given.set_color_format(ColorFormat.RGB)
    wanted.set_layout(openvino.Layout("NCHW"))
    turned = steps.input().preprocess().convert_element_type(openvino.Type.f32)
    turned.convert_color(ColorFormat.BGR).mean([MIDDLE] * 3).scale([MIDDLE] * 3)
    return steps.build()


@cache
def recogniser() -> tuple[Session, tuple[str, ...]]:
    """The recognition model cut down to the characters of our courier, and these characters.

    Its last layer tells 18,709 characters apart, nearly all of them Chinese: computing and
    looking through them costs as much as a third of the reading, and a blot may be read as one.
    Class 0 is CTC's blank; class n is the n-th character.
    """
    model, letters = _of_our_letters()
    return Network(model), letters


@cache
def by_hand() -> Session:
    """The same model for the same characters, learnt further on handwriting."""
    model, _ = _of_our_letters()
    with np.load(HAND) as learnt:
        weights = {name: learnt[name].astype(np.float32) for name in learnt.files}
    constants = {node.get_friendly_name(): node for node in model.get_ops() if _is_constant(node)}
    for name, weight in weights.items():
        if name not in constants or constants[name].get_data().shape != weight.shape:
            raise RuntimeError(f"{HAND.name} was not learnt from {RECOGNITION_MODEL.name}: {name}")
        _replace(constants[name], weight)
    model.validate_nodes_and_infer_types()
    return Network(model)


def _of_our_letters() -> tuple[openvino.Model, tuple[str, ...]]:
    model = openvino.Core().read_model(str(RECOGNITION_MODEL))
    every = (*model.get_rt_info(["framework", "character"]).astype(str).splitlines(), " ")
    kept = [index for index, character in enumerate(every) if is_ours(character)]
    classes = [0, *(index + 1 for index in kept)]
    last = model.output(0).get_node().input_value(0).get_node()
    while last.get_type_name() != "MatMul":
        for value in last.input_values():
            _keep_classes(value, classes, len(every) + 1)
        last = last.input_value(0).get_node()
    _keep_classes(last.input_value(1), classes, len(every) + 1)
    model.validate_nodes_and_infer_types()
    return model, tuple(every[index] for index in kept)


def is_ours(character: str) -> bool:
    """Whether a character may stand on a French form: Latin letters, digits and signs."""
    return ord(character) <= _LAST_LATIN or character in _SIGNS


def _keep_classes(value: openvino.Output, classes: list[int], among: int) -> None:
    """Cut a constant's last axis down to `classes`, if it has one entry per class."""
    node = value.get_node()
    if _is_constant(node) and node.get_data().shape[-1:] == (among,):
        _replace(node, node.get_data()[..., classes])


def _is_constant(node: openvino.Node) -> bool:
    return bool(node.get_type_name() == "Constant")


def _replace(node: openvino.Node, weights: npt.NDArray[Any]) -> None:
    """Put another constant in the place of one, under its name."""
    other = opset13.constant(np.ascontiguousarray(weights))
    other.set_friendly_name(node.get_friendly_name())
    for target in list(node.output(0).get_target_inputs()):
        target.replace_source_output(other.output(0))
