"""A network run by OpenVINO, on one thread: pages are spread over processes instead.

Why not ONNX Runtime: it is slower here, and its wheel reports to its maker (see
`docs/decisions/0002-readers.md`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import openvino

FloatArray = npt.NDArray[np.float32]


class Network:
    """A model made ready for this processor: a batch in, its first output as a fresh array out."""

    def __init__(self, model: openvino.Model) -> None:
        settings: dict[str, Any] = {
            "INFERENCE_NUM_THREADS": 1,
            "NUM_STREAMS": 1,
            "INFERENCE_PRECISION_HINT": precision(flags()),
            "PERFORMANCE_HINT": "LATENCY",
            # else the thread is held on the first core while it infers: that of every process
            "ENABLE_CPU_PINNING": False,
        }
        self._compiled = openvino.Core().compile_model(model, "CPU", settings)
        self._request = self._compiled.create_infer_request()

    def __call__(self, batch: npt.NDArray[Any]) -> FloatArray:
        self._request.infer([batch], share_inputs=True)
        return np.array(self._request.get_output_tensor(0).data, dtype=np.float32)

    def release(self) -> None:
        """Give back what the last inference worked in; the next one asks for it anew."""
        self._compiled.release_memory()


def precision(flags: str) -> str:
    """In what numbers a processor of these flags (`/proc/cpuinfo`) infers fastest.

    OpenVINO calls half precision a capability of any processor with AVX-512's bf16; without AMX's
    tiles it is slower than full precision there (`docs/decisions/0002-readers.md`).
    """
    return "bf16" if "amx_bf16" in flags.split() else "f32"


def eight_bits(flags: str) -> bool:
    """Whether a processor of these flags multiplies bytes faster than full numbers, and exactly:
    those before VNNI cut sums of products off at sixteen bits."""
    return not {"avx512_vnni", "avx_vnni"}.isdisjoint(flags.split())


@cache
def flags() -> str:
    """What this machine's processor can do, as its system tells it; empty where it does not."""
    try:
        return Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return ""
