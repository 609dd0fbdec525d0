"""Sheets printed by liasse are found when they come back, however they went through the scanner."""

from __future__ import annotations

import cv2
import numpy as np
import pypdfium2  # type: ignore[import-untyped]
import pytest

from extractors.marks.barcodes import find_barcodes
from extractors.types.classify import classify
from flows.dossiers.grouping import announcement
from flows.scanner import sheets
from flows.scanner.cover import DOCUMENT, SECRET, Cover, of_codes
from flows.understanding import confidentiality
from models.errors import BadInput
from models.reading import Document, TypedPage
from tests.flows.papers import reading

DPI = 150
COVER = Cover("ofppt", "Aïn Sebaâ, bâtiment B", "K. B.", 140, 12)
EVERY = {
    "document": sheets.new_document(),
    "dossier": sheets.new_dossier("ofppt", "maladie_remboursement"),
    "dossier sans type": sheets.new_dossier(),
    "envoi": sheets.cover(COVER),
    "pli": sheets.secret(),
}


def scanned(sheet: sheets.Sheet) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    document = pypdfium2.PdfDocument(sheets.to_pdf([sheet]))
    try:
        image = document[0].render(scale=DPI / 72).to_numpy()
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8)
    finally:
        document.close()


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("fault", ["none", "upside down", "faint", "corner lost", "askew"])
def test_a_sheet_is_found_again(name: str, fault: str) -> None:
    sheet = EVERY[name]
    page = scanned(sheet)
    match fault:
        case "upside down":
            page = np.ascontiguousarray(page[::-1, ::-1])
        case "faint":
            page = (255 - (255 - page.astype(np.int16)) // 5).astype(np.uint8)
        case "corner lost":
            page[: page.shape[0] // 3] = 90
        case "askew":
            height, width = page.shape[:2]
            turn = cv2.getRotationMatrix2D((width / 2, height / 2), 6, 0.95)
            page = cv2.warpAffine(page, turn, (width, height), borderValue=(255, 255, 255)).astype(
                np.uint8
            )
    codes = {code.text for code in find_barcodes(page, DPI)}
    assert codes == {sheet.code}
    typed = classify(reading(sheet.title, barcode=sheet.code), 1)
    assert typed.type == "feuille_separatrice"
    assert typed.separator == sheet.code


def test_a_sheet_whose_codes_are_lost_is_known_by_its_words() -> None:
    for sheet in EVERY.values():
        typed = classify(reading(sheet.title, *sheet.lines), 1)
        assert typed.type == "feuille_separatrice", sheet.title


def test_what_a_sheet_announces() -> None:
    said = announcement(EVERY["dossier"].code)
    assert (said.organisme, said.type, said.dossier) == ("ofppt", "maladie_remboursement", True)
    assert announcement(EVERY["dossier sans type"].code).dossier
    assert not announcement(EVERY["document"].code).dossier
    assert not announcement(EVERY["pli"].code).dossier, "a fold belongs to the dossier it lies in"
    assert of_codes([EVERY["envoi"].code]) == COVER


def test_a_type_that_the_organisme_has_not_is_refused_with_those_it_has() -> None:
    with pytest.raises(BadInput, match="maladie_remboursement"):
        sheets.new_dossier("ofppt", "pec_pharmaci")
    with pytest.raises(BadInput, match="dites aussi l'organisme"):
        sheets.new_dossier(None, "maladie_remboursement")


@pytest.mark.parametrize("announced", [SECRET, "FEUILLE SÉPARATRICE\nRéservé au médecin conseil"])
def test_what_follows_a_confidential_sheet_is_secret_up_to_the_next_one(announced: str) -> None:
    facture = {"facture": 0.99}
    typed = [
        TypedPage(1, facture),
        TypedPage(2, {"feuille_separatrice": 0.99}, separator=announced),
        TypedPage(3, facture),
        TypedPage(4, facture),
        TypedPage(5, {"feuille_separatrice": 0.99}, separator=DOCUMENT),
        TypedPage(6, facture),
    ]
    found = [Document((page.number,), page.type, 0.9) for page in typed]
    readings = {page.number: reading("quelques mots") for page in typed}
    secret = [
        number for number, (hidden, _) in confidentiality(typed, found, readings).items() if hidden
    ]
    assert secret == [3, 4]
