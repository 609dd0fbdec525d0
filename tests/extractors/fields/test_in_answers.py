"""Answers that hold words of labels."""

from __future__ import annotations

import pytest

from models.reading import Word
from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet


def found(kind: str, *lines: str) -> dict[str, str]:
    page = sheet(*(at(0.10 + 0.04 * number, line) for number, line in enumerate(lines)))
    return values(read(kind, page).fields)


def test_a_word_near_to_one_of_labels_is_an_answer_behind_a_colon() -> None:
    """«Fracture du» is no misread «Facture du»."""
    got = found(
        "demande_prise_en_charge", "Diagnostic retenu : Fracture du radius", "Ville : Rabat"
    )
    assert got["diagnostic"] == "Fracture du radius"
    assert "date_demande" not in got


@pytest.mark.parametrize(
    "rows",
    [
        [at(0.2, "Employeur : Société Textile du Sud")],
        [at(0.2, "Employeur", (0.5, "Société Textile du Sud")), at(0.23, "Ville", (0.5, "Rabat"))],
        [at(0.2, "Employeur"), at(0.218, "Société Textile du Sud")],
    ],
    ids=["deux-points", "loin", "dessous"],
)
def test_a_company_s_name_may_begin_with_a_label(rows: list[list[Word]]) -> None:
    page = sheet(*rows)
    assert values(read("feuille_de_soins", page).fields)["employeur"] == "Société Textile du Sud"


def test_société_asks_where_nothing_else_does() -> None:
    assert found("feuille_de_soins", "Société : Textile du Sud")["employeur"] == "Textile du Sud"


@pytest.mark.parametrize("label", ["CIN du conjoint", "N° CIN du conjoint :"])
def test_the_card_of_another_is_not_the_insured_s(label: str) -> None:
    got = found("bulletin_adhesion", "Nom du conjoint : ZEROUALI", f"{label} JB102679")
    assert got["conjoint_cin"] == "JB102679"
    assert "assure_cin" not in got


def test_a_date_that_a_label_asks_for_is_no_other_s() -> None:
    got = found("facture", "Date d'entrée : 11/09/2025", "Date de sortie : 14/09/2025")
    assert got["date_entree"] == "2025-09-11"
    assert "date_facture" not in got


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Je soussigné(e), Dr Naïma BENNIS", "Dr Naïma BENNIS"),
        ("Je soussigné docteur Naïma BENNIS", "docteur Naïma BENNIS"),
        ("Nom du docteur : Naïma BENNIS", "Naïma BENNIS"),
    ],
)
def test_a_doctor_s_title_is_of_the_name_unless_it_only_asks_for_it(line: str, name: str) -> None:
    got = found("rapport_medical", line, "certifie que le patient suivant est soigné ici")
    assert got["medecin_nom"] == name


def test_dots_part_a_label_with_its_plural_from_its_answer() -> None:
    assert found("decompte", "Nom....FALL....", "Prénom(s)....Awa.......")["prenom"] == "Awa"


def test_two_answers_at_the_right_margin_are_found_however_far() -> None:
    page = sheet(
        at(0.20, "Prénom de l'assuré", (0.90, "Salma")),
        at(0.24, "Nom de l'assuré", (0.884, "BERRADA")),
    )
    got = values(read("feuille_de_soins", page).fields)
    assert (got["assure_nom"], got["assure_prenom"]) == ("BERRADA", "Salma")


@pytest.mark.parametrize(
    "line", ["Patient : 4512 - BENNANI Salma", "Mr/Mme/Enf : BENNANI Salma", "Pour : BENNANI Salma"]
)
def test_a_patient_s_name_behind_a_number_or_a_civility(line: str) -> None:
    got = found("ordonnance", line, "Le 12/09/2025")
    assert (got["patient_nom"], got["patient_prenom"]) == ("BENNANI", "Salma")


@pytest.mark.parametrize(
    "line", ["5 pièce(s) jointe(s)", "J'ai joint 5 pièces.", "Ci-joint : 5 pièces", "PJ (5)"]
)
def test_papers_are_counted_before_their_word(line: str) -> None:
    assert found("feuille_de_soins", "Assuré : BENNANI Youssef", line)["nombre_pieces"] == "5"


def test_a_misread_city_leaves_the_address_where_its_place_tells_it() -> None:
    got = found("feuille_de_soins", "Adresse de l'assuré : 24 rue des Orangers, Oujta")
    assert got["assure_adresse"] == "24 rue des Orangers"
    assert got["assure_ville"] == "Oujda"
