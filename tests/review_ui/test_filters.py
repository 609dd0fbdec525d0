"""What the filters of the queue offer: the organismes and types that there are dossiers of."""

from __future__ import annotations

from datetime import UTC, datetime

from models.entities import Channel, Envoi
from review_ui.queries.dossiers import kinds
from storage.database import Database
from storage.records import dossiers

NOON = datetime(2025, 11, 5, 12, tzinfo=UTC)


def test_each_organisme_and_type_is_offered_once_and_in_order(database_url: str) -> None:
    database = Database.open(database_url)
    asked = [("ofppt", "pec"), ("cnops", "optique"), ("cnops", "dentaire"), ("ofppt", "optique")]
    with database.transaction() as session:
        envoi = Envoi(
            numero="E25-1", source="x", sha256="x", size=1, channel=Channel.API, received_at=NOON
        )
        session.add(envoi)
        session.flush()
        for organisme, type_ in asked * 2:
            dossiers.open_dossier(
                session, envoi_id=envoi.id, organisme=organisme, type=type_, documents=[]
            )
    with database.reading() as session:
        assert kinds(session) == sorted(asked)
    database.close()


def test_an_office_without_a_dossier_offers_none(database_url: str) -> None:
    database = Database.open(database_url)
    with database.reading() as session:
        assert kinds(session) == []
    database.close()
