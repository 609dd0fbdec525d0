"""The two sides of an identity card, each on its page."""

from __future__ import annotations

from extractors.documents import cut_documents
from extractors.documents.cards import sides_of_one_card
from extractors.types import classify
from models.reading import PageReading
from tests.extractors.sheets import at, sheet


def front(name: str, number: str) -> PageReading:
    return sheet(
        at(0.1, "ROYAUME DU MAROC"),
        at(0.13, "CARTE NATIONALE D'IDENTITÉ"),
        at(0.2, name),
        at(0.24, "Né le 12/03/1984 à TANGER"),
        at(0.3, f"N° {number} Valable jusqu'au 12/12/2031"),
    )


def back(name: str, number: str) -> PageReading:
    return sheet(
        at(0.1, f"N° {number} Sexe M"),
        at(0.2, "Adresse 34, LOT. AL QODS CASABLANCA"),
        at(0.3, "IDMAR2484796XX6<<<<<<<<<<<<<<<"),
        at(0.33, "8403125M3112124MAR<<<<<<<<<<<6"),
        at(0.36, f"{name}<<KENZA<<<<<<<<<<<<<<<<<"),
    )


def test_front_and_back_of_one_card() -> None:
    assert sides_of_one_card(front("KARIMI", "UA484796"), back("KARIMI", "UA484796"))
    assert sides_of_one_card(back("KARIMI", "UA484796"), front("KARIMI", "UA484796"))


def test_cards_of_two_people() -> None:
    assert not sides_of_one_card(front("KARIMI", "UA484796"), back("TAZI", "BK120034"))


def test_two_fronts_are_two_cards() -> None:
    assert not sides_of_one_card(front("KARIMI", "UA484796"), front("KARIMI", "UA484796"))


def test_a_number_that_is_not_read_leaves_the_name_to_tell() -> None:
    unread = sheet(*(at(0.1 + 0.03 * n, t) for n, t in enumerate(("CARTE NATIONALE", "KARIMI"))))
    assert sides_of_one_card(unread, back("KARIMI", "UA484796"))
    assert not sides_of_one_card(unread, back("TAZI", "BK120034"))


def test_both_sides_on_two_pages_are_one_document() -> None:
    pages = {1: front("KARIMI", "UA484796"), 2: back("KARIMI", "UA484796")}
    typed = [classify(page, number) for number, page in pages.items()]
    assert [d.pages for d in cut_documents(typed, pages)] == [(1, 2)]
    pages[2] = back("TAZI", "BK120034")
    typed = [classify(page, number) for number, page in pages.items()]
    assert [d.pages for d in cut_documents(typed, pages)] == [(1,), (2,)]
