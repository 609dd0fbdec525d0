"""An office with something in it, and the application over it for a visitor of any role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from models.permissions import Role
from review_ui.app import create_app
from storage.blobs import FolderStore
from storage.database import Database
from tests.review_ui.seed import NOW, Seeded, seed
from tests.review_ui.site import Office, Site, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

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


@pytest.fixture(scope="module")
def office(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Office]:
    folder: Path = tmp_path_factory.mktemp("bureau")
    database = Database.open(folder / "liasse.db")
    store = FolderStore(folder / "blobs")
    with database.transaction() as session:
        seeded = seed(session, store)
    yield database, store, seeded
    database.close()


@pytest.fixture(scope="module")
def site(office: Office) -> Iterator[Site]:
    yield from serving(office, Role.RELECTEUR)


@pytest.fixture(scope="module")
def doctors_site(office: Office) -> Iterator[Site]:
    yield from serving(office, Role.MEDECIN_CONSEIL)


@pytest.fixture
def desk(page: Page, site: Site) -> Iterator[Page]:
    """The dossier's screen, on which nothing may complain."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
    page.goto(site.dossier())
    page.wait_for_load_state("networkidle")
    yield page
    assert not complaints
