"""Learned forms kept and read back, counted by what people said of their proposals."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from models.entities import Envoi, FormState, Target, ThingKind, WrittenOnceError
from models.forms import Anchor, Form, FormPage, Place
from models.geometry import Box
from models.reading import Document, Field, How
from storage.database import Database
from storage.records import decisions, documents, forms

BOX = Box(0.1, 0.2, 0.3, 0.25)
FORM = Form(
    "",
    "facture",
    (
        FormPage(
            0.707,
            (Anchor("total", BOX, 2), Anchor("facture", Box(0.5, 0.1, 0.6, 0.125))),
            (Place("montant_total", (BOX,)), Place("nature", (BOX, BOX), "pharmacie")),
        ),
    ),
)


def kept(session: Session, form: Form = FORM) -> Form:
    return forms.add(session, form)


def test_a_form_is_read_back_as_it_was_kept(database: Database) -> None:
    with database.transaction() as session:
        added = kept(session)
    with database.reading() as session:
        (back,) = forms.in_use(session)
        assert forms.reason(session, f"{added.id}/1") == (
            "lu d'après le formulaire nº 1 (facture), appris de papiers corrigés"
        )
    assert back == added
    assert (back.pages, back.label) == (FORM.pages, "formulaire nº 1 (facture)")


def test_each_lesson_is_a_version_and_the_last_one_is_in_use(database: Database) -> None:
    with database.transaction() as session:
        first = kept(session)
        better = Form(first.id, "facture", FORM.pages, examples=2, version=2)
        forms.improve(session, better)
        kept(session)
    with database.reading() as session:
        one, other = forms.in_use(session)
        assert (one.version, one.examples, other.version) == (2, 2, 1)
        assert [row.number for row in forms.every(session)] == [1, 2]


@pytest.mark.parametrize("state", [FormState.ECARTE, FormState.OUBLIE])
def test_what_is_set_aside_or_forgotten_is_not_in_use(database: Database, state: FormState) -> None:
    with database.transaction() as session:
        kept(session)
        (row,) = forms.every(session)
        forms.set_state(session, row, state, "essai")
    with database.reading() as session:
        assert forms.in_use(session) == []
        assert forms.by_number(session, 1) is not None


def test_a_version_is_written_once(database: Database) -> None:
    with database.transaction() as session:
        form = kept(session)
        forms.note(session, 4, None, form.id)
    with pytest.raises(WrittenOnceError), database.transaction() as session:
        forms.lessons(session, form.id)[0].decision_seq = 5


def test_outcomes_count_what_people_said_of_a_form(
    database: Database, make_envoi: Callable[..., Envoi]
) -> None:
    envoi = make_envoi(1)
    with database.transaction() as session:
        form = kept(session)

        def read(value: str, by: str | None) -> Field:
            return Field(value, value, 0.9, 1, BOX, How.OCR, form=by)

        fields = {
            "montant_total": read("12.00", f"{form.id}/1"),
            "date_facture": read("2025-11-03", f"{form.id}/1"),
            "numero_facture": read("F-1", f"{form.id}/1"),
            "emetteur_nom": read("Pharmacie ATLAS", None),
        }
        (row,) = documents.record(
            session, envoi.id, [Document((1,), "facture", 0.9, fields)], "essai"
        )
        for name, value in (
            ("montant_total", "21.00"),
            ("date_facture", "2025-11-03"),
            ("emetteur_nom", "X"),
        ):
            decisions.decide(
                session, actor="Anna", kind=ThingKind.DOCUMENT, thing_id=row.id,
                target=Target.FIELD, name=name, value=value,
            )  # fmt: skip
    with database.reading() as session:
        assert forms.outcomes(session, form.id) == {"montant_total": (1, 1), "date_facture": (1, 0)}
        assert forms.behind(session, [row.id]) == [form.id]
        assert (
            documents.current(session, [row.id])[row.id].fields["numero_facture"].form
            == f"{form.id}/1"
        )


def test_decisions_are_gone_through_once(
    database: Database, make_envoi: Callable[..., Envoi]
) -> None:
    envoi = make_envoi(1)
    with database.transaction() as session:
        (row,) = documents.record(session, envoi.id, [Document((1,), "facture", 0.9)], "essai")
        decisions.decide(
            session, actor="Anna", kind=ThingKind.DOCUMENT, thing_id=row.id,
            target=Target.FIELD, name="montant_total", value="21.00",
        )  # fmt: skip
        last, document_ids, dossier_ids = forms.decided_since(session, 0)
        assert (document_ids, dossier_ids) == ([row.id], [])
        forms.note(session, last, row.id)
        assert forms.looked_up_to(session) == last
        assert forms.decided_since(session, last) == (last, [], [])
        assert forms.taught(session, [row.id, "autre"]) == {row.id}
