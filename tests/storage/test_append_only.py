from __future__ import annotations

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from models.entities import (
    Decision,
    Dossier,
    Finding,
    Gravite,
    Judgement,
    Proposal,
    Resultat,
    Statut,
    Target,
    ThingKind,
    WrittenOnceError,
)
from models.reading import Document
from storage.database import Database
from storage.records import audit, decisions, documents, dossiers
from tests.storage.conftest import MakeEnvoi

TABLES = ["proposal", "decision", "judgement", "finding", "audit_entry"]


@pytest.fixture
def full(database: Database, make_envoi: MakeEnvoi) -> Database:
    """A database with a row in every table that is written once."""
    envoi = make_envoi(1)
    with database.transaction() as session:
        (document,) = documents.record(session, envoi.id, [Document((1,), "facture", 0.9)], "1")
        decisions.decide(
            session,
            actor="nadia",
            kind=ThingKind.DOCUMENT,
            thing_id=document.id,
            target=Target.FIELD,
            name="numero_facture",
            value="F-1",
        )
        dossier: Dossier = dossiers.open_dossier(
            session, envoi_id=envoi.id, organisme="cnops", type="x", documents=[document.id]
        )
        finding = Finding(
            exigence="ordonnance",
            resultat=Resultat.MANQUANT,
            gravite=Gravite.BLOQUANT,
            raison="r",
            citation="c",
            documents=[],
            evidence=[],
        )
        dossiers.judge(
            session,
            dossier,
            statut=Statut.INCOMPLET,
            checklist="c",
            checklist_version="1",
            findings=[finding],
        )
    return database


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET seq = seq + 1000", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_the_database_refuses_to_change_the_record(
    full: Database, table: str, statement: str
) -> None:
    if statement.startswith("TRUNCATE") and full.engine.dialect.name == "sqlite":
        statement = f"REPLACE INTO {table} SELECT * FROM {table}"
    with (
        pytest.raises(DBAPIError, match=f"{table} is written once|finding is written once"),
        full.engine.begin() as connection,
    ):
        connection.execute(text(statement.format(table)))


@pytest.mark.parametrize("entity", [Proposal, Decision, Judgement, Finding])
def test_the_session_refuses_too(full: Database, entity: type[Proposal]) -> None:
    with pytest.raises(WrittenOnceError), full.transaction() as session:
        session.delete(session.query(entity).first())
    with pytest.raises(WrittenOnceError), full.transaction() as session:
        session.execute(delete(entity))
    with pytest.raises(WrittenOnceError), full.transaction() as session:
        session.execute(update(entity).values(seq=77))
    with full.reading() as session:
        row = session.query(entity).first()
    assert row is not None
    row.seq = 77
    with pytest.raises(WrittenOnceError), full.transaction() as session:
        session.add(row)


def test_the_record_is_still_there(full: Database) -> None:
    with full.reading() as session:
        assert audit.verify(session) is None
        assert audit.count(session) == 1
