"""Blobs in a folder: `ab/cd/abcd…`, written once, readable by their owner alone."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from storage.blobs.store import (
    CHUNK,
    BlobDamagedError,
    BlobMissingError,
    BlobStat,
    BlobState,
    checked_name,
    sha256_of,
    sha256_of_file,
)

_UNFINISHED = "en-cours"
_HEX = frozenset("0123456789abcdef")
_FORGOTTEN_SECONDS = 24 * 3600.0


class FolderStore:
    """A `BlobStore` on a local or network file system.

    A blob appears under its name in one step (rename), after its bytes are on the disk.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._unfinished = folder / _UNFINISHED
        self._unfinished.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.sweep()

    def put(self, data: bytes) -> str:
        sha256 = sha256_of(data)
        if self.verify(sha256) is not BlobState.INTACT:
            self._write([data])
        return sha256

    def put_file(self, path: Path) -> str:
        with path.open("rb") as file:
            # The file may still be growing: its name is that of the bytes we copied.
            return self._write(iter(lambda: file.read(CHUNK), b""))

    def put_chunks(self, sha256: str, chunks: Iterable[bytes]) -> None:
        """Keep what comes in pieces; `BlobDamagedError`, and nothing kept, unless it is `sha256`."""
        self._write(chunks, wanted=sha256)

    def get(self, sha256: str) -> bytes:
        try:
            data = self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise BlobMissingError(sha256) from None
        if sha256_of(data) != sha256:
            raise BlobDamagedError(sha256)
        return data

    def open(self, sha256: str) -> BinaryIO:
        return self.path_for(sha256).open("rb")

    def path_for(self, sha256: str) -> Path:
        match self.verify(sha256):
            case BlobState.MISSING:
                raise BlobMissingError(sha256)
            case BlobState.DAMAGED:
                raise BlobDamagedError(sha256)
            case BlobState.INTACT:
                return self._path(sha256)

    def exists(self, sha256: str) -> bool:
        return self._path(sha256).is_file()

    def stat(self, sha256: str) -> BlobStat | None:
        try:
            told = self._path(sha256).stat()
        except FileNotFoundError:
            return None
        return BlobStat(told.st_size, datetime.fromtimestamp(told.st_mtime, UTC))

    def verify(self, sha256: str) -> BlobState:
        try:
            found = sha256_of_file(self._path(sha256))
        except FileNotFoundError:
            return BlobState.MISSING
        return BlobState.INTACT if found == sha256 else BlobState.DAMAGED

    def remove(self, sha256: str) -> None:
        path = self._path(sha256)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            _sync(path.parent)

    def answers(self) -> bool:
        return os.access(self.folder, os.R_OK | os.W_OK | os.X_OK)

    def __iter__(self) -> Iterator[str]:
        for first in _shards(self.folder):
            for second in _shards(first):
                yield from sorted(
                    path.name
                    for path in second.iterdir()
                    if len(path.name) == 64 and _HEX.issuperset(path.name)
                )

    def sweep(self, *, older_than: float = _FORGOTTEN_SECONDS) -> int:
        """Remove what killed processes left half-written, in seconds of age; how many."""
        limit = time.time() - older_than
        removed = 0
        for path in self._unfinished.iterdir():
            # A writer beside us may rename or remove its file between any two of our calls.
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < limit:
                    path.unlink()
                    removed += 1
        return removed

    def trim(self, keep: int, *, older_than: float = _FORGOTTEN_SECONDS) -> int:
        """Remove the blobs longest unused until `keep` bytes are left; how many. For a cache.

        Those put or asked for within `older_than` seconds stay, whatever they take.
        """
        told = {}
        for sha256 in self:
            # Another process may trim the same folder, and remove a file that we have just listed.
            with suppress(FileNotFoundError):
                told[sha256] = self._path(sha256).stat()
        left = sum(stat.st_size for stat in told.values())
        limit = time.time() - older_than
        removed = 0
        for sha256, stat in sorted(told.items(), key=lambda item: item[1].st_mtime):
            if left <= keep or stat.st_mtime >= limit:
                break
            with suppress(FileNotFoundError):
                if self._path(sha256).stat().st_mtime >= limit:
                    continue  # asked for since we looked
                self.remove(sha256)
                removed += 1
            left -= stat.st_size
        return removed

    def touch(self, sha256: str) -> None:
        """Note that a blob, if it is there, is used: `trim` spares it for now."""
        with suppress(FileNotFoundError):
            os.utime(self._path(sha256))

    def _path(self, sha256: str) -> Path:
        checked_name(sha256)
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def _write(self, chunks: Iterable[bytes], wanted: str | None = None) -> str:
        digest = hashlib.sha256()
        handle, name = tempfile.mkstemp(dir=self._unfinished)
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in chunks:
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fchmod(file.fileno(), 0o400)
                os.fsync(file.fileno())
            if wanted not in (None, digest.hexdigest()):
                raise BlobDamagedError(str(wanted))
            path = self._path(digest.hexdigest())
            self._make_shard(path.parent)
            unfinished.replace(path)
            _sync(path.parent)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        return path.name

    def _make_shard(self, shard: Path) -> None:
        for folder in (shard.parent, shard):
            if not folder.is_dir():
                folder.mkdir(mode=0o700, exist_ok=True)
                _sync(folder.parent)


def _shards(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.iterdir()
        if len(path.name) == 2 and _HEX.issuperset(path.name) and path.is_dir()
    )


def _sync(folder: Path) -> None:
    """Make a new name in `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
