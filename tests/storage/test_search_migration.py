"""A database that was filled before pages could be searched is found by as much as a new one."""

from __future__ import annotations

from alembic import command
from sqlalchemy import Connection, text

from models.entities import Channel, Prestation, utcnow
from models.geometry import Box
from models.reading import Document, Field, How, PageReading, Rotation, Word
from storage.database import Database
from storage.migrations import _config
from storage.records import blobs, documents, dossiers, envois, pages

LINES = ("Œuvres de santé, l'Été", "N° 204 587 613 — CIN BE 451221", "مستشفى F-2025/0187")


def test_upgrading_finds_what_keeping_finds(database: Database) -> None:
    with database.transaction() as session:
        blobs.record(session, "a" * 64, size=1, media_type="application/pdf")
        envoi = envois.take_in(
            session,
            source="sac.pdf",
            sha256="a" * 64,
            size=1,
            channel=Channel.COURRIER,
            received_at=utcnow(),
        ).envoi
        file = envois.add_file(
            session, envoi.id, ordinal=0, name="sac.pdf", sha256="a" * 64, kind="pdf", pages=1,
            first_page=1,
        )  # fmt: skip
        pages.expect(session, file)
        words = tuple(
            Word(word, Box(0.1, 0.1, 0.2, 0.2), 0.9, How.OCR, row)
            for row, line in enumerate(LINES)
            for word in line.split()
        )
        seen = PageReading(Rotation(0), 0.9, 0.0, False, 100, 140, 100, words)
        pages.keep_reading(session, envoi.id, 1, seen, reader_version="1", image_sha256=None)
        number = Field("F-2025/0187", "F-2025/0187", 0.9, 1, None, How.OCR)
        read = Document((1,), "facture", 0.9, {"numero_facture": number})
        rows = documents.record(session, envoi.id, [read], "1")
        dossiers.open_dossier(
            session, envoi_id=envoi.id, organisme="ofppt", type="adhesion", documents=[rows[0].id],
            assure={"nom": "ALAMI", "cin": "be 451221"}, prestation=Prestation.AMBULATOIRE,
        )  # fmt: skip
        session.flush()
        kept = _found_by(session.connection())
    assert all(kept)
    with database.engine.begin() as connection:
        command.downgrade(_config(connection), "0006")
        connection.execute(text("DELETE FROM dossier_word WHERE word = 'BE451221'"))
        command.upgrade(_config(connection), "head")
        assert _found_by(connection) == kept


def _found_by(connection: Connection) -> list[list[tuple[object, ...]]]:
    return [
        [tuple(row) for row in connection.execute(text(query))]
        for query in (
            "SELECT page_id, text, words FROM page_text",
            "SELECT number, document_id, name FROM document_number",
            "SELECT word, dossier_id FROM dossier_word ORDER BY word",
        )
    ]
