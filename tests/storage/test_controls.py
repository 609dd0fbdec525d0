"""Released values keyed again by another person: blind, once, and never changed by it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.entities import Control, ControlKind, Dossier, Envoi, Etape, WrittenOnceError, utcnow
from models.entities import Document as Paper
from models.geometry import Box
from models.reading import Document, Field, How
from storage.database import Database
from storage.records import controls, documents, dossiers, emptying
from storage.records.emptying import Scope

MakeEnvoi = Callable[..., Envoi]


def asked(
    session: Session,
    envoi: Envoi,
    kind: ControlKind = ControlKind.TIRAGE,
    released_by: str | None = None,
    value: str = "160.90",
) -> Control:
    """A check of an invoice's total."""
    total = Field(value, "160,90", 0.97, 1, Box(0.1, 0.1, 0.2, 0.12), How.OCR, form="f/2")
    known = documents.of_envoi(session, envoi.id)
    rows = known or documents.record(
        session, envoi.id, [Document((1,), "facture", 0.9, {"montant_total": total})], "essai"
    )
    dossier = dossiers.open_dossier(
        session, envoi_id=envoi.id, organisme="ofppt", type="maladie_remboursement", documents=()
    )
    return controls.ask(
        session, kind, dossier.id, rows[0].id, "montant_total", total,
        version="essai", released_by=released_by,
    )  # fmt: skip


def test_a_value_is_asked_for_once(database: Database, make_envoi: MakeEnvoi) -> None:
    envoi = make_envoi(1)
    with database.transaction() as session:
        assert asked(session, envoi).id == asked(session, envoi).id
        assert asked(session, envoi, ControlKind.SECONDE_SAISIE).id != asked(session, envoi).id


def test_what_must_be_right_is_asked_for_again_when_it_changes(
    database: Database, make_envoi: MakeEnvoi
) -> None:
    envoi = make_envoi(1)
    with database.transaction() as session:
        first = asked(session, envoi, ControlKind.SECONDE_SAISIE)
        controls.answer(session, first.id, actor="Brahim", value="166.90")
        drawn = asked(session, envoi)
        again = asked(session, envoi, ControlKind.SECONDE_SAISIE, value="170.00")
        assert again.id != first.id
        assert asked(session, envoi, value="170.00").id == drawn.id, "drawn at random once"
        assert controls.differences(session) == [], "the value that differed is no more"


def test_what_must_be_right_is_asked_for_in_the_dossier_that_it_went_to(
    database: Database, make_envoi: MakeEnvoi
) -> None:
    envoi = make_envoi(1)
    with database.transaction() as session:
        first = asked(session, envoi, ControlKind.SECONDE_SAISIE)
        moved = asked(session, envoi, ControlKind.SECONDE_SAISIE)
        assert moved.dossier_id != first.dossier_id
        assert [one.id for one in controls.waiting(session, "Brahim")] == [moved.id]


def test_a_difference_in_a_dossier_decided_on_waits_for_nobody(
    database: Database, make_envoi: MakeEnvoi
) -> None:
    envoi = make_envoi(1)
    with database.transaction() as session:
        control = asked(session, envoi, ControlKind.SECONDE_SAISIE)
        controls.answer(session, control.id, actor="Brahim", value="166.90")
        dossier = session.get_one(Dossier, control.dossier_id)
        session.get_one(Paper, control.document_id).dossier_id = dossier.id
        session.flush()
        assert len(controls.differences(session, settled=False)) == 1
        dossier.etape = Etape.REJETE
        session.flush()
        assert controls.differences(session, settled=False) == []


def test_who_released_a_value_does_not_check_it(database: Database, make_envoi: MakeEnvoi) -> None:
    envoi = make_envoi(1)
    with database.transaction() as session:
        control = asked(session, envoi, ControlKind.SECONDE_SAISIE, released_by="Anna")
        assert controls.waiting(session, "Anna") == []
        assert [one.id for one in controls.waiting(session, "Brahim")] == [control.id]
        with pytest.raises(controls.NotToThisPersonError):
            controls.answer(session, control.id, actor="Anna", value="160.90")


def test_what_differs_is_shown_and_the_released_value_stays(
    database: Database, make_envoi: MakeEnvoi
) -> None:
    envoi = make_envoi(1)
    with database.transaction() as session:
        control = asked(session, envoi)
        controls.answer(session, control.id, actor="Brahim", value="166.90")
        controls.answer(session, control.id, actor="Chaimae", value="160.90")
    with database.reading() as session:
        (found,) = controls.differences(session)
        told, given = found.control, found.answer
        assert (told.value, given.value, given.actor) == ("160.90", "166.90", "Brahim")
        assert found.verdict is None
        assert controls.waiting(session, "Chaimae") == []
        current = documents.current(session, [told.document_id])[told.document_id]
        assert current.fields["montant_total"].value == "160.90"


def test_only_what_was_drawn_tells_the_error(database: Database, make_envoi: MakeEnvoi) -> None:
    """Values keyed twice because they must be right are no sample of the others."""
    envoi = make_envoi(1)
    with database.transaction() as session:
        drawn = asked(session, envoi)
        must = asked(session, envoi, ControlKind.SECONDE_SAISIE)
        controls.answer(session, drawn.id, actor="Brahim", value="160.90")
        controls.answer(session, must.id, actor="Brahim", value=None)
        (one,) = controls.observed(session)
        ((at, same),) = controls.timed(session)
        given = controls.answer_of(session, drawn.id)
    assert (one.name, one.genre, one.form, one.version) == (
        "montant_total",
        "montant",
        "f",
        "essai",
    )
    assert (one.confidence, one.right) == (0.97, True)
    assert given is not None
    assert (at, same) == (given.at, one)


@pytest.mark.parametrize(("said", "right"), [("160.90", True), ("170.00", False), (None, False)])
def test_what_was_found_out_stays_when_the_person_is_erased(
    database: Database, make_envoi: MakeEnvoi, said: str | None, right: bool
) -> None:
    envoi = make_envoi(1)
    with database.transaction() as session:
        control = asked(session, envoi)
        controls.answer(session, control.id, actor="Brahim", value="166.90")
        controls.settle(session, control.id, actor="Chaimae", value=said)
    for _ in range(2):  # done again, nothing changes
        erase(database, control)
        with database.reading() as session:
            assert [one.right for one in controls.observed(session)] == [right]
            kept = session.execute(text("SELECT value FROM control_verdict")).scalars().all()
        assert not {"160.90", "170.00"} & {*kept}


def test_what_was_erased_is_keyed_by_nobody(database: Database, make_envoi: MakeEnvoi) -> None:
    envois = make_envoi(1), make_envoi(1, "autre")
    with database.transaction() as session:
        left, differs = (asked(session, envoi) for envoi in envois)
        controls.answer(session, differs.id, actor="Brahim", value="166.90")
        assert len(controls.waiting(session, "Chaimae")) == 1
    for one in (left, differs):
        erase(database, one)
    with database.reading() as session:
        assert controls.waiting(session, "Chaimae") == []
        assert controls.differences(session, settled=False) == []


def erase(database: Database, control: Control) -> None:
    with database.transaction() as session:
        emptying.empty(session, Scope(dossiers=[control.dossier_id]), number=1, now=utcnow())


def test_a_check_is_written_once(database: Database, make_envoi: MakeEnvoi) -> None:
    envoi = make_envoi(1)
    with database.transaction() as session:
        asked(session, envoi)
    with pytest.raises(WrittenOnceError), database.transaction() as session:
        controls.waiting(session, "Brahim")[0].value = "166.90"
