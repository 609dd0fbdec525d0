"""Tables as a workbook, a sheet each, written row by row: a long register takes no more memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from flows.outgoing import french
from flows.outgoing.tables import Report, Row, Table, Value

ALL_ROWS = 1_048_000
"""Rows that a sheet of Excel holds, less a heading: what comes after goes on in another sheet."""
WIDTH = 15
LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_BOLD, _TITLE = Font(bold=True), Font(bold=True, size=14)
_SHADE = PatternFill("solid", start_color="EEF2F6")


def to_xlsx(report: Report, file: BinaryIO) -> None:
    """Write the report."""
    book = Workbook(write_only=True)
    book.properties.creator = report.sender.stationery.emetteur
    book.properties.title = f"{report.title} {report.number}"
    names: set[str] = set()
    for table in report.tables:
        _table(book, report, table, names)
    book.save(file)


def _table(book: Workbook, report: Report, table: Table, names: set[str]) -> None:
    money = "#,##0.00" if report.currency.cents else "#,##0"
    rows = iter(table.rows)
    while True:
        sheet = _sheet(book, table, names)
        for line in _heading(report, table):
            sheet.append([_cell(sheet, line, bold=True)])
        sheet.append([])
        sheet.append([_cell(sheet, c.title, bold=True, shade=True) for c in table.columns])
        count = 0
        for count, row in enumerate(rows, 1):
            sheet.append([_cell(sheet, value, money=money) for value in row])
            if count == ALL_ROWS:
                break
        if count < ALL_ROWS:
            break
    if count == 0:
        sheet.append([_cell(sheet, "Rien sur cette période.")])
    if table.total is not None:
        sheet.append(_total(sheet, table.total, money))
    sheet.append([])
    for note in table.notes:
        sheet.append([_cell(sheet, note)])


def _sheet(book: Workbook, table: Table, names: set[str]) -> Any:
    base = _FORBIDDEN.sub(" ", table.key).replace("_", " ")
    name, number = base[:LONGEST_NAME], 1
    while name in names:
        number += 1
        name = f"{base[: LONGEST_NAME - 4]} {number}"
    names.add(name)
    sheet: Any = book.create_sheet(name)
    for place, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = max(9, WIDTH * column.wide)
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "Page &P sur &N"
    return sheet


def _heading(report: Report, table: Table) -> Iterator[str]:
    yield french.capital(table.title)
    yield f"{report.title}, {report.about}"
    yield f"{report.sender.stationery.emetteur}, pour {report.to}, établi le {french.day(report.day)}"
    if table.source:
        yield table.source


def _total(sheet: Any, total: Row, money: str) -> list[Any]:
    return [_cell(sheet, value, money=money, bold=True, shade=True) for value in total]


def _cell(
    sheet: Any, value: Value, *, money: str = "", bold: bool = False, shade: bool = False
) -> Any:
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell: Any = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # a name that begins with «=» is no formula
    elif isinstance(value, Decimal):
        cell.number_format = money
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    elif isinstance(value, int):
        cell.alignment = Alignment(horizontal="right")
    if bold:
        cell.font = _BOLD
    if shade:
        cell.fill = _SHADE
    return cell
