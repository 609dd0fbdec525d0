"""How likely two papers are of one case, and which papers make one."""

from __future__ import annotations

import time

import pytest

from flows.dossiers.kinds import begins, fit
from flows.dossiers.links import Evidence, link, probability
from flows.dossiers.mentions import traces_of
from flows.dossiers.partition import partition
from models.checklists import countries_told
from models.reading import Document, Field, How
from tests.flows.papers import paper


def evidence(document: Document, words: str = "") -> Evidence:
    return Evidence(traces_of(document), {}, countries_told(words))


def odds(one: Document, other: Document) -> float:
    forth, back = link(evidence(one), evidence(other)), link(evidence(other), evidence(one))
    assert forth == pytest.approx(back)
    return forth


FORM = paper(
    "feuille_de_soins",
    assure_nom="EL IDRISSI",
    assure_prenom="Mohamed",
    numero_immatriculation="204587613",
)


def test_a_shared_number_binds() -> None:
    assert probability(odds(FORM, paper("facture", numero_immatriculation="204587613"))) > 0.95


def test_a_name_written_otherwise_binds() -> None:
    same = paper("ordonnance", patient_nom="Med", patient_prenom="El Idrissi")
    assert probability(odds(FORM, same)) > 0.9


def test_a_shared_claim_number_binds_strangers_names() -> None:
    one = paper("facture", patient_nom="X", patient_prenom="Y", numero_prise_en_charge="PEC-778899")
    other = paper("attestation_prise_en_charge", numero_prise_en_charge="PEC778899")
    assert probability(odds(one, other)) > 0.95


def test_well_read_strangers_part_and_badly_read_ones_hardly() -> None:
    well = paper("ordonnance", patient_nom="TOURE", patient_prenom="Aminata")
    fields = {
        name: Field(value, value, 0.3, 1, None, How.MANUSCRIT)
        for name, value in (("patient_nom", "TOVRE"), ("patient_prenom", "Xnnmta"))
    }
    badly = Document((1,), "ordonnance", 0.95, fields)
    assert odds(FORM, well) < -3 < odds(FORM, badly) <= 0


def test_nobody_named_says_nothing() -> None:
    assert odds(FORM, paper("vignettes")) == 0.0


def test_two_patients_of_a_family_part() -> None:
    one = paper("feuille_de_soins", beneficiaire_nom="ALAMI", beneficiaire_prenom="Yassine")
    other = paper("feuille_de_soins", beneficiaire_nom="ALAMI", beneficiaire_prenom="Kenza")
    assert odds(one, other) < 0


def test_two_countries_part() -> None:
    here = evidence(paper("devis"), "Casablanca, 300,00 DH")
    there = evidence(paper("rapport_medical"), "Dakar, 20 000 F CFA")
    assert link(here, there) < 0
    assert link(here, here) == 0


def test_papers_of_one_dossier_type_fit() -> None:
    assert fit(["demande_acces_tiers_payant", "rib"]) > fit(["demande_acces_tiers_payant", "devis"])
    assert fit(["feuille_de_soins"]) > fit(["feuille_de_soins", "feuille_de_soins"])
    assert begins("feuille_de_soins") > begins("facture") > begins("cnie")


def test_interleaved_papers_find_their_cases() -> None:
    people = ("a", "b", "b", "a", "b", "a")
    types = (
        "demande_prise_en_charge", "demande_prise_en_charge", "carte_immatriculation",
        "cnie", "cnie", "carte_immatriculation",
    )  # fmt: skip
    found = partition(types, lambda one, other: 5.0 if people[one] == people[other] else -4.0)
    assert found == [[0, 3, 5], [1, 2, 4]]


def test_silent_papers_follow_their_neighbours() -> None:
    types = ("feuille_de_soins", "vignettes", "feuille_de_soins", "vignettes")
    assert partition(types, lambda one, other: 0.0) == [[0, 1], [2, 3]]


def test_what_came_as_one_stays_one_unless_it_is_surely_two() -> None:
    types = ("ordonnance", "facture", "cnie")
    assert partition(types, lambda one, other: -3.0, one_case=True) == [[0, 1, 2]]
    forms = ("demande_prise_en_charge", "demande_prise_en_charge")
    assert partition(forms, lambda one, other: -4.0, one_case=True) == [[0], [1]]


def test_a_long_pile_takes_little_time() -> None:
    types = ("demande_prise_en_charge", "rapport_medical", "cnie", "carte_immatriculation") * 60
    begun = time.process_time()
    found = partition(types, lambda one, other: 5.0 if one // 4 == other // 4 else -4.0)
    assert [len(case) for case in found] == [4] * 60
    assert time.process_time() - begun < 20
