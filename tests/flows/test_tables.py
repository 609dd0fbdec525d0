"""Tables that somebody made in a spreadsheet, whole and damaged."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import Workbook

from flows.intake.tables import rows_of
from models.errors import BadInput
from tests.extractors.intake.deposits import zipped


@pytest.fixture(scope="module")
def book() -> bytes:
    made, out = Workbook(), io.BytesIO()
    sheet = made.active
    assert sheet is not None
    for number in range(300):
        sheet.append((f"Pharmacie {number}", 104_012_345.0 + number, date(2025, 11, 7), None))
    made.save(out)
    return out.getvalue()


def test_cells_are_text_whatever_they_were(book: bytes) -> None:
    rows = dict(rows_of(book))
    assert rows[2] == ["Pharmacie 1", "104012346", "2025-11-07", ""]
    assert dict(rows_of("nom;ville\nAtlas;Fès\n".encode("cp1252")))[2] == ["Atlas", "Fès"]


@pytest.mark.parametrize("at", range(10))
def test_a_damaged_book_is_refused_wherever_it_is_damaged(book: bytes, at: int) -> None:
    """As `bench.fuzz` found: what is compressed may break in the middle of the rows."""
    start = book.index(b"xl/worksheets/sheet1.xml") + 60 + 40 * at
    spoilt = book[:start] + bytes(b ^ 0xFF for b in book[start : start + 30]) + book[start + 30 :]
    with pytest.raises(BadInput, match="classeur"):
        list(rows_of(spoilt))


@pytest.mark.parametrize("data", [zipped({"a.txt": b"x"}), b"PK\x03\x04"])
def test_what_is_a_zip_and_no_book_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="classeur"):
        list(rows_of(data))
