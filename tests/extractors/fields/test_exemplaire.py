"""Original or copy: what the paper itself says."""

from __future__ import annotations

import pytest

from extractors.fields.exemplaire import UNKNOWN, read_exemplaire
from extractors.layout import lay_out
from models.reading import Field, PageReading
from tests.extractors.fields.papers import read
from tests.extractors.sheets import at, sheet


def exemplaire(*pages: PageReading) -> Field:
    return read_exemplaire([lay_out(page, n) for n, page in enumerate(pages, start=1)])


@pytest.mark.parametrize(
    ("stamp", "value"),
    [
        ("COPIE", "copie"),
        ("Photocopie", "copie"),
        ("DUPLICATA", "duplicata"),
        ("COPIE CONFORME", "copie_conforme"),
        ("Copie conforme à l'original", "copie_conforme"),
        ("COPIE CERTIFIÉE CONFORME", "copie_conforme"),
        ("ORIGINAL", "original"),
        ("* ORIGINAL *", "original"),
        ("* * COPIE * *", "copie"),
        ("=== DUPLICATA ===", "duplicata"),
    ],
)
def test_a_word_that_stands_alone(stamp: str, value: str) -> None:
    found = exemplaire(sheet(at(0.05, "PHARMACIE ATLAS", (0.7, stamp)), at(0.3, "Facture")))
    assert found.value == value
    assert found.box is not None
    assert found.box.x0 >= 0.69
    assert found.page == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "joindre l'original de l'ordonnance au dossier",
        "une copie de la carte nationale est exigée",
        "toute copie conforme doit être légalisée",
        "aucun duplicata ne sera délivré",
    ],
)
def test_a_word_within_a_sentence_says_nothing(sentence: str) -> None:
    assert exemplaire(sheet(at(0.8, sentence))) == UNKNOWN


def test_a_paper_that_says_nothing() -> None:
    assert exemplaire(sheet(at(0.1, "Facture"))) == UNKNOWN
    assert exemplaire(sheet()) == UNKNOWN
    assert exemplaire() == UNKNOWN


def test_a_stamp_on_a_later_page() -> None:
    found = exemplaire(sheet(at(0.1, "Facture")), sheet(at(0.9, (0.6, "DUPLICATA"))))
    assert (found.value, found.page) == ("duplicata", 2)


def test_the_words_copie_and_duplicata_decide_over_a_printed_original() -> None:
    assert exemplaire(sheet(at(0.05, "ORIGINAL"), at(0.5, (0.6, "COPIE")))).value == "copie"
    later = exemplaire(sheet(at(0.05, "ORIGINAL")), sheet(at(0.5, (0.6, "DUPLICATA"))))
    assert later.value == "duplicata"


def test_a_sentence_of_an_invoice_is_no_mention_of_it() -> None:
    for text, mention in (
        ("Joindre l'original de l'ordonnance", None),
        ("* ORIGINAL *", "original"),
    ):
        page = sheet(at(0.05, "PHARMACIE ENNASR"), at(0.1, text), at(0.15, "Facture N° 2198"))
        field = read("facture", page).fields.get("mention")
        assert (field.value if field is not None else None) == mention
