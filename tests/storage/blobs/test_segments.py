"""Sealed bytes open as they were, from any place, or not at all."""

from __future__ import annotations

import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.blobs import segments
from storage.blobs.segments import HEADER, SEGMENT, TAG, SealBrokenError, SealedReader

KEY = bytes(range(32))
WHOLE = SEGMENT + TAG


def seal(data: bytes, key: bytes = KEY) -> bytes:
    return b"".join(segments.sealed(io.BytesIO(data), key))


def opened(data: bytes, key: bytes = KEY) -> bytes:
    return b"".join(segments.opened(io.BytesIO(data), key))


@pytest.fixture(scope="module")
def large() -> bytes:
    return os.urandom(2 * SEGMENT + 77)


@pytest.mark.parametrize("size", [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT])
def test_what_was_sealed_opens(size: int) -> None:
    data = os.urandom(size)
    sealed = seal(data)
    assert opened(sealed) == data
    assert len(sealed) == len(HEADER) + size + TAG * max(1, -(-size // SEGMENT))
    assert seal(data) == sealed  # so that damage can be mended
    if size > 100:
        assert data[:100] not in sealed


@given(st.integers(0, 2 * SEGMENT + 90), st.integers(0, 2 * SEGMENT + 90))
def test_any_part_is_read_alone(start: int, size: int) -> None:
    data = bytes(n % 251 for n in range(4096)) * 512 + b"la fin"
    reader = SealedReader(io.BytesIO(_SEALED), KEY)
    reader.seek(start)
    assert io.BufferedReader(reader).read(size) == data[start : start + size]


_SEALED = seal(bytes(n % 251 for n in range(4096)) * 512 + b"la fin")


def test_whatever_is_done_to_it_nothing_of_it_is_given(large: bytes) -> None:
    sealed = seal(large)
    head, one, two, three = (
        sealed[: len(HEADER)],
        sealed[len(HEADER) : len(HEADER) + WHOLE],
        sealed[len(HEADER) + WHOLE : len(HEADER) + 2 * WHOLE],
        sealed[len(HEADER) + 2 * WHOLE :],
    )
    other = seal(os.urandom(len(large)), os.urandom(32))
    spoilt = bytearray(sealed)
    spoilt[len(HEADER) + 5] ^= 1
    attacks = {
        "swapped": head + two + one + three,
        "one twice": head + one + one + three,
        "without the last": head + one + two,
        "without the middle": head + one + three,
        "cut off": sealed[:-1],
        "cut off in the tag": sealed[: len(HEADER) + 2 * WHOLE + 3],
        "more behind": sealed + b"x",
        "a segment of another": head + other[len(HEADER) : len(HEADER) + WHOLE] + two + three,
        "another": other,
        "one bit": bytes(spoilt),
        "another head": b"LIASSE-SCELLE\0\0\2" + sealed[len(HEADER) :],
        "nothing": b"",
        "in clear": large,
    }
    for what, data in attacks.items():
        with pytest.raises(SealBrokenError):
            pytest.fail(f"{what}: {opened(data)[:20]!r}")
    with pytest.raises(SealBrokenError):
        opened(sealed, os.urandom(32))
