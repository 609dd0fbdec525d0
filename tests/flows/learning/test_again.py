"""Dossiers read or judged again: shown, then accepted; what people decided stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from extractors import types
from extractors.types.classify import weighed
from extractors.types.taught import words_that_teach
from flows.learning import again
from flows.learning.again import Selection
from flows.review import cutting, fields
from flows.review.fields import Spot
from flows.understanding import read_documents
from models.entities import Dossier, Etape, Lot, Target
from models.errors import BadInput
from models.permissions import Actor, Role
from models.reading import Document
from models.taught import Taught, TaughtPage
from storage.records import audit, typing_versions
from tests.flows.papers import reading
from tests.flows.review.office import (
    ANNA,
    EVERYBODY,
    INVOICE,
    NOON,
    PRESCRIPTION,
    SHEET,
    Bag,
    Office,
    bag,
)

EVERY = Selection()
MACHINE = Actor("commande", frozenset({Role.SYSTEME}))


def taken_for(office: Office, lines: tuple[str, ...], type: str) -> None:
    """From now on pages of these words are taken for papers of that type."""
    words = words_that_teach(weighed(reading(*lines), 1).words)
    with office.place.database.transaction() as session:
        version = Taught(1, (TaughtPage(words, {type: 40.0}),))
        typing_versions.keep(session, version, {}, taken=True)
        typing_versions.use(session, 1, actor="Driss")


def ids(office: Office, wanted: Selection = EVERY) -> list[str]:
    with office.place.database.reading() as session:
        return again.selected(session, wanted)


@pytest.fixture
def papers(office: Office) -> Bag:
    return bag(office.place, SHEET, PRESCRIPTION, INVOICE)


def test_what_would_change_is_shown_and_nothing_is_kept(office: Office, papers: Bag) -> None:
    taken_for(office, INVOICE, "devis")
    before = [(row.type, row.revision) for row in office.documents(papers)]
    (found,) = again.preview(office.place, MACHINE, ids(office), reread=True)
    told = {change.name: (change.before, change.after) for change in found.values}
    assert told["type"] == ("Facture", "Devis")
    assert [(row.type, row.revision) for row in office.documents(papers)] == before


def read_earlier(office: Office, monkeypatch: pytest.MonkeyPatch, **otherwise: Any) -> None:
    """A bag whose invoice's date was kept with what an earlier reading made of it."""

    def then(*given: Any) -> list[Document]:
        found = []
        for document in read_documents(*given):
            fields = dict(document.fields)
            if document.type == "facture":
                fields["date_facture"] = replace(fields["date_facture"], **otherwise)
            found.append(replace(document, fields=fields))
        return found

    with monkeypatch.context() as patch:
        patch.setattr("flows.understanding.read_documents", then)
        bag(office.place, SHEET, PRESCRIPTION, INVOICE)


def test_what_a_mended_version_reads_otherwise_is_shown(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_earlier(office, monkeypatch, value="2025-12-10")
    (found,) = again.preview(office.place, MACHINE, ids(office), reread=True)
    (date,) = found.values
    assert (date.before, date.after) == ("2025-12-10", "2025-10-12")


def test_what_a_second_look_took_for_the_first_reading_stays(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_earlier(
        office, monkeypatch, value="2025-10-13", raw="13/10/2025", rivals=(("2025-10-12", 0.8),)
    )
    (found,) = again.preview(office.place, MACHINE, ids(office), reread=True)
    assert not found.values


def test_what_is_accepted_is_done_and_stands_in_the_trail(office: Office, papers: Bag) -> None:
    taken_for(office, INVOICE, "devis")
    shown = again.preview(office.place, MACHINE, ids(office), reread=True)
    code = again.fingerprint(shown)
    with pytest.raises(BadInput, match="n'est plus ce qui a été montré"):
        again.accept(office.place, MACHINE, shown, "0" * 12, reread=True)
    assert again.accept(office.place, MACHINE, shown, code, reread=True) == shown
    assert "devis" in {row.type for row in office.documents(papers)}
    with office.place.database.reading() as session:
        assert "relecture.relire" in {entry.action for entry in audit.entries(session)}
        assert audit.verify(session) is None
    (after,) = again.preview(office.place, MACHINE, ids(office), reread=True)
    assert not after.changes


def test_what_a_person_decided_stands(office: Office, papers: Bag) -> None:
    row = office.document(papers, "facture")
    spot = Spot(Target.FIELD, "date_facture")
    office.do(ANNA, lambda desk: fields.correct(desk, row.id, spot, "13/10/2025", seen=0))
    office.do(
        ANNA,
        lambda desk: cutting.retype(desk, row.id, "facture", seen=office.refreshed(row).revision),
    )
    taken_for(office, INVOICE, "devis")
    (found,) = again.preview(office.place, MACHINE, ids(office), reread=True)
    assert "type" not in {change.name for change in found.values}
    again.accept(office.place, MACHINE, [found], again.fingerprint([found]), reread=True)
    assert office.refreshed(row).type == "facture"
    assert office.value(row.id, "date_facture") == "2025-10-13"


def test_a_paper_on_which_a_decision_would_no_longer_stand_is_left(
    office: Office, papers: Bag
) -> None:
    row = office.document(papers, "facture")
    spot = Spot(Target.FIELD, "numero_facture")
    office.do(ANNA, lambda desk: fields.correct(desk, row.id, spot, "F-77", seen=0))
    taken_for(office, INVOICE, "rib")
    (found,) = again.preview(office.place, MACHINE, ids(office), reread=True)
    assert found.left == again.DECIDED
    assert office.value(row.id, "numero_facture") == "F-77"


def test_a_dossier_changed_since_it_was_shown_is_left(office: Office, papers: Bag) -> None:
    taken_for(office, INVOICE, "devis")
    shown = again.preview(office.place, MACHINE, ids(office), reread=True)
    row = office.document(papers, "facture")
    office.do(EVERYBODY, lambda desk: cutting.retype(desk, row.id, "facture", seen=row.revision))
    code = again.fingerprint(shown)
    (done,) = again.accept(office.place, MACHINE, shown, code, reread=True)
    assert done.left == again.OTHERWISE
    assert office.refreshed(row).type == "facture"


def test_a_settled_dossier_is_left_and_says_why(office: Office, papers: Bag) -> None:
    (id,) = ids(office)
    with office.place.database.transaction() as session:
        session.get_one(Dossier, id).etape = Etape.VALIDE
    for reread in (True, False):
        (found,) = again.preview(office.place, MACHINE, [id], reread=reread)
        assert found.left is not None
        assert "déclaré complet" in found.left


def test_other_thresholds_change_what_is_judged(office: Office, papers: Bag) -> None:
    settings = office.place.settings.model_copy(update={"seuil_lecture": 1.0, "seuil_type": 1.0})
    severe = replace(office.place, settings=settings)
    (same,) = again.preview(office.place, MACHINE, ids(office), reread=False)
    assert not same.changes
    (found,) = again.preview(severe, MACHINE, ids(office), reread=False)
    assert found.findings
    again.accept(severe, MACHINE, [found], again.fingerprint([found]), reread=False)
    (after,) = again.preview(severe, MACHINE, ids(office), reread=False)
    assert not after.changes


def test_a_selection_is_made_by_date_type_organisme_lot_and_version(
    office: Office, papers: Bag
) -> None:
    (id,) = ids(office)
    dossier = office.dossier(id)
    today = NOON.date()
    with office.place.database.reading() as session:
        lot = session.get(Lot, dossier.lot_id) if dossier.lot_id else None
    yes = [
        Selection(since=today, until=today),
        Selection(organisme=dossier.organisme, type=dossier.type),
        Selection(version=types.VERSION),
        *([Selection(lot=lot.numero)] if lot else []),
    ]
    no = [
        Selection(since=today.replace(day=today.day + 1)),
        Selection(until=today.replace(day=today.day - 1)),
        Selection(organisme="cnops"),
        Selection(lot="L00"),
        Selection(version="+bureau1"),
    ]
    assert [ids(office, one) for one in yes] == [[id]] * len(yes)
    assert [ids(office, one) for one in no] == [[]] * len(no)


def test_a_medical_field_of_a_form_is_withheld_and_still_counts(office: Office) -> None:
    sheet = (*SHEET, "Nature de la maladie : DIABETE")
    bag(office.place, sheet, PRESCRIPTION, INVOICE)
    taken_for(office, sheet, "devis")
    (found,) = again.preview(office.place, MACHINE, ids(office), reread=True)
    (hidden,) = [change for change in found.values if change.sealed]
    assert hidden.name == "Nature de la maladie"
    assert "DIABETE" not in str(found).upper()
    assert hidden.mark is not None
    assert hidden.mark not in str(again.printable(found))
    other = replace(
        found, values=tuple(replace(v, mark="0") if v is hidden else v for v in found.values)
    )
    assert again.fingerprint([other]) != again.fingerprint([found])


def test_the_values_of_a_secret_are_withheld(office: Office) -> None:
    report = ("RAPPORT MÉDICAL CONFIDENTIEL", "Dr BENNANI Youssef", "Affection : diabète")
    bag(office.place, SHEET, report)
    taken_for(office, report, "rapport_contre_visite")
    (found,) = again.preview(office.place, MACHINE, ids(office), reread=True)
    hidden = [change for change in found.values if change.sealed]
    assert hidden
    assert all(change.before is None and change.after is None for change in hidden)
