"""Which values come back to be checked, and what must be right before a dossier goes on."""

from __future__ import annotations

import pytest

from flows.learning import keying
from flows.review import cutting, fields, holds, lots, outcome
from flows.review.errors import (
    BadValueError,
    ForbiddenError,
    ImpossibleError,
    NotCompleteError,
)
from flows.review.fields import Spot
from flows.review.undo import undo_last
from models.entities import ControlKind, Dossier, Etape, Resultat, Statut, Target
from models.permissions import Actor, Role
from models.quality import rates
from storage.records import controls, dossiers
from tests.flows.learning.keyed import (
    asking,
    correct,
    differing,
    lift,
    lift_everything,
    of_invoice,
    waiting,
)
from tests.flows.review.office import (
    ANNA,
    BRAHIM,
    CHIEF,
    DOCTOR,
    INVOICE,
    PRESCRIPTION,
    SHEET,
    Bag,
    Office,
    bag,
)

CHAIMAE = Actor("Chaimae", frozenset({Role.RELECTEUR}))


@pytest.fixture
def papers(office: Office) -> Bag:
    return bag(office.place, SHEET, PRESCRIPTION, INVOICE)


@pytest.fixture
def dossier(office: Office, papers: Bag) -> Dossier:
    (only,) = office.dossiers(papers)
    return only


# --- the sample ------------------------------------------------------------------------------


def test_the_unseen_sure_values_of_a_complete_dossier_are_asked_for_once(
    office: Office, papers: Bag, dossier: Dossier
) -> None:
    drawing = asking(office, controle_part=1.0)
    row = office.document(papers, "facture")
    spot = Spot(Target.FIELD, "date_facture")
    drawing.do(ANNA, lambda desk: fields.correct(desk, row.id, spot, "13/10/2025", seen=0))
    assert waiting(drawing) == []
    lift_everything(drawing, dossier.id)
    assert office.dossier(dossier.id).statut is Statut.COMPLET
    asked = waiting(drawing)
    assert {"montant_total", "numero_facture"} <= {c.name for c in asked if c.document_id == row.id}
    assert "date_facture" not in {c.name for c in asked if c.document_id == row.id}
    assert {c.kind for c in asked} == {ControlKind.TIRAGE}
    assert all(c.confidence >= office.place.settings.seuil_lecture for c in asked)
    correct(drawing, papers, "161,00")
    assert len(waiting(drawing)) == len(asked)


def test_what_was_keyed_again_tells_the_error_and_changes_nothing(
    office: Office, papers: Bag, dossier: Dossier
) -> None:
    drawing = asking(office, controle_part=1.0)
    lift_everything(drawing, dossier.id)
    asked = {c.name: c for c in of_invoice(drawing, papers)}
    drawing.do(BRAHIM, lambda desk: keying.key(desk, asked["montant_total"].id, "170"))
    drawing.do(BRAHIM, lambda desk: keying.key(desk, asked["numero_facture"].id, "F-2025/0187"))
    assert office.value(office.document(papers, "facture").id, "montant_total") == "160.90"
    with office.place.database.reading() as session:
        observed = controls.observed(session)
        (difference,) = controls.differences(session, settled=False)
    assert rates(observed, lambda one: one.right).keys() == {True, False}
    assert (difference.control.value, difference.answer.value) == ("160.90", "170.00")
    drawing.do(CHIEF, lambda desk: keying.settle(desk, difference.control.id, "160.90"))
    with office.place.database.reading() as session:
        assert all(one.right for one in controls.observed(session)), "who keyed it again erred"
        assert controls.differences(session, settled=False) == []
    assert office.dossier(dossier.id).statut is Statut.COMPLET


# --- what must be right ----------------------------------------------------------------------


def test_nothing_is_keyed_twice_unless_the_office_asks_for_it(
    office: Office, dossier: Dossier
) -> None:
    plain = asking(office)
    lift_everything(plain, dossier.id)
    assert office.dossier(dossier.id).statut is Statut.COMPLET
    assert waiting(plain) == [], "nor drawn"


def test_a_dossier_waits_until_what_must_be_right_was_keyed_by_another(
    office: Office, papers: Bag, dossier: Dossier
) -> None:
    strict = asking(office, seconde_saisie_montant=100.0)
    lift_everything(strict, dossier.id)
    assert office.dossier(dossier.id).statut is Statut.A_VERIFIER
    with office.place.database.reading() as session:
        found = dossiers.judged(session, [dossier.id])[dossier.id].findings
    (held,) = [f for f in found if f.resultat is Resultat.A_VERIFIER and f.levee is None]
    assert held.exigence == "seconde_saisie"
    assert "160" not in held.raison, "who keys it is not told what was read"
    asked = waiting(strict)
    assert {c.kind for c in asked} == {ControlKind.SECONDE_SAISIE}
    assert waiting(strict, CHIEF) == [], "he worked on this dossier"
    with pytest.raises(NotCompleteError):
        complete(strict, dossier.id)
    for one in asked:
        strict.do(BRAHIM, lambda desk, one=one: keying.key(desk, one.id, one.value))  # type: ignore[misc]
    assert office.dossier(dossier.id).statut is Statut.COMPLET
    complete(strict, dossier.id)
    assert office.dossier(dossier.id).etape is Etape.VALIDE


def complete(office: Office, dossier_id: str) -> None:
    seen = office.dossier(dossier_id).revision
    office.do(ANNA, lambda desk: outcome.complete(desk, dossier_id, seen=seen))


def test_a_value_that_changed_is_keyed_again(office: Office, papers: Bag, dossier: Dossier) -> None:
    strict = asking(office, seconde_saisie_montant=150.0)
    correct(strict, papers, "160,90")
    lift_everything(strict, dossier.id)
    (first,) = of_invoice(strict, papers)
    assert first.released_by == "Anna"
    assert of_invoice(strict, papers, ANNA) == []
    with pytest.raises(ImpossibleError) as refused:
        strict.do(ANNA, lambda desk: keying.key(desk, first.id, "160,90"))
    assert refused.value.code == "seconde_personne"
    strict.do(BRAHIM, lambda desk: keying.key(desk, first.id, "160,90"))
    assert of_invoice(strict, papers) == []
    correct(strict, papers, "166,90")
    (second,) = of_invoice(strict, papers)
    assert (second.value, second.id != first.id) == ("166.90", True)
    strict.do(CHAIMAE, lambda desk: holds.take(desk, dossier.id))
    assert of_invoice(strict, papers, CHAIMAE) == [], "she has seen it in this dossier"
    with pytest.raises(ImpossibleError):
        strict.do(CHAIMAE, lambda desk: keying.key(desk, second.id, "166,90"))


def test_a_value_moved_before_it_was_keyed_frees_the_dossier_that_it_went_to(
    office: Office, papers: Bag, dossier: Dossier
) -> None:
    strict = asking(office, seconde_saisie_montant=150.0)
    lift_everything(strict, dossier.id)
    (first,) = of_invoice(strict, papers)
    (other,) = office.dossiers(bag(office.place, SHEET, PRESCRIPTION, name="autre.pdf"))
    row = office.document(papers, "facture")
    strict.do(
        ANNA,
        lambda desk: cutting.move_document(desk, row.id, other.id, seen=row.revision),
    )
    lift_everything(strict, other.id)
    (moved,) = of_invoice(strict, papers)
    assert (moved.dossier_id, moved.id != first.id) == (other.id, True)
    for one in waiting(strict):
        strict.do(BRAHIM, lambda desk, one=one: keying.key(desk, one.id, one.value))  # type: ignore[misc]
    assert office.dossier(other.id).statut is Statut.COMPLET


def test_two_keyings_that_differ_are_settled_by_a_third_person(
    office: Office, papers: Bag, dossier: Dossier
) -> None:
    strict, control = differing(office, papers, dossier)
    assert office.dossier(dossier.id).statut is Statut.A_VERIFIER
    for one in (ANNA, BRAHIM):
        with pytest.raises(ImpossibleError) as refused:
            strict.do(one, lambda desk: keying.settle(desk, control.id, "166.90"))
        assert refused.value.code == "troisieme_personne"
    strict.do(CHIEF, lambda desk: keying.settle(desk, control.id, "166,90"))
    assert office.value(control.document_id, "montant_total") == "166.90"
    assert office.dossier(dossier.id).statut is Statut.COMPLET
    strict.do(CHIEF, lambda desk: undo_last(desk, dossier.id))
    assert office.value(control.document_id, "montant_total") == "160.90"
    assert office.dossier(dossier.id).statut is Statut.A_VERIFIER
    with office.place.database.reading() as session:
        assert [d.control.id for d in controls.differences(session, settled=False)] == [control.id]


def test_a_third_person_may_say_something_else(
    office: Office, papers: Bag, dossier: Dossier
) -> None:
    strict, control = differing(office, papers, dossier)
    with pytest.raises(BadValueError):
        strict.do(CHAIMAE, lambda desk: keying.settle(desk, control.id, "cent"))
    strict.do(CHAIMAE, lambda desk: keying.settle(desk, control.id, "169"))
    assert waiting(strict, DOCTOR) == [], "what a third person settled is not keyed again"
    assert office.value(control.document_id, "montant_total") == "169.00"
    assert office.dossier(dossier.id).statut is Statut.COMPLET


def test_only_the_head_of_claims_lets_it_go_and_its_lot_does_not_leave_before(
    office: Office, papers: Bag, dossier: Dossier
) -> None:
    strict = asking(office, seconde_saisie_montant=150.0)
    lift_everything(strict, dossier.id)
    lot = office.dossier(dossier.id).lot_id
    assert lot is not None
    with office.place.database.reading() as session:
        (kept,) = lots.not_ready(session, lot, strict.now)
    assert kept.dossier_id == dossier.id
    with pytest.raises(ForbiddenError):
        lift(strict, CHAIMAE, dossier.id, "seconde_saisie")
    lift(strict, CHIEF, dossier.id, "seconde_saisie")
    assert office.dossier(dossier.id).statut is Statut.COMPLET
