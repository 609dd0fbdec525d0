"""Which values of released dossiers come back to be checked."""

from __future__ import annotations

from flows.learning.control import draw
from flows.review import fields
from flows.review.fields import Spot
from models.entities import Control, ControlKind, Dossier, Etape, Target
from storage.records import controls
from tests.flows.review.office import ANNA, INVOICE, PRESCRIPTION, SHEET, Bag, Office, bag

ALL, NONE = 1.0, 0.0


def released(office: Office, papers: Bag) -> list[str]:
    """The bag's dossiers, as if each had been declared complete."""
    ids = [row.id for row in office.dossiers(papers)]
    with office.place.database.transaction() as session:
        for id in ids:
            session.get_one(Dossier, id).etape = Etape.VALIDE
    return ids


def asked(office: Office, ids: list[str], share: float, amount: float = 10_000.0) -> list[Control]:
    with office.place.database.transaction() as session:
        draw(session, ids, share=share, amount=amount)
        return [*controls.waiting(session, "Brahim")]


def test_every_unseen_value_of_a_drawn_dossier_is_asked_for_once(office: Office) -> None:
    papers = bag(office.place, SHEET, PRESCRIPTION, INVOICE)
    row = office.document(papers, "facture")
    spot = Spot(Target.FIELD, "date_facture")
    office.do(ANNA, lambda desk: fields.correct(desk, row.id, spot, "13/10/2025", seen=0))
    ids = released(office, papers)
    first = asked(office, ids, ALL)
    assert {"montant_total", "numero_facture"} <= {c.name for c in first if c.document_id == row.id}
    assert "date_facture" not in {c.name for c in first if c.document_id == row.id}
    assert {c.kind for c in first} == {ControlKind.TIRAGE}
    assert len(asked(office, ids, ALL)) == len(first)


def test_a_dossier_that_is_not_drawn_or_not_released_brings_nothing(office: Office) -> None:
    papers = bag(office.place, SHEET, PRESCRIPTION, INVOICE)
    assert asked(office, [row.id for row in office.dossiers(papers)], ALL) == []
    assert asked(office, released(office, papers), NONE) == []


def test_a_large_amount_is_keyed_twice_whoever_is_drawn(office: Office) -> None:
    papers = bag(office.place, SHEET, PRESCRIPTION, INVOICE)
    row = office.document(papers, "facture")
    spot = Spot(Target.FIELD, "montant_total")
    office.do(ANNA, lambda desk: fields.correct(desk, row.id, spot, "160,90", seen=0))
    found = asked(office, released(office, papers), NONE, amount=150.0)
    assert {c.kind for c in found} == {ControlKind.SECONDE_SAISIE}
    (total,) = [c for c in found if c.document_id == row.id]
    assert (total.name, total.released_by) == ("montant_total", "Anna")
    with office.place.database.reading() as session:
        assert total.id not in {c.id for c in controls.waiting(session, "Anna")}
