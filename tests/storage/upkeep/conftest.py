"""A folder of blobs, and another store: a folder, and a real S3 server where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.blobs import BlobStore, FolderStore, S3Store
from tests.storage.s3 import ENDPOINT, PLACE, bucket


@pytest.fixture
def folder(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "blobs")


@pytest.fixture(params=["dossier", *(["s3"] if ENDPOINT else [])])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BlobStore]:
    if request.param == "dossier":
        yield FolderStore(tmp_path / "ailleurs")
        return
    with bucket():
        yield S3Store(PLACE, FolderStore(tmp_path / "cache"))
