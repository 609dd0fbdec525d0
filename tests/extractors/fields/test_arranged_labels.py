"""Labels said twice, questions with a hint, heads that touch, answers on two lines."""

from __future__ import annotations

import pytest

from extractors.fields.wording import composed_labels
from extractors.layout import lay_out
from models.documents import document_type
from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Given name-Prénom", ("assure_prenom", "beneficiaire_prenom")),
        ("DOB-Né(e) le", ("assure_date_naissance", "beneficiaire_date_naissance")),
        ("Patient surname Nom du patient", ("beneficiaire_nom",)),
        ("Staff no.-Matricule", ("matricule",)),
    ],
)
def test_a_label_said_in_two_languages_is_one(text: str, fields: tuple[str, ...]) -> None:
    row = lay_out(sheet(at(0.2, text)), 1).rows[0]
    (hit,) = composed_labels(row, document_type("feuille_de_soins"), row.aspect)
    assert (hit.first, hit.last) == (0, len(row.tokens) - 1)
    assert set(fields) <= set(hit.names or ())


def test_an_answer_below_a_label_said_twice_is_whole() -> None:
    page = sheet(
        at(0.20, "Facility Structure de soins", (0.6, "Town Ville")),
        at(0.22, "Hôpital Cheikh Anta Diop", (0.6, "Fès")),
    )
    found = values(read("demande_prise_en_charge", page).fields)
    assert found["etablissement_nom"] == "Hôpital Cheikh Anta Diop"


@pytest.mark.parametrize("hint", ["(prénom puis patronyme)", "[prénom, nom]"])
def test_a_hint_behind_a_question_tells_the_order_of_the_names(hint: str) -> None:
    page = sheet(at(0.20, f"Nom du malade ? {hint}"), at(0.22, (0.12, "Salma BENNANI")))
    found = values(read("demande_prise_en_charge", page).fields)
    assert (found["beneficiaire_nom"], found["beneficiaire_prenom"]) == ("BENNANI", "Salma")


def test_an_inverted_verb_ends_a_question() -> None:
    page = sheet(at(0.20, "Sous quel identifiant national exerce-t-il ?"), at(0.22, "551204478"))
    assert values(read("demande_prise_en_charge", page).fields)["inpe"] == "551204478"


def test_heads_of_columns_that_touch_have_an_answer_each() -> None:
    page = sheet(
        at(0.50, "PART ORGANISME PART ASSURÉ", (0.7, "NET À PAYER")),
        at(0.52, (0.08, "800,00"), (0.26, "200,00"), (0.7, "1 000,00")),
    )
    found = values(read("facture", page).fields)
    assert (found["part_organisme"], found["part_assure"]) == ("800.00", "200.00")
    assert found["montant_total"] == "1000.00"


def test_a_stay_and_a_name_on_two_lines() -> None:
    page = sheet(
        at(0.20, "FACTURE N° 4471"),
        at(0.30, (0.08, "SOINS DONNÉS À"), (0.6, "SÉJOUR")),
        at(0.32, (0.08, "BENNANI"), (0.6, "du 03/02/2024")),
        at(0.34, (0.08, "Salma"), (0.6, "au 07/02/2024")),
    )
    found = values(read("facture", page).fields)
    assert (found["date_entree"], found["date_sortie"]) == ("2024-02-03", "2024-02-07")
    assert (found["patient_nom"], found["patient_prenom"]) == ("BENNANI", "Salma")


def test_the_town_behind_a_comma_is_not_of_the_name_of_a_house() -> None:
    page = sheet(at(0.20, "Établissement de soins : Clinique Al Amal, Fès"))
    found = values(read("demande_prise_en_charge", page).fields)
    assert found["etablissement_nom"] == "Clinique Al Amal"


def test_two_columns_ask_for_two_persons() -> None:
    page = sheet(
        at(0.20, (0.4, "Patronyme"), (0.7, "Prénom")),
        at(0.23, (0.08, "Adhérent"), (0.4, "TAZI"), (0.7, "Omar")),
        at(0.26, (0.08, "Hospitalisé / soigné"), (0.4, "BENNANI"), (0.7, "Salma")),
    )
    found = values(read("demande_prise_en_charge", page).fields)
    assert (found["assure_nom"], found["assure_prenom"]) == ("TAZI", "Omar")
    assert (found["beneficiaire_nom"], found["beneficiaire_prenom"]) == ("BENNANI", "Salma")


def test_the_next_page_asks_for_the_other_person() -> None:
    first = sheet(
        at(0.10, "ARTICLE 2 – LE SALARIÉ"),
        at(0.14, "Nom", (0.4, "BENNANI")),
        at(0.17, "Né(e) le", (0.4, "illisible")),
    )
    second = sheet(at(0.10, "Nom", (0.4, "TAZI")), at(0.13, "Né(e) le", (0.4, "02/05/1981")))
    found = values(read("bulletin_adhesion", first, second).fields)
    assert "assure_date_naissance" not in found
    assert (found["assure_nom"], found["conjoint_nom"]) == ("BENNANI", "TAZI")
    assert found["conjoint_date_naissance"] == "1981-05-02"


def test_a_signature_is_no_person_asked_for() -> None:
    page = sheet(at(0.80, "Member's signature-Le titulaire", (0.6, "TAZI Omar")))
    assert "assure_nom" not in values(read("feuille_de_soins", page).fields)
