"""Values that are keyed again, and what was keyed, are sealed under the key of their paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from models.entities import Control, ControlKind, DataKey
from models.geometry import Box
from models.reading import Document, Field, How
from storage import sealing
from storage.database import Database
from storage.records import controls, documents, dossiers, emptying, sealed_values
from storage.records.emptying import Scope
from storage.records.vault import NoKeyError
from tests.counted import statements
from tests.storage.conftest import NOON, MakeEnvoi
from tests.storage.sealed import sealed_place

COLUMNS = ("control", "control_answer", "control_verdict")


def asked(database: Database, envoi_id: str, value: str, name: str = "affection") -> Control:
    field = Field(value, value, 0.97, 1, Box(0.1, 0.1, 0.2, 0.12), How.OCR)
    with database.transaction() as session:
        read = [Document((1,), "rapport_medical", 0.9, {name: field})]
        rows = documents.of_envoi(session, envoi_id) or documents.record(
            session, envoi_id, read, "1"
        )
        dossier = dossiers.of_envoi(session, envoi_id) or [
            dossiers.open_dossier(
                session, envoi_id=envoi_id, organisme="cnops", type="depot", documents=()
            )
        ]
        return controls.ask(
            session, ControlKind.TIRAGE, dossier[0].id, rows[0].id, name, field, version="1"
        )


def keyed(database: Database, control: Control, *, other: str, settled: str | None) -> None:
    with database.transaction() as session:
        controls.answer(session, control.id, actor="Brahim", value=other)
        controls.settle(session, control.id, actor="Chaimae", value=settled)


def raw(database: Database) -> str:
    with database.reading() as session:
        return repr([session.execute(text(f"SELECT * FROM {name}")).all() for name in COLUMNS])


def said(database: Database) -> list[tuple[str, str | None, str | None]]:
    with database.reading() as session:
        found = controls.differences(session)
        told = [
            (one.control.value, one.answer.value, one.verdict.value if one.verdict else None)
            for one in found
        ]
    return sorted(told)


def right(database: Database) -> list[bool]:
    with database.reading() as session:
        return [one.right for one in controls.observed(session)]


def test_no_value_that_is_keyed_again_is_in_the_database(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    envoi = make_envoi(1)
    with sealed_place(database, tmp_path) as place:
        control = asked(database, envoi.id, "Sclérose en plaques")
        assert asked(database, envoi.id, "Sclérose en plaques").id == control.id
        with database.reading() as session:
            assert [one.value for one in controls.waiting(session, "Brahim")] == [control.value]
        keyed(database, control, other="Diabète", settled="sclerose en plaques")
        told = [("Sclérose en plaques", "Diabète", "Sclérose en plaques")]
        assert said(database) == told
        assert right(database) == [True]
        for word in ("plaques", "Diab"):
            assert word not in raw(database)
        with database.reading() as session:
            assert sealed_values.in_clear(session) == []
        keyring = sealing.opened(database, place.key, place.home)
        sealing.turn(database, keyring)
        keyring.close()
        assert said(database) == told
    with pytest.raises(NoKeyError):
        said(database)
    with database.transaction() as session, pytest.raises(NoKeyError):
        controls.settle(session, control.id, actor="Chaimae", value="Diabète")


def test_those_of_before_are_sealed_later(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    control = asked(database, make_envoi(1).id, "Sclérose en plaques")
    keyed(database, control, other="Diabète", settled=None)
    with sealed_place(database, tmp_path):
        told = [("Sclérose en plaques", "Diabète", None)]
        assert said(database) == told
        with database.reading() as session:
            assert sealed_values.in_clear(session) == [control.document_id]
        list(sealing.seal_columns(database))
        assert list(sealing.seal_columns(database)) == []
        for word in ("plaques", "Diab"):
            assert word not in raw(database)
        assert said(database) == told
        assert right(database) == [False]
        with pytest.raises(Exception, match="written once"), database.transaction() as session:
            session.execute(text("UPDATE control SET name = 'autre'"))


@pytest.mark.parametrize("with_key", [True, False])
@pytest.mark.parametrize("by", ["dossiers", "documents"])
@pytest.mark.parametrize(
    ("settled", "is_right"), [("sclerose en plaques", True), ("Asthme", False)]
)
def test_erased_also_in_a_copy_without_its_key(
    database: Database,
    make_envoi: MakeEnvoi,
    tmp_path: Path,
    with_key: bool,
    by: str,
    settled: str,
    is_right: bool,
) -> None:
    """A restored database is erased again before anybody opens it."""
    envoi = make_envoi(1)
    with sealed_place(database, tmp_path):
        control = asked(database, envoi.id, "Sclérose en plaques")
        keyed(database, control, other="Diabète", settled=settled)
    scope = (
        Scope(dossiers=[control.dossier_id])
        if by == "dossiers"
        else Scope(documents=[control.document_id])
    )

    def empty() -> None:
        for _ in range(2):  # done again, nothing changes
            with database.transaction() as session:
                emptying.empty(session, scope, number=1, now=NOON)

    if not with_key:
        empty()
    with sealed_place(database, tmp_path):
        if with_key:
            empty()
        assert right(database) == [is_right]
        assert said(database) == []
        with database.reading() as session:
            key = session.get_one(DataKey, control.document_id)
            assert (key.wrapped is None) == (by == "documents")
            assert session.get_one(Control, control.id).value == "effacé"
            assert controls.waiting(session, "Driss") == []
        assert "\x02" not in raw(database)
        assert "\\x02" not in raw(database)


def test_keys_of_many_are_asked_for_at_once(
    database: Database, make_envoi: MakeEnvoi, tmp_path: Path
) -> None:
    envois = [make_envoi(1, str(number)) for number in range(6)]
    with sealed_place(database, tmp_path):
        counts = []
        for number, envoi in enumerate(envois):
            control = asked(database, envoi.id, "Diabète")
            if number % 2:
                keyed(database, control, other="Asthme", settled="Asthme")
                with database.reading() as session, statements() as made:
                    controls.waiting(session, "Driss")
                    controls.differences(session)
                    controls.observed(session)
                counts.append(len(made))
        assert len(said(database)) == 3
        assert len(set(counts)) == 1
