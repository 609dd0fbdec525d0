"""Envois: progress told, sheets announced and found, refused files tried again or put aside."""

from __future__ import annotations

import pytest

from flows.intake.receive import receive
from flows.review import envois
from flows.review.errors import ForbiddenError, ImpossibleError
from flows.review.undo import undo
from models.entities import EnvoiState, Refusal, RefusalState
from storage.blobs import sha256_of
from storage.records import blobs
from storage.records import envois as rows
from tests.extractors.intake.deposits import line, pdf
from tests.flows.papers import one_file, reading
from tests.flows.review.office import (
    ANNA,
    DOCTOR,
    INVOICE,
    MAILROOM,
    NOON,
    PRESCRIPTION,
    SHEET,
    Office,
    bag,
)


def refuse(office: Office, data: bytes | None) -> str:
    """A file in quarantine, of an envoi that came a day before."""
    place = office.place
    got = receive(place, one_file("sac.pdf", pdf(line("une page"))), received_at=NOON)
    sha256 = place.blobs.put(data) if data is not None else None
    with place.database.transaction() as session:
        if data is not None and sha256 is not None:
            blobs.record(session, sha256, size=len(data), media_type="application/pdf")
        row = rows.refuse(
            session, envoi_id=got.envoi_id, name="annexe.pdf", sha256=sha256,
            code="pdf_abime", message="Ce fichier est abîmé.",
        )  # fmt: skip
        return row.id


def state(office: Office, refusal_id: str) -> RefusalState:
    with office.place.database.reading() as session:
        return session.get_one(Refusal, refusal_id).state


def test_a_refused_file_is_taken_in_again(office: Office) -> None:
    data = pdf(line("annexe, une"), line("annexe, deux"))
    refusal = refuse(office, data)
    got = envois.retry(office.place, MAILROOM, refusal, now=office.now)
    assert (got.pages, got.refused) == (2, None)
    assert state(office, refusal) is RefusalState.RETENTEE
    with office.place.database.reading() as session:
        envoi = rows.get(session, got.envoi_id)
    assert (envoi.sha256, envoi.received_at) == (sha256_of(data), NOON), "it came that day"
    with pytest.raises(ImpossibleError) as refused:
        envois.retry(office.place, MAILROOM, refusal, now=office.now)
    assert refused.value.code == "deja_fait"


def test_refused_again_it_says_why(office: Office) -> None:
    refusal = refuse(office, b"%PDF-1.4 et puis rien")
    got = envois.retry(office.place, MAILROOM, refusal, now=office.now)
    assert got.pages == 0
    assert got.refused


def test_what_was_never_kept_cannot_be_tried_again(office: Office) -> None:
    refusal = refuse(office, None)
    with pytest.raises(ImpossibleError) as refused:
        envois.retry(office.place, MAILROOM, refusal, now=office.now)
    assert refused.value.code == "fichier_absent"


def test_who_may_try_again(office: Office) -> None:
    refusal = refuse(office, pdf(line("annexe")))
    for actor in (ANNA, DOCTOR):
        with pytest.raises(ForbiddenError):
            envois.retry(office.place, actor, refusal, now=office.now)
    assert state(office, refusal) is RefusalState.OUVERTE


def test_a_refused_file_is_put_aside_and_taken_up_again(office: Office) -> None:
    refusal = refuse(office, pdf(line("annexe")))
    done = office.do(MAILROOM, lambda desk: envois.set_aside(desk, refusal, "publicité"))
    assert state(office, refusal) is RefusalState.CLASSEE
    office.do(MAILROOM, lambda desk: undo(desk, done.act))
    assert state(office, refusal) is RefusalState.OUVERTE


def test_progress_counts_the_sheets_found_and_expected(office: Office) -> None:
    sheet = reading("NOUVEAU DOSSIER", barcode="LIASSE:SEP:DOSSIER:ofppt:maladie_remboursement")
    cover = reading("FEUILLE DE GARDE", barcode="LIASSE:ENVOI:organisme=ofppt;pages=9;dossiers=3")
    papers = bag(office.place, cover, sheet, SHEET, PRESCRIPTION, sheet, INVOICE)
    with office.place.database.reading() as session:
        told = envois.progress(session, papers.envoi_id)
    assert (told.state, told.pages, told.read, told.unread) == (EnvoiState.TERMINE, 6, 6, 0)
    assert (told.separators_found, told.separators_expected) == (2, 3)
    assert told.separators_missing == 1
    done = office.do(MAILROOM, lambda desk: envois.expect_separators(desk, papers.envoi_id, 2))
    with office.place.database.reading() as session:
        assert envois.progress(session, papers.envoi_id).separators_missing == 0
    office.do(MAILROOM, lambda desk: undo(desk, done.act))
    with office.place.database.reading() as session:
        assert envois.progress(session, papers.envoi_id).separators_expected == 3
