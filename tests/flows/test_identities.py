"""Whose papers these are, from what they say."""

from __future__ import annotations

from datetime import date

import pytest

from flows.dossiers.identities import Identity, cared_for, identity_of, insured
from models.checklists import Person
from models.reading import Document
from tests.flows.papers import paper, read

RACHID = Person(nom="ALAMI", prenom="Rachid", numero_immatriculation="204587613")


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ({"numbers": ["204587613"]}, {"numbers": ["204587613"], "names": ["x y"]}, 1.0, 1.0),
        ({"numbers": ["204587613"]}, {"numbers": ["204587614"]}, 1.0, 1.0),
        ({"numbers": ["20458"]}, {"numbers": ["20459"]}, 0.0, 0.0),
        ({"names": ["el mansouri abdelkrim"]}, {"names": ["abdelkrim el mansouri"]}, 0.9, 0.99),
        ({"names": ["alami rachid"]}, {"names": ["alami yassine"]}, 0.3, 0.8),
        ({"names": ["alami rachid"]}, {"names": ["toure aminata"]}, 0.0, 0.0),
        ({}, {}, 0.0, 0.0),
    ],
)
def test_likeness(
    one: dict[str, list[str]], other: dict[str, list[str]], least: float, most: float
) -> None:
    first, second = (
        Identity(frozenset(d.get("names", ())), frozenset(d.get("numbers", ())))
        for d in (one, other)
    )
    assert least <= first.likeness(second) <= most
    assert first.likeness(second) == second.likeness(first)


def test_a_short_number_tells_nobody_apart() -> None:
    assert identity_of(paper("facture", matricule="33", numero_dossier="12")).numbers == frozenset()


def test_half_a_name_is_no_name() -> None:
    assert not identity_of(paper("facture", patient_nom="ALAMI")).known


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
