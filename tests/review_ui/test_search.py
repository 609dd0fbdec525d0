"""From what stands on a paper to the screen."""

from __future__ import annotations

import pytest

from models.permissions import Role
from review_ui.queries import numbers
from storage.records.numbers import Series
from tests.review_ui.conftest import Visitor
from tests.review_ui.seed import HOSTILE, Seeded


@pytest.mark.parametrize(
    ("text", "stem", "page"),
    [
        ("E25-00012", "E25-00012", None),
        ("E25-00012-7", "E25-00012", None),
        ("E25-00012 p. 4", "E25-00012", 4),
        ("E25-00012-7 / p. 4", "E25-00012", 4),
        ("e25-12 p4", "E25-00012", 4),
        (" e25 12, page 4 ", "E25-00012", 4),
        ("D25-100000", "D25-100000", None),
    ],
)
def test_a_number_is_understood_however_it_is_copied(
    text: str, stem: str, page: int | None
) -> None:
    found = numbers.typed(text)
    assert found is not None
    assert (found.stem, found.page) == (stem, page)
    assert found.series is Series(stem[0])


@pytest.mark.parametrize(
    "text", ["", "E25", "X25-00012", "facture.pdf", "E25-00012 p. x", "E25-0001234567890"]
)
def test_other_text_is_no_number(text: str) -> None:
    assert numbers.typed(text) is None


def test_a_number_and_page_lead_to_that_page(seeded: Seeded, visitor: Visitor) -> None:
    client = visitor(Role.RELECTEUR)
    short = seeded.numero[:-2]
    for text in (f"{short} p. 4", f"{seeded.numero} / p. 4", f"{short.lower()} p4"):
        answer = client.get("/recherche", params={"q": text})
        assert answer.headers["location"] == f"/pages/{seeded.pages[4]}"
    answer = client.get("/recherche", params={"q": short}, follow_redirects=True)
    assert answer.url.path == f"/envois/{seeded.envoi}"


def test_a_lot_leads_to_its_place(seeded: Seeded, visitor: Visitor) -> None:
    client = visitor(Role.RELECTEUR)
    answer = client.get("/recherche", params={"q": seeded.lot})
    assert client.get(answer.headers["location"]).text.count('<section class="lot"') == 1
    assert answer.headers["location"] == f"/lots?lot={seeded.lot}"


def test_a_misread_digit_is_said(seeded: Seeded, visitor: Visitor) -> None:
    wrong = seeded.numero[:-1] + str((int(seeded.numero[-1]) + 1) % 10)
    answer = visitor(Role.RELECTEUR).get("/recherche", params={"q": wrong})
    assert answer.status_code == 200
    assert "ne correspond pas" in answer.text


def test_what_is_not_there_is_said(seeded: Seeded, visitor: Visitor) -> None:
    client = visitor(Role.RELECTEUR)
    assert "Rien ne porte le numéro E99-00001" in client.get("/recherche?q=E99-1").text
    text = client.get("/recherche", params={"q": f"{seeded.numero} p. 70"}).text
    assert "n&#39;a pas de page 70" in text


def test_a_file_is_found_by_a_part_of_its_name(seeded: Seeded, visitor: Visitor) -> None:
    client = visitor(Role.RELECTEUR)
    assert f"/envois/{seeded.envoi}" in client.get("/recherche?q=0412").text
    assert f"/envois/{seeded.mail}" in client.get("/recherche", params={"q": HOSTILE}).text
    assert "/envois/0" not in client.get("/recherche?q=%25%25").text


def test_a_dossier_is_not_looked_up_for_who_may_not_see_it(
    seeded: Seeded, visitor: Visitor
) -> None:
    answer = visitor(Role.COURRIER).get("/recherche", params={"q": "D25-1"})
    assert answer.status_code == 200
    assert "Rien ne porte" in answer.text


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("el mansouri", True),
        ("Fatima", True),
        ("mansouri abdel", True),
        ("mansouri khadija", False),
        ("204587613", True),
        ("204 587 613", True),
        ("BE451221", True),
        ("be 451221", True),
        ("999999999", False),
    ],
)
def test_a_dossier_is_found_by_its_people_and_their_numbers(
    typed: str, found: bool, seeded: Seeded, visitor: Visitor
) -> None:
    text = visitor(Role.RELECTEUR).get("/recherche", params={"q": typed}).text
    assert (f"/dossiers/{seeded.dossiers['chronique']}" in text) is found


def test_an_invoice_is_found_by_its_number_however_it_is_written(
    seeded: Seeded, visitor: Visitor
) -> None:
    for typed in ("F-2025/0187", "F20250187", "f 2025 01"):
        text = visitor(Role.GESTIONNAIRE).get("/recherche", params={"q": typed}).text
        assert f"/documents/{seeded.documents['facture']}" in text


def test_who_sees_no_dossiers_finds_nobody(seeded: Seeded, visitor: Visitor) -> None:
    for role in (Role.COURRIER, Role.ADMIN):
        text = visitor(role).get("/recherche", params={"q": "mansouri"}).text
        assert "/dossiers/" not in text
