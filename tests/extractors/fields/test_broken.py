"""Labels that a narrow cell breaks over two lines, heads of tables, answers at the right margin."""

from __future__ import annotations

from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import ASPECT, LETTER, PITCH, at, sheet


def test_a_label_over_two_lines_asks_for_what_stands_beside_it() -> None:
    page = sheet(
        at(0.150, (0.06, "Matricule"), (0.20, "3215"), (0.55, "Nom"), (0.70, "OUKACHA")),
        at(0.180, (0.06, "Prénom"), (0.20, "Hind"), (0.55, "Date de"), (0.70, "17/03/1987")),
        at(0.196, (0.55, "naissance")),
        at(0.230, (0.06, "Lieu de"), (0.20, "Oujda"), (0.55, "Embauché"), (0.70, "25/06/2019")),
        at(0.246, (0.06, "naissance"), (0.55, "le")),
    )
    found = values(read("bulletin_adhesion", page).fields)
    assert found["assure_date_naissance"] == "1987-03-17"
    assert found["assure_lieu_naissance"] == "Oujda"
    assert found["date_embauche"] == "2019-06-25"


def test_labels_one_below_the_other_stay_two() -> None:
    page = sheet(
        at(0.150, (0.06, "À charge de l'organisme"), (0.60, "8 468,40")),
        at(0.166, (0.06, "À charge du patient"), (0.60, "2 117,10")),
    )
    found = values(read("facture", page).fields)
    assert (found["part_organisme"], found["part_assure"]) == ("8468.40", "2117.10")


def test_the_head_of_a_table_asks_for_nothing() -> None:
    page = sheet(
        at(0.30, (0.08, "Date"), (0.30, "Lettre clé"), (0.50, "Acte"), (0.80, "Montant")),
        at(0.33, (0.08, "20/05/2025"), (0.30, "C"), (0.50, "Consultation"), (0.80, "150,00")),
        at(0.36, (0.08, "21/05/2025"), (0.30, "K"), (0.50, "ECG"), (0.80, "180,00")),
    )
    found = values(read("feuille_de_soins", page).fields)
    assert "date_signature" not in found
    assert found["date_soins"] == "2025-05-20"


def test_the_children_are_not_the_insured() -> None:
    page = sheet(
        at(0.60, "4 - Enfants à charge"),
        at(0.63, (0.10, "Nom"), (0.35, "Prénom"), (0.60, "Naissance"), (0.85, "Sexe")),
        at(0.66, (0.10, "OUKACHA"), (0.35, "Ibrahima"), (0.60, "04/11/2010"), (0.85, "M")),
    )
    assert "assure_date_naissance" not in values(read("bulletin_adhesion", page).fields)


def test_answers_that_end_at_the_right_margin() -> None:
    told = {
        "Contrat groupe": "1743190",
        "Matricule": "55553",
        "Employeur": "Briqueterie",
        "Ville de résidence": "Essaouira",
    }
    rows = [
        at(0.15 + 0.03 * n, (0.06, label), (0.95 - len(answer) * PITCH * LETTER / ASPECT, answer))
        for n, (label, answer) in enumerate(told.items())
    ]
    found = values(read("feuille_de_soins", sheet(*rows)).fields)
    assert (found["numero_police"], found["matricule"]) == ("1743190", "55553")
    assert (found["employeur"], found["assure_ville"]) == ("Briqueterie", "Essaouira")


def test_answers_at_the_right_margin_of_which_some_begin_in_one_place() -> None:
    told = {"N° de police": "4471830", "Matricule": "5512386", "N° CIN": "BE45871"}
    told |= {"Employeur": "Briqueterie", "Ville": "Rabat"}
    rows = [
        at(0.15 + 0.03 * n, (0.06, label), (0.95 - len(answer) * PITCH * LETTER / ASPECT, answer))
        for n, (label, answer) in enumerate(told.items())
    ]
    found = values(read("feuille_de_soins", sheet(*rows)).fields)
    assert (found["numero_police"], found["matricule"]) == ("4471830", "5512386")


def test_what_a_number_counts_is_not_the_paper() -> None:
    page = sheet(
        at(0.12, (0.30, "Facture d'hospitalisation n° 2198/25")),
        at(0.22, (0.50, "N° dossier : 765952")),
    )
    assert values(read("facture", page).fields)["numero_facture"] == "2198/25"


def test_a_label_over_two_lines_asks_for_what_stands_beside_its_second() -> None:
    page = sheet(
        at(0.150, (0.06, "Date de"), (0.55, "Lieu de"), (0.70, "Oujda")),
        at(0.166, (0.06, "naissance"), (0.20, "17/03/1987"), (0.55, "naissance")),
        at(0.200, (0.06, "N° de")),
        at(0.216, (0.06, "police"), (0.20, "4471830")),
    )
    found = values(read("bulletin_adhesion", page).fields)
    assert found["assure_date_naissance"] == "1987-03-17"
    assert found["assure_lieu_naissance"] == "Oujda"
    assert found["numero_police"] == "4471830"


def test_the_second_line_of_a_label_is_no_title() -> None:
    page = sheet(
        at(0.150, (0.06, "Nom de"), (0.32, "BENNANI")),
        at(0.166, (0.06, "l'assuré")),
        at(0.200, (0.06, "Prénom du"), (0.32, "Salma")),
        at(0.216, (0.06, "malade")),
    )
    found = values(read("demande_prise_en_charge", page).fields)
    assert (found["assure_nom"], found["beneficiaire_prenom"]) == ("BENNANI", "Salma")


def test_the_answers_to_several_labels_behind_the_last() -> None:
    page = sheet(
        at(0.15, "ASSURÉ"),
        at(0.18, "Nom, prénom, né le : BENNANI Youssef 12/03/1979"),
    )
    found = values(read("feuille_de_soins", page).fields)
    assert (found["assure_nom"], found["assure_prenom"]) == ("BENNANI", "Youssef")
    assert found["assure_date_naissance"] == "1979-03-12"
