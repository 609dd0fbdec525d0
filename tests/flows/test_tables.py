"""Tables that somebody made in a spreadsheet, whole and damaged."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from datetime import date
from itertools import pairwise
from pathlib import Path

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


SHEET = "xl/worksheets/sheet1.xml"
CELL = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row></sheetData></worksheet>'


def with_sheet(book: bytes, sheet: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as whole:
        return zipped({n: sheet if n == SHEET else whole.read(n) for n in whole.namelist()})


def test_a_book_that_unfolds_to_far_more_than_a_table_is_refused_before_it_does(
    book: bytes,
) -> None:
    bomb = with_sheet(book, CELL.format("a" * 40_000_000).encode())
    tracemalloc.start()
    with pytest.raises(BadInput, match="classeur"):
        list(rows_of(bomb))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000


def test_entities_within_entities_are_refused(book: bytes) -> None:
    names = "abcdefghijk"
    within = "".join(f'<!ENTITY {n} "{f"&{o};" * 10}">' for o, n in pairwise(names))
    laughs = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "{"ha" * 20}">{within}]>'
    with pytest.raises(BadInput, match="classeur"):
        list(rows_of(with_sheet(book, (laughs + CELL.format("&k;")).encode())))


def test_an_entity_brings_no_file_of_ours(book: bytes, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("un secret")
    names = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]>'
    try:
        rows = list(rows_of(with_sheet(book, (names + CELL.format("&x;")).encode())))
    except BadInput:
        return
    assert "un secret" not in str(rows)
