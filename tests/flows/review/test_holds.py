"""A dossier in one person's hands: taken, renewed, put down, lost after idle minutes, and told."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import update

from flows.review import fields, holds
from flows.review.errors import ForbiddenError, HeldError, HoldLostError
from flows.review.fields import Spot
from flows.review.holds import Wanted
from models.entities import Dossier, Etape, Statut, Target
from models.permissions import Actor, Role
from storage.records import audit, dossiers
from tests.flows.review.office import (
    ANNA,
    BRAHIM,
    DOCTOR,
    INVOICE,
    MAILROOM,
    NOON,
    PRESCRIPTION,
    SHEET,
    Bag,
    Office,
    bag,
    received,
)

TOTAL = Spot(Target.FIELD, "montant_total")


@pytest.fixture
def papers(office: Office) -> Bag:
    return bag(office.place, SHEET, PRESCRIPTION, INVOICE)


def take(office: Office, actor: Actor, dossier: Dossier) -> holds.Held:
    return office.do(actor, lambda desk: holds.take(desk, dossier.id))


def held(office: Office, dossier: Dossier) -> str | None:
    with office.place.database.reading() as session:
        found = holds.held(session, [dossier.id], office.now).get(dossier.id)
        return found.holder if found else None


def test_a_dossier_taken_is_one_persons(office: Office, papers: Bag) -> None:
    (dossier,) = office.dossiers(papers)
    take(office, ANNA, dossier)
    with pytest.raises(HeldError) as told:
        take(office, BRAHIM, dossier)
    assert (told.value.holder, told.value.code) == ("Anna", "dossier_pris")
    assert told.value.until == office.now + timedelta(minutes=15)
    office.do(ANNA, lambda desk: holds.release(desk, dossier.id))
    assert take(office, BRAHIM, dossier).holder == "Brahim"


def test_who_has_it_may_take_it_again(office: Office, papers: Bag) -> None:
    (dossier,) = office.dossiers(papers)
    first = take(office, ANNA, dossier)
    office.later(minutes=10)
    again = take(office, ANNA, dossier)
    assert again.since == first.since
    assert again.until == office.now + timedelta(minutes=15)


def test_what_a_person_has_in_hand_others_do_not_change(office: Office, papers: Bag) -> None:
    (dossier,) = office.dossiers(papers)
    row = office.document(papers, "facture")
    take(office, ANNA, dossier)
    with pytest.raises(HeldError):
        office.do(BRAHIM, lambda desk: fields.correct(desk, row.id, TOTAL, "10", seen=0))
    office.do(ANNA, lambda desk: fields.correct(desk, row.id, TOTAL, "10", seen=0))


def test_fifteen_idle_minutes_let_go_of_it(office: Office, papers: Bag) -> None:
    (dossier,) = office.dossiers(papers)
    take(office, ANNA, dossier)
    office.later(minutes=15, seconds=-1)
    assert held(office, dossier) == "Anna"
    office.later(seconds=2)
    assert held(office, dossier) is None
    assert take(office, BRAHIM, dossier).holder == "Brahim"


def test_every_act_is_a_sign_of_life(office: Office, papers: Bag) -> None:
    (dossier,) = office.dossiers(papers)
    row = office.document(papers, "facture")
    take(office, ANNA, dossier)
    for minutes in (14, 14, 14):
        office.later(minutes=minutes)
        with office.place.database.reading() as session:
            seen = fields.sheet(session, row.id).seen.get(TOTAL, 0)
        office.do(
            ANNA,
            lambda desk, seen=seen: fields.correct(desk, row.id, TOTAL, "10", seen=seen),  # type: ignore[misc]
        )
    assert held(office, dossier) == "Anna"


def test_who_lost_it_is_told_who_has_it(office: Office, papers: Bag) -> None:
    (dossier,) = office.dossiers(papers)
    row = office.document(papers, "facture")
    take(office, ANNA, dossier)
    office.later(minutes=20)
    take(office, BRAHIM, dossier)
    with pytest.raises(HoldLostError, match="Brahim") as told:
        office.do(ANNA, lambda desk: fields.correct(desk, row.id, TOTAL, "10", seen=0))
    assert told.value.code == "prise_perdue"
    with pytest.raises(HoldLostError):
        office.do(ANNA, lambda desk: holds.renew(desk, dossier.id))


def test_idle_but_wanted_by_nobody_it_is_taken_up_again(office: Office, papers: Bag) -> None:
    (dossier,) = office.dossiers(papers)
    take(office, ANNA, dossier)
    office.later(hours=3)
    assert office.do(ANNA, lambda desk: holds.renew(desk, dossier.id)).holder == "Anna"


def test_the_mailroom_takes_no_dossier(office: Office, papers: Bag) -> None:
    (dossier,) = office.dossiers(papers)
    with pytest.raises(ForbiddenError):
        take(office, MAILROOM, dossier)


def test_the_trail_knows_who_took_it(office: Office, papers: Bag) -> None:
    (dossier,) = office.dossiers(papers)
    take(office, ANNA, dossier)
    with office.place.database.reading() as session:
        acts = [e.action for e in audit.entries(session, things=[f"dossier/{dossier.id}"])]
    assert "relecture.prendre" in acts


# --- the next one ----------------------------------------------------------------------------


def many(office: Office, count: int) -> list[str]:
    """Dossiers due one after the other, the last one without a deadline."""
    envoi_id = received(office.place, [], name="beaucoup.pdf")
    with office.place.database.transaction() as session:
        made = [
            dossiers.open_dossier(
                session,
                envoi_id=envoi_id,
                organisme="ofppt",
                type="maladie_remboursement",
                documents=(),
                deadline=NOON + timedelta(days=n) if n < count - 1 else None,
            )
            for n in range(count)
        ]
        return [row.id for row in made]


def test_least_time_left_first(office: Office) -> None:
    ids = many(office, 4)
    found = [office.do(ANNA, lambda desk: holds.next_dossier(desk)) for _ in range(5)]
    assert [row.id if row else None for row in found] == [*ids, None]


def test_what_others_have_is_passed_over(office: Office) -> None:
    ids = many(office, 3)
    office.do(BRAHIM, lambda desk: holds.take(desk, ids[0]))
    found = office.do(ANNA, lambda desk: holds.next_dossier(desk))
    assert found is not None
    assert found.id == ids[1]


def test_filters_and_roles(office: Office) -> None:
    ids = many(office, 5)
    with office.place.database.transaction() as session:
        for id, values in (
            (ids[0], {"etape": Etape.MEDECIN}),
            (ids[1], {"statut": Statut.COMPLET}),
            (ids[2], {"etape": Etape.DE_COTE, "rappel_le": office.now.date()}),
            (ids[3], {"etape": Etape.DE_COTE, "rappel_le": None}),
        ):
            session.execute(update(Dossier).where(Dossier.id == id).values(**values))

    def queue(wanted: Wanted, *roles: Role) -> list[int]:
        with office.place.database.reading() as session:
            query = holds.waiting(wanted, roles, office.now)
            return [ids.index(row.id) for row in session.scalars(query)]

    assert queue(Wanted(), Role.RELECTEUR) == [2, 4], "put aside until today, and the untouched"
    assert queue(Wanted(), Role.MEDECIN_CONSEIL) == [0]
    assert queue(Wanted(), Role.MEDECIN_CONSEIL, Role.RELECTEUR) == [0, 2, 4]
    assert queue(Wanted(statut=Statut.COMPLET), Role.RELECTEUR) == [1]
    assert queue(Wanted(etape=Etape.DE_COTE), Role.RELECTEUR) == [2, 3]
    assert queue(Wanted(late=True, etape=Etape.MEDECIN), Role.RELECTEUR) == [0]
    assert queue(Wanted(organisme="cnops"), Role.RELECTEUR) == []
    office.do(DOCTOR, lambda desk: holds.take(desk, ids[0]))
    assert queue(Wanted(held=True), Role.MEDECIN_CONSEIL) == [0]


def test_ten_people_take_ten_dossiers(office: Office) -> None:
    ids = many(office, 20)
    people = [Actor(f"P{n}", frozenset({Role.RELECTEUR})) for n in range(10)]

    def work(actor: Actor) -> list[str]:
        taken = [office.do(actor, lambda desk: holds.next_dossier(desk)) for _ in range(2)]
        return [row.id for row in taken if row is not None]

    with ThreadPoolExecutor(10) as pool:
        taken = [id for some in pool.map(work, people) for id in some]
    assert Counter(taken) == Counter(ids), "each is somebody's, none is two people's"
