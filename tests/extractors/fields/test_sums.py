"""The total and its parts, told by sums."""

from __future__ import annotations

import pytest

from models.reading import Word
from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet

HEAD = at(0.30, "Désignation", (0.55, "Qté"), (0.67, "P.U."), (0.85, "Total"))
LINES = (
    at(0.33, "Radiographie", (0.56, "2"), (0.67, "150,00"), (0.85, "300,00")),
    at(0.36, "Consultation", (0.56, "1"), (0.67, "250,00"), (0.85, "250,00")),
)


def told(*rows: list[Word]) -> dict[str, str]:
    return values(read("facture", sheet(HEAD, *LINES, *rows)).fields)


@pytest.mark.parametrize(
    "total",
    [
        at(0.45, "RÉCAPITULATION", (0.5, "Base : 550,00")),
        at(0.45, "# 550,00 #"),
        at(0.45, "550,00", (0.5, "des honoraires")),
    ],
)
def test_what_the_lines_make_is_the_total(total: list[Word]) -> None:
    assert told(total)["montant_total"] == "550.00"


def test_the_heading_of_a_column_asks_for_no_total() -> None:
    assert "montant_total" not in told()


def test_the_sum_before_tax_is_no_total() -> None:
    assert "montant_total" not in told(at(0.45, "Montant hors taxe", (0.85, "550,00")))


def test_two_amounts_that_make_the_total_are_the_parts() -> None:
    found = told(
        at(0.45, "Total", (0.85, "550,00")),
        at(0.48, "À recouvrer auprès de l'organisme : 440,00 Dhs. Perçu du malade : 110,00 Dhs"),
    )
    assert (found["part_organisme"], found["part_assure"]) == ("440.00", "110.00")


def test_amounts_of_nobody_are_no_parts() -> None:
    found = told(at(0.45, "Total", (0.85, "550,00")), at(0.48, "Espèces 440,00 chèque 110,00"))
    assert not {"part_organisme", "part_assure"} & set(found)
