"""Where labels end, and what is no value: words that only go on with a label, prose, boxes' words."""

from __future__ import annotations

import pytest

from extractors.fields.plausible import is_common, may_name_a_house, name_of_person
from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet


@pytest.mark.parametrize(
    "label",
    [
        "Diagnostic motivant la demande",
        "Pathologie présentée par le malade :",
        "Diagnostic retenu par nos services à ce jour :",
        "Nature de la maladie constatée",
    ],
)
def test_a_label_goes_on_with_words_of_its_own(label: str) -> None:
    page = sheet(at(0.3, f"{label} Angine aiguë"))
    assert values(read("feuille_de_soins", page).fields)["nature_maladie"] == "Angine aiguë"


@pytest.mark.parametrize(
    "label",
    [
        "Nom du malade (si autre que l'assuré) :",
        "Nom et prénom du malade s'il n'est pas l'assuré :",
        "Malade (à remplir par l'adhérent)",
    ],
)
def test_a_remark_behind_a_label_asks_nothing_of_whom_it_names(label: str) -> None:
    found = values(read("feuille_de_soins", sheet(at(0.3, f"{label} TAZI Karim"))).fields)
    assert (found["beneficiaire_nom"], found["beneficiaire_prenom"]) == ("TAZI", "Karim")
    assert "assure_nom" not in found


def test_a_bracket_in_capitals_is_a_remark_before_a_colon() -> None:
    page = sheet(at(0.3, "Pièce d'identité (CIN, passeport, carte de séjour) : BE458712"))
    found = values(read("bulletin_adhesion", page).fields)
    assert found["assure_cin"] == "BE458712"
    assert "conjoint_cin" not in found


def test_civilities_behind_a_label_say_nothing_of_whose_it_is() -> None:
    page = sheet(at(0.3, "L'assuré(e) : M./Mme/Mlle TAZI Karim"))
    found = values(read("feuille_de_soins", page).fields)
    assert found["assure_nom"] == "TAZI"
    assert "beneficiaire_nom" not in found


def test_a_value_made_of_words_of_labels_is_one() -> None:
    page = sheet(at(0.3, "Objet de la demande : Départ de l'entreprise"))
    assert values(read("demande_retrait", page).fields)["objet"] == "Départ de l'entreprise"


def test_a_value_in_small_letters_is_no_part_of_its_label() -> None:
    page = sheet(at(0.3, "Diagnostic", (0.3, "angine aiguë")))
    assert values(read("feuille_de_soins", page).fields)["nature_maladie"] == "angine aiguë"


@pytest.mark.parametrize("label", ["N° de chambre :", "N° INSEE :", "N° de l'agrément :"])
def test_the_number_of_something_else_is_not_the_papers_own(label: str) -> None:
    found = values(read("facture", sheet(at(0.3, f"{label} 45871236"))).fields)
    assert "numero_facture" not in found


def test_the_date_of_something_else_yields_to_the_papers_own() -> None:
    page = sheet(at(0.2, "Date de péremption : 01/02/2027"), at(0.3, "Date : 12/03/2025"))
    assert values(read("ordonnance", page).fields)["date_prescription"] == "2025-03-12"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("KARIMI Salma conjoint", "KARIMI Salma"),
        ("suivi(e) depuis trois ans", None),
        ("EL OUALI Amina", "EL OUALI Amina"),
        ("Ne rien inscrire", None),
        ("Marie-Laure", "Marie-Laure"),
    ],
)
def test_words_that_no_name_holds(words: str, name: str | None) -> None:
    assert name_of_person(words) == name


@pytest.mark.parametrize(
    ("words", "may"),
    [
        ("ou par virement", False),
        ("accord", False),
        ("Clinique Assalama", True),
        ("Centre d'oncologie", True),
    ],
)
def test_words_that_no_house_is_called_by(words: str, may: bool) -> None:
    assert may_name_a_house(words) is may


@pytest.mark.parametrize("name", ["Salma", "Settat", "El", "BENNANI", "Ndiaye"])
def test_names_are_no_common_words(name: str) -> None:
    assert not is_common(name)


def test_a_heading_that_is_nothing_but_a_person() -> None:
    page = sheet(
        at(0.20, "LE MALADE"),
        at(0.24, "Nom", (0.25, "TAZI"), (0.55, "Prénom"), (0.7, "Karim")),
        at(0.34, "2) Assuré(e)"),
        at(0.38, "Nom", (0.25, "BERRADA"), (0.55, "Prénom"), (0.7, "Salma")),
    )
    found = values(read("feuille_de_soins", page).fields)
    assert (found["beneficiaire_nom"], found["beneficiaire_prenom"]) == ("TAZI", "Karim")
    assert (found["assure_nom"], found["assure_prenom"]) == ("BERRADA", "Salma")


def test_a_label_without_a_person_is_of_the_one_before_it() -> None:
    page = sheet(
        at(0.2, "Renseignements du malade"),
        at(0.3, "Nom de l'adhérent", (0.3, "TAZI"), (0.55, "Prénom(s)"), (0.7, "Karim")),
    )
    assert values(read("feuille_de_soins", page).fields)["assure_prenom"] == "Karim"


def test_a_surname_label_with_the_whole_name_beside_it() -> None:
    whole = values(read("ordonnance", sheet(at(0.3, "Nom du patient : TAZI Karim"))).fields)
    assert (whole["patient_nom"], whole["patient_prenom"]) == ("TAZI", "Karim")
