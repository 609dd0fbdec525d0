"""The API over the small office, and programs with tokens of all sorts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from flows.workplace import Workplace
from models.entities import ApiToken, AuditEntry, Right
from models.settings import Settings
from review_ui.app import create_app
from review_ui.reading_room import ReadingRoom
from storage.blobs import FolderStore
from storage.database import Database
from storage.records import tokens
from tests.review_ui.conftest import opened
from tests.review_ui.seed import NOW, Seeded


@dataclass
class House:
    """An office, its API, and the envois that were asked to be read (nobody reads here)."""

    place: Workplace
    seeded: Seeded
    client: TestClient
    asked: list[str] = field(default_factory=list)

    @property
    def database(self) -> Database:
        return self.place.database

    def token(
        self,
        *rights: Right,
        organismes: tuple[str, ...] = (),
        expires_at: datetime | None = None,
    ) -> tuple[ApiToken, dict[str, str]]:
        """A token of its own for a program, and the header that shows it."""
        with self.database.transaction() as session:
            name = f"jeton-{len(tokens.listed(session))}"
            made, text = tokens.add(
                session, name, rights, organismes=organismes, expires_at=expires_at, actor="essai"
            )
        return made, {"Authorization": f"Bearer {text}"}

    def trail(self) -> list[AuditEntry]:
        with self.database.reading() as session:
            return session.query(AuditEntry).order_by(AuditEntry.seq).all()


Settle = Callable[..., House]


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Seeded]:
    """The office drawn once, to be copied."""
    folder = tmp_path_factory.mktemp("bureau")
    opening = opened(f"sqlite:///{folder / 'liasse.db'}", folder)
    seeded = next(opening)[2]
    next(opening, None)
    return folder, seeded


@pytest.fixture
def house_with(
    drawn: tuple[Path, Seeded], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settle]:
    """Opens the house of this test, with settings of its own."""
    asked: list[str] = []
    monkeypatch.setattr(ReadingRoom, "read", lambda room, envoi: asked.append(envoi))
    home = tmp_path / "maison"
    shutil.copytree(drawn[0], home)
    database, store = Database.open(home / "liasse.db"), FolderStore(home / "blobs")
    yield lambda **settings: _house(database, store, drawn[1], asked, settings)
    database.close()


def _house(
    database: Database,
    store: FolderStore,
    seeded: Seeded,
    asked: list[str],
    settings: dict[str, Any],
) -> House:
    place = Workplace(
        Settings(home=store.folder.parent, **{"api_demandes": 100_000, **settings}), database, store
    )
    client = TestClient(
        create_app(place, now=lambda: NOW),
        base_url="http://127.0.0.1",
        follow_redirects=False,
        raise_server_exceptions=False,
    )
    return House(place, seeded, client, asked)


@pytest.fixture
def house(house_with: Settle) -> House:
    return house_with()
