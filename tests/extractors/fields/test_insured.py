"""Readings brought near to the base of insured people: never on one agreement, never silently."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.fields.insured import Known, with_insured
from models.geometry import Box
from models.reading import Field, How

INSURED = Known(
    "assure",
    {
        "nom": "BENNANI",
        "prenom": "Karim",
        "numero_immatriculation": "479285980",
        "cin": "BK295218",
        "date_naissance": "1970-04-30",
    },
)
WIFE = Known(
    "conjoint",
    {"nom": "ALAOUI", "prenom": "Salma", "numero_immatriculation": "479285980"},
)
SON = Known("enfant", {"nom": "BENNANI", "prenom": "Yassine", "date_naissance": "2012-01-05"})
DAUGHTER = Known("enfant", {"nom": "BENNANI", "prenom": "Yasmine", "date_naissance": "2014-06-20"})
FAMILY = (INSURED, WIFE, SON, DAUGHTER)


def paper(**values: str) -> dict[str, Field]:
    box = Box(0.1, 0.1, 0.2, 0.12)
    return {name: Field(v, v, 0.7, 1, box, How.OCR) for name, v in values.items()}


def test_a_number_misread_beside_the_whole_name() -> None:
    read = paper(assure_nom="BENNANI", assure_prenom="Karim", numero_immatriculation="379285980")
    found = with_insured(read, FAMILY)["numero_immatriculation"]
    assert found.value == "479285980"
    assert found.raw == "379285980"
    assert found.controle == ("Lu « 379285980 », rapproché de la base des assurés : à vérifier.")
    assert found.rivals[0] == ("379285980", 0.7)
    assert found.confidence <= 0.75
    assert (found.written.value, found.written.confidence) == ("379285980", 0.7)


def test_a_name_misread_beside_the_number() -> None:
    read = paper(assure_nom="BENNAM", assure_prenom="Karim", numero_immatriculation="479285980")
    assert with_insured(read, FAMILY)["assure_nom"].value == "BENNANI"


@pytest.mark.parametrize(
    "read",
    [
        paper(assure_nom="BENNANI", numero_immatriculation="379285980"),
        paper(assure_nom="BENNAM", assure_prenom="Kavim", assure_cin="BK295219"),
        paper(assure_nom="BENNANI", assure_prenom="Karim", numero_immatriculation="112233445"),
    ],
)
def test_too_little_agrees_or_too_far_off(read: dict[str, Field]) -> None:
    assert with_insured(read, FAMILY) == read


def test_what_neither_the_paper_nor_the_base_has_agrees_with_nobody() -> None:
    nameless = Known("assure", {**INSURED.values, "cin": ""})
    read = paper(assure_nom="BENNAM", assure_prenom="Karim", assure_cin="—")
    assert with_insured(read, (nameless,)) == read
    without = Known("assure", {n: v for n, v in INSURED.values.items() if n != "cin"})
    assert with_insured(read, (without,)) == read


def test_what_is_read_surely_stays() -> None:
    read = paper(assure_nom="BENNANI", assure_prenom="Karim", numero_immatriculation="379285980")
    read["numero_immatriculation"] = replace(read["numero_immatriculation"], confidence=0.99)
    assert with_insured(read, FAMILY) == read


def test_a_given_name_close_to_two_children_is_left() -> None:
    known = paper(assure_nom="BENNANI", assure_prenom="Karim")
    read = known | paper(beneficiaire_nom="BENNANI", beneficiaire_prenom="Yasine")
    assert with_insured(read, FAMILY)["beneficiaire_prenom"].value == "Yasine"


def test_a_given_name_close_to_one_of_the_family() -> None:
    known = paper(assure_nom="BENNANI", assure_prenom="Karim")
    read = known | paper(beneficiaire_nom="ALAOUI", beneficiaire_prenom="Sahna")
    assert with_insured(read, FAMILY)["beneficiaire_prenom"].value == "Salma"


@pytest.mark.parametrize("written", ["BINNANI", "BEN NANI", "B. NANI"])
def test_a_name_well_read_as_papers_write_it_is_left(written: str) -> None:
    read = paper(assure_nom=written, assure_prenom="Karim", numero_immatriculation="479285980")
    read["assure_nom"] = replace(read["assure_nom"], confidence=0.9)
    assert with_insured(read, FAMILY)["assure_nom"].value == written


def test_a_family_nobody_knows_changes_nothing() -> None:
    read = paper(assure_nom="BENNANI", assure_prenom="Karim")
    assert with_insured(read, ()) == read
