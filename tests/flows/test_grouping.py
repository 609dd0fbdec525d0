"""Documents into cases: by separators, identities and order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.dossiers.grouping import HOMELESS, OFFICE_SHEETS, announcement, group
from flows.dossiers.links import Evidence
from flows.dossiers.mentions import traces_of
from models.documents import document_types
from models.reading import Document
from tests.flows.papers import paper, read

SEPARATOR = paper("feuille_separatrice")
ALAMI = {"assure_nom": "ALAMI", "assure_prenom": "Rachid", "numero_immatriculation": "204587613"}
TOURE = {"assure_nom": "TOURE", "assure_prenom": "Aminata", "numero_immatriculation": "771102938"}


def cases(
    *documents: Document, said: dict[int, str] | None = None, one_case: bool = False
) -> list[list[int]]:
    return [g.members for g in group(documents, said or {}, one_case)]


def test_papers_of_one_person_are_one_case() -> None:
    assert cases(
        paper("feuille_de_soins", **ALAMI),
        paper("ordonnance", patient_nom="ALAMI", patient_prenom="Rachid"),
        paper("facture"),
    ) == [[0, 1, 2]]


def test_strangers_are_parted_without_a_separator() -> None:
    assert cases(
        paper("feuille_de_soins", **ALAMI),
        paper("facture"),
        paper("feuille_de_soins", **TOURE),
        paper("facture"),
    ) == [[0, 1], [2, 3]]


def test_a_paper_that_went_astray_comes_home() -> None:
    assert cases(
        paper("feuille_de_soins", **ALAMI),
        paper("feuille_de_soins", **TOURE),
        paper("ordonnance", patient_nom="ALAMI", patient_prenom="Rachid"),
    ) == [[0, 2], [1]]


def test_a_dependant_of_the_same_name_stays_with_the_family() -> None:
    assert cases(
        paper("feuille_de_soins", **ALAMI),
        paper("ordonnance", patient_nom="ALAMI", patient_prenom="Yassine"),
    ) == [[0, 1]]


def test_a_number_read_with_one_wrong_digit_is_the_same() -> None:
    wrong = {**ALAMI, "numero_immatriculation": "204587673", "assure_nom": "A1AWI"}
    assert cases(paper("feuille_de_soins", **ALAMI), paper("facture", **wrong)) == [[0, 1]]


def test_a_separator_opens_a_case_that_it_names() -> None:
    said = {0: "LIASSE:SEP:DOSSIER:ofppt:maladie_remboursement", 2: "LIASSE:SEP:DOSSIER\nsuivant"}
    found = group([SEPARATOR, paper("facture"), SEPARATOR, paper("ordonnance")], said)
    assert [g.members for g in found] == [[1], [3]]
    assert [(g.organisme, g.type) for g in found] == [
        ("ofppt", "maladie_remboursement"),
        (None, None),
    ]


def test_two_separators_in_a_row_leave_no_empty_case() -> None:
    said = dict.fromkeys((0, 1, 3), "LIASSE:SEP:DOSSIER")
    assert cases(SEPARATOR, SEPARATOR, paper("facture"), SEPARATOR, said=said) == [[2]]


def test_a_separator_of_documents_opens_no_case() -> None:
    assert cases(
        paper("facture", **ALAMI), SEPARATOR, paper("rib"), said={1: "LIASSE:SEP:DOCUMENT"}
    ) == [[0, 2]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LIASSE:SEP:DOSSIER:CNOPS:pec_pharmacie", ("cnops", "pec_pharmacie", True)),
        ("LIASSE:SEP:DOSSIER:cnops", ("cnops", None, True)),
        ("613111\nLIASSE:SEP:DOSSIER:cnops:pec_pharmacie", ("cnops", "pec_pharmacie", True)),
        ("PATCHT", (None, None, True)),
        ("", (None, None, True)),
        ("Nouveau document", (None, None, False)),
        ("LIASSE:ENVOI:organisme=ofppt;dossiers=12", (None, None, False)),
    ],
)
def test_what_a_separator_announces(
    text: str, expected: tuple[str | None, str | None, bool]
) -> None:
    said = announcement(text)
    assert (said.organisme, said.type, said.dossier) == expected


def test_a_nameless_sheet_does_not_begin_the_case_whose_first_paper_comes_late() -> None:
    him = {"patient_nom": "ALAMI", "patient_prenom": "Rachid"}
    her = {"nom": "TOURE", "prenom": "Aminata", "numero_immatriculation": "771102938"}
    assert cases(
        paper("pli_confidentiel", nom_enveloppe="ALAMI Rachid"),
        paper("ordonnance", **him),
        paper("facture", **him),
        paper("feuille_de_soins"),
        paper("carte_immatriculation", **her),
        paper("facture", patient_nom="TOURE", patient_prenom="Aminata"),
        paper("bon_soins", **TOURE),
    ) == [[0, 1, 2, 3], [4, 5, 6]]


def test_a_paper_that_nothing_ties_to_a_case_gives_way_to_one_that_contradicts_it() -> None:
    astray = paper("vignettes")
    papers = [
        paper("ordonnance", patient_nom="ALAMI", patient_prenom="Rachid"),
        paper("bon_soins", **TOURE),
        astray,
        paper("facture", patient_nom="TOURE", patient_prenom="Aminata"),
    ]
    known = [Evidence(traces_of(p)) for p in papers]
    told = [
        replace(known[0], countries=frozenset({"MA"})),
        known[1],
        replace(known[2], countries=frozenset({"MA"})),
        replace(known[3], countries=frozenset({"CI"})),
    ]
    assert [g.members for g in group(papers, {}, evidence=told)] == [[0, 2], [1, 3]]


def test_a_nameless_paper_far_away_fills_no_gap() -> None:
    his = {"patient_nom": "ALAMI", "patient_prenom": "Rachid"}
    papers = [
        paper("carte_immatriculation", nom="TOURE", prenom="Aminata"),
        paper("bon_soins", assure_nom="TOURE", assure_prenom="Aminata"),
        paper("compte_rendu_operatoire", **his),
        paper("facture", **his),
        paper("facture"),
    ]
    countries = ("", "", "MA", "MA", "SN")
    told = [
        Evidence(traces_of(p), countries=frozenset({c} - {""}))
        for p, c in zip(papers, countries, strict=True)
    ]
    assert [g.members for g in group(papers, {}, evidence=told)] == [[0, 1], [2, 3], [4]]


def test_one_mail_is_one_case_though_its_papers_name_nobody() -> None:
    documents = (
        paper("facture", **ALAMI),
        paper("ordonnance", patient_nom="BENNANI", patient_prenom="Salma"),
        paper("demande_prise_en_charge", **ALAMI),
    )
    assert cases(*documents, one_case=True) == [[0, 1, 2]]


def test_one_mail_of_two_strangers_demands_is_two_cases() -> None:
    documents = (
        paper("demande_prise_en_charge", **ALAMI),
        paper("demande_prise_en_charge", **TOURE),
    )
    assert cases(*documents, one_case=True) == [[0], [1]]


PEOPLE = [ALAMI, TOURE, {"patient_nom": "ALAMI", "patient_prenom": "Rachid"}, {}]
papers = st.lists(
    st.builds(
        lambda type, who: paper(type, **who),
        st.sampled_from(sorted(document_types())),
        st.sampled_from(PEOPLE),
    ),
    max_size=14,
)


@settings(deadline=None)
@given(
    papers, st.booleans(), st.sampled_from(["", "LIASSE:SEP:DOSSIER:ofppt", "LIASSE:SEP:DOCUMENT"])
)
def test_each_document_with_a_home_is_in_exactly_one_case(
    found: list[Document], one_case: bool, text: str
) -> None:
    said = {n: text for n, d in enumerate(found) if d.type == "feuille_separatrice"}
    groups = group(found, said, one_case)
    placed = [member for one in groups for member in one.members]
    at_home = [n for n, d in enumerate(found) if d.type not in HOMELESS | OFFICE_SHEETS]
    assert len(placed) == len(set(placed))
    assert [n for n in sorted(placed) if found[n].type not in OFFICE_SHEETS] == at_home
    assert all(one.members == sorted(one.members) for one in groups)
    firsts = [one.members[0] for one in groups]
    assert firsts == sorted(firsts), "in the order they begin"


def test_the_bordereau_of_several_dossiers_is_in_none() -> None:
    listed = replace(
        paper("bordereau_envoi", nombre_dossiers="2"),
        lines={"dossiers": ({"nom": read("ALAMI Rachid")}, {"nom": read("TOURE Aminata")})},
    )
    assert cases(listed, paper("facture", **ALAMI)) == [[1]]


def test_the_bordereau_of_one_dossier_is_with_it() -> None:
    invoice = paper("facture", nature="oncologie", **ALAMI)
    claim = paper("attestation_prise_en_charge", **ALAMI)
    assert cases(invoice, claim, paper("bordereau_envoi", nombre_dossiers="1")) == [[0, 1, 2]]
    assert cases(paper("reclamation"), paper("accuse_reception")) == [[0, 1]]
    assert cases(paper("demande_prise_en_charge", **ALAMI), paper("accuse_reception")) == [[0]]


def test_a_separator_names_the_dossier_that_follows_it_and_no_other() -> None:
    said = {0: "LIASSE:SEP:DOSSIER:cnops:pec_pharmacie"}
    found = group(
        [
            SEPARATOR,
            paper("demande_prise_en_charge", **ALAMI),
            paper("feuille_de_soins", **TOURE),
            paper("ordonnance", patient_nom="TOURE", patient_prenom="Aminata"),
        ],
        said,
    )
    assert [(g.members, g.type) for g in found] == [([1], "pec_pharmacie"), ([2, 3], None)]
