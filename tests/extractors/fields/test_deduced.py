"""What follows from the lines of a paper without a label of its own."""

from __future__ import annotations

from extractors.fields.deduced import deduced
from models.documents import document_type
from models.geometry import Box
from models.reading import Field, How

ASKED = document_type("feuille_de_soins").fields


def cell(value: str, confidence: float = 0.9) -> Field:
    return Field(value, value, confidence, 1, Box(0.1, 0.1, 0.2, 0.12), How.OCR)


def test_the_date_of_care_is_that_of_the_first_act() -> None:
    rows = ({"date": cell("2025-03-09")}, {"date": cell("2025-03-02", 0.95)}, {"code": cell("C")})
    found = deduced({}, {"actes": rows}, ASKED)["date_soins"]
    assert found.value == "2025-03-02"
    assert found.confidence == 0.9, "the doubtful cell might be the earlier one"
    assert found.box == rows[0]["date"].box
    assert found.how is How.DEDUIT


def test_what_was_read_stays() -> None:
    read = {"date_soins": cell("2025-03-01")}
    assert deduced(read, {"actes": ({"date": cell("2025-02-01")},)}, ASKED) == {}


def test_nothing_comes_of_no_dates_nor_for_papers_without_the_field() -> None:
    assert deduced({}, {"actes": ({"code": cell("C")},)}, ASKED) == {}
    dated = {"actes": ({"date": cell("2025-02-01")},)}
    assert deduced({}, dated, document_type("facture").fields) == {}
