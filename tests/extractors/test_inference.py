"""Networks run in the numbers that the processor is fastest with."""

from __future__ import annotations

import pytest

from extractors.inference import precision


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
