"""A server that is busy, breaks off, lies or is not who it says: bounded, said, and nothing wrong kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from storage.blobs import (
    BlobDamagedError,
    BlobState,
    FolderStore,
    S3Place,
    S3Store,
    StoreUnreachableError,
    s3,
    sha256_of,
)
from tests.storage.blobs.faulty_server import (
    BUSY,
    CUT,
    SHORT,
    TAKEN,
    FaultyServer,
    certificate,
    serving,
)

PLACE = S3Place("", "seau", "cle", "secret", secure=False)
DATA = b"une page " * 1000
SHA256 = sha256_of(DATA)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s3, "_BACKOFF", 0.0)


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with serving() as server:
        yield server


@pytest.fixture
def store(server: FaultyServer, tmp_path: Path) -> S3Store:
    return S3Store(replace(PLACE, endpoint=server.endpoint), FolderStore(tmp_path / "c"), retries=3)


def test_a_server_busy_for_a_moment_is_asked_again(server: FaultyServer, store: S3Store) -> None:
    server.faults = [BUSY, BUSY, BUSY]
    store.put(DATA)
    assert store.get(SHA256) == DATA


def test_a_server_busy_for_long_is_not_asked_for_ever(server: FaultyServer, store: S3Store) -> None:
    server.faults = [BUSY] * 100
    with pytest.raises(StoreUnreachableError):
        store.put(DATA)
    assert len(server.asked) == 4
    server.faults = []
    store.put(DATA)
    assert store.get(SHA256) == DATA


def test_what_breaks_off_is_taken_up_where_it_broke(
    server: FaultyServer, store: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3, "CHUNK", 1000)
    store.put(DATA)
    server.asked.clear()
    server.faults = [CUT, CUT]
    assert store.path_for(SHA256).read_bytes() == DATA
    ranges = [asked for _, asked in server.asked]
    assert ranges == [None, "bytes=4000-", "bytes=6000-"]


def test_what_breaks_off_for_ever_is_given_up_and_not_kept(
    server: FaultyServer, store: S3Store, tmp_path: Path
) -> None:
    store.put(DATA)
    server.faults = [CUT] * 100
    with pytest.raises(StoreUnreachableError):
        store.path_for(SHA256)
    assert list(FolderStore(tmp_path / "c")) == []


def test_other_bytes_than_were_put_are_never_given(
    server: FaultyServer, store: S3Store, tmp_path: Path
) -> None:
    store.put(DATA)
    server.objects = dict.fromkeys(server.objects, b"autre chose")
    for read in (store.get, store.path_for):
        with pytest.raises(BlobDamagedError):
            read(SHA256)
    assert store.verify(SHA256) is BlobState.DAMAGED
    assert list(FolderStore(tmp_path / "c")) == []
    store.put(DATA + b"!")
    server.faults = [TAKEN]  # as one that keeps to the condition
    store.put(DATA)
    assert store.get(SHA256) == DATA


def test_one_that_was_there_is_not_sent_again(server: FaultyServer, store: S3Store) -> None:
    store.put(DATA)
    server.asked.clear()
    server.faults = [TAKEN]
    store.put(DATA)
    assert [method for method, _ in server.asked] == ["PUT", "HEAD", "GET"]


def test_what_did_not_arrive_whole_is_not_said_to_be_kept(
    server: FaultyServer, store: S3Store
) -> None:
    server.faults = [TAKEN, "", SHORT]
    with pytest.raises(StoreUnreachableError, match="entier"):
        store.put(DATA)


def test_a_certificate_of_nobody_known_is_refused(tmp_path: Path) -> None:
    authority = certificate(tmp_path)
    with serving(authority) as server:
        place = replace(PLACE, endpoint=server.endpoint, secure=True)
        stranger = S3Store(place, FolderStore(tmp_path / "c"), retries=0)
        with pytest.raises(StoreUnreachableError, match="certificat"):
            stranger.put(DATA)
        assert not stranger.answers()
        assert server.objects == {}
        friend = S3Store(
            replace(place, authority=authority), FolderStore(tmp_path / "c"), retries=0
        )
        friend.put(DATA)
        assert friend.get(SHA256) == DATA
