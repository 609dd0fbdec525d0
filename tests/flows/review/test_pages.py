"""Papers put in order: what moves, what is read again, what people decided; and all undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.pages.source import opened
from flows.review import Done, fields, pages
from flows.review.errors import (
    ChangedError,
    ForbiddenError,
    ImpossibleError,
    MissingError,
)
from flows.review.fields import Spot
from flows.review.undo import undo
from models.entities import Etape, Page, Target
from models.geometry import Box
from storage.records import documents
from storage.records import pages as page_rows
from tests.flows.papers import reading
from tests.flows.review.office import (
    ANNA,
    BRAHIM,
    DOCTOR,
    EVERYBODY,
    INVOICE,
    INVOICE_END,
    PRESCRIPTION,
    REPORT,
    SHEET,
    Bag,
    Office,
    bag,
    tabled_invoice,
)

TOTAL = Spot(Target.FIELD, "montant_total")


@pytest.fixture
def papers(office: Office) -> Bag:
    """A sheet of care, a prescription, an invoice of two pages, a report."""
    return bag(office.place, SHEET, PRESCRIPTION, INVOICE, INVOICE_END, REPORT)


def split_invoice(office: Office, papers: Bag) -> Done:
    row = office.document(papers, "facture")
    return office.do(ANNA, lambda desk: pages.split(desk, row.id, 1, seen=row.revision))


def test_a_document_is_cut_in_two_and_made_whole_again(office: Office, papers: Bag) -> None:
    row = office.document(papers, "facture")
    done = split_invoice(office, papers)
    first, second = done.documents
    assert first == row.id
    assert office.numbers(office.refreshed(row)) == [3]
    with office.place.database.reading() as session:
        made = documents.get(session, second)
        assert made.dossier_id == row.dossier_id
        assert made.cut_confidence == 1.0
    assert office.numbers(made) == [4]
    office.do(ANNA, lambda desk: undo(desk, done.act))
    assert office.numbers(office.refreshed(row)) == [3, 4]
    assert second not in {document.id for document in office.documents(papers)}


def test_documents_stay_in_the_order_of_their_pages(office: Office, papers: Bag) -> None:
    split_invoice(office, papers)
    numbers = [office.numbers(row) for row in office.documents(papers)]
    assert numbers == [[1], [2], [3], [4], [5]]


@pytest.mark.parametrize("at", [0, 2, 7, -1])
def test_a_document_is_cut_between_its_pages_only(here_office: Office, at: int) -> None:
    papers = bag(here_office.place, INVOICE, INVOICE_END)
    row = here_office.document(papers, "facture")
    with pytest.raises(ImpossibleError) as refused:
        here_office.do(ANNA, lambda desk: pages.split(desk, row.id, at, seen=0))
    assert refused.value.code == "coupure_impossible"


def test_two_documents_become_one(office: Office, papers: Bag) -> None:
    first, second = split_invoice(office, papers).documents
    with office.place.database.reading() as session:
        one, other = documents.get(session, first), documents.get(session, second)
    done = office.do(
        ANNA,
        lambda desk: pages.merge(
            desk, other.id, one.id, seen=other.revision, into_seen=one.revision
        ),
    )
    assert office.numbers(one) == [3, 4]
    gone = office.refreshed(other)
    assert gone.retired_at is not None
    assert gone.dossier_id is None
    office.do(ANNA, lambda desk: undo(desk, done.act))
    assert office.numbers(one) == [3]
    assert office.refreshed(other).retired_at is None
    assert office.refreshed(other).dossier_id == other.dossier_id


def test_what_a_person_decided_goes_with_its_page(office: Office, papers: Bag) -> None:
    row = office.document(papers, "facture")
    office.do(ANNA, lambda desk: fields.correct(desk, row.id, TOTAL, "170,90", seen=0))
    shown = Spot(Target.FIELD, "part_assure")
    box = Box(0.1, 0.1, 0.2, 0.12)
    office.do(
        ANNA,
        lambda desk: fields.correct(desk, row.id, shown, "10", seen=0, page=4, box=box),
    )
    done = split_invoice(office, papers)
    first, second = done.documents
    assert office.value(first, "montant_total") == "170.90"
    assert office.value(first, "part_assure") is None
    with office.place.database.transaction() as session:
        kind = documents.get(session, second).type
    if kind != "facture":
        office.do(
            EVERYBODY,
            lambda desk: pages.retype(desk, second, "facture", seen=_seen(office, second)),
        )
    else:
        assert office.value(second, "part_assure") == "10.00"
        with office.place.database.reading() as session:
            sheet = fields.sheet(session, second)
        assert sheet.decided[shown].by == "Anna"


def _seen(office: Office, document_id: str) -> int:
    with office.place.database.reading() as session:
        return documents.get(session, document_id).revision


def test_a_corrected_line_is_found_again_on_its_page(office: Office) -> None:
    papers = bag(office.place, SHEET, PRESCRIPTION, tabled_invoice(), INVOICE_END)
    row = office.document(papers, "facture")
    with office.place.database.reading() as session:
        lines = fields.sheet(session, row.id)
    assert len(lines.rows["lignes"]) == 3
    spot = Spot(Target.LINE, "lignes", lines.rows["lignes"][1], "designation")
    gone = lines.rows["lignes"][0]
    office.do(ANNA, lambda desk: fields.correct(desk, row.id, spot, "DOLIPRANE 500", seen=0))
    office.do(ANNA, lambda desk: fields.remove_row(desk, row.id, "lignes", gone, seen=0))
    added = {"designation": "ASPEGIC"}
    office.do(ANNA, lambda desk: fields.add_row(desk, row.id, "lignes", added))
    page = office.page_id(papers, 3)
    # The page with the lines leaves for a document of its own: they go with it.
    done = office.do(ANNA, lambda desk: pages.extract_page(desk, page, seen=_seen(office, row.id)))
    assert lines_of(office, done.documents[1]) == ["DOLIPRANE 500", "SMECTA SACHET"]
    assert lines_of(office, row.id) == ["ASPEGIC"], "nobody said on which page it stands"
    office.do(ANNA, lambda desk: undo(desk, done.act))
    assert lines_of(office, row.id) == ["DOLIPRANE 500", "SMECTA SACHET", "ASPEGIC"]


def lines_of(office: Office, document_id: str) -> list[str]:
    with office.place.database.reading() as session:
        lines = fields.sheet(session, document_id).document.lines.get("lignes", ())
    return [line["designation"].value for line in lines if "designation" in line]


def test_a_page_goes_into_another_document(office: Office, papers: Bag) -> None:
    row, other = office.document(papers, "facture"), office.document(papers, "ordonnance")
    page = office.page_id(papers, 4)
    done = office.do(
        ANNA,
        lambda desk: pages.move_page(
            desk, page, other.id, seen=row.revision, into_seen=other.revision
        ),
    )
    assert office.numbers(row) == [3]
    assert office.numbers(other) == [2, 4]
    office.do(ANNA, lambda desk: undo(desk, done.act))
    assert office.numbers(row) == [3, 4]
    assert office.numbers(other) == [2]


def test_a_document_emptied_page_by_page_goes(office: Office, papers: Bag) -> None:
    row, other = office.document(papers, "ordonnance"), office.document(papers, "facture")
    page = office.page_id(papers, 2)
    done = office.do(
        ANNA,
        lambda desk: pages.move_page(
            desk, page, other.id, seen=row.revision, into_seen=other.revision
        ),
    )
    assert office.refreshed(row).retired_at is not None
    assert office.numbers(other) == [2, 3, 4]
    office.do(ANNA, lambda desk: undo(desk, done.act))
    assert office.numbers(row) == [2]


def test_pages_of_two_envois_make_no_document(office: Office, papers: Bag) -> None:
    others = bag(office.place, SHEET, name="autre.pdf")
    row, other = office.document(papers, "facture"), office.document(others, "feuille_de_soins")
    with pytest.raises(ImpossibleError) as refused:
        office.do(
            ANNA,
            lambda desk: pages.merge(
                desk, row.id, other.id, seen=row.revision, into_seen=other.revision
            ),
        )
    assert refused.value.code == "autre_envoi"


def test_a_document_changes_dossier_and_both_are_judged(office: Office, papers: Bag) -> None:
    others = bag(office.place, SHEET, PRESCRIPTION, INVOICE, name="autre.pdf")
    row = office.document(papers, "ordonnance")
    (target,) = office.dossiers(others)
    done = office.do(
        ANNA, lambda desk: pages.move_document(desk, row.id, target.id, seen=row.revision)
    )
    assert office.refreshed(row).dossier_id == target.id
    assert {change.dossier_id for change in done.changes} == {row.dossier_id, target.id}
    office.do(ANNA, lambda desk: undo(desk, done.act))
    assert office.refreshed(row).dossier_id == row.dossier_id


def test_a_document_leaves_its_dossier(office: Office, papers: Bag) -> None:
    row = office.document(papers, "ordonnance")
    office.do(ANNA, lambda desk: pages.move_document(desk, row.id, None, seen=row.revision))
    assert office.refreshed(row).dossier_id is None


def test_a_new_dossier_is_opened_and_taken_back(office: Office, papers: Bag) -> None:
    row = office.document(papers, "ordonnance")
    done = office.do(
        ANNA,
        lambda desk: pages.new_dossier(desk, [row.id], "ofppt", "maladie_remboursement"),
    )
    made = next(c.dossier_id for c in done.changes if c.dossier_id != row.dossier_id)
    assert office.refreshed(row).dossier_id == made
    assert office.dossier(made).etape is Etape.A_TRAITER
    office.do(ANNA, lambda desk: undo(desk, done.act))
    assert office.refreshed(row).dossier_id == row.dossier_id
    assert office.dossier(made).etape is Etape.ANNULE
    with pytest.raises(MissingError):
        office.do(
            ANNA,
            lambda desk: pages.move_document(desk, row.id, made, seen=_seen(office, row.id)),
        )


def test_a_page_is_turned_with_its_words_and_the_original_stays(
    office: Office, papers: Bag
) -> None:
    row = office.document(papers, "ordonnance")
    page_id = office.page_id(papers, 2)
    with office.place.database.reading() as session:
        page = session.get_one(Page, page_id)
        before = page_rows.readings_of(session, [page_id])[page_id]
    assert page.image_sha256 is not None
    done = office.do(ANNA, lambda desk: pages.turn(desk, page_id, 90, seen=row.revision))
    with office.place.database.reading() as session:
        turned = session.get_one(Page, page_id)
        now = page_rows.readings_of(session, [page_id])[page_id]
    assert (turned.rotation, turned.width, turned.height) == (90, page.height, page.width)
    assert now.words[0].box == before.words[0].box.turned(90)
    assert turned.image_sha256 is not None
    pixels = opened(office.place.blobs.get(turned.image_sha256))
    assert pixels is not None
    assert pixels.shape == (40, 60, 3)
    assert pixels[2, -3].max() < 60, "the black corner is at the upper right now"
    assert office.place.blobs.exists(page.image_sha256)
    office.do(ANNA, lambda desk: undo(desk, done.act))
    with office.place.database.reading() as session:
        back = session.get_one(Page, page_id)
        assert page_rows.readings_of(session, [page_id])[page_id] == before
    assert (back.rotation, back.image_sha256) == (0, page.image_sha256)


def test_a_page_called_blank_says_nothing_until_it_is_not(office: Office, papers: Bag) -> None:
    row = office.document(papers, "ordonnance")
    page_id = office.page_id(papers, 2)
    done = office.do(ANNA, lambda desk: pages.mark_blank(desk, page_id, True, seen=row.revision))
    blank = office.refreshed(row)
    assert (blank.type, blank.dossier_id) == ("page_blanche", None)
    again = office.do(
        ANNA, lambda desk: pages.mark_blank(desk, page_id, False, seen=blank.revision)
    )
    assert office.refreshed(row).type == "ordonnance"
    office.do(ANNA, lambda desk: undo(desk, again.act))
    office.do(ANNA, lambda desk: undo(desk, done.act))
    back = office.refreshed(row)
    assert (back.type, back.dossier_id) == ("ordonnance", row.dossier_id)


def test_a_faint_page_taken_for_blank_is_read_after_all(office: Office) -> None:
    faint = replace(reading(*PRESCRIPTION), blank=True)
    papers = bag(office.place, SHEET, faint, INVOICE)
    row = office.document(papers, "page_blanche")
    page_id = office.page_id(papers, 2)
    office.do(EVERYBODY, lambda desk: pages.mark_blank(desk, page_id, False, seen=row.revision))
    assert office.refreshed(row).type == "ordonnance"


def test_a_type_is_said_and_the_paper_read_as_such(office: Office, papers: Bag) -> None:
    row = office.document(papers, "facture")
    office.do(ANNA, lambda desk: fields.correct(desk, row.id, TOTAL, "170,90", seen=0))
    done = office.do(
        ANNA, lambda desk: pages.retype(desk, row.id, "devis", seen=_seen(office, row.id))
    )
    now = office.refreshed(row)
    assert (now.type, now.type_confidence) == ("devis", 1.0)
    assert office.value(row.id, "montant_total") == "170.90", "a devis has a total too"
    assert office.value(row.id, "numero_facture") is None
    office.do(ANNA, lambda desk: undo(desk, done.act))
    assert office.refreshed(row).type == "facture"
    assert office.value(row.id, "montant_total") == "170.90"


def test_a_paper_said_to_be_medical_is_a_secret_from_then_on(office: Office, papers: Bag) -> None:
    row = office.document(papers, "ordonnance")
    office.do(ANNA, lambda desk: pages.retype(desk, row.id, "rapport_medical", seen=row.revision))
    with office.place.database.reading() as session:
        assert session.get_one(Page, office.page_id(papers, 2)).confidential
    with pytest.raises(ForbiddenError):
        office.do(
            ANNA,
            lambda desk: pages.retype(desk, row.id, "ordonnance", seen=_seen(office, row.id)),
        )


def test_the_doctor_says_that_a_page_is_no_secret(office: Office, papers: Bag) -> None:
    row = office.document(papers, "rapport_medical")
    page_id = office.page_id(papers, 5)
    with pytest.raises(ForbiddenError):
        office.do(ANNA, lambda desk: pages.mark_secret(desk, page_id, False, seen=row.revision))
    done = office.do(
        DOCTOR, lambda desk: pages.mark_secret(desk, page_id, False, seen=row.revision)
    )
    with office.place.database.reading() as session:
        assert not session.get_one(Page, page_id).confidential
    office.do(DOCTOR, lambda desk: undo(desk, done.act))
    with office.place.database.reading() as session:
        assert session.get_one(Page, page_id).confidential


def test_reading_again_never_makes_a_secret_public(office: Office, papers: Bag) -> None:
    row = office.document(papers, "ordonnance")
    page_id = office.page_id(papers, 2)
    with office.place.database.transaction() as session:
        page_rows.set_confidential(
            session, papers.envoi_id, 2, confidential=True, why="suit une feuille"
        )
    office.do(DOCTOR, lambda desk: pages.turn(desk, page_id, 180, seen=row.revision))
    with office.place.database.reading() as session:
        assert session.get_one(Page, page_id).confidential


def test_a_secret_is_organised_by_the_doctor_alone(office: Office, papers: Bag) -> None:
    row, other = office.document(papers, "rapport_medical"), office.document(papers, "facture")
    with pytest.raises(ForbiddenError):
        office.do(
            ANNA,
            lambda desk: pages.merge(
                desk, row.id, other.id, seen=row.revision, into_seen=other.revision
            ),
        )


def test_who_cuts_second_is_told_who_did_before(office: Office, papers: Bag) -> None:
    row = office.document(papers, "facture")
    office.do(BRAHIM, lambda desk: pages.split(desk, row.id, 1, seen=row.revision))
    with pytest.raises(ChangedError) as told:
        office.do(ANNA, lambda desk: pages.split(desk, row.id, 1, seen=row.revision))
    assert told.value.who == "Brahim"
    assert "coupé" in told.value.message


def test_an_act_that_others_built_on_is_not_undone(office: Office, papers: Bag) -> None:
    done = split_invoice(office, papers)
    second = done.documents[1]
    with office.place.database.reading() as session:
        kind = documents.get(session, second).type
    office.do(
        BRAHIM,
        lambda desk: pages.retype(desk, second, kind, seen=_seen(office, second)),
    )
    with pytest.raises(ImpossibleError) as refused:
        office.do(ANNA, lambda desk: undo(desk, done.act))
    assert refused.value.code == "annulation_impossible"
    assert "Brahim" in refused.value.message


def test_what_a_cut_makes_secret_is_said(
    office: Office, papers: Bag, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page that a person was looking at may be one that he can no longer see."""
    monkeypatch.setattr(
        "flows.review.rereading.confidentiality",
        lambda typed, found, readings: {
            page.number: (page.number == 4, "peut être une pièce médicale") for page in typed
        },
    )
    done = split_invoice(office, papers)
    assert done.sentence == (
        "Document coupé en deux. Page 4 réservée au médecin conseil (peut être une pièce médicale)."
    )
