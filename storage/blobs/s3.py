"""Blobs on an S3 server, through the `minio` SDK: `<prefix>ab/cd/abcd…`.

What is sent is checked by the server on arrival (SDK: `Content-MD5`, or the body's SHA-256 in
the signature; a large blob in parts, each so), and by us whenever it is read.
"""

from __future__ import annotations

import base64
import hashlib
import io
import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error

from storage.blobs.folder import FolderStore
from storage.blobs.store import (
    CHUNK,
    BlobDamagedError,
    BlobMissingError,
    BlobStat,
    BlobState,
    StoreUnreachableError,
    checked_name,
    sha256_of,
)

_ABSENT = frozenset({"NoSuchKey", "NoSuchObject"})
_WHY = {
    "NoSuchBucket": "le seau n'existe pas",
    "AccessDenied": "l'accès est refusé",
    "InvalidAccessKeyId": "la clé d'accès est inconnue",
    "SignatureDoesNotMatch": "le secret n'est pas le bon",
    "RequestTimeTooSkewed": "l'heure de cette machine n'est pas la sienne",
}
_SHA256_METADATA = "sha256"
_SECONDS = urllib3.Timeout(connect=5, read=60)
_PROBE_SECONDS = urllib3.Timeout(connect=3, read=5)
_RETRIES = 5
_BACKOFF = 0.2
_WHOLE = 5 << 20
"""Up to so many bytes a blob is sent in one request, and only where there is none yet."""
_SENT = (200, 201)
_CACHED = 2 << 30
"""Bytes of copies kept beside the server, of those that nobody asked for since yesterday."""
_TRIMMED_EACH = 200
"""Copies written between two looks at how much they take: a service runs for months."""
_LINK_LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class S3Place:
    """Where the bucket is. `endpoint` is `host:port`; the bucket exists already.

    `authority`: a file with the certificates to trust instead of the system's.
    """

    endpoint: str
    bucket: str
    access_key: str
    secret_key: str = field(repr=False)
    secure: bool = True
    region: str = "us-east-1"
    prefix: str = ""
    authority: Path | None = None


class S3Store:
    """A `BlobStore` on S3. `cache` is a local folder for `path_for` and large uploads.

    A server that is away is tried again `retries` times within half a minute at most, then
    `StoreUnreachableError` says so: whoever waits is the caller.
    """

    def __init__(self, place: S3Place, cache: FolderStore, *, retries: int = _RETRIES) -> None:
        again = urllib3.Retry(
            retries, backoff_factor=_BACKOFF, status_forcelist=(500, 502, 503, 504)
        )
        self._http = _pool(place, _SECONDS, again)
        self._client = _client(place, self._http)
        self._probe = _client(place, _pool(place, _PROBE_SECONDS, urllib3.Retry(0)))
        self._bucket = place.bucket
        self._prefix = place.prefix
        self._cache = cache
        self._cache.trim(_CACHED)
        self._copies = itertools.count(1)
        self._retries = retries

    def put(self, data: bytes) -> str:
        sha256 = sha256_of(data)
        whole = self._put_new(sha256, data) if len(data) <= _WHOLE else False
        if not whole and not self._is_whole(sha256, len(data)):
            self._send(sha256, io.BytesIO(data), len(data))
        return sha256

    def put_file(self, path: Path) -> str:
        # Copied first: the file may change while it is sent, the copy does not.
        sha256 = self._cache.put_file(path)
        self._copied()
        copy = self._cache.path_for(sha256)
        size = copy.stat().st_size
        if not self._is_whole(sha256, size):
            with copy.open("rb") as file:
                self._send(sha256, file, size)
        return sha256

    def get(self, sha256: str) -> bytes:
        data = b"".join(self._chunks(sha256))
        if sha256_of(data) != sha256:
            raise BlobDamagedError(sha256)
        return data

    def open(self, sha256: str) -> BinaryIO:
        return self.path_for(sha256).open("rb")

    def path_for(self, sha256: str) -> Path:
        self._cache.touch(sha256)  # first: it is not trimmed while it is looked at
        if self._cache.verify(sha256) is not BlobState.INTACT:
            self._cache.put_chunks(sha256, self._chunks(sha256))
            self._copied()
        return self._cache.path_for(sha256)

    def exists(self, sha256: str) -> bool:
        return self.stat(sha256) is not None

    def stat(self, sha256: str) -> BlobStat | None:
        try:
            with _reaching(sha256):
                told = self._client.stat_object(self._bucket, self._key(sha256))
        except BlobMissingError:
            return None
        if told.size is None or told.last_modified is None:
            raise StoreUnreachableError("il ne dit pas ce qu'il a")
        return BlobStat(told.size, told.last_modified)

    def verify(self, sha256: str) -> BlobState:
        digest = hashlib.sha256()
        try:
            for chunk in self._chunks(sha256):
                digest.update(chunk)
        except BlobMissingError:
            return BlobState.MISSING
        return BlobState.INTACT if digest.hexdigest() == sha256 else BlobState.DAMAGED

    def remove(self, sha256: str) -> None:
        self._cache.remove(sha256)
        with _reaching(sha256):
            self._client.remove_object(self._bucket, self._key(sha256))

    def answers(self) -> bool:
        try:
            with _reaching(""):
                return self._probe.bucket_exists(self._bucket)
        except StoreUnreachableError:
            return False

    def __iter__(self) -> Iterator[str]:
        with _reaching(""):
            for item in self._client.list_objects(
                self._bucket, prefix=self._prefix or None, recursive=True
            ):
                name = (item.object_name or "").rpartition("/")[2]
                if len(name) == 64:
                    yield name

    def _copied(self) -> None:
        """Count a copy that was written; now and then those longest unused make room."""
        if next(self._copies) % _TRIMMED_EACH == 0:
            self._cache.trim(_CACHED)

    def _key(self, sha256: str) -> str:
        checked_name(sha256)
        return f"{self._prefix}{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def _put_new(self, sha256: str, data: bytes) -> bool:
        """Send it unless there is one by that name (`If-None-Match`), in one request.

        False: it must be looked at. The SDK has no such put, but its signed links take the
        header; a server that knows it not writes the same bytes over the same bytes.
        """
        md5 = hashlib.md5(data, usedforsecurity=False).digest()
        with _reaching(sha256):
            link = self._client.get_presigned_url(
                "PUT", self._bucket, self._key(sha256), expires=_LINK_LASTS
            )
            answer = self._http.request(
                "PUT",
                link,
                body=data,
                headers={
                    "If-None-Match": "*",
                    "Content-MD5": base64.b64encode(md5).decode(),
                    "Content-Type": "application/octet-stream",
                },
            )
        return answer.status in _SENT

    def _send(self, sha256: str, data: BinaryIO, size: int) -> None:
        """Send it over whatever is there, a large one in parts; what failed leaves no parts."""
        with _reaching(sha256):
            self._client.put_object(
                self._bucket,
                self._key(sha256),
                data,
                size,
                metadata={_SHA256_METADATA: sha256},
            )
        told = self.stat(sha256)
        if told is None or told.size != size:
            raise StoreUnreachableError("un envoi n'y est pas arrivé entier")

    def _is_whole(self, sha256: str, size: int) -> bool:
        """Whether the server has it, so that it need not be sent again; damage is mended."""
        told = self.stat(sha256)
        return told is not None and told.size == size and self.verify(sha256) is BlobState.INTACT

    def _chunks(self, sha256: str) -> Iterator[bytes]:
        """A blob in pieces; a connection that breaks on the way is taken up where it broke."""
        done = 0
        for attempt in range(self._retries + 1):
            try:
                with _reaching(sha256):
                    for chunk in self._from(sha256, done):
                        done += len(chunk)
                        yield chunk
                return
            except _BrokenOffError as broken:
                if attempt == self._retries:
                    raise StoreUnreachableError from broken
                time.sleep(_BACKOFF * 2**attempt)

    def _from(self, sha256: str, offset: int) -> Iterator[bytes]:
        response = self._client.get_object(self._bucket, self._key(sha256), offset=offset)
        try:
            yield from response.stream(CHUNK)
        except urllib3.exceptions.HTTPError as error:
            raise _BrokenOffError from error
        finally:
            response.close()
            response.release_conn()


class _BrokenOffError(Exception):
    """The server began to answer and did not end."""


def _pool(place: S3Place, seconds: urllib3.Timeout, again: urllib3.Retry) -> urllib3.PoolManager:
    """Connections that believe no server without a certificate of a known authority."""
    return urllib3.PoolManager(
        timeout=seconds,
        retries=again,
        cert_reqs="CERT_REQUIRED",
        ca_certs=str(place.authority) if place.authority else None,
    )


def _client(place: S3Place, http: urllib3.PoolManager) -> Minio:
    return Minio(
        place.endpoint,
        access_key=place.access_key,
        secret_key=place.secret_key,
        secure=place.secure,
        region=place.region,
        http_client=http,
    )


@contextmanager
def _reaching(sha256: str) -> Iterator[None]:
    """The SDK's errors as ours."""
    try:
        yield
    except S3Error as error:
        if error.code in _ABSENT:
            raise BlobMissingError(sha256) from None
        raise StoreUnreachableError(_WHY.get(error.code or "", "")) from error
    except (MinioException, urllib3.exceptions.HTTPError, OSError) as error:
        raise StoreUnreachableError(_why(error)) from error


def _why(error: Exception) -> str:
    told = getattr(error, "reason", error)  # of a `MaxRetryError`: the last failure
    return (
        "son certificat n'est pas reconnu" if isinstance(told, urllib3.exceptions.SSLError) else ""
    )
