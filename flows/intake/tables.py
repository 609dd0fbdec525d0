"""The rows of a table that somebody made in a spreadsheet: CSV as any program writes it, or XLSX."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime

from openpyxl import load_workbook

from models.errors import BadInput

ENCODINGS = ("utf-8-sig", "cp1252")
DELIMITERS = ",;\t|"
UNREADABLE = "tableau_illisible"
SWELLS = 100
"""Times its size that a workbook may unfold to: those of people unfold to some twenty times."""
ROOM = 32 * 1024 * 1024
"""What any workbook may unfold to."""


def rows_of(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """Each row with its line number, its cells as text; `BadInput` for what is no table."""
    return _workbook(data) if data[:4] == b"PK\x03\x04" else _csv(data)


def _csv(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    text = _decoded(data)
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield reader.line_num, [cell.strip() for cell in row]
    except csv.Error as error:
        raise BadInput(
            f"Le fichier n'est pas un CSV lisible (ligne {reader.line_num} : {error}).",
            code=UNREADABLE,
        ) from None


def _decoded(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(
        "Le fichier n'est ni en UTF-8 ni en Windows-1252 : l'enregistrer en CSV UTF-8.",
        code=UNREADABLE,
    )


def _workbook(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            # no more than it declares comes out of a member: `zipfile` sees to that
            if sum(one.file_size for one in packed.infolist()) > max(ROOM, SWELLS * len(data)):
                raise ValueError("it unfolds to far more than a table would")
        with closing(load_workbook(io.BytesIO(data), read_only=True, data_only=True)) as book:
            sheet = book.worksheets[0]
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield number, [_cell(value) for value in row]
    except Exception as error:  # of damaged ones the library lets fall whatever it stumbles over
        raise BadInput(
            "Le fichier n'est pas un classeur Excel lisible : l'enregistrer en XLSX ou en CSV.",
            code=UNREADABLE,
        ) from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
