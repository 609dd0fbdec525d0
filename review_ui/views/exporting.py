"""Tables of the dashboard as files: CSV as a French Excel opens it, XLSX with true numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from review_ui.views.pilotage import Table

WIDE, NARROW = 44, 16


def to_csv(tables: Sequence[Table], heading: str) -> bytes:
    """One table after the other."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([heading])
    for table in tables:
        writer.writerow([])
        writer.writerow([table.title])
        writer.writerow(table.heads)
        writer.writerows([_written(cell.value) for cell in line] for line in table.lines)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def to_xlsx(tables: Sequence[Table], heading: str) -> bytes:
    """A sheet for each table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        sheet = book.create_sheet(table.key)
        sheet.append([f"{table.title}, {heading}"])
        sheet.append(list(table.heads))
        for row in (1, 2):
            for cell in sheet[row]:
                cell.font = Font(bold=True)
        for line in table.lines:
            sheet.append([cell.value for cell in line])
        for place, _ in enumerate(table.heads, 1):
            worded = bool(table.lines) and isinstance(table.lines[0][place - 1].value, str)
            sheet.column_dimensions[get_column_letter(place)].width = WIDE if worded else NARROW
        for cells in sheet.iter_rows(min_row=3):
            for cell in cells:
                if (
                    isinstance(cell.value, float)
                    and cell.value <= 1
                    and "Minutes" not in str(table.heads[cell.column - 1])
                ):
                    cell.number_format = "0.0%"
        sheet.freeze_panes = "A3"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _written(value: str | float | None) -> str:
    if value is None:
        return ""
    return f"{value:.4f}".replace(".", ",") if isinstance(value, float) else str(value)
