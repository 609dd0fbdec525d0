"""What becomes of a dossier: complete only when nothing stands in the way; letters kept as issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.review import comments, fields, holds, letters, outcome, pages
from flows.review.done import Obstacle
from flows.review.errors import (
    ChangedError,
    ForbiddenError,
    ImpossibleError,
    MissingError,
    NotCompleteError,
)
from flows.review.fields import Spot
from flows.review.letters import Draft
from flows.review.reasons import reasons
from flows.review.undo import history, undo, undoable
from models.entities import Dossier, Etape, Resultat, Statut, Target
from models.errors import BadInput
from models.permissions import Actor
from tests.flows.review.office import (
    ANNA,
    BRAHIM,
    CHIEF,
    DOCTOR,
    INVOICE,
    MAILROOM,
    PRESCRIPTION,
    REPORT,
    SHEET,
    Bag,
    Office,
    bag,
)


@pytest.fixture
def papers(office: Office) -> Bag:
    return bag(office.place, SHEET, PRESCRIPTION, INVOICE)


@pytest.fixture
def dossier(office: Office, papers: Bag) -> Dossier:
    (only,) = office.dossiers(papers)
    return only


def obstacles(office: Office, dossier: Dossier, actor: Actor = ANNA) -> tuple[Obstacle, ...]:
    found = office.do(actor, lambda desk: outcome.standing(desk, dossier.id))
    return tuple(one for one in found.obstacles if one.lifted_by is None)


def revision(office: Office, dossier: Dossier) -> int:
    return office.dossier(dossier.id).revision


def lift_everything(office: Office, dossier: Dossier) -> None:
    for one in obstacles(office, dossier, CHIEF):
        actor = DOCTOR if one.medical else CHIEF
        office.do(
            actor,
            lambda desk, one=one: outcome.lift(  # type: ignore[misc]
                desk, dossier.id, one.exigence, "vu au guichet", seen=revision(office, dossier)
            ),
        )


def test_a_dossier_that_lacks_something_is_not_complete(office: Office, dossier: Dossier) -> None:
    with pytest.raises(NotCompleteError) as refused:
        office.do(ANNA, lambda desk: outcome.complete(desk, dossier.id, seen=0))
    assert refused.value.obstacles
    assert all(one.raison and one.libelle for one in refused.value.obstacles)
    assert office.dossier(dossier.id).etape is Etape.A_TRAITER


def test_a_doubt_is_lifted_by_who_looked_a_lack_by_the_head_of_claims(
    office: Office, dossier: Dossier
) -> None:
    found = obstacles(office, dossier)
    doubts = [one for one in found if one.resultat is Resultat.A_VERIFIER]
    assert doubts
    assert all(one.may_lift or one.medical for one in doubts)
    lacks = [one for one in found if one.resultat is not Resultat.A_VERIFIER]
    assert lacks
    assert not any(one.may_lift for one in lacks)
    with pytest.raises(ForbiddenError):
        office.do(
            ANNA,
            lambda desk: outcome.lift(desk, dossier.id, lacks[0].exigence, "parce que", seen=0),
        )
    with pytest.raises(ImpossibleError) as refused:
        office.do(
            CHIEF, lambda desk: outcome.lift(desk, dossier.id, lacks[0].exigence, "  ", seen=0)
        )
    assert refused.value.code == "raison"


def test_each_thing_lifted_it_is_complete_and_can_be_taken_up_again(
    office: Office, dossier: Dossier
) -> None:
    lift_everything(office, dossier)
    assert office.dossier(dossier.id).statut is Statut.COMPLET
    done = office.do(
        ANNA, lambda desk: outcome.complete(desk, dossier.id, seen=revision(office, dossier))
    )
    assert office.dossier(dossier.id).etape is Etape.VALIDE
    office.do(ANNA, lambda desk: undo(desk, done.act))
    assert office.dossier(dossier.id).etape is Etape.A_TRAITER
    redone = office.do(
        ANNA, lambda desk: outcome.complete(desk, dossier.id, seen=revision(office, dossier))
    )
    assert redone.changes
    office.do(
        ANNA,
        lambda desk: outcome.reopen(
            desk, dossier.id, "un papier de plus", seen=revision(office, dossier)
        ),
    )
    assert office.dossier(dossier.id).etape is Etape.A_TRAITER


def test_a_lift_falls_when_the_finding_says_something_else(
    office: Office, papers: Bag, dossier: Dossier
) -> None:
    row = office.document(papers, "ordonnance")
    day = Spot(Target.FIELD, "date_prescription")
    office.do(ANNA, lambda desk: fields.correct(desk, row.id, day, "14/10/2025", seen=0))
    office.do(
        CHIEF,
        lambda desk: outcome.lift(
            desk,
            dossier.id,
            "date_ordonnance",
            "le médecin confirme",
            seen=revision(office, dossier),
        ),
    )
    assert "date_ordonnance" not in {one.exigence for one in obstacles(office, dossier)}
    with office.place.database.reading() as session:
        seen = fields.sheet(session, row.id).seen[day]
    office.do(ANNA, lambda desk: fields.blank(desk, row.id, day, seen=seen))
    assert "date_ordonnance" in {one.exigence for one in obstacles(office, dossier)}


def test_what_a_medical_paper_says_is_lifted_by_the_doctor(office: Office) -> None:
    others = bag(office.place, SHEET, PRESCRIPTION, INVOICE, REPORT, name="autre.pdf")
    (dossier,) = office.dossiers(others)
    office.do(
        CHIEF,
        lambda desk: outcome.confirm_type(desk, dossier.id, "cnops", "pec_chimiotherapie", seen=0),
    )
    medical = [
        one
        for one in obstacles(office, dossier, CHIEF)
        if one.medical and one.resultat is not Resultat.MANQUANT
    ]
    assert medical
    assert not any(one.may_lift for one in medical)
    found = office.do(DOCTOR, lambda desk: outcome.standing(desk, dossier.id))
    assert {o.exigence for o in found.obstacles if o.may_lift} >= {o.exigence for o in medical}


def test_a_settled_dossier_is_not_edited(office: Office, papers: Bag, dossier: Dossier) -> None:
    lift_everything(office, dossier)
    office.do(ANNA, lambda desk: outcome.complete(desk, dossier.id, seen=revision(office, dossier)))
    row = office.document(papers, "facture")
    spot = Spot(Target.FIELD, "montant_total")
    with pytest.raises(ImpossibleError) as refused:
        office.do(ANNA, lambda desk: fields.correct(desk, row.id, spot, "1", seen=0))
    assert refused.value.code == "deja_decide"
    with pytest.raises(ImpossibleError):
        office.do(ANNA, lambda desk: pages.move_document(desk, row.id, None, seen=row.revision))


def test_to_the_doctor_and_back(office: Office, dossier: Dossier) -> None:
    office.do(ANNA, lambda desk: holds.take(desk, dossier.id))
    office.do(ANNA, lambda desk: outcome.refer(desk, dossier.id, "avis demandé", seen=0))
    assert office.dossier(dossier.id).etape is Etape.MEDECIN
    with office.place.database.reading() as session:
        assert not holds.held(session, [dossier.id], office.now), "it left Anna's hands"
    found = office.do(DOCTOR, lambda desk: holds.next_dossier(desk))
    assert found is not None
    assert found.id == dossier.id
    seen = revision(office, dossier)
    with pytest.raises(ForbiddenError):
        office.do(MAILROOM, lambda desk: comments.comment(desk, dossier.id, "vu"))
    office.do(DOCTOR, lambda desk: outcome.give_back(desk, dossier.id, "justifié", seen=seen))
    assert office.dossier(dossier.id).etape is Etape.A_TRAITER


def test_why_it_stands_where_it_stands_is_told(office: Office, dossier: Dossier) -> None:
    def told() -> list[tuple[Etape, str, str]]:
        with office.place.database.reading() as session:
            return [(one.etape, one.text, one.actor) for one in reasons(session, dossier.id)]

    asked = (Etape.MEDECIN, "que dit le pli ?", ANNA.name)
    answered = (Etape.A_TRAITER, "rien qui s'y oppose", DOCTOR.name)
    assert told() == []
    office.do(ANNA, lambda desk: outcome.refer(desk, dossier.id, asked[1], seen=0))
    assert told() == [asked]
    office.do(DOCTOR, lambda desk: holds.take(desk, dossier.id))
    seen = revision(office, dossier)
    done = office.do(
        DOCTOR, lambda desk: outcome.give_back(desk, dossier.id, answered[1], seen=seen)
    )
    assert told() == [answered, asked], "the answer, then what was asked"
    office.do(DOCTOR, lambda desk: undo(desk, done.act))
    assert told() == [asked], "what was undone is told no more"
    office.do(
        ANNA,
        lambda desk: outcome.reopen(desk, dossier.id, "repris", seen=revision(office, dossier)),
    )
    office.do(ANNA, lambda desk: holds.take(desk, dossier.id))
    aside = revision(office, dossier)
    office.do(
        ANNA, lambda desk: outcome.put_aside(desk, dossier.id, "attend un appel", None, seen=aside)
    )
    assert told() == [(Etape.DE_COTE, "attend un appel", ANNA.name)]


def test_rejecting_is_for_who_answers_for_it(office: Office, dossier: Dossier) -> None:
    with pytest.raises(ForbiddenError):
        office.do(ANNA, lambda desk: outcome.reject(desk, dossier.id, "hors délai", seen=0))
    done = office.do(CHIEF, lambda desk: outcome.reject(desk, dossier.id, "hors délai", seen=0))
    assert office.dossier(dossier.id).etape is Etape.REJETE
    with pytest.raises(ForbiddenError):
        office.do(ANNA, lambda desk: undo(desk, done.act))
    office.do(CHIEF, lambda desk: undo(desk, done.act))
    assert office.dossier(dossier.id).etape is Etape.A_TRAITER


def test_put_aside_until_a_day(office: Office, dossier: Dossier) -> None:
    day = office.now.date() + timedelta(days=3)
    office.do(ANNA, lambda desk: outcome.put_aside(desk, dossier.id, "rappeler", day, seen=0))
    aside = office.dossier(dossier.id)
    assert (aside.etape, aside.rappel_le) == (Etape.DE_COTE, day)
    assert office.do(ANNA, lambda desk: holds.next_dossier(desk)) is None
    office.later(days=3)
    assert office.do(ANNA, lambda desk: holds.next_dossier(desk)) is not None
    with pytest.raises(ImpossibleError):
        office.do(
            ANNA,
            lambda desk: outcome.put_aside(
                desk, dossier.id, "rappeler", day, seen=revision(office, dossier)
            ),
        )


def test_a_type_confirmed_is_judged_as_such(office: Office, dossier: Dossier) -> None:
    done = office.do(
        ANNA,
        lambda desk: outcome.confirm_type(desk, dossier.id, "cnops", "pec_pharmacie", seen=0),
    )
    now = office.dossier(dossier.id)
    assert (now.organisme, now.type) == ("cnops", "pec_pharmacie")
    assert done.changes[0].findings
    with pytest.raises(MissingError):
        office.do(
            ANNA,
            lambda desk: outcome.confirm_type(desk, dossier.id, "cnops", "rien", seen=now.revision),
        )
    office.do(ANNA, lambda desk: undo(desk, done.act))
    assert office.dossier(dossier.id).type == dossier.type


def test_a_decision_on_a_dossier_that_changed_is_refused(
    office: Office, papers: Bag, dossier: Dossier
) -> None:
    row = office.document(papers, "facture")
    spot = Spot(Target.FIELD, "montant_total")
    office.do(BRAHIM, lambda desk: fields.correct(desk, row.id, spot, "170", seen=0))
    with pytest.raises(ChangedError) as told:
        office.do(ANNA, lambda desk: outcome.refer(desk, dossier.id, "avis", seen=0))
    assert told.value.who == "Brahim"


# --- letters and comments --------------------------------------------------------------------


def preview(office: Office, dossier: Dossier) -> Draft:
    return office.do(ANNA, lambda desk: letters.preview(desk, dossier.id))


def test_a_letter_is_edited_issued_and_kept_as_it_left(office: Office, dossier: Dossier) -> None:
    draft = preview(office, dossier)
    assert draft.lacks
    assert Draft.from_json(draft.to_json()) == draft
    first = replace(draft.lacks[0], phrase="Joindre les vignettes découpées.")
    edited = replace(draft, lacks=(first, *draft.lacks[1:]), note="Merci d'écrire lisiblement.")
    pdf = office.do(ANNA, lambda desk: letters.as_pdf(desk, dossier.id, edited))
    assert pdf.startswith(b"%PDF")
    done = office.do(ANNA, lambda desk: letters.issue(desk, dossier.id, edited, seen=0))
    assert office.dossier(dossier.id).etape is Etape.COMPLEMENT
    with office.place.database.reading() as session:
        (kept,) = letters.issued(session, dossier.id)
    assert Draft.from_json(kept.text) == edited
    assert office.place.blobs.get(kept.pdf_sha256) == pdf
    assert not kept.cancelled
    office.do(ANNA, lambda desk: undo(desk, done.act))
    assert office.dossier(dossier.id).etape is Etape.A_TRAITER
    with office.place.database.reading() as session:
        (kept,) = letters.issued(session, dossier.id)
    assert kept.cancelled, "it is kept all the same"


def test_a_letter_that_asks_for_nothing_does_not_leave(office: Office, dossier: Dossier) -> None:
    draft = preview(office, dossier)
    empty = replace(draft, lacks=tuple(replace(one, kept=False) for one in draft.lacks))
    with pytest.raises(ImpossibleError) as refused:
        office.do(ANNA, lambda desk: letters.issue(desk, dossier.id, empty, seen=0))
    assert refused.value.code == "lettre_vide"
    with pytest.raises(ImpossibleError):
        Draft.from_json({"lacks": "rien"})


def test_no_letter_when_nothing_is_missing(office: Office, dossier: Dossier) -> None:
    lift_everything(office, dossier)
    # What was lifted is not asked for any more.
    with pytest.raises(BadInput):
        preview(office, dossier)


def test_comments_are_shown_until_withdrawn(office: Office, dossier: Dossier) -> None:
    office.do(BRAHIM, lambda desk: holds.take(desk, dossier.id))
    done = office.do(ANNA, lambda desk: comments.comment(desk, dossier.id, " Appelé la pharmacie "))
    with office.place.database.reading() as session:
        (said,) = comments.comments(session, dossier.id)
    assert (said.actor, said.text) == ("Anna", "Appelé la pharmacie")
    with office.place.database.reading() as session:
        assert history(session, dossier.id)[0].sentence == "Commentaire ajouté."
    office.do(BRAHIM, lambda desk: holds.release(desk, dossier.id))
    office.do(ANNA, lambda desk: undo(desk, done.act))
    with office.place.database.reading() as session:
        assert not comments.comments(session, dossier.id)
    with pytest.raises(ImpossibleError):
        office.do(ANNA, lambda desk: comments.comment(desk, dossier.id, "  "))


def test_the_last_act_of_a_person_is_the_one_to_undo(
    office: Office, papers: Bag, dossier: Dossier
) -> None:
    row = office.document(papers, "facture")
    spot = Spot(Target.FIELD, "montant_total")
    first = office.do(ANNA, lambda desk: fields.correct(desk, row.id, spot, "170", seen=0))
    office.do(BRAHIM, lambda desk: comments.comment(desk, dossier.id, "vu"))
    with office.place.database.reading() as session:
        last = undoable(session, "Anna", dossier.id)
    assert last is not None
    assert last.seq == first.act
    office.do(ANNA, lambda desk: undo(desk, first.act))
    with office.place.database.reading() as session:
        assert undoable(session, "Anna", dossier.id) is None
        told = {deed.seq: deed.undone for deed in history(session, dossier.id)}
    assert told[first.act]
    with pytest.raises(ImpossibleError) as refused:
        office.do(ANNA, lambda desk: undo(desk, first.act))
    assert refused.value.code == "deja_annulee"


def test_an_undoing_is_undone(office: Office, papers: Bag) -> None:
    row = office.document(papers, "facture")
    spot = Spot(Target.FIELD, "montant_total")
    first = office.do(ANNA, lambda desk: fields.correct(desk, row.id, spot, "170", seen=0))
    back = office.do(ANNA, lambda desk: undo(desk, first.act))
    assert office.value(row.id, "montant_total") == "160.90"
    office.do(ANNA, lambda desk: undo(desk, back.act))
    assert office.value(row.id, "montant_total") == "170.00"
