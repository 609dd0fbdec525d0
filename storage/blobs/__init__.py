"""Bytes kept under the name of their SHA-256: a folder, or S3."""

from storage.blobs.folder import FolderStore
from storage.blobs.places import store_of
from storage.blobs.s3 import S3Place, S3Store
from storage.blobs.sealed import SealedStore
from storage.blobs.store import (
    BlobDamagedError,
    BlobErasedError,
    BlobMissingError,
    Blobs,
    BlobStat,
    BlobState,
    BlobStore,
    StoreUnreachableError,
    sha256_of,
)

__all__ = [
    "BlobDamagedError",
    "BlobErasedError",
    "BlobMissingError",
    "BlobStat",
    "BlobState",
    "BlobStore",
    "Blobs",
    "FolderStore",
    "S3Place",
    "S3Store",
    "SealedStore",
    "StoreUnreachableError",
    "sha256_of",
    "store_of",
]
