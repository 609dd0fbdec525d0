from __future__ import annotations

import csv
import io
from decimal import Decimal

from openpyxl import load_workbook

from flows.outgoing.facts import Amount
from flows.outgoing.spreadsheets import headings, to_csv, to_xlsx
from tests.flows.outgoing.made import lot_line, lot_of

LOT = lot_of(
    [
        lot_line(1, assure="=1+1", montant=Decimal("1250.20"), part=Decimal("875.14")),
        lot_line(2, assure="ALAMI; Saïd", amount=Amount.A_VERIFIER, montant=None),
        lot_line(3, amount=Amount.SANS, montant=None, sealed=2),
    ]
)


def test_numbers_are_numbers_and_registration_numbers_are_not() -> None:
    book = load_workbook(io.BytesIO(to_xlsx(LOT)))
    sheet = book.active
    rows = {row[1].value: row for row in sheet.iter_rows() if row[1].value}
    first = rows["D25-00001-0"]
    assert (first[6].value, first[6].data_type) == (1250.2, "n")
    assert first[6].number_format == "#,##0.00"
    assert (first[3].value, first[3].data_type) == ("0204587001", "s")
    assert (first[2].value, first[2].data_type) == ("=1+1", "s")
    assert rows["D25-00002-0"][6].value == "à vérifier"
    assert rows["D25-00003-0"][6].value is None
    total = rows["Total : 3 dossiers"]
    assert (total[6].value, total[8].value, total[9].value) == (1250.2, 12, 2)
    said = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert any("mille deux cent cinquante dirhams et vingt centimes" in text for text in said)
    assert any("1 montant à vérifier" in text for text in said)


def test_it_prints_on_a4_with_its_heading_on_each_page() -> None:
    sheet = load_workbook(io.BytesIO(to_xlsx(LOT))).active
    assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4
    top = int(sheet.print_title_rows.strip("$").split(":")[0])
    assert [cell.value for cell in sheet[top]] == headings(LOT)


def test_the_same_lot_gives_the_same_bytes() -> None:
    assert to_xlsx(LOT) == to_xlsx(LOT)
    assert to_csv(LOT) == to_csv(LOT)


def test_a_french_excel_opens_the_csv() -> None:
    made = to_csv(LOT)
    assert made.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0] == headings(LOT)
    assert rows[1][6:8] == ["1250,20", "875,14"]
    assert rows[1][2] == "'=1+1"
    assert rows[2][2] == "ALAMI; Saïd"
    assert rows[3][6] == ""
    assert made.count(b"\r\n") == 4
