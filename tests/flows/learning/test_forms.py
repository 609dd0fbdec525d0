"""From a corrected paper to a form, from the form to the next paper, and what becomes of a bad one."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.learning import forms as learning
from flows.review import cutting, fields
from flows.review.fields import Spot
from models.entities import Document, FormState, KnownForm, Proposal, Target
from models.forms import Form
from models.geometry import Box
from models.reading import PageReading
from storage.records import documents, forms
from tests.extractors.forms.sheets import VALUES, page
from tests.flows.review.office import ANNA, Bag, Office, bag

NAMES = ("numero_police", "montant_total", "date_signature")


def people(number: int) -> dict[str, str]:
    """What one of many persons wrote on the sheet."""
    return {
        "assure_nom": ("TAZI", "BERRADA", "LAHLOU", "SEBTI", "KETTANI")[number % 5],
        "numero_police": str(5_100_200 + 7 * number),
        "montant_total": f"{86 + number},40",
        "date_signature": f"{10 + number}/10/2025",
    }


def sheet_of(office: Office, seen: PageReading, name: str) -> tuple[Bag, Document]:
    """An envoi of one such sheet, its type said by a person where it was not seen."""
    got = bag(office.place, seen, name=name)
    (row,) = office.documents(got)
    if row.type != "feuille_de_soins":
        office.do(
            ANNA, lambda desk: cutting.retype(desk, row.id, "feuille_de_soins", seen=row.revision)
        )
    return got, office.refreshed(row)


def correct_all(office: Office, row: Document, seen: PageReading, values: dict[str, str]) -> None:
    """Every value keyed, its place shown, and what else is doubtful said not to be there."""
    for name in NAMES:
        box = next(w.box for w in seen.words if w.text == values[name])
        key(office, row, name, values[name], box)
    with office.place.database.reading() as session:
        left = documents.current(session, [row.id])[row.id].fields
    for name, field in left.items():
        if field.confidence < learning.SURE:
            say_absent(office, row, name)


def say_absent(office: Office, row: Document, name: str) -> None:
    spot = Spot(Target.FIELD, name)
    office.do(ANNA, lambda desk: fields.blank(desk, row.id, spot, seen=0))


def key(office: Office, row: Document, name: str, typed: str, box: Box | None = None) -> None:
    spot = Spot(Target.FIELD, name)
    page = 1 if box is not None else None
    office.do(
        ANNA, lambda desk: fields.correct(desk, row.id, spot, typed, seen=0, page=page, box=box)
    )


def proposed(office: Office, row: Document) -> dict[str, tuple[str | None, str | None]]:
    """Of each field that was read, the value and the form it came of."""
    with office.place.database.reading() as session:
        rows = session.scalars(select(Proposal).filter_by(document_id=row.id, target=Target.FIELD))
        return {p.name or "": (p.value, p.form) for p in rows}


def assert_read_without_a_form(office: Office, row: Document) -> None:
    """Labels alone gave values, without those that only the form finds."""
    found = proposed(office, row)
    assert found
    assert not found.keys() >= set(NAMES)
    assert {used for _, used in found.values()} == {None}


def known(office: Office) -> list[KnownForm]:
    with office.place.database.reading() as session:
        return [*forms.every(session)]


def taught(office: Office) -> Document:
    """The first sheet, corrected by a person."""
    seen = page(VALUES)
    _, row = sheet_of(office, seen, "premier.pdf")
    correct_all(office, row, seen, VALUES)
    return row


def test_the_next_paper_of_a_corrected_layout_is_read_by_its_form(office: Office) -> None:
    row = taught(office)
    seen = page(people(1), right=0.02, down=0.03)
    _, following = sheet_of(office, seen, "second.pdf")
    (form,) = known(office)
    assert following.type == "feuille_de_soins"
    found = proposed(office, following)
    assert found["numero_police"] == (people(1)["numero_police"], f"{form.id}/1")
    assert found["date_signature"] == ("2025-10-11", f"{form.id}/1")
    with office.place.database.reading() as session:
        assert [one.document_id for one in forms.lessons(session, form.id)] == [row.id]


def test_a_paper_is_learned_from_once_and_the_further_ones_make_it_better(office: Office) -> None:
    taught(office)
    for number in (1, 2):
        values = people(number)
        seen = page(values, right=0.01 * number)
        _, row = sheet_of(office, seen, f"{number}.pdf")
        correct_all(office, row, seen, values)
    sheet_of(office, page(people(3)), "dernier.pdf")
    sheet_of(office, page(people(4)), "encore.pdf")
    with office.place.database.reading() as session:
        (form,) = forms.in_use(session)
    assert (form.examples, form.version) == (3, 3)


def test_a_form_whose_proposals_are_corrected_is_set_aside(office: Office) -> None:
    taught(office)
    for number in range(1, 5):
        _, row = sheet_of(office, page(people(number)), f"{number}.pdf")
        for name in NAMES:
            key(office, row, name, people(number + 1)[name])
    sheet_of(office, page(people(0)), "fin.pdf")
    (form,) = known(office)
    assert form.state is FormState.ECARTE
    assert form.why is not None
    assert "corrigées" in form.why
    _, after = sheet_of(office, page(people(3)), "apres.pdf")
    assert_read_without_a_form(office, after)


def test_what_is_forgotten_is_not_read_by(office: Office) -> None:
    taught(office)
    _, second = sheet_of(office, page(people(1)), "second.pdf")
    assert any(used for _, used in proposed(office, second).values())
    with office.place.database.transaction() as session:
        (row,) = forms.every(session)
        forms.set_state(session, row, FormState.OUBLIE, "modèle retiré")
    _, last = sheet_of(office, page(people(2)), "troisieme.pdf")
    assert_read_without_a_form(office, last)


def test_nothing_that_anybody_wrote_is_kept(office: Office) -> None:
    taught(office)
    sheet_of(office, page(people(1)), "second.pdf")
    with office.place.database.reading() as session:
        (form,) = forms.in_use(session)
    kept = {anchor.text for page in form.pages for anchor in page.anchors}
    assert {"police", "adresse"} <= kept, "what is printed is kept"
    assert not kept & {"zemmouri", "4471829", "125000"}
    assert not any(c.isdigit() for text in kept for c in text)


def test_a_paper_that_cannot_be_learned_from_keeps_no_envoi_from_being_read(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    row = taught(office)

    def fails(session: Session, form: Form) -> Form:
        session.add(KnownForm(number=1, type="half written"))
        session.flush()
        raise ValueError("a paper as nobody imagined it")

    with monkeypatch.context() as at_first:
        at_first.setattr(forms, "add", fails)
        _, second = sheet_of(office, page(people(1)), "second.pdf")
    assert second.retired_at is None
    assert known(office) == [], "what it had begun is taken back"
    assert [(r.message, r.__dict__["reference"]) for r in caplog.records] == [
        ("papier_non_appris", row.id)
    ]
    correct_all(office, second, page(people(1)), people(1))
    sheet_of(office, page(people(2)), "troisieme.pdf")
    (form,) = known(office)
    with office.place.database.reading() as session:
        assert [one.document_id for one in forms.lessons(session, form.id)] == [second.id]
