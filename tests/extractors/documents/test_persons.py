"""Papers of one type side by side, of one person or of two."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.documents import cut, cut_documents
from extractors.documents.persons import Persons
from models.documents import document_types
from models.reading import PageReading, TypedPage
from tests.extractors.sheets import at, sheet

CARD = "carte_immatriculation"


def card(number: str, name: str, given: str, *more: str) -> PageReading:
    texts = [f"N° d'immatriculation : {number}", f"Nom : {name}", f"Prénom : {given}", *more]
    return sheet(*(at(0.10 + 0.03 * n, text) for n, text in enumerate(texts)))


FIRST = card("884451235", "KETTANI", "Siham")
OTHER = card("350128696", "AHUA", "Eric")
NAMES_ONLY = sheet(at(0.10, "Nom : AHUA"), at(0.13, "Prénom : Eric"))


def documents(first: PageReading, page: PageReading) -> int:
    """Into how many papers two pages are cut that all else keeps together."""
    rest = 0.1 / (len(document_types()) - 1)
    scores = dict.fromkeys(document_types(), rest) | {CARD: 0.9}
    pages = [TypedPage(1, scores, True), TypedPage(2, scores, False)]
    return len(cut_documents(pages, {1: first, 2: page}))


def differ(page: PageReading, *, anew: bool) -> bool:
    return Persons({1: FIRST, 2: page}).differ(CARD, 1, 2, anew=anew)


def test_another_insured_begins_another_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cut, "joins", lambda *_: np.array([-np.inf, 2.0]))
    assert documents(FIRST, OTHER) == 2
    assert documents(FIRST, FIRST) == 1


def test_the_insured_s_number_tells_persons_apart() -> None:
    assert differ(OTHER, anew=False)


@pytest.mark.parametrize(
    "page",
    [
        card("884451235", "KETTANI", "Omar"),
        card("884451235", "AHUA", "Eric"),
        card("884451236", "KETANI", "Siham"),
    ],
    ids=["of the family", "with the same number", "misread"],
)
def test_what_agrees_tells_nobody_else(page: PageReading) -> None:
    assert not differ(page, anew=True)


def test_names_alone_tell_another_where_the_page_begins_anew() -> None:
    assert differ(NAMES_ONLY, anew=True)
    assert not differ(NAMES_ONLY, anew=False)


def birth(name: str, given: str, born: str) -> PageReading:
    return sheet(
        at(0.05, "EXTRAIT D'ACTE DE NAISSANCE", height=0.02),
        at(0.10, f"Nom : {name}"),
        at(0.13, f"Prénom : {given}"),
        at(0.16, f"Date de naissance : {born}"),
    )


def test_brothers_and_sisters_are_others() -> None:
    pages = {1: birth("KANE", "Boubacar", "20/01/2020"), 2: birth("KANE", "Yacine", "10/05/2012")}
    assert Persons(pages).differ("acte_naissance", 1, 2, anew=True)
    again = {1: pages[1], 2: birth("KANE", "Boubacar", "20/01/2020")}
    assert not Persons(again).differ("acte_naissance", 1, 2, anew=True)
