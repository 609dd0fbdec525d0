"""All blobs from one store to another: each verified there before anything is taken away here.

Nothing is noted on the way: what the other store already holds whole is not sent again, so a
move that was killed goes on where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.blobs import BlobDamagedError, BlobState, BlobStore
from storage.upkeep.checking import Progress

IN_MEMORY = 64 << 20
"""Bytes up to which a blob is held in memory on its way."""


@dataclass(frozen=True, slots=True)
class Move:
    """What became of the blobs. `damaged` are so in the source, and stay there as they are."""

    copied: int
    there_before: int
    removed: int
    damaged: Sequence[str]


def move(source: BlobStore, target: BlobStore, progress: Progress, *, remove: bool = False) -> Move:
    """Copy every blob; with `remove`, take each from the source once it is whole in the target.

    A store that cannot be reached ends it (`StoreUnreachableError`); called again, it goes on.
    """
    names = list(source)
    copied = there_before = removed = 0
    damaged = []
    for done, sha256 in enumerate(names, 1):
        if target.verify(sha256) is BlobState.INTACT:
            there_before += 1
        elif source.verify(sha256) is not BlobState.INTACT:
            damaged.append(sha256)
        else:
            transfer(source, target, sha256)
            if target.verify(sha256) is not BlobState.INTACT:
                raise BlobDamagedError(sha256)
            copied += 1
        if remove and sha256 not in damaged:
            source.remove(sha256)
            removed += 1
        progress(done, len(names))
    return Move(copied, there_before, removed, damaged)


def transfer(source: BlobStore, target: BlobStore, sha256: str) -> None:
    """One blob from a store to another; a large one through a file, not through memory."""
    told = source.stat(sha256)
    if told is not None and told.size > IN_MEMORY:
        target.put_file(source.path_for(sha256))
    else:
        target.put(source.get(sha256))
