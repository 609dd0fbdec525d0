"""An ONNX model run by OpenVINO, on one thread: pages are spread over processes instead.

Why not ONNX Runtime: it is slower here, and its wheel reports to its maker (see
`docs/decisions/0002-readers.md`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import openvino

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
    # f32 by hint: some processors would otherwise choose bf16 and read differently.
    settings: dict[str, Any] = {
        "INFERENCE_NUM_THREADS": 1,
        "NUM_STREAMS": 1,
        "INFERENCE_PRECISION_HINT": "f32",
        "PERFORMANCE_HINT": "LATENCY",
    }
    request = openvino.Core().compile_model(str(model), "CPU", settings).create_infer_request()

    def run(batch: FloatArray) -> FloatArray:
        request.infer([batch])
        return np.array(request.get_output_tensor(0).data, dtype=np.float32)

    return run


@cache
def alphabet(model: Path) -> tuple[str, ...]:
    """The characters of a recognition model, in the order of its output classes after blank."""
    characters = openvino.Core().read_model(str(model)).get_rt_info(["framework", "character"])
    return (*characters.astype(str).splitlines(), " ")
