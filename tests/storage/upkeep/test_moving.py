from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from storage.blobs import BlobDamagedError, BlobState, BlobStore, FolderStore, sha256_of
from storage.upkeep import moving
from storage.upkeep.moving import Move, move

CONTENTS = [bytes([n]) * (n * 997) for n in range(12)]


def moved(source: BlobStore, target: BlobStore, *, remove: bool = False) -> Move:
    return move(source, target, lambda _done, _total: None, remove=remove)


@pytest.fixture
def names(folder: FolderStore) -> list[str]:
    return sorted(folder.put(content) for content in CONTENTS)


def test_there_and_back_every_hash_is_the_same(
    folder: FolderStore, other: BlobStore, names: list[str], tmp_path: Path
) -> None:
    assert moved(folder, other) == Move(12, 0, 0, [])
    assert moved(folder, other, remove=True) == Move(0, 12, 12, [])
    assert list(folder) == []
    assert list(other) == names
    back = FolderStore(tmp_path / "retour")
    assert moved(other, back, remove=True) == Move(12, 0, 12, [])
    assert list(other) == []
    assert {back.get(name) for name in back} == set(CONTENTS)
    assert list(back) == names


def test_a_large_blob_goes_through_a_file(
    folder: FolderStore, other: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "IN_MEMORY", 1000)
    large = os.urandom(1001)
    folder.put(large)
    assert moved(folder, other).copied == 1
    assert other.get(sha256_of(large)) == large


def test_a_damaged_blob_is_told_and_stays_where_it_is(
    folder: FolderStore, other: BlobStore, names: list[str]
) -> None:
    path = folder.path_for(names[4])
    path.chmod(0o600)
    path.write_bytes(b"autre chose")
    assert moved(folder, other, remove=True) == Move(11, 0, 11, [names[4]])
    assert list(folder) == [names[4]]
    assert not other.exists(names[4])


class _Liar(FolderStore):
    """Says that it has put what it has not."""

    def put(self, data: bytes) -> str:
        return sha256_of(data)


def test_nothing_is_taken_away_that_does_not_read_back(
    folder: FolderStore, names: list[str], tmp_path: Path
) -> None:
    with pytest.raises(BlobDamagedError):
        moved(folder, _Liar(tmp_path / "menteur"), remove=True)
    assert list(folder) == names


def _move_for_good(source: BlobStore, target: BlobStore) -> None:
    move(source, target, lambda _done, _total: None, remove=True)


def test_a_move_killed_goes_on_where_it_was(folder: FolderStore, other: BlobStore) -> None:
    names = sorted(folder.put(os.urandom(60_000)) for _ in range(40))
    for _ in range(3):
        # forked: the stores hold connections that cannot be handed over otherwise
        mover = multiprocessing.get_context("fork").Process(
            target=_move_for_good, args=(folder, other)
        )
        before = len(list(folder))
        mover.start()
        while mover.is_alive() and len(list(folder)) > before - 5:
            time.sleep(0.002)
        assert mover.pid is not None
        os.kill(mover.pid, signal.SIGKILL)
        mover.join()
        mover.close()
        assert set(folder) | set(other) == set(names)
    moved(folder, other, remove=True)
    assert list(folder) == []
    assert list(other) == names
    assert all(other.verify(name) is BlobState.INTACT for name in names)
