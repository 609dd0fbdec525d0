"""Amounts in figures and in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.values.amounts import amount_in_words, find_amounts, parse_amount, written
from tests.models.values.spelling import spelled

cents = st.integers(0, 99_999_999).map(lambda n: Decimal(n) / 100)
CURRENCIES = ("", " DH", "DH", " Dhs", " MAD", " FCFA", " F CFA", " €")


def grouped(amount: Decimal, thousands: str, comma: str) -> str:
    whole, _, rest = f"{amount:,.2f}".partition(".")
    return whole.replace(",", thousands) + comma + rest


@given(cents, st.sampled_from(["", " ", ".", "\u00a0", "\u202f", "'"]), st.sampled_from(CURRENCIES))
def test_amounts_with_a_decimal_comma(amount: Decimal, thousands: str, currency: str) -> None:
    text = grouped(amount, thousands, ",") + currency
    assert parse_amount(text) == amount
    assert parse_amount(f"Total : {text}.") == amount


@given(cents)
def test_amounts_with_a_decimal_point(amount: Decimal) -> None:
    assert parse_amount(f"{amount:.2f}") == amount
    assert parse_amount(grouped(amount, " ", ".")) == amount
    assert parse_amount(grouped(amount, ",", ".")) == amount


@given(st.integers(0, 99_999_999), st.sampled_from(["", " ", ".", "\u202f"]))
def test_whole_amounts(amount: int, thousands: str) -> None:
    text = f"{amount:,}".replace(",", thousands)
    assert parse_amount(f"{text} FCFA") == amount


@given(st.integers(1000, 9_999_999), st.integers(0, 99))
def test_millimes_are_not_thousands(whole: int, hundredths: int) -> None:
    expected = Decimal(whole) + Decimal(hundredths) / 100
    assert parse_amount(f"{whole}.{hundredths:02d}0 DT") == expected
    assert parse_amount(f"{whole:,}".replace(",", " ") + f",{hundredths:02d}0 DT") == expected


@given(st.text())
def test_any_text_gives_amounts_or_nothing(text: str) -> None:
    for found in find_amounts(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.value >= 0
        assert 0 < found.certainty <= 1


def test_a_rate_is_no_amount() -> None:
    assert parse_amount("TVA 20,00 % 250,00") == Decimal("250.00")
    assert parse_amount("TVA 7%") is None


@pytest.mark.parametrize(
    "text", ["", "néant", "12/05/2025", "F-2025", "A4", "REF12,50", "0123456789012"]
)
def test_what_is_no_amount(text: str) -> None:
    assert parse_amount(text) is None


def test_several_amounts_in_the_order_written() -> None:
    assert [f.value for f in find_amounts("2 boîtes à 45,50 soit 91,00 DH")] == [
        Decimal(2),
        Decimal("45.5"),
        Decimal(91),
    ]


def test_decimals_and_currency_make_an_amount_plainer() -> None:
    bare, priced, paid = (find_amounts(t)[0].certainty for t in ("91", "91,00", "91,00 DH"))
    assert bare < priced < paid


def test_as_kept() -> None:
    assert written(Decimal("1250")) == "1250.00"
    assert written(Decimal("0.5")) == "0.50"


@given(st.integers(0, 999_999))
@example(71)
@example(80)
@example(81)
@example(91)
@example(80_000)
@example(100_004)
@example(104_080)
@example(24_020)
@example(999_999)
def test_words_agree_with_a_speller(number: int) -> None:
    assert amount_in_words(f"{spelled(number)} dirhams") == number
    assert amount_in_words(f"La somme de : {spelled(number).upper()} Dhs.") == number


def test_words_agree_with_a_speller_on_every_number_below_ten_thousand() -> None:
    wrong = [n for n in range(1, 10_000) if amount_in_words(spelled(n)) != n]
    assert wrong == []


@given(st.integers(0, 999_999), st.integers(0, 99))
def test_words_with_centimes(number: int, rest: int) -> None:
    expected = Decimal(number) + Decimal(rest) / 100
    assert amount_in_words(f"{spelled(number)} dirhams {spelled(rest)} centimes") == expected
    assert amount_in_words(f"{spelled(number)} dirhams et {rest} cts") == expected


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Arrêtée la présente facture à la somme de : MILLE DEUX CENT CINQUANTE DIRHAMS", "1250"),
        ("arrêtée pour une somme de mille dirhams", "1000"),
        ("pour un montant de deux cents dirhams", "200"),
        ("un dirham", "1"),
        ("un million deux cent mille francs CFA", "1200000"),
        ("cinquante centimes", "0.50"),
        ("septante-cinq francs", "75"),
        ("deux cents dirhams TTC", "200"),
        ("mil neuf cents dirhams", "1900"),
    ],
)
def test_words_as_papers_have_them(text: str, amount: str) -> None:
    assert amount_in_words(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "dirhams", "total à payer", "1250,00 DH", "zéro"])
def test_words_that_spell_no_amount(text: str) -> None:
    assert amount_in_words(text) is None


@given(st.one_of(st.text(), st.lists(st.sampled_from(
    ["cent", "cents", "mille", "quatre", "vingt", "dirhams", "cts", "et", "12", "፩", "une", "non"]
)).map(" ".join)))  # fmt: skip
def test_any_words_give_an_amount_or_nothing(text: str) -> None:
    found = amount_in_words(text)
    assert found is None or found >= 0


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("125,500 DT", "125.50"),
        ("1 250,750 TND", "1250.75"),
        ("12,500 dinars", "12.50"),
        ("12,500 DH", "12500.00"),
    ],
)
def test_dinars_have_three_decimals(text: str, amount: str) -> None:
    assert parse_amount(text) == Decimal(amount)
