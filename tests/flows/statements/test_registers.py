"""Registers: every line there, nothing medical, a workbook that runs no formula, memory that stays flat."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from flows.outgoing.table_pdf import to_pdf
from flows.outgoing.table_xlsx import to_xlsx
from flows.outgoing.tables import Column, Report, Row, Table
from flows.statements import registers
from flows.statements.register_rows import Asked
from flows.statements.registers import REGISTERS
from flows.workplace import Workplace, open_workplace
from models.errors import BadInput
from models.settings import Settings
from tests.flows.outgoing.made import a_dossier, paper, said, sender
from tests.flows.statements.office import NOW, furnished

ASKED = Asked("ofppt", date(2025, 11, 1), date(2025, 11, 30), NOW.date())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    with open_workplace(Settings(home=tmp_path_factory.mktemp("registres"))) as opened:
        furnished(opened)
        yield opened


def lines(place: Workplace, key: str) -> list[Row]:
    with place.database.reading() as session:
        return list(REGISTERS[key].rows(session, ASKED, place.settings))


def test_every_register_is_a_workbook_and_a_paper(place: Workplace) -> None:
    for register in REGISTERS.values():
        xlsx, pdf = io.BytesIO(), io.BytesIO()
        with place.database.reading() as session:
            registers.write_xlsx(session, register, ASKED, place.settings, xlsx)
            registers.write_pdf(session, register, ASKED, place.settings, pdf)
            rows = list(register.rows(session, ASKED, place.settings))
        assert rows, register.key
        assert all(len(row) == len(register.columns) for row in rows), register.key
        book = load_workbook(xlsx)
        assert register.key.replace("_", " ")[:31] in book.sheetnames
        assert register.title in said(pdf.getvalue())


def test_dossiers_with_their_end(place: Workplace) -> None:
    found = lines(place, "dossiers")
    assert len(found) == 6
    (paid,) = (row for row in found if row[10] is not None)
    assert paid[9:11] == ("réglé ou accordé", 300)
    assert str(paid[11]).startswith("L")
    assert [row[8] for row in lines(place, "lots")] == [1]


def test_insured_and_dependants_with_entries_and_exits(place: Workplace) -> None:
    insured, dependants = lines(place, "assures"), lines(place, "ayants_droit")
    assert [(row[1], row[4], row[8]) for row in insured] == [
        ("ALAMI Saïd", "Actif", ""),
        ("BENALI Zineb", "Pensionné", "entrée"),
    ]
    assert [(row[0], row[1], row[8]) for row in dependants] == [
        ("204587613", "ALAMI Aya", "sortie")
    ]
    xlsx = io.BytesIO()
    with place.database.reading() as session:
        registers.write_xlsx(session, REGISTERS["assures"], ASKED, place.settings, xlsx)
    counted = list(load_workbook(xlsx)["resume"].values)
    assert ("Adhérents", 2, 1, 0) in counted
    assert ("Ayants droit", 1, 0, 1) in counted


def test_covers_providers_and_control_visits(place: Workplace) -> None:
    programmed = next(row for row in lines(place, "pec") if row[5] == "CLINIQUE ATLAS")
    assert programmed[6] == "en instance"
    assert programmed[8] == 12000
    names = {row[0]: row for row in lines(place, "prestataires")}
    assert names["=PHARMACIE DU PHARE"][1:5] == ("Oujda", None, "oui", 1)
    (visit,) = lines(place, "contre_visites")
    assert visit[4:] == (date(2025, 11, 3), date(2025, 11, 12), None, "Oujda", "Dr TAZI")


def test_a_yearly_certificate_is_reminded_of_and_its_illness_never_said(place: Workplace) -> None:
    (row,) = lines(place, "rappels")
    assert row[5:] == (date(2025, 12, 20), 17)
    for key in REGISTERS:
        assert "diabète" not in str(lines(place, key))


@pytest.mark.parametrize(
    ("written", "ends"),
    [
        ("2024/2025", date(2025, 8, 31)),
        ("2024-25", date(2025, 8, 31)),
        ("20242025", None),
        ("illisible", None),
    ],
)
def test_a_school_year_is_read_or_said_to_be_unknown(
    here: Workplace, written: str, ends: date | None
) -> None:
    with here.database.transaction() as session:
        papers = [paper("certificat_scolarite", annee_scolaire=written)]
        a_dossier(session, "ofppt", "adhesion", papers)
    asked = replace(ASKED, today=date(2025, 9, 10))
    with here.database.reading() as session:
        rows = list(REGISTERS["rappels"].rows(session, asked, here.settings))
    assert [row[5] for row in rows] == [ends]


def test_a_register_that_does_not_exist() -> None:
    with pytest.raises(BadInput, match="rappels"):
        registers.named("tout")


def report(rows: Iterator[Row] | Sequence[Row], total: Row | None = None) -> Report:
    table = Table("essai", "Essai", (Column("Nom"), Column("Suite", wide=2)), rows, total)
    return Report(
        sender(), "Essai", "novembre 2025", "essai", date(2025, 12, 1), "Essai 1", (table,)
    )


@pytest.mark.parametrize("value", ["=1+1", "+33", "@SUM(A1)", "a\x0bb", "é" * 400, "سعيد", "🙂"])
def test_any_text_is_text(value: str) -> None:
    xlsx, pdf = io.BytesIO(), io.BytesIO()
    made = report([(value, "fin")])
    to_xlsx(made, xlsx)
    to_pdf(made, pdf)
    cell: Any = next(
        c for row in load_workbook(xlsx)["essai"] for c in row if row[1].value == "fin"
    )
    assert cell.data_type == "s"
    assert "fin" in said(pdf.getvalue())


def test_the_words_of_a_total_go_on_over_empty_cells() -> None:
    words = f"Total : {'quelques assurés, ' * 6}et leurs ayants droit"
    for beside, whole in ((None, True), ("fin", False)):
        pdf = io.BytesIO()
        to_pdf(report([("a", "b")], (words, beside)), pdf)
        assert (words in said(pdf.getvalue())) == whole


def test_a_long_register_takes_no_more_memory() -> None:
    def peak(number: int) -> int:
        rows = ((f"ALAMI {n}", "en instance") for n in range(number))
        tracemalloc.start()
        to_xlsx(report(rows), io.BytesIO())
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(1500) < peak(150) + 1_000_000
