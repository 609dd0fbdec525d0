"""A network run by OpenVINO, on one thread: pages are spread over processes instead.

Why not ONNX Runtime: it is slower here, and its wheel reports to its maker (see
`docs/decisions/0002-readers.md`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import openvino

FloatArray = npt.NDArray[np.float32]


def compiled(model: openvino.Model) -> Callable[[npt.NDArray[Any]], FloatArray]:
    """A function from a batch to the model's first output, a fresh array."""
    settings: dict[str, Any] = {
        "INFERENCE_NUM_THREADS": 1,
        "NUM_STREAMS": 1,
        "INFERENCE_PRECISION_HINT": precision(_flags()),
        "PERFORMANCE_HINT": "LATENCY",
        # else the thread is held on the first core while it infers: that of every process
        "ENABLE_CPU_PINNING": False,
    }
    request = openvino.Core().compile_model(model, "CPU", settings).create_infer_request()

    def run(batch: npt.NDArray[Any]) -> FloatArray:
        request.infer([batch], share_inputs=True)
        return np.array(request.get_output_tensor(0).data, dtype=np.float32)

    return run


def precision(flags: str) -> str:
    """In what numbers a processor of these flags (`/proc/cpuinfo`) infers fastest.

    OpenVINO calls half precision a capability of any processor with AVX-512's bf16; without AMX's
    tiles it is slower than full precision there (`docs/decisions/0002-readers.md`).
    """
    return "bf16" if "amx_bf16" in flags.split() else "f32"


@cache
def _flags() -> str:
    try:
        return Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return ""
