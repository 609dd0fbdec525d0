"""Whose name stands after «débiteur», «pour le compte de», «ayant droit de», «client»."""

from __future__ import annotations

import pytest

from models.documents import document_type
from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet

INSURED = [
    "Débiteur : BOUZIDI Rachid",
    "A/c de : BOUZIDI Rachid",
    "Pour le compte de : M. BOUZIDI Rachid",
    "Ayant droit de M. BOUZIDI Rachid",
]


@pytest.mark.parametrize("line", INSURED)
def test_the_insured_beside_the_patient(line: str) -> None:
    page = sheet(at(0.1, "FACTURE"), at(0.15, "Patient : BOUZIDI Zineb"), at(0.18, line))
    found = values(read("facture", page).fields)
    assert (found["patient_nom"], found["patient_prenom"]) == ("BOUZIDI", "Zineb")
    assert (found["assure_nom"], found["assure_prenom"]) == ("BOUZIDI", "Rachid")


def test_a_name_up_to_the_next_label_of_its_row() -> None:
    row = at(0.18, "Débiteur BOUZIDI Rachid N° immatriculation 219904471")
    found = values(read("facture", sheet(at(0.15, "Malade : BOUZIDI Zineb"), row)).fields)
    assert (found["assure_nom"], found["assure_prenom"]) == ("BOUZIDI", "Rachid")
    assert found["numero_immatriculation"] == "219904471"


def test_a_house_that_pays_is_no_person() -> None:
    for house in ("Atlanta Assurances", "Mutuelle des Ports", "CNOPS"):
        page = sheet(at(0.15, "Patient : BOUZIDI Zineb"), at(0.18, f"Débiteur : {house}"))
        found = values(read("facture", page).fields)
        assert "assure_nom" not in found
        assert found["patient_nom"] == "BOUZIDI"


def test_the_client_is_the_patient_where_no_other_is_asked_for() -> None:
    found = values(read("facture", sheet(at(0.15, "Client : ZNIBER Rita"))).fields)
    assert found["patient_nom"] == "ZNIBER"
    assert "assure_nom" not in found


def test_the_client_is_the_insured_beside_a_patient() -> None:
    page = sheet(at(0.15, "Client : ZNIBER Othmane"), at(0.18, "Bénéficiaire : ZNIBER Rita"))
    found = values(read("facture", page).fields)
    assert (found["assure_prenom"], found["patient_prenom"]) == ("Othmane", "Rita")


def test_the_employer_does_not_issue_an_invoice() -> None:
    page = sheet(at(0.1, "Patient : ZNIBER Rita"), at(0.15, "Employeur : Filature du Gharb"))
    assert "emetteur_nom" not in read("facture", page).fields
    assert "emetteur_nom" in document_type("listing_adherents").fields
    found = values(read("listing_adherents", page).fields)
    assert found["emetteur_nom"] == "Filature du Gharb"


def test_initials_are_one_word() -> None:
    page = sheet(at(0.15, "N° P.P.R. : 1182203"), at(0.18, "N° de la C.N.I.E. : JB220417"))
    found = values(read("feuille_de_soins", page).fields)
    assert (found["matricule"], found["assure_cin"]) == ("1182203", "JB220417")


def test_the_number_of_a_till_s_ticket() -> None:
    page = sheet(at(0.15, "TICKET 881204 - CAISSE 03"), at(0.165, "21/08/2025 18:03"))
    found = values(read("facture", page).fields)
    assert (found["numero_facture"], found["date_facture"]) == ("881204", "2025-08-21")
