"""Why the company decides as it does, and what people complain of, may name an illness: sealed."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, text

from models.entities import (
    AnswerDecision,
    AnswerSource,
    AnswerState,
    Base,
    CompanyAnswer,
    DataKey,
    Reclamation,
)
from storage import sealing
from storage.database import Database
from storage.records import answers, dossiers, emptying, reclamations, sealed_values
from storage.records.emptying import Scope
from storage.records.vault import NoKeyError
from tests.counted import statements
from tests.storage.conftest import NOON, MakeEnvoi
from tests.storage.sealed import sealed_place

WHY, NUMBER = "Sclérose antérieure à l'adhésion", "PEC-771"
BREACHES = [{"code": "taux", "message": "Le taux de la sclérose est de 100 %", "gravite": "doute"}]
TOLD = (WHY, NUMBER, BREACHES)


def opened(database: Database, envoi_id: str) -> str:
    with database.transaction() as session:
        return dossiers.open_dossier(
            session, envoi_id=envoi_id, organisme="cnops", type="depot", documents=()
        ).id


def answer(database: Database, dossier_id: str) -> None:
    with database.transaction() as session:
        row = CompanyAnswer(
            dossier_id=dossier_id, decision=AnswerDecision.REJET_CONTRACTUEL, reason=WHY, numero=NUMBER,
            source=AnswerSource.SAISIE, state=AnswerState.ENREGISTREE, actor="Anna", breaches=BREACHES,
        )  # fmt: skip
        answers.keep(session, row)
        row.cancelled = False  # as the act that records it does: what was sealed stays so
        assert (row.reason, row.numero, row.breaches) == TOLD


def said(database: Database, *dossier_ids: str) -> list[object]:
    with database.reading() as session:
        found = answers.holding(session, dossier_ids)
        return [(found[id].reason, found[id].numero, found[id].breaches) for id in dossier_ids]


def raw(database: Database) -> str:
    with database.reading() as session:
        return repr(session.execute(select(Base.metadata.tables["company_answer"])).all())


def test_why_is_not_in_the_database_and_is_read(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    before, later = (opened(database, make_envoi(1, name).id) for name in ("un", "deux"))
    answer(database, before)
    with sealed_place(database, tmp_path):
        answer(database, later)
        assert said(database, before, later) == [TOLD, TOLD]
        with database.reading() as session:
            assert sealed_values.in_clear(session) == [before]
        list(sealing.seal_columns(database))
        assert list(sealing.seal_columns(database)) == []
        for word in ("Scl", NUMBER):
            assert word not in raw(database)
        assert said(database, before, later) == [TOLD, TOLD]
        with pytest.raises(Exception, match="written once"), database.transaction() as session:
            session.execute(text("UPDATE company_answer SET reason = ''"))
    with pytest.raises(NoKeyError):
        said(database, before)
    with sealed_place(database, tmp_path):
        with database.transaction() as session:
            emptying.empty(session, Scope(dossiers=[before]), number=1, now=NOON)
            assert session.get_one(DataKey, before).wrapped is None
        assert said(database, before, later) == [(None, None, []), TOLD]
        assert list(sealing.seal_columns(database)) == []


def test_keys_of_many_are_asked_for_at_once(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    some = [opened(database, make_envoi(1, str(number)).id) for number in range(6)]
    with sealed_place(database, tmp_path):
        counts = []
        for number, one in enumerate(some, 1):
            answer(database, one)
            for look in (
                lambda session: answers.newest(session, limit=50),
                lambda session, ids=some[:number]: answers.holding(session, ids),
            ):
                with database.reading() as session, statements() as made:
                    assert len(look(session)) == number
                counts.append(len(made))
        assert len(set(counts)) == 1


def complain(database: Database, dossier_id: str | None) -> str:
    with database.transaction() as session:
        row = reclamations.open_one(
            session, organisme="cnops", who="ALAMI Salma", objet=WHY, received_at=NOON, deadline=NOON,
            actor="Anna", now=NOON, dossier_id=dossier_id,
        )  # fmt: skip
        assert row.objet == WHY
        return row.id


def complaints(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        rows = reclamations.listed(session, state=None, limit=50)
        return [(one.who, one.objet) for one in sorted(rows, key=lambda one: one.id)]


def test_what_people_complain_of_is_sealed_and_stays_so_in_another_dossier(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    dossier = opened(database, make_envoi(1).id)
    before = complain(database, dossier)
    with sealed_place(database, tmp_path):
        later = complain(database, None)
        with database.transaction() as session:
            session.get_one(Reclamation, later).dossier_id = dossier
        told = ("ALAMI Salma", WHY)
        assert complaints(database) == [told, told]
        with database.reading() as session:
            assert sealed_values.in_clear(session) == [before]
        list(sealing.seal_columns(database))
        assert list(sealing.seal_columns(database)) == []
        with database.reading() as session:
            rows = session.execute(select(Base.metadata.tables["reclamation"])).all()
        assert "Scl" not in repr(rows)
        assert "ALAMI" not in repr(rows)
        assert complaints(database) == [told, told]
        counts = []
        for _ in range(2):
            with statements() as made:
                complaints(database)
            counts.append(len(made))
            complain(database, None)
        assert counts[0] == counts[1]
    with pytest.raises(NoKeyError):
        complaints(database)
    with sealed_place(database, tmp_path):
        with database.transaction() as session:
            emptying.empty(session, Scope(dossiers=[dossier]), number=1, now=NOON)
            assert session.get_one(DataKey, later).wrapped is None
        gone = ("effacé", "effacé")
        assert complaints(database) == [gone, gone, told, told]
        assert list(sealing.seal_columns(database)) == []
