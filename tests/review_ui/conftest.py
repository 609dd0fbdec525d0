"""An office with something in it, and the application over it for a visitor of any role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from models.permissions import Role
from review_ui.app import create_app
from storage.blobs import FolderStore
from storage.database import Database
from storage.records import passwords
from tests import ready
from tests.review_ui.seed import NOW, Seeded, seed
from tests.review_ui.site import Office, Site, place_of, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real algorithm, with parameters that cost little."""
    monkeypatch.setattr(
        passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    )


# A busy machine is slow, not wrong: what is expected is awaited as long as playwright's own acts are.
expect.set_options(timeout=30_000)

Visitor = Callable[[Role], TestClient]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Like `database_url`, but for a whole module: looking at an office changes nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('base') / 'liasse.db'}"
        return
    databases: ready.Databases = request.getfixturevalue("postgresql_ready")
    url = databases.lend()
    yield url
    databases.take_back(url)


def opened(url: str, folder: Path) -> Iterator[Office]:
    database = Database.open(url)
    store = FolderStore(folder / "blobs")
    with database.transaction() as session:
        seeded = seed(session, store)
    yield database, store, seeded
    database.close()


@pytest.fixture(scope="module")
def office(office_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    yield from opened(office_url, tmp_path_factory.mktemp("bureau"))


@pytest.fixture
def own_office(tmp_path: Path) -> Iterator[Office]:
    """An office for one test, which may change it."""
    yield from opened(f"sqlite:///{tmp_path / 'liasse.db'}", tmp_path)


@pytest.fixture(scope="module")
def database(office: Office) -> Database:
    return office[0]


@pytest.fixture(scope="module")
def store(office: Office) -> FolderStore:
    return office[1]


@pytest.fixture(scope="module")
def seeded(office: Office) -> Seeded:
    return office[2]


@pytest.fixture(scope="module")
def visitor(office: Office) -> Visitor:
    """A client of the application whose operator has that role. It follows no redirection."""
    return lambda role: client_of(office[0], office[1], role)


def client_of(database: Database, store: FolderStore, role: Role) -> TestClient:
    app = create_app(place_of(database, store), role=role, now=lambda: NOW)
    return TestClient(
        app, base_url="http://127.0.0.1", follow_redirects=False, raise_server_exceptions=False
    )


@pytest.fixture(scope="module")
def browsed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office for the browser: one engine is enough there."""
    folder = tmp_path_factory.mktemp("bureau")
    yield from opened(f"sqlite:///{folder / 'liasse.db'}", folder)


@pytest.fixture(scope="module")
def site(browsed: Office) -> Iterator[Site]:
    yield from serving(browsed, Role.RELECTEUR)


@pytest.fixture(scope="module")
def doctors_site(browsed: Office) -> Iterator[Site]:
    yield from serving(browsed, Role.MEDECIN_CONSEIL)


@pytest.fixture
def desk(page: Page, site: Site) -> Iterator[Page]:
    """The dossier's screen with the hands free and all unfolded; nothing may complain there."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(site.dossier())
    page.keyboard.press("Escape")
    page.keyboard.press("0")
    for fold in page.locator("details.surs > summary").all():
        fold.evaluate("fold => { fold.parentElement.open = true; }")
    yield page
    # the browser itself tells of an act that the office refused (409): that is no fault
    assert not [said for said in complaints if "409" not in said]
