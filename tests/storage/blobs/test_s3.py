"""Against a real S3 server: `LIASSE_TEST_S3_ENDPOINT` (`host:port`) names one, `…_ACCESS_KEY`
and `…_SECRET_KEY` open it. Without a server only what happens without one is tested."""

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
    sha256_of,
)

ENDPOINT = os.environ.get("LIASSE_TEST_S3_ENDPOINT", "")
ABSENT = sha256_of(b"jamais")


@pytest.fixture
def place() -> S3Place:
    return S3Place(
        endpoint=ENDPOINT,
        bucket="liasse-essai",
        access_key=os.environ.get("LIASSE_TEST_S3_ACCESS_KEY", ""),
        secret_key=os.environ.get("LIASSE_TEST_S3_SECRET_KEY", ""),
        secure=False,
        prefix="essai/",
    )


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


if ENDPOINT:  # no skipped tests: the rest exists only where a server does

    @pytest.fixture
    def client(place: S3Place) -> Minio:
        return Minio(
            place.endpoint,
            access_key=place.access_key,
            secret_key=place.secret_key,
            secure=False,
            region=place.region,
        )

    @pytest.fixture
    def store(tmp_path: Path, place: S3Place, client: Minio) -> Iterator[S3Store]:
        client.make_bucket(place.bucket)
        yield S3Store(place, FolderStore(tmp_path / "cache"))
        for item in client.list_objects(place.bucket, recursive=True):
            client.remove_object(place.bucket, str(item.object_name))
        client.remove_bucket(place.bucket)

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

    def test_a_wrong_secret_opens_nothing(store: S3Store, place: S3Place, tmp_path: Path) -> None:
        sha256 = store.put(b"bonjour")
        thief = S3Store(replace(place, secret_key="faux"), FolderStore(tmp_path / "voleur"))
        with pytest.raises(StoreUnreachableError):
            thief.get(sha256)
