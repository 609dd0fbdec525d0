from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.blobs import (
    BlobDamagedError,
    BlobMissingError,
    BlobState,
    BlobStore,
    FolderStore,
    sha256_of,
)

ABSENT = sha256_of(b"jamais")


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "blobs")


def test_a_folder_is_a_blob_store(store: FolderStore) -> None:
    assert isinstance(store, BlobStore)


@given(data=st.binary(max_size=3000))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_put_comes_back(store: FolderStore, tmp_path: Path, data: bytes) -> None:
    sha256 = store.put(data)
    assert sha256 == sha256_of(data) == store.put(data)
    (tmp_path / "copie").write_bytes(data)
    assert store.put_file(tmp_path / "copie") == sha256
    assert store.get(sha256) == data
    assert store.path_for(sha256).read_bytes() == data
    with store.open(sha256) as file:
        assert file.read() == data
    assert store.exists(sha256)
    assert store.verify(sha256) is BlobState.INTACT


def test_all_blobs_are_listed_in_order(store: FolderStore) -> None:
    assert list(store) == []
    put = [store.put(bytes([n])) for n in range(20)]
    assert list(store) == sorted(put)


def test_a_blob_that_is_not_there_is_said_to_be_missing(store: FolderStore) -> None:
    assert not store.exists(ABSENT)
    assert store.verify(ABSENT) is BlobState.MISSING
    for read in (store.get, store.open, store.path_for):
        with pytest.raises(BlobMissingError, match="introuvable"):
            read(ABSENT)


@pytest.mark.parametrize("damage", [b"", b"autre chose", b"bonjour!"])
def test_damage_is_noticed_and_mended_by_putting_again(store: FolderStore, damage: bytes) -> None:
    sha256 = store.put(b"bonjour")
    path = store.path_for(sha256)
    path.chmod(0o600)
    path.write_bytes(damage)
    assert store.verify(sha256) is BlobState.DAMAGED
    for read in (store.get, store.open, store.path_for):
        with pytest.raises(BlobDamagedError, match="altéré"):
            read(sha256)
    store.put(b"bonjour")
    assert store.get(sha256) == b"bonjour"


def test_a_blob_is_its_owners_and_not_to_be_written(store: FolderStore) -> None:
    path = store.path_for(store.put(b"secret"))
    assert path.stat().st_mode & 0o777 == 0o400
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "name", ["", "..", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"]
)
def test_nothing_but_a_hash_becomes_a_path(store: FolderStore, name: str) -> None:
    for read in (store.get, store.path_for, store.exists, store.verify):
        with pytest.raises(ValueError, match="not a SHA-256"):
            read(name)


def test_a_write_that_fails_leaves_nothing(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            store.put(b"page")
    assert list(store) == []
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []
    store.put(b"page")


def test_sweep_passes_over_what_a_writer_has_just_finished(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    unfinished = store.folder / "en-cours"
    (unfinished / "oublie").write_bytes(b"moitie")
    listed = [unfinished / "deja-rangee", unfinished / "oublie"]
    monkeypatch.setattr(Path, "iterdir", lambda _self: iter(listed))
    assert store.sweep(older_than=-1) == 1
    assert not (unfinished / "oublie").exists()


def test_a_blob_can_be_taken_away(store: FolderStore) -> None:
    sha256 = store.put(b"bonjour")
    told = store.stat(sha256)
    assert told is not None
    assert told.size == 7
    store.remove(sha256)
    store.remove(sha256)
    assert store.stat(sha256) is None
    assert list(store) == []


def test_pieces_that_make_something_else_are_not_kept(store: FolderStore) -> None:
    with pytest.raises(BlobDamagedError):
        store.put_chunks(ABSENT, [b"autre", b" chose"])
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []
    store.put_chunks(ABSENT, [b"jam", b"ais"])
    assert store.get(ABSENT) == b"jamais"


def test_a_cache_loses_what_was_longest_unused(store: FolderStore) -> None:
    old, older, used, young = (store.put(bytes([n]) * 100) for n in range(4))
    for age, sha256 in ((2000, old), (3000, older), (4000, used)):
        when = time.time() - age
        os.utime(store.path_for(sha256), (when, when))
    store.touch(used)
    assert store.trim(250, older_than=1000) == 2
    assert set(store) == {used, young}
    assert store.trim(0, older_than=1000) == 0


def test_a_cache_trimmed_by_another_at_the_same_time_is_trimmed(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store.put(b"page")
    monkeypatch.setattr(FolderStore, "__iter__", lambda _self: iter((ABSENT, kept)))
    assert store.trim(0, older_than=-1) == 1


def test_a_folder_that_is_gone_does_not_answer(store: FolderStore) -> None:
    assert store.answers()
    for path in sorted(store.folder.rglob("*"), reverse=True):
        path.rmdir()
    store.folder.rmdir()
    assert not store.answers()


def _put_for_ever(folder: Path) -> None:
    store = FolderStore(folder)
    number = 0
    while True:
        store.put(number.to_bytes(4, "big") * 50_000)
        number += 1


def test_a_killed_writer_leaves_whole_blobs_and_no_others(tmp_path: Path) -> None:
    folder = tmp_path / "blobs"
    spawn = multiprocessing.get_context("spawn")
    for n in range(4):
        writer = spawn.Process(target=_put_for_ever, args=(folder,))
        writer.start()
        while not folder.exists() or len(list(FolderStore(folder))) < 3 * (n + 1):
            time.sleep(0.005)
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        writer.close()
        store = FolderStore(folder)
        assert all(store.verify(sha256) is BlobState.INTACT for sha256 in store)
    store.sweep(older_than=-1)
    assert list((folder / "en-cours").iterdir()) == []
    assert all(store.verify(sha256) is BlobState.INTACT for sha256 in store)
