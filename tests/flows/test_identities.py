"""The insured and the person cared for, from what the papers say."""

from __future__ import annotations

from datetime import date

from flows.dossiers.identities import cared_for, insured
from models.checklists import Person
from models.reading import Document
from tests.flows.papers import paper, read

RACHID = Person(nom="ALAMI", prenom="Rachid", numero_immatriculation="204587613")


def test_the_insured_is_read_where_he_is_read_best() -> None:
    poor = Document((1,), "facture", 0.9, {"numero_immatriculation": read("204587673", 0.4)})
    good = paper(
        "feuille_de_soins",
        numero_immatriculation="204587613",
        assure_nom="ALAMI",
        assure_prenom="Rachid",
        assure_date_naissance="1979-03-14",
    )
    person = insured([poor, good])
    assert (person.numero_immatriculation, person.nom, person.prenom, person.lien) == (
        "204587613",
        "ALAMI",
        "Rachid",
        "assure",
    )
    assert person.date_naissance == date(1979, 3, 14)
    assert person.sure("numero_immatriculation", 0.8) == "204587613"


def test_a_card_names_the_insured_but_an_identity_card_does_not() -> None:
    card = paper("carte_immatriculation", nom="ALAMI", prenom="Rachid")
    assert insured([card]).nom == "ALAMI"
    assert insured([paper("cnie", nom="TOURE", prenom="Aminata")]).nom is None


def test_the_person_cared_for() -> None:
    form = paper(
        "feuille_de_soins",
        beneficiaire_nom="ALAMI",
        beneficiaire_prenom="Fatima Zahra",
        beneficiaire_lien="conjoint",
    )
    person = cared_for([form], RACHID)
    assert (person.lien, person.prenom) == ("conjoint", "Fatima Zahra")


def test_the_insured_himself_is_cared_for_when_the_papers_name_no_other() -> None:
    himself = cared_for([paper("facture")], RACHID)
    assert (himself.lien, himself.nom, himself.numero_immatriculation) == (
        "assure",
        "ALAMI",
        "204587613",
    )
    prescribed = paper("ordonnance", patient_nom="Alami", patient_prenom="RACHID")
    assert cared_for([prescribed], RACHID).lien == "assure"


def test_another_name_on_the_prescription_is_another_person_of_unknown_link() -> None:
    person = cared_for([paper("ordonnance", patient_nom="ALAMI", patient_prenom="Yto")], RACHID)
    assert (person.lien, person.prenom) == (None, "Yto")
