"""Lots composed by people: never closed with a dossier in review, never over their number."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from flows.review import holds, lots
from flows.review.errors import ForbiddenError, ImpossibleError, LotNotReadyError
from flows.review.undo import undo
from models.entities import Dossier, Etape, Lot, LotNature, LotStatut, Prestation, Statut
from models.permissions import Actor
from storage.records import audit, dossiers
from storage.records import lots as rows
from tests.flows.review.office import ANNA, BRAHIM, DOCTOR, MAILROOM, Office, received


@pytest.fixture
def ids(office: Office) -> list[str]:
    return four(office)


def four(office: Office) -> list[str]:
    """Four dossiers of one kind, of which the last is in no lot."""
    envoi_id = received(office.place, [], name="lot.pdf")
    made = []
    with office.place.database.transaction() as session:
        for n in range(4):
            row = dossiers.open_dossier(
                session,
                envoi_id=envoi_id,
                organisme="ofppt",
                type="pec_prestataire",
                documents=(),
                prestation=Prestation.AMBULATOIRE,
            )
            row.statut = Statut.COMPLET
            if n < 3:
                rows.place(session, row, nature=LotNature.PEC)
            made.append(row.id)
    return made


def lot_of(office: Office, dossier_id: str) -> str:
    lot_id = office.dossier(dossier_id).lot_id
    assert lot_id is not None
    return lot_id


def lot(office: Office, lot_id: str) -> Lot:
    with office.place.database.reading() as session:
        return rows.get(session, lot_id)


def inside(office: Office, lot_id: str) -> list[str]:
    with office.place.database.reading() as session:
        return [row.id for row in rows.dossiers(session, lot_id)]


def change(office: Office, dossier_id: str, **values: object) -> None:
    with office.place.database.transaction() as session:
        session.execute(update(Dossier).where(Dossier.id == dossier_id).values(**values))


def close(office: Office, lot_id: str, without: str | None = None, actor: Actor = ANNA) -> int:
    seen = lot(office, lot_id).revision
    done = office.do(actor, lambda desk: lots.close(desk, lot_id, seen=seen, without=without))
    return done.act


def test_a_lot_is_filled_with_what_is_ready(office: Office, ids: list[str]) -> None:
    lot_id = lot_of(office, ids[0])
    done = office.do(ANNA, lambda desk: lots.fill(desk, lot_id))
    assert inside(office, lot_id) == ids
    office.do(ANNA, lambda desk: undo(desk, done.act))
    assert inside(office, lot_id) == ids[:3]
    change(office, ids[3], statut=Statut.INCOMPLET)
    with pytest.raises(ImpossibleError) as refused:
        office.do(ANNA, lambda desk: lots.fill(desk, lot_id))
    assert refused.value.code == "rien_a_ajouter"


def test_a_dossier_is_put_in_and_taken_out(office: Office, ids: list[str]) -> None:
    lot_id = lot_of(office, ids[0])
    office.do(ANNA, lambda desk: lots.add(desk, lot_id, ids[3]))
    assert ids[3] in inside(office, lot_id)
    with pytest.raises(ImpossibleError) as refused:
        office.do(ANNA, lambda desk: lots.add(desk, lot_id, ids[3]))
    assert refused.value.code == "deja_fait"
    done = office.do(ANNA, lambda desk: lots.remove(desk, lot_id, ids[0], "double"))
    assert ids[0] not in inside(office, lot_id)
    office.do(ANNA, lambda desk: undo(desk, done.act))
    assert ids[0] in inside(office, lot_id)


def test_another_kind_does_not_travel_along(office: Office, ids: list[str]) -> None:
    lot_id = lot_of(office, ids[0])
    change(office, ids[3], prestation=Prestation.HOSPITALISATION)
    with pytest.raises(ImpossibleError) as refused:
        office.do(ANNA, lambda desk: lots.add(desk, lot_id, ids[3]))
    assert refused.value.code == "autre_lot"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"statut": Statut.A_VERIFIER}, "à vérifier"),
        ({"statut": Statut.INCOMPLET}, "incomplet"),
        ({"etape": Etape.MEDECIN}, "chez le médecin conseil"),
        ({"etape": Etape.COMPLEMENT}, "complément demandé"),
        ({"etape": Etape.REJETE}, "rejeté"),
    ],
)
def test_a_lot_with_a_dossier_that_is_not_ready_stays_open(
    here_office: Office, values: dict[str, object], why: str
) -> None:
    office = here_office
    made = four(office)
    change(office, made[1], **values)
    with pytest.raises(LotNotReadyError) as refused:
        close(office, lot_of(office, made[0]))
    assert [(id, reason) for id, _, reason in refused.value.dossiers] == [(made[1], why)]
    assert lot(office, lot_of(office, made[0])).statut is LotStatut.OUVERT


def test_nobody_closes_a_lot_with_a_dossier_in_review(office: Office, ids: list[str]) -> None:
    office.do(BRAHIM, lambda desk: holds.take(desk, ids[1]))
    with pytest.raises(LotNotReadyError) as refused:
        close(office, lot_of(office, ids[0]), without="ils attendront")
    assert "Brahim" in refused.value.message
    office.later(minutes=16)
    close(office, lot_of(office, ids[0]))


def test_what_is_not_ready_leaves_and_others_come(office: Office, ids: list[str]) -> None:
    change(office, ids[1], statut=Statut.INCOMPLET)
    lot_id = lot_of(office, ids[0])
    act = close(office, lot_id, without="pièces attendues")
    assert lot(office, lot_id).statut is LotStatut.CLOTURE
    assert ids[1] not in inside(office, lot_id)
    assert office.dossier(ids[1]).lot_id not in (None, lot_id)
    office.do(ANNA, lambda desk: undo(desk, act))
    assert lot(office, lot_id).statut is LotStatut.OUVERT
    assert ids[1] in inside(office, lot_id)


def test_a_closed_lot_is_handed_over_once(office: Office, ids: list[str]) -> None:
    lot_id = lot_of(office, ids[0])
    with pytest.raises(ImpossibleError):
        office.do(ANNA, lambda desk: lots.hand_over(desk, lot_id, "reçu 12"))
    act = close(office, lot_id)
    with pytest.raises(ImpossibleError) as refused:
        office.do(ANNA, lambda desk: lots.remove(desk, lot_id, ids[0], "trop tard"))
    assert refused.value.code == "lot_cloture"
    office.do(MAILROOM, lambda desk: lots.hand_over(desk, lot_id, "accusé n° 12"))
    assert lot(office, lot_id).statut is LotStatut.REMIS
    with pytest.raises(ImpossibleError) as late:
        office.do(ANNA, lambda desk: undo(desk, act))
    assert late.value.code == "annulation_impossible"


def test_who_may_close(office: Office, ids: list[str]) -> None:
    for actor in (DOCTOR, MAILROOM):
        with pytest.raises(ForbiddenError):
            close(office, lot_of(office, ids[0]), actor=actor)


def test_the_bordereau_and_who_printed_it(office: Office, ids: list[str]) -> None:
    lot_id = lot_of(office, ids[0])
    sheet = office.do(ANNA, lambda desk: lots.print_lot(desk, lot_id, date(2025, 11, 6)))
    assert len(sheet.lines) == 3
    with office.place.database.reading() as session:
        assert [e.action for e in audit.entries(session, things=[f"lot/{lot_id}"])] == ["imprimer"]
