"""The bordereau as a spreadsheet: XLSX with true numbers, CSV as a French Excel opens it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from flows.outgoing import french
from flows.outgoing.bordereau import DRAFT, NOT_SURE, sender_lines, title
from flows.outgoing.codes import Code, Coded
from flows.outgoing.facts import Amount, LotLine, LotSheet
from flows.outgoing.french import CURRENCIES

_WIDTHS = (5, 15, 30, 18, 30, 44, 15, 22, 8, 15)
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time stamp of every part of the file, so that the same lot gives the same bytes."""
_STAMPED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula."""

Value = str | int | Decimal | None


def headings(lot: LotSheet) -> list[str]:
    """The columns."""
    short = CURRENCIES[lot.sender.profile.devise].short
    return [
        "N°", "Dossier", "Assuré", "Immatriculation", "Bénéficiaire", "Type",
        f"Montant ({short})", f"Part organisme ({short})", "Pièces", "Confidentielles",
    ]  # fmt: skip


def records(lot: LotSheet) -> list[list[Value]]:
    """A row for each dossier."""
    return [_record(number, line) for number, line in enumerate(lot.lines, 1)]


def _record(number: int, line: LotLine) -> list[Value]:
    amount: Value = NOT_SURE if line.amount is Amount.A_VERIFIER else line.montant
    return [
        number, line.numero, line.assure, line.immatriculation, line.beneficiaire, line.type,
        amount, line.part, line.pieces, line.sealed,
    ]  # fmt: skip


def to_csv(lot: LotSheet) -> bytes:
    """A row for each dossier, under its columns."""
    return as_csv([headings(lot), *records(lot)])


def as_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """Semicolons, decimal commas, UTF-8 with its mark: a double click opens it in Excel."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([_written(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", ",")
    return harmless(value) if isinstance(value, str) else str(value)


def harmless(said: str) -> str:
    """A cell of a CSV that no spreadsheet takes for a formula."""
    return f"'{said}" if said.startswith(_RISKY) else said


def to_xlsx(lot: LotSheet) -> bytes:
    """The bordereau with its heading, totals and amount in words, set to print on A4."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = lot.numero
    first = _heading(sheet, lot)
    _body(sheet, lot, first)
    for place, wide in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = wide
    sheet.freeze_panes = f"A{first + 1}"
    sheet.print_title_rows = f"{first}:{first}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.oddFooter.center.text = "Page &P sur &N"
    moment = datetime.combine(lot.day, time())
    book.properties.creator = lot.sender.stationery.emetteur
    book.properties.title = f"{title(lot)} {lot.numero}"
    book.properties.subject = Code(Coded.LOT, lot.numero).text
    book.properties.created = moment
    out = io.BytesIO()
    book.save(out)
    return _same_bytes(out.getvalue(), moment)


def _heading(sheet: Worksheet, lot: LotSheet) -> int:
    """The lines above the table; the row where the table begins."""
    name = f"{title(lot)} n° {lot.numero}"
    lines: list[tuple[str, Value]] = [
        (name, None),
        ("Expéditeur", sender_lines(lot)),
        ("Destinataire", " · ".join(lot.sender.stationery.destinataire)),
        ("Prestation", f"{lot.nature} · {lot.prestation}"),
        ("Établissement", lot.etablissement if lot.etablissement != sender_lines(lot) else ""),
        ("Date du bordereau", french.day(lot.day)),
        ("Nombre de dossiers", len(lot.lines)),
    ]
    if lot.open:
        lines.append((DRAFT, None))
    row = 0
    for label, value in lines:
        if value == "":
            continue
        row += 1
        _put(sheet, row, 1, label).font = Font(bold=value is None, size=14 if row == 1 else 11)
        if value is not None:
            cell = _put(sheet, row, 3, value)
            cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="left")
    return row + 2


def _body(sheet: Worksheet, lot: LotSheet, first: int) -> None:
    currency = CURRENCIES[lot.sender.profile.devise]
    rows = records(lot)
    total: Sequence[Value] = [
        None, f"Total : {french.count(len(rows), 'dossier')}", None, None, None, None, lot.total,
        lot.part, sum(line.pieces for line in lot.lines), sum(line.sealed for line in lot.lines),
    ]  # fmt: skip
    shade = PatternFill("solid", start_color="EEF2F6")
    edge = Side(style="thin", color="9AA7B6")
    table: list[Sequence[Value]] = [headings(lot), *rows, total]
    for offset, row in enumerate(table):
        outer = offset in (0, len(rows) + 1)
        for column, value in enumerate(row, 1):
            cell = _put(sheet, first + offset, column, value)
            cell.border = Border(top=edge, bottom=edge)
            if isinstance(value, Decimal):
                cell.number_format = "#,##0.00" if currency.cents else "#,##0"
            if outer:
                cell.font, cell.fill = Font(bold=True), shade
            if column >= 7 or column == 1:
                cell.alignment = Alignment(horizontal="right")
    end = first + len(rows) + 3
    if any(line.montant is not None for line in lot.lines):
        words = french.amount_in_words(lot.total, currency)
        _put(sheet, end, 1, f"Arrêté le présent bordereau à la somme de : {words}.")
        end += 1
    if lot.unsure:
        left = french.count(len(lot.unsure), "montant")
        _put(sheet, end, 1, f"{left} à vérifier : non compté dans le total.")


def _put(sheet: Worksheet, row: int, column: int, value: Value) -> Cell:
    cell: Any = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = value
        cell.data_type = "s"  # a name that begins with «=» is no formula
    else:
        cell.value = value
    assert isinstance(cell, Cell)
    return cell


def _same_bytes(packed: bytes, moment: datetime) -> bytes:
    """The same file without the time at which it was written."""
    out = io.BytesIO()
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as read,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in read.namelist():
            data = read.read(name)
            if name == "docProps/core.xml":
                data = _STAMPED.sub(rb"\g<1>" + stamp + rb"\g<2>", data)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(info, data)
    return out.getvalue()
