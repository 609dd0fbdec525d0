"""Networks run in the numbers that the processor is fastest with, and on any of its cores."""

from __future__ import annotations

import os
import threading

import numpy as np
import pytest

from extractors.inference import eight_bits, precision
from extractors.words.ppocr.session import models_present, recogniser


@pytest.mark.parametrize(
    ("flags", "numbers"),
    [
        ("flags : fpu avx2 avx512f avx512_bf16 avx_vnni", "f32"),
        ("flags : fpu avx512_bf16 amx_bf16 amx_tile", "bf16"),
        ("", "f32"),
    ],
)
def test_half_precision_is_for_processors_with_tiles(flags: str, numbers: str) -> None:
    assert precision(flags) == numbers


@pytest.mark.parametrize(
    ("flags", "exact"),
    [
        ("flags : fpu avx2 avx512f avx_vnni", True),
        ("flags : fpu avx512_vnni amx_int8", True),
        ("flags : fpu avx2 avx512f", False),
        ("", False),
    ],
)
def test_bytes_are_for_processors_that_add_them_up_exactly(flags: str, exact: bool) -> None:
    assert eight_bits(flags) is exact


@pytest.mark.skipif(not models_present(), reason="modèles PP-OCR absents")
@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="pas de cœurs à choisir ici")
def test_inferring_holds_no_core() -> None:
    """Processes that all infer on the first core take turns on it, whatever the others do."""
    infer, _ = recogniser()
    lines = np.zeros((4, 3, 48, 320), np.float32)
    infer(lines)
    begun = threading.get_native_id()
    seen = set()
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.002):
            seen.add(frozenset(os.sched_getaffinity(begun)))

    watching = threading.Thread(target=watch)
    watching.start()
    for _ in range(10):
        infer(lines)
    done.set()
    watching.join()
    assert seen == {frozenset(os.sched_getaffinity(0))}
