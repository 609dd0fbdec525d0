"""Blobs on an S3 server, through the `minio` SDK: `<prefix>ab/cd/abcd…`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error

from storage.blobs.folder import FolderStore
from storage.blobs.store import (
    BlobDamagedError,
    BlobMissingError,
    BlobState,
    StoreUnreachableError,
    checked_name,
    sha256_of,
)

_ABSENT = frozenset({"NoSuchKey", "NoSuchObject"})
_SHA256_METADATA = "sha256"
_SECONDS = urllib3.Timeout(connect=5, read=60)
_RETRIES = 5


@dataclass(frozen=True, slots=True)
class S3Place:
    """Where the bucket is. `endpoint` is `host:port`; the bucket exists already."""

    endpoint: str
    bucket: str
    access_key: str
    secret_key: str = field(repr=False)
    secure: bool = True
    region: str = "us-east-1"
    prefix: str = ""


class S3Store:
    """A `BlobStore` on S3. `cache` is a local folder for `path_for` and large uploads."""

    def __init__(self, place: S3Place, cache: FolderStore, *, retries: int = _RETRIES) -> None:
        again = urllib3.Retry(retries, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504))
        self._client = Minio(
            place.endpoint,
            access_key=place.access_key,
            secret_key=place.secret_key,
            secure=place.secure,
            region=place.region,
            http_client=urllib3.PoolManager(timeout=_SECONDS, retries=again),
        )
        self._bucket = place.bucket
        self._prefix = place.prefix
        self._cache = cache

    def put(self, data: bytes) -> str:
        sha256 = sha256_of(data)
        if not self._is_whole(sha256, len(data)):
            with _reaching(sha256):
                self._client.put_object(
                    self._bucket,
                    self._key(sha256),
                    io.BytesIO(data),
                    len(data),
                    metadata={_SHA256_METADATA: sha256},
                )
        return sha256

    def put_file(self, path: Path) -> str:
        # Copied first: the file may change while it is sent, the copy does not.
        sha256 = self._cache.put_file(path)
        copy = self._cache.path_for(sha256)
        if not self._is_whole(sha256, copy.stat().st_size):
            with _reaching(sha256):
                self._client.fput_object(
                    self._bucket,
                    self._key(sha256),
                    str(copy),
                    metadata={_SHA256_METADATA: sha256},
                )
        return sha256

    def get(self, sha256: str) -> bytes:
        with _reaching(sha256):
            response = self._client.get_object(self._bucket, self._key(sha256))
            try:
                data: bytes = response.read()
            finally:
                response.close()
                response.release_conn()
        if sha256_of(data) != sha256:
            raise BlobDamagedError(sha256)
        return data

    def open(self, sha256: str) -> BinaryIO:
        return self.path_for(sha256).open("rb")

    def path_for(self, sha256: str) -> Path:
        if self._cache.verify(sha256) is not BlobState.INTACT:
            self._cache.put(self.get(sha256))
        return self._cache.path_for(sha256)

    def exists(self, sha256: str) -> bool:
        return self._size(sha256) is not None

    def verify(self, sha256: str) -> BlobState:
        try:
            self.get(sha256)
        except BlobMissingError:
            return BlobState.MISSING
        except BlobDamagedError:
            return BlobState.DAMAGED
        return BlobState.INTACT

    def __iter__(self) -> Iterator[str]:
        with _reaching(""):
            for item in self._client.list_objects(
                self._bucket, prefix=self._prefix or None, recursive=True
            ):
                name = (item.object_name or "").rpartition("/")[2]
                if len(name) == 64:
                    yield name

    def _key(self, sha256: str) -> str:
        checked_name(sha256)
        return f"{self._prefix}{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def _size(self, sha256: str) -> int | None:
        try:
            with _reaching(sha256):
                return self._client.stat_object(self._bucket, self._key(sha256)).size
        except BlobMissingError:
            return None

    def _is_whole(self, sha256: str, size: int) -> bool:
        """Whether the server has it, so that it need not be sent again; damage is mended."""
        return self._size(sha256) == size and self.verify(sha256) is BlobState.INTACT


@contextmanager
def _reaching(sha256: str) -> Iterator[None]:
    """The SDK's errors as ours."""
    try:
        yield
    except S3Error as error:
        if error.code in _ABSENT:
            raise BlobMissingError(sha256) from None
        raise StoreUnreachableError from error
    except (MinioException, urllib3.exceptions.HTTPError, OSError) as error:
        raise StoreUnreachableError from error
