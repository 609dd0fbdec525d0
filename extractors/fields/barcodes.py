"""Drug barcodes (EAN-13) given to the lines of an invoice."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.layout import Layout
from models.reading import Barcode, Field, How
from models.reading import Row as TableRow
from models.values.identifiers import ean13_valid


def read_barcodes(rows: Sequence[TableRow], pages: Sequence[Layout]) -> tuple[TableRow, ...]:
    """The rows, each with the `code_barres` that stands level with it, when there is one."""
    codes = [
        (page.number, code)
        for page in pages
        for code in page.reading.barcodes
        if code.symbology.replace("-", "").upper() == "EAN13" and ean13_valid(code.text)
    ]
    return tuple(_with_code(row, codes) for row in rows)


def _with_code(row: TableRow, codes: Sequence[tuple[int, Barcode]]) -> TableRow:
    boxes = [f.box for f in row.values() if f.box is not None]
    pages = {f.page for f in row.values()}
    if not boxes or "code_barres" in row:
        return row
    top, bottom = min(b.y0 for b in boxes), max(b.y1 for b in boxes)
    level = [
        (page, c) for page, c in codes if page in pages and c.box.y0 <= bottom and c.box.y1 >= top
    ]
    if len(level) != 1:
        return row
    page, code = level[0]
    field = Field(code.text, code.text, 0.99, page, code.box, How.CODE_BARRES)
    return {**row, "code_barres": field}
