"""An office with something in it, and the application over it for a visitor of any role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from models.permissions import Role
from review_ui.app import create_app
from storage.blobs import FolderStore
from storage.database import Database
from tests.review_ui.seed import NOW, Seeded, seed

Visitor = Callable[[Role], TestClient]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database.open(database_url)
    yield database
    database.close()


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "blobs")


@pytest.fixture
def seeded(database: Database, store: FolderStore) -> Seeded:
    with database.transaction() as session:
        return seed(session, store)


@pytest.fixture
def visitor(database: Database, store: FolderStore) -> Visitor:
    """A client of the application whose operator has that role. It follows no redirection."""

    def of(role: Role = Role.RELECTEUR) -> TestClient:
        app = create_app(database, store, role=role, now=lambda: NOW)
        return TestClient(
            app, base_url="http://127.0.0.1", follow_redirects=False, raise_server_exceptions=False
        )

    return of
