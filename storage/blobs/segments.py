"""Bytes sealed in segments: AES-256-GCM, one key a file, never two files under one key.

    header   16 bytes, `LIASSE-SCELLE` and the version of this layout
    segment  up to 1 MiB, and its tag of 16 bytes; as many as needed, at least one

The number of a segment is its nonce. It is bound to its number, to whether it is the last and to
the header: a segment moved, left out, cut off or taken from another file does not open. As the key
serves one file alone, the same bytes are sealed to the same bytes: what was damaged can be mended.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HEADER = b"LIASSE-SCELLE\0\0\1"
SEGMENT = 1 << 20
TAG = 16
KEY_BYTES = 32


class SealBrokenError(Exception):
    """What is sealed was altered, or is sealed with another key. Nothing of it was given."""


def sealed(plain: BinaryIO, key: bytes) -> Iterator[bytes]:
    """`plain`, read to its end, sealed piece by piece."""
    cipher = AESGCM(key)
    yield HEADER
    number, piece = 0, plain.read(SEGMENT)
    while True:
        ahead = plain.read(SEGMENT)
        yield cipher.encrypt(_nonce(number), piece, _bound(number, last=not ahead))
        if not ahead:
            return
        number, piece = number + 1, ahead


def opened(data: BinaryIO, key: bytes) -> Iterator[bytes]:
    """What is sealed in `data`, piece by piece: each was verified before it is given."""
    reader = SealedReader(data, key)
    for number in range(reader.segments):
        yield reader.segment(number)


class SealedReader(io.RawIOBase):
    """A sealed file read as if it were not, from any place: only the segments asked for are opened."""

    def __init__(self, data: BinaryIO, key: bytes) -> None:
        self._data, self._cipher = data, AESGCM(key)
        self._at = 0
        self._held: tuple[int, bytes] | None = None
        body = data.seek(0, os.SEEK_END) - len(HEADER)
        data.seek(0)
        if body < TAG or data.read(len(HEADER)) != HEADER:
            raise SealBrokenError
        self.segments = -(-body // (SEGMENT + TAG))
        self.size = body - self.segments * TAG
        if self.size < (self.segments - 1) * SEGMENT:
            raise SealBrokenError

    def segment(self, number: int) -> bytes:
        """One segment, verified."""
        if self._held is not None and self._held[0] == number:
            return self._held[1]
        self._data.seek(len(HEADER) + number * (SEGMENT + TAG))
        piece = self._data.read(SEGMENT + TAG)
        try:
            plain = self._cipher.decrypt(
                _nonce(number), piece, _bound(number, last=number == self.segments - 1)
            )
        except (InvalidTag, ValueError):
            raise SealBrokenError from None
        self._held = (number, plain)
        return plain

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("negative place in a file")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if self._at >= self.size or not view:
            return 0
        number, within = divmod(self._at, SEGMENT)
        piece = self.segment(number)[within : within + len(view)]
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        self._held = None
        self._data.close()
        super().close()


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _bound(number: int, *, last: bool) -> bytes:
    return HEADER + number.to_bytes(8, "big") + bytes([last])
