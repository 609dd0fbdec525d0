"""A store above a store: what is put is sealed, what is read is opened and checked.

Below, sealed bytes are kept under their own SHA-256, so that checking, moving and backing up work
on them as on any others, without a key. Above, they are known by the SHA-256 of what was put. The
database says which is which, and holds the wrapped key.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from weakref import WeakValueDictionary

from storage.blobs import fresh, segments
from storage.blobs.lent import LentPath, lent
from storage.blobs.store import (
    BlobDamagedError,
    BlobErasedError,
    BlobMissingError,
    BlobState,
    BlobStore,
    sha256_of,
    sha256_of_file,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """How a blob is kept: under which name, with which key (`None`: in clear). Or no longer."""

    stored: str
    key: bytes | None
    erased_at: datetime | None = None


Lookup = Callable[[str], Kept | None]
"""What the database says of a blob; `None` when it has none by that name."""


class SealedStore:
    """`Blobs` above `below`. `database` is the URL of the database that `lookup` asks; `wrap` makes of
    a new key what that database holds of it."""

    def __init__(self, below: BlobStore, database: str, lookup: Lookup, wrap: fresh.Wrap) -> None:
        self.below = below
        self._database = database
        self._lookup = lookup
        self._wrap = wrap
        self._lent: WeakValueDictionary[str, LentPath] = WeakValueDictionary()

    def put(self, data: bytes) -> str:
        sha256 = sha256_of(data)
        kept = self._kept(sha256)
        if kept is not None and kept.key is None:
            return self.below.put(data)  # from before sealing: mended as it is
        if kept is None or self.below.verify(kept.stored) is not BlobState.INTACT:
            key = self._key_of(kept)
            stored = b"".join(segments.sealed(io.BytesIO(data), key))
            self._note(sha256, self.below.put(stored), len(stored), key, kept)
        return sha256

    def put_file(self, path: Path) -> str:
        sha256 = sha256_of_file(path)
        kept = self._kept(sha256)
        if kept is not None and kept.key is None:
            return self.below.put_file(path)
        if kept is None or self.below.verify(kept.stored) is not BlobState.INTACT:
            with path.open("rb") as file:
                self._seal(sha256, file, kept)
        return sha256

    def seal(self, sha256: str) -> None:
        """Seal what is kept in clear. It may be taken away below once the database says where it is
        instead (`storage.records.blobs.record_sealed`)."""
        with self.below.open(sha256) as file:
            self._seal(sha256, file, None)

    def get(self, sha256: str) -> bytes:
        kept = self._found(sha256)
        if kept.key is None:
            return self.below.get(sha256)
        with _broken(sha256), self.below.open(kept.stored) as file:
            data = b"".join(segments.opened(file, kept.key))
        if sha256_of(data) != sha256:
            raise BlobDamagedError(sha256)
        return data

    def open(self, sha256: str) -> BinaryIO:
        """A blob to read from, from its middle too: only what is read is opened."""
        kept = self._found(sha256)
        file = self.below.open(kept.stored)
        if kept.key is None:
            return file
        with _broken(sha256):
            return io.BufferedReader(_Reader(file, kept.key, sha256))

    def path_for(self, sha256: str) -> Path:
        """A copy in memory, there for as long as the path that is given is held."""
        kept = self._found(sha256)
        if kept.key is None:
            return self.below.path_for(sha256)
        path = self._lent.get(sha256)
        if path is None:
            with _broken(sha256), self.below.open(kept.stored) as file:
                path = lent(segments.opened(file, kept.key))
            if sha256_of_file(path) != sha256:
                raise BlobDamagedError(sha256)
            path = self._lent.setdefault(sha256, path)
        return path

    def exists(self, sha256: str) -> bool:
        kept = self._kept(sha256)
        return kept is not None and self.below.exists(kept.stored)

    def answers(self) -> bool:
        return self.below.answers()

    def _kept(self, sha256: str) -> Kept | None:
        """Where a blob is now; `None`: nowhere, or erased."""
        try:
            return self._found(sha256)
        except BlobMissingError:
            return None

    def _found(self, sha256: str) -> Kept:
        kept = self._lookup(sha256)
        if kept is not None and kept.erased_at is None:
            return kept
        # put by us, its row not committed yet
        new = fresh.known(self._database, sha256, since=kept.erased_at if kept else None)
        if new is not None:
            return Kept(new.stored, new.key)
        if kept is not None and kept.erased_at is not None:
            raise BlobErasedError(kept.erased_at)
        raise BlobMissingError(sha256)

    def _key_of(self, kept: Kept | None) -> bytes:
        """A new key; of what is there already and damaged, its own, which makes the same bytes of it."""
        return kept.key if kept and kept.key else os.urandom(segments.KEY_BYTES)

    def _seal(self, sha256: str, plain: BinaryIO, kept: Kept | None) -> None:
        """By way of a sealed file: a large bag is never whole in memory."""
        key = self._key_of(kept)
        with tempfile.NamedTemporaryFile(prefix="liasse-scelle-") as file:
            for piece in segments.sealed(plain, key):
                file.write(piece)
            file.flush()
            self._note(sha256, self.below.put_file(Path(file.name)), file.tell(), key, kept)

    def _note(self, sha256: str, stored: str, size: int, key: bytes, kept: Kept | None) -> None:
        if kept is None:
            made = fresh.Fresh(stored, size, key, self._wrap, datetime.now(UTC))
            fresh.note(self._database, sha256, made)


class _Reader(segments.SealedReader):
    """A broken seal met on the way is told as damage."""

    def __init__(self, data: BinaryIO, key: bytes, sha256: str) -> None:
        self._sha256 = sha256
        super().__init__(data, key)

    def segment(self, number: int) -> bytes:
        with _broken(self._sha256):
            return super().segment(number)


@contextmanager
def _broken(sha256: str) -> Iterator[None]:
    try:
        yield
    except segments.SealBrokenError:
        raise BlobDamagedError(sha256) from None
