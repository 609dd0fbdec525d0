"""An invoice of many patients is cited by each patient's dossier, for his lines alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.dossiers.grouping import group
from flows.dossiers.mentions import traces_of
from flows.dossiers.monthly import is_monthly, part_of, parts_of
from models.reading import Document
from tests.flows.papers import paper, read


def invoice(*patients: str) -> Document:
    rows = tuple(
        {
            "patient_nom": read(name),
            "numero_immatriculation": read(f"20458761{n}"),
            "designation": read("séance"),
            "montant": read("850.00"),
        }
        for n, name in enumerate(patients)
    )
    whole = paper("facture", nature="dialyse", numero_facture="F1", montant_total="1700.00")
    return replace(whole, lines={"lignes": rows})


MONTH = invoice("ALAMI Rachid", "TOURE Aminata", "Rachid ALAMI")
ALAMI = paper("feuille_de_soins", assure_nom="ALAMI", assure_prenom="Rachid")
TOURE = paper("feuille_de_soins", assure_nom="X", numero_immatriculation="204587611")


def test_an_invoice_of_several_patients() -> None:
    assert is_monthly(MONTH)
    assert not is_monthly(invoice("ALAMI Rachid", "Rachid Alami"))
    assert not is_monthly(paper("facture"))


def test_it_is_in_no_case() -> None:
    assert [g.members for g in group([ALAMI, MONTH, TOURE], {})] == [[0], [2]]


def test_each_patient_has_his_lines_and_not_the_total() -> None:
    own = part_of(MONTH, traces_of(ALAMI))
    assert own is not None
    assert len(own.lines["lignes"]) == 2
    assert "montant_total" not in own.fields
    assert own.fields["numero_facture"].value == "F1"
    by_number = part_of(MONTH, traces_of(TOURE))
    assert by_number is not None
    assert by_number.fields["patient_nom"].value == "TOURE Aminata"


def whole(*lines: tuple[str, str], total: str) -> Document:
    rows = tuple({"patient_nom": read(name), "montant": read(due)} for name, due in lines)
    return replace(paper("facture", montant_total=total), lines={"lignes": rows})


def test_his_lines_make_his_total_when_all_lines_make_the_whole() -> None:
    lines = ("ALAMI Rachid", "120.00"), ("TOURE Aminata", "300.00"), ("ALAMI Rachid", "80.00")
    own = part_of(whole(*lines, total="500.00"), traces_of(ALAMI))
    assert own is not None
    assert own.fields["montant_total"].value == "200.00"


@pytest.mark.parametrize(
    ("line", "total"),
    [
        (("TOURE Aminata", "300.00"), "999.00"),  # a line was left unread
        (("ALAMI Rac", "300.00"), "420.00"),  # whose line it is cannot be told
        (("TOURE Aminata", "3OO.00"), "420.00"),
    ],
)
def test_a_total_that_may_be_wrong_is_left_out(line: tuple[str, str], total: str) -> None:
    own = part_of(whole(("ALAMI Rachid", "120.00"), line, total=total), traces_of(ALAMI))
    assert own is not None
    assert "montant_total" not in own.fields


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("KOUASSI Aya", "KOUASSI Ayo"),
        ("DIALLO Mamadou", "DIALLO Amadou"),
        ("BENALI Rachid", "BENALI Rachida"),
    ],
)
def test_no_total_where_the_lines_name_more_than_one(own: str, other: str) -> None:
    surname, given = own.split()
    traces = traces_of(paper("feuille_de_soins", assure_nom=surname, assure_prenom=given))
    lines = (own, "850.00"), (other, "600.00"), ("TOURE Aminata", "300.00")
    part = part_of(whole(*lines, total="1750.00"), traces)
    assert part is not None
    assert "montant_total" not in part.fields


def test_no_total_where_the_lines_bear_two_numbers() -> None:
    month = invoice("ALAMI Rachid", "TOURE Aminata", "Rachid ALAMI")
    summed = {**month.fields, "montant_total": read("2550.00")}
    part = part_of(replace(month, fields=summed), traces_of(ALAMI))
    assert part is not None
    assert "montant_total" not in part.fields


def test_the_whole_speaks_for_all_in_shares_and_names_nobody_else() -> None:
    shares = {"part_organisme": read("1360.00"), "patient_nom": read("TOURE Aminata")}
    month = replace(MONTH, fields={**MONTH.fields, **shares})
    [(_, part, borne)] = parts_of([("f", month)], traces_of(ALAMI))
    assert "part_organisme" not in part.fields
    assert borne.fields["part_organisme"].value == "1360.00"
    assert borne.fields["patient_nom"].value == "ALAMI Rachid"


def test_a_stranger_has_none() -> None:
    stranger = paper("feuille_de_soins", assure_nom="BENNANI", assure_prenom="Salma")
    assert parts_of([("f", MONTH)], traces_of(stranger)) == []
