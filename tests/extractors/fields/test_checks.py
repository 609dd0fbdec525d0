"""Checks between the values of one document."""

from __future__ import annotations

import pytest

from extractors.fields.checks import CONFIRMED, CONTRADICTED, checked
from models.geometry import Box
from models.reading import Field, How, Row

HERE = Box(0.1, 0.1, 0.2, 0.2)


def field(value: str, confidence: float = 0.8, raw: str = "") -> Field:
    return Field(value, raw or value, confidence, 1, HERE, How.OCR)


def fields(**values: str) -> dict[str, Field]:
    return {name: field(value) for name, value in values.items()}


def lines(*amounts: str | None) -> dict[str, tuple[Row, ...]]:
    return {
        "lignes": tuple(
            {"designation": field("x"), **({"montant": field(a)} if a else {})} for a in amounts
        )
    }


def confirmed(found: Field) -> bool:
    return found.controle is None and found.confidence >= CONFIRMED


def flagged(found: Field) -> bool:
    return found.controle is not None and found.confidence <= CONTRADICTED


def untouched(found: Field) -> bool:
    return found == field(found.value)


def test_parts_that_make_the_total() -> None:
    given = fields(montant_total="100.00", part_organisme="80.00", part_assure="20.00")
    assert all(confirmed(f) for f in checked(given, {}).values())


def test_parts_that_do_not() -> None:
    given = fields(montant_total="100.00", part_organisme="80.00", part_assure="30.00")
    found = checked(given, {})
    assert all(flagged(f) for f in found.values())
    assert {n: f.value for n, f in found.items()} == {n: f.value for n, f in given.items()}


def test_one_part_missing_says_nothing() -> None:
    given = fields(montant_total="100.00", part_organisme="80.00")
    assert all(untouched(f) for f in checked(given, {}).values())


@pytest.mark.parametrize("table", ["lignes", "actes"])
def test_lines_that_make_the_total(table: str) -> None:
    rows = lines("60.00", "40.02")["lignes"]
    assert confirmed(checked(fields(montant_total="100.00"), {table: rows})["montant_total"])


def test_lines_that_do_not() -> None:
    found = checked(fields(montant_total="100.00"), lines("60.00", "30.00"))["montant_total"]
    assert flagged(found)
    assert found.value == "100.00"
    assert "lignes" in (found.controle or "")


@pytest.mark.parametrize("amounts", [(), ("60.00", None)])
def test_lines_that_were_not_all_read_say_nothing(amounts: tuple[str | None, ...]) -> None:
    found = checked(fields(montant_total="100.00"), lines(*amounts))
    assert untouched(found["montant_total"])


def test_a_total_that_the_parts_confirm_stands_against_the_lines() -> None:
    given = fields(montant_total="100.00", part_organisme="80.00", part_assure="20.00")
    assert confirmed(checked(given, lines("60.00", "30.00"))["montant_total"])


@pytest.mark.parametrize(
    ("words", "right"), [("cent dirhams", True), ("cent vingt dirhams", False)]
)
def test_words_against_figures(words: str, right: bool) -> None:
    given = fields(montant_total="100.00", montant_lettres=words)
    found = checked(given, {})["montant_total"]
    assert confirmed(found) if right else flagged(found)


def test_words_that_say_no_amount() -> None:
    given = fields(montant_total="100.00", montant_lettres="voir au dos")
    assert untouched(checked(given, {})["montant_total"])


def test_words_stand_against_lines_misread() -> None:
    given = fields(montant_total="100.00", montant_lettres="cent dirhams")
    assert confirmed(checked(given, lines("60.00", "30.00"))["montant_total"])


@pytest.mark.parametrize(
    ("out", "right"), [("2025-03-10", True), ("2025-03-12", True), ("2025-03-09", False)]
)
def test_discharge_against_admission(out: str, right: bool) -> None:
    found = checked(fields(date_entree="2025-03-10", date_sortie=out), {})
    assert all(untouched(f) if right else flagged(f) for f in found.values())


def test_a_pharmacy_delivers_on_the_day_of_its_invoice_unless_it_says_otherwise() -> None:
    given = fields(nature="pharmacie", date_facture="2025-03-10")
    found = checked(given, {})["date_delivrance"]
    assert (found.value, found.how) == ("2025-03-10", How.DEDUIT)
    assert found.confidence < given["date_facture"].confidence
    told = checked({**given, "date_delivrance": field("2025-03-08")}, {})
    assert told["date_delivrance"].value == "2025-03-08"
    assert "date_delivrance" not in checked(
        fields(nature="clinique", date_facture="2025-03-10"), {}
    )


def test_what_is_given_is_not_changed_in_place() -> None:
    given = fields(montant_total="100.00", part_organisme="80.00", part_assure="30.00")
    before = dict(given)
    checked(given, {})
    assert given == before
