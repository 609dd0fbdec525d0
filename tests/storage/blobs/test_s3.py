"""What happens without a server; against a real one where there is one (`tests/storage/s3.py`)."""

from __future__ import annotations

import io
import os
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from minio import Minio

from storage.blobs import (
    BlobDamagedError,
    BlobMissingError,
    BlobState,
    BlobStore,
    FolderStore,
    S3Place,
    S3Store,
    StoreUnreachableError,
    s3,
    sha256_of,
)
from tests.storage.s3 import ENDPOINT, PLACE, bucket

ABSENT = sha256_of(b"jamais")


@pytest.fixture
def place() -> S3Place:
    return PLACE


def test_a_secret_is_not_printed(place: S3Place) -> None:
    assert "s3cr3t" not in repr(replace(place, secret_key="s3cr3t"))


def test_a_server_that_does_not_answer_is_said_to_be_so(tmp_path: Path, place: S3Place) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    store = S3Store(
        replace(place, endpoint=f"127.0.0.1:{port}", access_key="a", secret_key="b"),
        FolderStore(tmp_path / "cache"),
        retries=0,
    )
    assert isinstance(store, BlobStore)
    for act in (store.get, store.exists, store.path_for):
        with pytest.raises(StoreUnreachableError, match="ne répond pas"):
            act(ABSENT)
    with pytest.raises(StoreUnreachableError):
        store.put(b"page")
    assert not store.answers()


def test_copies_are_trimmed_now_and_then(
    tmp_path: Path, place: S3Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3, "_TRIMMED_EACH", 2)
    contents = {sha256_of(data): data for data in (b"un", b"deux", b"trois")}
    monkeypatch.setattr(S3Store, "_chunks", lambda _self, sha256: [contents[sha256]])
    cache = FolderStore(tmp_path / "cache")
    store = S3Store(replace(place, endpoint="127.0.0.1:9", access_key="a", secret_key="b"), cache)
    trimmed: list[int] = []
    monkeypatch.setattr(cache, "trim", lambda keep: trimmed.append(len(list(cache))))
    for sha256, data in contents.items():
        assert store.path_for(sha256).read_bytes() == data
        assert store.path_for(sha256).read_bytes() == data
    assert trimmed == [2]


if ENDPOINT:  # no skipped tests: the rest exists only where a server does

    @pytest.fixture
    def client() -> Iterator[Minio]:
        with bucket() as client:
            yield client

    @pytest.fixture
    def store(tmp_path: Path, place: S3Place, client: Minio) -> S3Store:
        return S3Store(place, FolderStore(tmp_path / "cache"))

    @pytest.mark.parametrize("size", [0, 1, 70_000, 6 << 20])
    def test_what_is_put_comes_back(store: S3Store, tmp_path: Path, size: int) -> None:
        data = os.urandom(size)
        sha256 = store.put(data)
        assert sha256 == sha256_of(data) == store.put(data)
        assert store.get(sha256) == data
        assert store.path_for(sha256).read_bytes() == data
        with store.open(sha256) as file:
            assert file.read() == data
        assert store.exists(sha256)
        assert store.verify(sha256) is BlobState.INTACT
        (tmp_path / "grand").write_bytes(data + b"!")
        other = store.put_file(tmp_path / "grand")
        assert store.get(other) == data + b"!"
        assert list(store) == sorted([sha256, other])

    def test_a_large_file_is_sent_in_parts(store: S3Store, tmp_path: Path) -> None:
        large = tmp_path / "grand"
        large.write_bytes(os.urandom(21 << 20))
        sha256 = store.put_file(large)
        assert store.get(sha256) == large.read_bytes()

    def test_a_blob_that_is_not_there_is_said_to_be_missing(store: S3Store) -> None:
        assert not store.exists(ABSENT)
        assert store.verify(ABSENT) is BlobState.MISSING
        for read in (store.get, store.open, store.path_for):
            with pytest.raises(BlobMissingError, match="introuvable"):
                read(ABSENT)

    @pytest.mark.parametrize("damage", [b"", b"abjourno", b"bonjou!"])
    def test_damage_is_noticed_and_mended_by_putting_again(
        store: S3Store, client: Minio, place: S3Place, damage: bytes
    ) -> None:
        sha256 = store.put(b"bonjour")
        key = f"essai/{sha256[:2]}/{sha256[2:4]}/{sha256}"
        client.put_object(place.bucket, key, io.BytesIO(damage), len(damage))
        assert store.verify(sha256) is BlobState.DAMAGED
        for read in (store.get, store.open, store.path_for):
            with pytest.raises(BlobDamagedError, match="altéré"):
                read(sha256)
        store.put(b"bonjour")
        assert store.get(sha256) == b"bonjour"

    def test_a_blob_that_is_there_is_not_written_over(
        store: S3Store, client: Minio, place: S3Place
    ) -> None:
        sha256 = sha256_of(b"bonjour")
        key = f"essai/{sha256[:2]}/{sha256[2:4]}/{sha256}"
        client.put_object(place.bucket, key, io.BytesIO(b"bonjour"), 7, metadata={"premier": "oui"})
        assert store.put(b"bonjour") == sha256
        kept = client.stat_object(place.bucket, key)
        assert kept.metadata is not None
        assert kept.metadata["x-amz-meta-premier"] == "oui"

    def test_a_blob_can_be_taken_away(store: S3Store) -> None:
        sha256 = store.put(b"bonjour")
        told = store.stat(sha256)
        assert told is not None
        assert told.size == 7
        store.remove(sha256)
        store.remove(sha256)
        assert store.stat(sha256) is None
        assert list(store) == []

    def test_a_bucket_that_is_not_there_is_said_to_be_so(
        store: S3Store, place: S3Place, tmp_path: Path
    ) -> None:
        assert store.answers()
        lost = S3Store(replace(place, bucket="ailleurs"), FolderStore(tmp_path / "perdu"))
        assert not lost.answers()
        with pytest.raises(StoreUnreachableError, match="le seau n'existe pas"):
            lost.put(b"bonjour")

    def test_a_wrong_secret_opens_nothing(store: S3Store, place: S3Place, tmp_path: Path) -> None:
        sha256 = store.put(b"bonjour")
        thief = S3Store(replace(place, secret_key="faux"), FolderStore(tmp_path / "voleur"))
        with pytest.raises(StoreUnreachableError, match="le secret n'est pas le bon"):
            thief.get(sha256)
        assert not thief.answers()
