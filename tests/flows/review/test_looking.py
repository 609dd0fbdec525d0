"""A rectangle read into a field, a turned page read anew: by readers in a process of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest

from extractors.pages.source import jpeg
from extractors.words.ppocr.session import models_present
from flows.review import fields, looking, pages
from flows.review.errors import ForbiddenError, ImpossibleError, MissingError
from flows.review.fields import Spot
from flows.review.looking import Looker
from flows.review.undo import undo, undo_last
from models.entities import Target
from models.geometry import Box
from storage.records import blobs
from storage.records import pages as page_rows
from tests.flows.papers import reading
from tests.flows.review.office import (
    ANNA,
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

pytestmark = pytest.mark.skipif(not models_present(), reason="modèles PP-OCR absents")

PLACE = Box(0.05, 0.35, 0.95, 0.65)
DATE = Spot(Target.FIELD, "date_facture")


@pytest.fixture(scope="module")
def looker() -> Iterator[Looker]:
    found = Looker()
    yield found
    found.close()


@pytest.fixture
def papers(here_office: Office) -> Bag:
    return bag(here_office.place, SHEET, PRESCRIPTION, INVOICE, REPORT)


def written(office: Office, papers: Bag, number: int, text: str, *, turned: bool = False) -> str:
    """Put print on the image of a page; its identifier."""
    page = np.full((240, 900, 3), 255, np.uint8)
    cv2.putText(page, text, (70, 140), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (20, 20, 60), 3)
    if turned:
        page = np.ascontiguousarray(page[::-1, ::-1])
    image = jpeg(page)
    sha256 = office.place.blobs.put(image)
    with office.place.database.transaction() as session:
        blobs.record(session, sha256, size=len(image), media_type="image/jpeg")
        row = page_rows.get(session, papers.envoi_id, number)
        row.image_sha256 = sha256
        return row.id


def test_a_place_is_read_as_the_value_wanted(
    here_office: Office, papers: Bag, looker: Looker
) -> None:
    office = here_office
    row = office.document(papers, "facture")
    page_id = written(office, papers, 3, "12/03/2024")
    best, *_ = looking.look(office.place, looker, ANNA, page_id, PLACE, row.id, DATE)
    assert (best.value, best.shown, best.raw) == ("2024-03-12", "12/03/2024", "12/03/2024")
    assert best.confidence > 0.8
    office.do(
        ANNA,
        lambda desk: fields.correct(
            desk, row.id, DATE, best.raw, seen=0, page=office.numbers(row)[0], box=PLACE
        ),
    )
    assert office.value(row.id, "date_facture") == "2024-03-12"


def test_words_are_read_into_a_text_field(here_office: Office, papers: Bag, looker: Looker) -> None:
    office = here_office
    row = office.document(papers, "facture")
    page_id = written(office, papers, 3, "Pharmacie ATLAS")
    spot = Spot(Target.FIELD, "emetteur_nom")
    found = looking.look(office.place, looker, ANNA, page_id, PLACE, row.id, spot)
    assert "ATLAS" in found[0].value.upper()


def test_an_empty_place_gives_nothing(here_office: Office, papers: Bag, looker: Looker) -> None:
    office = here_office
    row = office.document(papers, "facture")
    page_id = written(office, papers, 3, "")
    assert looking.look(office.place, looker, ANNA, page_id, PLACE, row.id, DATE) == ()
    slip = Box(0.1, 0.1, 0.1005, 0.1005)
    with pytest.raises(ImpossibleError):
        looking.look(office.place, looker, ANNA, page_id, slip, row.id, DATE)


def test_a_secret_is_not_looked_at(here_office: Office, papers: Bag, looker: Looker) -> None:
    office = here_office
    secret, row = office.document(papers, "rapport_medical"), office.document(papers, "facture")
    page_id = office.page_id(papers, 4)
    spot = Spot(Target.FIELD, "affection")
    for actor in (ANNA, MAILROOM):
        with pytest.raises(ForbiddenError):
            looking.look(office.place, looker, actor, page_id, PLACE, secret.id, spot)
    with pytest.raises(ForbiddenError):
        # Not by way of another document either.
        looking.look(office.place, looker, ANNA, page_id, PLACE, row.id, DATE)
    with pytest.raises(MissingError):
        looking.look(office.place, looker, DOCTOR, page_id, PLACE, row.id, DATE)
    looking.look(office.place, looker, DOCTOR, page_id, PLACE, secret.id, spot)


def test_a_turned_page_is_read_anew_as_it_stands(
    here_office: Office, papers: Bag, looker: Looker
) -> None:
    office = here_office
    row = office.document(papers, "ordonnance")
    page_id = written(office, papers, 2, "ORDONNANCE", turned=True)
    office.do(ANNA, lambda desk: pages.turn(desk, page_id, 180, seen=row.revision))
    done = looking.read_again(office.place, looker, ANNA, page_id, now=office.now)
    with office.place.database.reading() as session:
        seen = page_rows.readings_of(session, [page_id])[page_id]
    assert "ORDONNANCE" in seen.text
    assert int(seen.rotation) == 180
    office.do(ANNA, lambda desk: undo(desk, done.act))
    with office.place.database.reading() as session:
        back = page_rows.readings_of(session, [page_id])[page_id]
    assert "BENNANI" in back.text, "as it was read before"


def test_a_reading_turned_and_turned_back_is_the_same() -> None:
    seen = replace(reading("ORDONNANCE", "Dr BENNANI"), width=100, height=200)
    there = pages.reading_turned(seen, 90)
    assert (there.width, there.height, int(there.rotation)) == (200, 100, 90)
    back = pages.reading_turned(there, 270)
    assert (back.width, back.height, int(back.rotation)) == (100, 200, 0)
    for word, other in zip(seen.words, back.words, strict=True):
        assert word.box.iou(other.box) > 0.999


def test_turning_and_reading_as_turned_are_taken_back_together(
    here_office: Office, papers: Bag, looker: Looker
) -> None:
    office = here_office
    row = office.document(papers, "ordonnance")
    page_id = written(office, papers, 2, "ORDONNANCE", turned=True)
    office.do(ANNA, lambda desk: pages.turn(desk, page_id, 180, seen=row.revision))
    looking.read_again(office.place, looker, ANNA, page_id, turned=True, now=office.now)
    dossier_id = office.refreshed(row).dossier_id
    assert dossier_id is not None
    office.do(ANNA, lambda desk: undo_last(desk, dossier_id))
    with office.place.database.reading() as session:
        back = page_rows.readings_of(session, [page_id])[page_id]
    assert "BENNANI" in back.text
    assert int(back.rotation) == 0, "neither read in its new place nor turned"
