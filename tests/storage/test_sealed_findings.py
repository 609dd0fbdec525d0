"""What was found out about dossiers is sealed under their keys, asked for at once by a list."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from models.entities import Base, DataKey, Finding, Gravite, Resultat, Statut
from storage import sealing
from storage.database import Database
from storage.records import dossiers, emptying, sealed_values
from storage.records.emptying import Scope
from storage.records.lifting import lifted
from storage.records.vault import NoKeyError, SealedError
from storage.upkeep import freed
from tests.counted import statements
from tests.storage.conftest import NOON, MakeEnvoi
from tests.storage.sealed import sealed_place

WHY = "Le certificat dit Sclérose en plaques."
PROOF = [{"document": "x", "genre": "champ", "nom": "affection", "page": 1, "confidence": 0.9}]


def opened(database: Database, envoi_id: str) -> str:
    with database.transaction() as session:
        return dossiers.open_dossier(
            session, envoi_id=envoi_id, organisme="cnops", type="depot", documents=()
        ).id


def judge(database: Database, dossier_id: str, *reasons: str) -> None:
    found = [
        Finding(
            exigence=str(number), resultat=Resultat.MANQUANT, gravite=Gravite.BLOQUANT, raison=reason,
            citation="003 ¶5", documents=[], evidence=PROOF if number else [],
        )
        for number, reason in enumerate(reasons)
    ]  # fmt: skip
    with database.transaction() as session:
        dossiers.judge(
            session, dossiers.get(session, dossier_id), statut=Statut.INCOMPLET,
            checklist="cnops/depot", checklist_version="1", findings=found,
        )  # fmt: skip
        # those who wrote them go on with them
        assert [one.raison for one in found] == [*reasons]
        assert {one.dossier_id for one in found} == {dossier_id}


def said(database: Database, *dossier_ids: str) -> list[list[tuple[str, list[object]]]]:
    with database.reading() as session:
        found = dossiers.judged(session, dossier_ids)
        assert {f.dossier_id for id, one in found.items() for f in one.findings} <= {*dossier_ids}
        return [[(f.raison, f.evidence) for f in found[id].findings] for id in dossier_ids]


def raw(database: Database, folder: Path) -> str:
    if database.engine.dialect.name == "sqlite":
        read = b"".join(path.read_bytes() for path in folder.glob("liasse.db*"))
        return read.decode("utf-8", "ignore")
    with database.reading() as session:
        return repr(session.execute(text("SELECT * FROM finding")).all())


def test_no_reason_is_in_the_database_and_all_are_read(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    dossier = opened(database, make_envoi(1).id)
    told = [[("La feuille est là.", []), (WHY, PROOF)]]
    with sealed_place(database, tmp_path) as place:
        judge(database, dossier, "La feuille est là.", WHY)
        assert said(database, dossier) == told
        for word in ("plaques", "feuille", "affection"):
            assert word not in raw(database, tmp_path)
        with database.reading() as session:
            assert sealed_values.in_clear(session) == []
        keyring = sealing.opened(database, place.key, place.home)
        sealing.turn(database, keyring)
        keyring.close()
        assert said(database, dossier) == told
    with pytest.raises(NoKeyError):
        said(database, dossier)
    with pytest.raises(NoKeyError):
        judge(database, dossier, WHY)


def test_those_of_before_are_sealed_later(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    first, second = (opened(database, make_envoi(1, name).id) for name in ("un", "deux"))
    judge(database, first, WHY, WHY)
    judge(database, first, "Plus rien.", WHY)
    judge(database, second, WHY)
    with sealed_place(database, tmp_path):
        told = [[("Plus rien.", []), (WHY, PROOF)], [(WHY, [])]]
        assert said(database, first, second) == told
        with database.reading() as session:
            assert sealed_values.in_clear(session) == sorted([first, second])
        list(sealing.seal_columns(database))
        assert list(sealing.seal_columns(database)) == []
        freed.forget(database)
        for word in ("plaques", "affection"):
            assert word not in raw(database, tmp_path)
        assert said(database, first, second) == told
        with pytest.raises(Exception, match="written once"), database.transaction() as session:
            session.execute(text("UPDATE finding SET position = 9"))


def test_erased_nothing_opens_what_an_old_copy_has(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    dossier = opened(database, make_envoi(1).id)
    with sealed_place(database, tmp_path):
        judge(database, dossier, WHY, WHY)
        table = Base.metadata.tables["finding"]
        with database.transaction() as session:
            before = session.execute(select(table)).all()
            emptying.empty(session, Scope(dossiers=[dossier]), number=1, now=NOON)
            assert session.get_one(DataKey, dossier).wrapped is None
        assert said(database, dossier) == [[("effacé", []), ("effacé", [])]]
        assert list(sealing.seal_columns(database)) == []
        with database.transaction() as session, lifted(session, ["finding"]):
            for row in before:
                old = update(table).where(table.c.seq == row.seq)
                session.execute(old.values(raison=row.raison, evidence=row.evidence))
        assert "\x02" in raw(database, tmp_path) or "\\x02" in raw(database, tmp_path)
        assert said(database, dossier) == [[("effacé", []), ("effacé", [])]]


def test_what_is_put_into_another_dossier_does_not_open(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    first, second = (opened(database, make_envoi(1, name).id) for name in ("un", "deux"))
    with sealed_place(database, tmp_path):
        judge(database, first, WHY)
        judge(database, second, "La feuille est là.")
        swap = text(
            "UPDATE finding SET raison = (SELECT raison FROM finding WHERE seq = :a) WHERE seq = :b"
        )
        with database.transaction() as session, lifted(session, ["finding"]):
            a, b = session.scalars(select(Finding.seq).order_by(Finding.seq)).all()
            session.execute(swap, {"a": a, "b": b})
        with pytest.raises(SealedError, match="altérée"):
            said(database, second)


def test_keys_of_many_are_asked_for_at_once(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    some = [opened(database, make_envoi(1, str(number)).id) for number in range(8)]
    with sealed_place(database, tmp_path):
        for one in some:
            judge(database, one, WHY, WHY)
        counts = []
        for asked in (some[:1], some):
            with statements() as made:
                assert len(said(database, *asked)) == len(asked)
            counts.append(len(made))
        assert counts[0] == counts[1]
