"""Persons found in the base by several agreements, and never in silence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from flows.dossiers.base import CERTAIN, PROPOSED, Found, cared_for_in_base, insured_in_base
from flows.dossiers.identities import cared_for, insured
from flows.dossiers.mentions import Kind, Number, Traces, joined, traces_of
from flows.dossiers.people import directory, together
from flows.workplace import Workplace
from models.reading import Document
from storage.records import assures
from tests.flows.papers import paper, read

ROWS = [
    {"numero_immatriculation": "204587613", "matricule": "33036", "nom": "EL MANSOURI", "prenom": "Abdelkrim", "cin": "BH65419", "lien": "assure", "date_naissance": "1961-02-03"},
    {"numero_immatriculation": "204587613-1", "nom": "EL GHAZI", "prenom": "Fatima Zahra", "cin": "K12345", "lien": "conjoint", "numero_immatriculation_assure": "204587613", "date_naissance": "1970-05-06"},
    {"nom": "EL MANSOURI", "prenom": "Yassine", "lien": "enfant", "numero_immatriculation_assure": "204587613", "date_naissance": "2010-01-01"},
    {"nom": "EL MANSOURI", "prenom": "Yasmine", "lien": "enfant", "numero_immatriculation_assure": "204587613", "date_naissance": "2012-01-01"},
    {"numero_immatriculation": "771102938", "matricule": "33037", "nom": "TOURE", "prenom": "Aminata", "lien": "assure", "cin": "A998877"},
    {"numero_immatriculation": "555000111", "matricule": "44001", "nom": "ALAMI", "prenom": "Rachid", "lien": "assure", "date_naissance": "1980-01-01"},
    {"numero_immatriculation": "555000222", "matricule": "44002", "nom": "ALAMI", "prenom": "Rachid", "lien": "assure", "date_naissance": "1990-01-01"},
]  # fmt: skip


@pytest.fixture(autouse=True)
def _people(place: Workplace) -> None:
    with place.database.transaction() as session:
        assures.load(session, ROWS)


def all_traces(papers: Iterable[Document]) -> Traces:
    return joined(traces_of(paper) for paper in papers)


def found(place: Workplace, *papers: Document) -> Found:
    traces = all_traces(papers)
    with place.database.reading() as session:
        return insured_in_base(directory(session, [traces], None), insured(papers), traces)


def cared(place: Workplace, *papers: Document) -> Found:
    traces = all_traces(papers)
    with place.database.reading() as session:
        known = directory(session, [traces], None)
        who = insured_in_base(known, insured(papers), traces)
        return cared_for_in_base(cared_for(papers, who.person), who, traces)


def form(**fields: str) -> Document:
    return paper("feuille_de_soins", **fields)


OWN = {"assure_nom": "EL MANSOURI", "assure_prenom": "Abdelkrim"}


def test_number_and_name_agree(place: Workplace) -> None:
    got = found(place, form(**OWN, numero_immatriculation="204587613"))
    assert (got.person.matricule, got.person.cin) == ("33036", "BH65419")
    assert got.score is not None
    assert got.score >= 0.99
    assert got.signalements == (), "the papers say as much"


def test_a_number_with_a_wrong_digit_and_the_name(place: Workplace) -> None:
    got = found(place, form(**OWN, numero_immatriculation="204587673"))
    assert got.person.numero_immatriculation == "204587613"
    assert got.signalements[0].code in ("assure_rapproche", "assure_a_confirmer")
    assert "204587673" in got.signalements[0].message, "what was read is said"


def test_name_and_birth_make_a_person(place: Workplace) -> None:
    got = found(place, form(**OWN, assure_date_naissance="1961-02-03"))
    assert got.score is not None
    assert got.score >= CERTAIN
    assert got.signalements[0].code == "assure_rapproche"


def test_a_name_alone_is_proposed_only(place: Workplace) -> None:
    got = found(place, form(assure_nom="EL MANSOURI", assure_prenom="Abdelkrim"))
    assert got.score is not None
    assert PROPOSED <= got.score < CERTAIN
    assert got.person.sure("nom", 0.85) is None, "known, but not for sure"
    assert got.signalements[0].code == "assure_a_confirmer"


def test_namesakes_are_not_told_apart_by_their_name(place: Workplace) -> None:
    named = form(assure_nom="ALAMI", assure_prenom="Rachid")
    assert found(place, named).score is None
    born = form(assure_nom="ALAMI", assure_prenom="Rachid", assure_date_naissance="1990-01-01")
    assert found(place, born).person.numero_immatriculation == "555000222"


def test_another_s_number_takes_nothing(place: Workplace) -> None:
    wrong = form(
        assure_nom="BENJELLOUN", assure_prenom="Khadija", numero_immatriculation="771102938"
    )
    got = found(place, wrong)
    assert got.person.nom == "BENJELLOUN"
    assert got.score is None


def test_a_matricule_off_by_one_is_told_by_the_name(place: Workplace) -> None:
    shared = form(assure_nom="TOURE", assure_prenom="Aminata", matricule="33037")
    assert found(place, shared).person.numero_immatriculation == "771102938"


def test_a_dependant_s_papers_lead_to_the_insured(place: Workplace) -> None:
    card = paper(
        "cnie", nom="EL GHAZI", prenom="Fatima Zahra", cin="K12345", date_naissance="1970-05-06"
    )
    got = found(place, card)
    assert (got.person.nom, got.person.lien) == ("EL MANSOURI", "assure")
    assert got.signalements[0].code == "assure_rapproche"


def test_nobody_of_the_base(place: Workplace) -> None:
    got = found(place, form(assure_nom="XYLO", assure_prenom="Phone", matricule="99999"))
    assert (got.person.nom, got.score, got.signalements) == ("XYLO", None, ())


def test_a_dependant_is_found_in_the_family(place: Workplace) -> None:
    mother = form(
        **OWN,
        numero_immatriculation="204587613",
        beneficiaire_nom="EL GHAZI",
        beneficiaire_prenom="Fatima Zohra",
    )
    got = cared(place, mother).person
    assert (got.prenom, got.lien, got.numero_immatriculation) == (
        "Fatima Zahra",
        "conjoint",
        "204587613",
    )


def test_children_of_like_names_are_told_by_their_birth(place: Workplace) -> None:
    child = form(
        **OWN,
        numero_immatriculation="204587613",
        beneficiaire_nom="EL MANSOURI",
        beneficiaire_prenom="Yasine",
        beneficiaire_lien="enfant",
        beneficiaire_date_naissance="2010-01-01",
    )
    assert cared(place, child).person.prenom == "Yassine"


def test_the_only_spouse_is_meant_when_the_form_says_spouse(place: Workplace) -> None:
    ticked = form(**OWN, numero_immatriculation="204587613", beneficiaire_lien="conjoint")
    assert cared(place, ticked).person.prenom == "Fatima Zahra"


def test_a_link_that_contradicts_the_base_is_left_as_read(place: Workplace) -> None:
    said = form(
        **OWN,
        numero_immatriculation="204587613",
        beneficiaire_nom="EL GHAZI",
        beneficiaire_prenom="Fatima Zahra",
        beneficiaire_lien="enfant",
    )
    got = cared(place, said)
    assert got.person.lien == "enfant"
    assert [s.code for s in got.signalements] == ["lien_a_verifier"]


def test_a_stranger_is_left_as_read(place: Workplace) -> None:
    other = form(
        **OWN,
        numero_immatriculation="204587613",
        beneficiaire_nom="BENNANI",
        beneficiaire_prenom="Salma",
    )
    assert cared(place, other).person.nom == "BENNANI"


def test_the_insured_is_cared_for_when_the_papers_name_no_other(place: Workplace) -> None:
    got = cared(place, form(**OWN, numero_immatriculation="204587613"))
    assert (got.person.prenom, got.person.lien) == ("Abdelkrim", "assure")


def test_papers_of_one_family_and_of_two(place: Workplace) -> None:
    papers = [
        all_traces([form(**OWN, numero_immatriculation="204587613")]),
        all_traces([paper("cnie", nom="EL GHAZI", prenom="Fatima Zahra", cin="K12345")]),
        all_traces([paper("cnie", nom="TOURE", prenom="Aminata", cin="A998877")]),
    ]
    with place.database.reading() as session:
        known = directory(session, papers, None)
        own, spouse, stranger = (known.chances(traces) for traces in papers)
    same, different = together(own, spouse)
    assert same > 0.9 > 0.1 > different
    same, different = together(own, stranger)
    assert same < 0.1 < 0.9 < different


def test_the_organisme_limits_the_search(place: Workplace) -> None:
    with place.database.transaction() as session:
        assures.load(
            session,
            [{"numero_immatriculation": "888", "nom": "SY", "prenom": "Awa", "lien": "assure"}],
            organisme="pmas",
        )
    traces = all_traces([form(assure_nom="SY", assure_prenom="Awa", matricule="888")])
    with place.database.reading() as session:
        assert directory(session, [traces], "pmas").families
        assert not directory(session, [traces], "cnops").families


def test_read_confidences_decide_what_is_strange(place: Workplace) -> None:
    """A name read badly does not speak against the number."""
    bad = Document(
        (1,),
        "facture",
        0.9,
        {
            "assure_nom": read("XQZ", 0.4),
            "assure_prenom": read("WVRT", 0.4),
            "numero_immatriculation": read("204587613", 0.95),
        },
    )
    got = found(place, bad)
    assert got.person.nom == "EL MANSOURI"
    assert got.score is not None
    assert got.score < CERTAIN
    assert Number(Kind.IMMATRICULATION, "204587613", 0.95) in all_traces([bad]).numbers


def test_the_birth_in_the_base_is_a_date(place: Workplace) -> None:
    got = found(place, form(**OWN, numero_immatriculation="204587613"))
    assert got.person.date_naissance == date(1961, 2, 3)
