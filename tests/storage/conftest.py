"""A database brought up to date, and the least that rows refer to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from models.entities import Channel, Envoi
from models.geometry import Box
from models.reading import How, PageReading, Rotation, Word
from storage.database import Database
from storage.records import blobs, envois, pages

NOON = datetime(2025, 11, 5, 12, 0, tzinfo=UTC)

MakeEnvoi = Callable[..., Envoi]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database.open(database_url)
    yield database
    database.close()


@pytest.fixture
def make_envoi(database: Database) -> MakeEnvoi:
    """An envoi of one file with so many pages expected; the same `content` again is a duplicate."""

    def make(page_count: int = 3, content: str = "sac") -> Envoi:
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        with database.transaction() as session:
            blobs.record(session, sha256, size=len(content), media_type="application/pdf")
            envoi = envois.take_in(
                session,
                source="sac.pdf",
                sha256=sha256,
                size=len(content),
                channel=Channel.COURRIER,
                received_at=NOON,
            ).envoi
            file = envois.add_file(
                session,
                envoi.id,
                ordinal=0,
                name="sac.pdf",
                sha256=sha256,
                kind="pdf",
                pages=page_count,
                first_page=1,
            )
            pages.expect(session, file)
        return envoi

    return make


@pytest.fixture
def reading() -> PageReading:
    word = Word("FACTURE", Box(0.1, 0.1, 0.4, 0.15), 0.93, How.OCR, 0)
    return PageReading(Rotation(90), 0.99, -0.4, False, 1654, 2339, 200, (word,), reader="essai")
