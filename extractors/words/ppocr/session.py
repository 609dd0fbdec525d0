"""An ONNX model, opened by OpenVINO where it is installed, else by ONNX Runtime.

OpenVINO reads a page about twice as fast; both give the same words (see
`docs/decisions/`). One thread each: pages are spread over processes instead.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
Session = Callable[[FloatArray], FloatArray]

MODELS = Path(str(resources.files("rapidocr"))) / "models"
DETECTION_MODEL = MODELS / "PP-OCRv6_det_small.onnx"
RECOGNITION_MODEL = MODELS / "PP-OCRv6_rec_small.onnx"


def models_present() -> bool:
    """Whether the wheel's models are on disk (nothing is ever fetched)."""
    return DETECTION_MODEL.is_file() and RECOGNITION_MODEL.is_file()


@cache
def open_session(model: Path) -> Session:
    """A function from a float32 batch to the model's first output, a fresh array."""
    opened = _with_openvino(model)
    return opened if opened is not None else _with_onnxruntime(model)


@cache
def alphabet(model: Path) -> tuple[str, ...]:
    """The characters of a recognition model, in the order of its output classes after blank."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return (*characters, " ")


def _with_openvino(model: Path) -> Session | None:
    os.environ.setdefault("OPENVINO_TELEMETRY_OPT_OUT", "1")
    try:
        import openvino
    except ImportError:
        return None
    core = openvino.Core()
    # f32 by hint: some processors would otherwise choose bf16 and read differently.
    settings: dict[str, Any] = {
        "INFERENCE_NUM_THREADS": 1,
        "NUM_STREAMS": 1,
        "INFERENCE_PRECISION_HINT": "f32",
        "PERFORMANCE_HINT": "LATENCY",
    }
    request = core.compile_model(str(model), "CPU", settings).create_infer_request()

    def run(batch: FloatArray) -> FloatArray:
        request.infer([batch])
        return np.array(request.get_output_tensor(0).data, dtype=np.float32)

    return run


def _with_onnxruntime(model: Path) -> Session:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    session = onnxruntime.InferenceSession(
        str(model), sess_options=options, providers=["CPUExecutionProvider"]
    )
    name = session.get_inputs()[0].name

    def run(batch: FloatArray) -> FloatArray:
        return np.asarray(session.run(None, {name: batch})[0], dtype=np.float32)

    return run
