"""A sheet scanned twice is said of the dossier that holds it; the same form of two people is not."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.pages.reading import VERSION
from flows.dossiers.twice import CODE, told, twins
from flows.intake.receive import receive
from flows.understanding import understand
from flows.workplace import Workplace
from models.reading import PageReading
from storage.records import blobs, pages
from storage.workers import this_worker
from tests.extractors.intake.deposits import line, pdf
from tests.flows.papers import NOON, one_file, reading

FORM = (
    "FEUILLE DE SOINS maladie à remplir par le médecin traitant",
    "Nom et prénom de l'assuré",
    "Numéro d'immatriculation",
    "Nature des actes pratiqués consultation",
)


def form(name: str, number: str) -> PageReading:
    return reading(
        *FORM, f"{name} est né à Rabat", f"Immatriculation {number} montant {number[-5:]}"
    )


def sheet(seen: PageReading) -> bytes:
    """An image that bears ink where the words stand."""
    image = np.full((seen.height // 2, seen.width // 2, 3), 250, np.uint8)
    height, width = image.shape[:2]
    for word in seen.words:
        place = (int(word.box.x0 * width), int(word.box.y1 * height))
        cv2.putText(image, word.text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.45, (20, 20, 20), 1)
    return bytes(cv2.imencode(".png", image)[1].tobytes())


def envoi(place: Workplace, *seen: PageReading) -> str:
    bag = pdf(*(line(f"x {n}") for n in range(len(seen))))
    envoi_id = receive(place, one_file("sac.pdf", bag), received_at=NOON).envoi_id
    for number, page in enumerate(seen, start=1):
        data = sheet(page)
        sha256 = place.blobs.put(data)
        with place.database.transaction() as session:
            blobs.record(session, sha256, size=len(data), media_type="image/png")
            pages.keep_reading(
                session, envoi_id, number, page, reader_version=VERSION, image_sha256=sha256
            )
    understand(place, envoi_id, this_worker())
    return envoi_id


def test_the_same_sheet_is_a_twin_and_the_same_form_is_not(here: Workplace) -> None:
    karim, salma = form("BENNANI Karim", "204587613"), form("TAZI Salma", "204587998")
    assert list(twins(here, envoi(here, karim, salma, karim))) == [(1, 3)]
    assert list(twins(here, envoi(here, karim, salma))) == []


def test_separators_are_no_twins(here: Workplace) -> None:
    words = ("Feuille séparatrice", *FORM)
    same = reading(*words, barcode="LIASSE:SEP:DOSSIER")
    assert list(twins(here, envoi(here, same, same))) == []


def test_a_dossier_that_holds_either_page_is_told() -> None:
    (said,) = told([(3, 7), (8, 9)], {1, 7})
    assert said.code == CODE
    assert "3 et 7" in said.message
    assert told([(3, 7)], {1, 2}) == []
