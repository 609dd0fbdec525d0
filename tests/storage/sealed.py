"""A database, a folder and a master key, put together as the service does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.blobs import BlobStore, FolderStore, SealedStore, master
from storage.blobs.master import Master
from storage.database import Database
from storage.records import blobs
from storage.sealing import sealed


@dataclass(frozen=True)
class Place:
    """A sealed place: `store` above `files`."""

    database: Database
    files: BlobStore
    store: SealedStore
    key: Path
    home: Path

    def keep(self, data: bytes) -> str:
        """Put and noted, as everything that is kept."""
        sha256 = self.store.put(data)
        with self.database.transaction() as session:
            blobs.record(session, sha256, size=len(data), media_type="image/jpeg")
        return sha256

    def stored(self, sha256: str) -> str:
        """The name of a blob below."""
        with self.database.reading() as session:
            row = blobs.known(session, sha256)
        assert row is not None
        return row.stored_sha256 or row.sha256


def new_key(path: Path) -> Path:
    master.write(path, Master.new())
    return path


@contextmanager
def sealed_place(
    database: Database, folder: Path, files: BlobStore | None = None
) -> Iterator[Place]:
    """`folder` has the key, and the data in a folder of its own."""
    home, key = folder / "maison", folder / "cle"
    if not key.exists():
        new_key(key)
    below = files if files is not None else FolderStore(home / "blobs")
    with sealed(below, database, key, home) as store:
        assert isinstance(store, SealedStore)
        yield Place(database, below, store, key, home)
