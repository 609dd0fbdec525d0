"""Files of insured people as organismes give them: what is kept, what is refused and why."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from flows.dossiers.people_file import Checked, check, read
from models.errors import BadInput

TODAY = date(2026, 3, 2)
HEAD = (
    "numero_immatriculation,nom,prenom,lien,date_naissance,numero_immatriculation_assure,date_effet"
)


def checked(text: str, encoding: str = "utf-8", known: tuple[str, ...] = ()) -> Checked:
    return check(read("base.csv", text.encode(encoding)), known, today=TODAY)


def test_a_plain_file_is_kept_whole() -> None:
    found = checked(
        f"{HEAD}\n100,ALAMI,Rachid,assure,1975-03-02,,2020-01-01\n"
        ",SABRI,Mouna,conjoint,02/05/1979,100,2020-01-01\n"
    )
    assert found.told == []
    assert [p["lien"] for p in found.people] == ["assure", "conjoint"]
    assert found.people[1]["date_naissance"] == "1979-05-02"


def test_a_french_excel_file_with_its_own_headings() -> None:
    found = checked(
        "N° Immatriculation;Matricule;NOM;Prénom;Né le;Lien de parenté;Immatriculation assuré;Taux;Service\r\n"
        "100;7;ALAMI;Rachid;02/03/1975;Adhérent;;0,8;Paie\r\n"
        ";;SABRI;Mouna;05/05/1979;Épouse;100;;\r\n",
        "cp1252",
    )
    assert found.told == []
    insured, wife = found.people
    assert (insured["taux"], insured["service"], wife["lien"]) == ("80", "Paie", "conjoint")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("100,,Rachid,assure,1975-03-02,,", "« nom » est vide"),
        ("100,ALAMI,Rachid,cousin,1975-03-02,,", "lien « cousin » est inconnu"),
        ("100,ALAMI,Rachid,assure,31/02/1975,,", "n'est pas une date"),
        ("100,ALAMI,Rachid,assure,2030-01-01,,", "avenir"),
        ("100,ALAMI,Rachid,assure,1875-03-02,,", "120 ans"),
        ("100,ALAMI,Rachid,assure,1975-03-02,,1974-01-01", "précède la naissance"),
        (",ALAMI,Rachid,assure,1975-03-02,,", "ni matricule"),
        (",SABRI,Mouna,conjoint,1979-05-02,,", "sans l'immatriculation de son assuré"),
        (",SABRI,Mouna,conjoint,1979-05-02,999,", "n'est ni dans ce fichier ni dans la base"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number_and_the_rest_is_kept(line: str, why: str) -> None:
    found = checked(f"{HEAD}\n300,BON,Un,assure,1980-01-01,,\n{line}\n")
    assert [p["nom"] for p in found.people] == ["BON"]
    (refused,) = found.refused
    assert refused.line == 3
    assert why in refused.why


def test_a_dependant_may_hang_on_an_insured_of_the_base() -> None:
    line = f"{HEAD}\n,SABRI,Mouna,conjoint,1979-05-02,999,\n"
    assert checked(line, known=("999",)).refused == []


def test_the_same_person_twice_is_refused_once_and_says_where() -> None:
    row = "100,ALAMI,Rachid,assure,1975-03-02,,\n"
    found = checked(f"{HEAD}\n{row}{row}")
    assert len(found.people) == 1
    assert found.refused[0].why == "La même personne est déjà à la ligne 2."


def test_a_wrong_rib_is_left_out_and_its_owner_kept() -> None:
    found = checked("nom,prenom,lien,matricule,rib\nALAMI,Rachid,assure,7,123\n")
    assert found.refused == []
    assert found.people[0]["rib"] is None
    assert "RIB" in found.told[0].why


def test_suspension_and_contract_are_checked() -> None:
    head = "nom,prenom,lien,matricule,suspendu_du,suspendu_au,contrat,taux,tiers_payant"
    found = checked(
        f"{head}\nA,B,assure,1,2026-01-01,2025-01-01,,,\nC,D,assure,2,,2025-01-01,,,\n"
        "E,F,assure,3,,,familial,,\nG,H,assure,4,,,,180,\nI,J,assure,5,,,,,peut-être\n"
        "K,L,assure,6,2026-01-01,,Individuel,80 %,Oui\n"
    )
    assert [one.line for one in found.refused] == [2, 3, 4, 5, 6]
    (kept,) = found.people
    assert (kept["contrat"], kept["taux"], kept["tiers_payant"]) == ("individuel", "80", "oui")


def test_a_workbook_is_read_with_its_dates_and_numbers() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Immatriculation", "Nom", "Prénoms", "Date de naissance", "Qualité"])
    sheet.append([204587613, "ALAMI", "Rachid", datetime(1975, 3, 2), "Assuré"])  # noqa: DTZ001
    sheet.append([])
    sheet.append([None, "X", "Y", None, "Fils"])
    data = io.BytesIO()
    book.save(data)
    found = check(read("base.xlsx", data.getvalue()), today=TODAY)
    assert found.people[0]["numero_immatriculation"] == "204587613"
    assert found.people[0]["date_naissance"] == "1975-03-02"
    assert [one.line for one in found.refused] == [4]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "vide"),
        (b"\n\n", "vide"),
        (b"a,b,c\n1,2,3\n", "colonne"),
        (b"nom,prenom,lien,Nom\nA,B,assure,A\n", "deux colonnes"),
        (b"PK\x03\x04rien", "Excel"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_french(data: bytes, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        read("base.csv", data)


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_a_refusal(data: bytes) -> None:
    try:
        rows = read("base", data)
    except BadInput:
        return
    check(rows, today=TODAY)


@given(st.lists(st.lists(st.text(max_size=12), min_size=7, max_size=7), max_size=8))
def test_every_line_is_kept_or_told(rows: list[list[str]]) -> None:
    names = HEAD.split(",")
    lines = [(n, dict(zip(names, row, strict=True))) for n, row in enumerate(rows, start=2)]
    found = check(lines, today=TODAY)
    assert len(found.people) + len(found.refused) == len(rows)
