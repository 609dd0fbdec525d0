"""The trail as people read it: who did what; what a medical paper says is for the doctor alone."""

from __future__ import annotations

import pytest

from flows.review import fields, journal
from flows.review.errors import ForbiddenError
from flows.review.fields import Spot
from models.entities import Target
from models.permissions import Actor, Role
from storage.records import audit
from tests.flows.review.office import (
    ANNA,
    CHIEF,
    DOCTOR,
    INVOICE,
    MAILROOM,
    PRESCRIPTION,
    REPORT,
    SHEET,
    Office,
    bag,
)

BOTH = Actor("Dr Chraibi, responsable", frozenset({Role.MEDECIN_CONSEIL, Role.GESTIONNAIRE}))


def test_who_did_what_and_what_each_may_know(office: Office) -> None:
    papers = bag(office.place, SHEET, PRESCRIPTION, INVOICE, REPORT)
    invoice, report = office.document(papers, "facture"), office.document(papers, "rapport_medical")
    total, illness = Spot(Target.FIELD, "montant_total"), Spot(Target.FIELD, "affection")
    office.do(ANNA, lambda desk: fields.correct(desk, invoice.id, total, "170", seen=0))
    office.do(
        ANNA,
        lambda desk: fields.correct(
            desk, invoice.id, total, "180", seen=_seen(office, invoice.id, total)
        ),
    )
    office.do(DOCTOR, lambda desk: fields.correct(desk, report.id, illness, "asthme", seen=0))

    read = office.do(CHIEF, lambda desk: journal.entries(desk, thing=f"document/{invoice.id}"))
    assert [(e.actor, e.before, e.after) for e in read] == [
        ("Anna", "170.00", "180.00"),
        ("Anna", None, "170.00"),
    ]
    assert "Montant total" in read[0].sentence

    (hidden,) = office.do(CHIEF, lambda desk: journal.entries(desk, thing=f"document/{report.id}"))
    assert hidden.withheld
    assert (hidden.before, hidden.after, hidden.secret) == (None, None, False)
    (seen,) = office.do(BOTH, lambda desk: journal.entries(desk, thing=f"document/{report.id}"))
    assert (seen.after, seen.secret, read[0].secret) == ("asthme", True, False)

    told = office.do(CHIEF, lambda desk: journal.entries(desk, actor="Dr Chraibi"))
    assert any("corrigée" in e.sentence for e in told)
    assert "asthme" not in str(told)


def test_what_is_done_of_itself_is_told_in_words(office: Office) -> None:
    actions = ("seuil.derive", "seuil.suivi", "types.version")
    with office.place.database.transaction() as session:
        for action in actions:
            audit.record(session, actor="systeme", action=action, thing="seuil/essai")
    told = office.do(CHIEF, lambda desk: journal.entries(desk, actor="systeme"))
    assert len(told) == len(actions)
    assert not {entry.sentence for entry in told} & {*actions}


def _seen(office: Office, document_id: str, spot: Spot) -> int:
    with office.place.database.reading() as session:
        return fields.sheet(session, document_id).seen[spot]


@pytest.mark.parametrize("actor", [ANNA, MAILROOM, DOCTOR])
def test_the_trail_is_for_who_answers_for_it(here_office: Office, actor: Actor) -> None:
    with pytest.raises(ForbiddenError):
        here_office.do(actor, lambda desk: journal.entries(desk))
