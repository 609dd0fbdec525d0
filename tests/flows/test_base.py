"""The base of insured people is believed only where number and name agree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.dossiers.base import cared_for_in_base, insured_in_base
from flows.workplace import Workplace
from models.checklists import Person
from storage.records import assures

ROWS = [
    {"numero_immatriculation": "204587613", "matricule": "33036", "nom": "EL MANSOURI", "prenom": "Abdelkrim", "cin": "BH65419", "lien": "assure", "date_naissance": "1961-02-03"},
    {"numero_immatriculation": "204587999", "nom": "EL MANSOURI", "prenom": "Fatima Zahra", "lien": "conjoint", "numero_immatriculation_assure": "204587613"},
    {"nom": "EL MANSOURI", "prenom": "Yassine", "lien": "enfant", "numero_immatriculation_assure": "204587613"},
    {"numero_immatriculation": "771102938", "matricule": "33036", "nom": "TOURE", "prenom": "Aminata", "lien": "assure"},
]  # fmt: skip
READ = Person(
    numero_immatriculation="204587613",
    nom="El Mansouri",
    prenom="Abdelkarim",
    confidence={"nom": 0.5},
)


@pytest.fixture(autouse=True)
def _people(place: Workplace) -> None:
    with place.database.transaction() as session:
        assures.load(session, ROWS)


def found(place: Workplace, read: Person, organisme: str | None = None) -> Person:
    with place.database.reading() as session:
        return insured_in_base(session, read, organisme)


def test_number_and_name_agree(place: Workplace) -> None:
    person = found(place, READ)
    assert (person.prenom, person.matricule, person.cin) == ("Abdelkrim", "33036", "BH65419")
    assert person.sure("nom", 0.99) == "EL MANSOURI", "known, no longer only read"


def test_a_number_alone_is_not_enough(place: Workplace) -> None:
    nameless = replace(READ, nom=None, prenom=None)
    assert found(place, nameless) == nameless


def test_a_name_alone_is_not_enough(place: Workplace) -> None:
    nobody = replace(READ, numero_immatriculation=None)
    assert found(place, nobody) == nobody


def test_another_s_number_takes_nothing(place: Workplace) -> None:
    wrong = replace(READ, numero_immatriculation="771102938")
    assert found(place, wrong) == wrong


def test_a_matricule_of_two_people_is_told_apart_by_the_name(place: Workplace) -> None:
    shared = Person(matricule="33036", nom="TOURE", prenom="Aminata")
    assert found(place, shared).numero_immatriculation == "771102938"


def test_the_number_of_a_dependant_does_not_make_her_the_insured(place: Workplace) -> None:
    hers = Person(numero_immatriculation="204587999", nom="EL MANSOURI", prenom="Fatima Zahra")
    assert found(place, hers) == hers


def cared(place: Workplace, read: Person) -> Person:
    with place.database.reading() as session:
        return cared_for_in_base(session, read, insured_in_base(session, READ, None), None)


def test_a_dependant_is_found_in_the_family(place: Workplace) -> None:
    person = cared(place, Person(nom="EL MANSOURI", prenom="Fatima Zohra", lien="conjoint"))
    assert (person.prenom, person.lien) == ("Fatima Zahra", "conjoint")
    assert cared(place, Person(nom="EL MANSOURI", prenom="Yassine")).lien == "enfant"


def test_a_link_that_contradicts_the_base_is_left_as_read(place: Workplace) -> None:
    read = Person(nom="EL MANSOURI", prenom="Fatima Zahra", lien="enfant")
    assert cared(place, read) == read


def test_a_stranger_is_left_as_read(place: Workplace) -> None:
    read = Person(nom="BENNANI", prenom="Salma", lien="conjoint")
    assert cared(place, read) == read


def test_the_insured_cared_for_is_the_insured(place: Workplace) -> None:
    person = cared(place, Person(nom="?", prenom="?", lien="assure", sexe="M"))
    assert (person.prenom, person.lien, person.sexe) == ("Abdelkrim", "assure", "M")
