"""Words of a page to the page: for who may read it, and for nobody else, not even as a count."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from flows.workplace import Workplace
from models.geometry import Box
from models.permissions import Role
from models.reading import How, PageReading, Rotation, Word
from models.settings import Settings
from review_ui.app import create_app
from storage.database import Database
from storage.records import page_texts
from tests.review_ui.conftest import Visitor
from tests.review_ui.seed import NOW, SECRET, SENSITIVE, Seeded, seed
from tests.storage.sealed import sealed_place

NOT_DOCTORS = (Role.RELECTEUR, Role.GESTIONNAIRE, Role.COURRIER, Role.ADMIN)


def reading(*lines: str) -> PageReading:
    words = tuple(
        Word(word, Box(0.1 * n, 0.1 * row, 0.1 * n + 0.05, 0.1 * row + 0.02), 0.9, How.OCR, row)
        for row, line in enumerate(lines)
        for n, word in enumerate(line.split())
    )
    return PageReading(Rotation(0), 0.9, 0.0, False, 1000, 1400, 120, words)


@pytest.mark.parametrize(
    ("typed", "line", "marked"),
    [
        ("cliniques", "Polyclinique et CLINIQUES du Sud", ["CLINIQUES"]),
        ("echographie", "Échographie abdominale", ["Échographie"]),
        ("ordonnances", "Ordonnance du jour", ["Ordonnance"]),
        ("écho", "ECHOGRAPHIE", ["ECHOGRAPHIE"]),
        ("204587613", "N° 204 587 613", ["204", "587", "613"]),
        ("BE451221", "CIN BE 451221", ["BE", "451221"]),
        ("F2025/0187", "Facture F-2025/0187.", ["F-2025/0187."]),
        ("1250", "1 250,00 DH", ["1", "250,00"]),
        ("le", "le lendemain", ["le"]),
        ("مستشفى", "مستشفى محمد", ["مستشفى"]),
    ],
)
def test_a_word_is_found_however_it_is_written(typed: str, line: str, marked: list[str]) -> None:
    terms = page_texts.wanted(typed)
    assert [word for word, hit in page_texts.excerpt(line, terms) if hit] == marked
    assert len(page_texts.places(reading(line), terms)) == len(marked)


def test_the_line_with_most_of_the_words_is_shown() -> None:
    said = "Pharmacie Atlas\nPharmacie de la Gare, facture\nFacture"
    shown = page_texts.excerpt(said, page_texts.wanted("facture pharmacie gare"))
    assert " ".join(word for word, _ in shown) == "Pharmacie de la Gare, facture"


def test_what_asks_the_index_holds_no_sign_of_its_own() -> None:
    for typed in ("a' | b:*", 'a" OR NEAR(b)', "-mot* AND (", "\\", "!!", "'"):
        assert all(term.isalnum() for term in page_texts.wanted(typed))


@pytest.mark.parametrize("typed", ["fact", "FACTURE suite", "total 132,90"])
def test_words_lead_to_their_page_and_their_place_on_it(
    typed: str, seeded: Seeded, visitor: Visitor
) -> None:
    client = visitor(Role.RELECTEUR)
    found = client.get("/recherche", params={"q": typed}).text
    link = re.search(rf'href="(/dossiers/[^"]*page={seeded.pages[4]}[^"]*)"', found)
    assert link is not None
    assert "<mark>" in found
    shown = client.get(link[1].replace("&amp;", "&"))
    assert shown.status_code == 200
    assert 'class="cadre c-trouve"' in shown.text


@pytest.mark.parametrize("typed", ["a' | b", 'mot" OR', "-x* AND (", "\\\\ !!! mot", "mot:*"])
def test_signs_of_the_index_do_no_harm(typed: str, visitor: Visitor) -> None:
    assert visitor(Role.RELECTEUR).get("/recherche", params={"q": typed}).status_code == 200


def test_a_word_that_is_on_no_page_is_not_found(visitor: Visitor) -> None:
    text = visitor(Role.RELECTEUR).get("/recherche", params={"q": "hippopotame"}).text
    assert "Dans le texte des pages" not in text


def test_a_doctor_finds_what_a_secret_page_says(seeded: Seeded, visitor: Visitor) -> None:
    text = visitor(Role.MEDECIN_CONSEIL).get("/recherche", params={"q": SECRET}).text
    assert seeded.pages[6] in text
    assert seeded.pages[7] in text


@pytest.mark.parametrize("role", NOT_DOCTORS)
def test_nobody_else_is_told_that_a_secret_page_says_it(
    role: Role, seeded: Seeded, visitor: Visitor
) -> None:
    """The answer is the same, letter for letter, as for a word that no page bears."""
    client = visitor(role)

    def answer(typed: str) -> str:
        said = client.get("/recherche", params={"q": typed}).text
        return re.sub('jeton" content="[0-9a-f]+', "", said.replace(typed, "*"))

    assert answer(SECRET) == answer("hippopotame")
    shown = client.get(f"/dossiers/{seeded.dossiers['chronique']}", params={"cherche": SECRET})
    assert "c-trouve" not in shown.text


@pytest.mark.parametrize(
    ("role", "told"),
    [(Role.RELECTEUR, True), (Role.MEDECIN_CONSEIL, True), (Role.GESTIONNAIRE, False), (Role.COURRIER, False)],
)  # fmt: skip
def test_a_form_with_a_sensitive_field_is_found_by_who_may_read_that_field(
    role: Role, told: bool, seeded: Seeded, visitor: Visitor
) -> None:
    client = visitor(role)
    assert (seeded.pages[2] in client.get("/recherche", params={"q": SENSITIVE}).text) is told


def test_sealed_pages_are_found_by_the_same_people(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "liasse.db")
    with sealed_place(database, tmp_path) as place:
        with database.transaction() as session:
            seeded = seed(session, place.store)
        found = {}
        for role in (Role.MEDECIN_CONSEIL, *NOT_DOCTORS):
            at = Workplace(Settings(home=place.home), database, place.store)
            app = create_app(at, role=role, now=lambda: NOW)
            client = TestClient(app, base_url="http://127.0.0.1")
            told = client.get("/recherche", params={"q": SECRET}).text
            found[role] = {number for number, page in seeded.pages.items() if page in told}
            if role is Role.MEDECIN_CONSEIL:
                assert "<mark>" in told
                shown = client.get(
                    f"/dossiers/{seeded.dossiers['chronique']}?cherche={SECRET}"
                ).text
                assert "c-trouve" in shown
                assert SECRET in shown
    assert found == {Role.MEDECIN_CONSEIL: {6, 7}} | {role: set() for role in NOT_DOCTORS}
    database.close()
