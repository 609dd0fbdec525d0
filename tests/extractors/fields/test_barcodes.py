"""Drug barcodes given to the lines of an invoice."""

from __future__ import annotations

import pytest

from models.geometry import Box
from models.reading import Barcode, Document, How
from tests.extractors.fields.papers import read
from tests.extractors.sheets import at, sheet

HEAD = at(0.30, "Désignation", (0.5, "Qté"), (0.65, "Montant"))
ROWS = (
    at(0.34, "Doliprane", (0.5, "2"), (0.65, "91,00")),
    at(0.40, "Augmentin", (0.5, "1"), (0.65, "120,00")),
)
GOOD, OTHER, WRONG = "6118000010012", "6118000020011", "6118000010013"


def code(text: str, y: float, symbology: str = "EAN13") -> Barcode:
    return Barcode(text, symbology, Box(0.8, y, 0.95, y + 0.02))


def invoice(*codes: Barcode) -> Document:
    return read("facture", sheet(HEAD, *ROWS, barcodes=codes))


def read_codes(document: Document) -> list[str | None]:
    return [
        row["code_barres"].value if "code_barres" in row else None
        for row in document.lines["lignes"]
    ]


def test_the_codes_of_these_tests_are_what_they_say() -> None:
    def digit(text: str) -> str:
        return str(-sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(text[:12])) % 10)

    assert digit(GOOD) == GOOD[12]
    assert digit(OTHER) == OTHER[12]
    assert digit(WRONG) != WRONG[12]


def test_a_code_goes_to_the_line_that_it_is_level_with() -> None:
    document = invoice(code(OTHER, 0.395), code(GOOD, 0.335))
    assert read_codes(document) == [GOOD, OTHER]
    field = document.lines["lignes"][0]["code_barres"]
    assert (field.how, field.box) == (How.CODE_BARRES, code(GOOD, 0.335).box)


@pytest.mark.parametrize(
    "wrong", [code(WRONG, 0.335), code(GOOD, 0.335, "QRCode"), code(GOOD, 0.8)]
)
def test_a_code_that_is_none_of_the_line_s(wrong: Barcode) -> None:
    assert read_codes(invoice(wrong)) == [None, None]


def test_two_codes_level_with_one_line_leave_it_open() -> None:
    assert read_codes(invoice(code(GOOD, 0.335), code(OTHER, 0.34))) == [None, None]


def test_a_code_of_another_page_is_not_taken() -> None:
    document = read(
        "facture", sheet(HEAD, *ROWS), sheet(at(0.1, "suite"), barcodes=[code(GOOD, 0.335)])
    )
    assert read_codes(document) == [None, None]
