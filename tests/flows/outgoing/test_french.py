from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.outgoing import french
from flows.outgoing.french import CURRENCIES, amount_in_words, figures
from models.organismes import organismes
from models.values.amounts import amount_in_words as read_words
from models.values.amounts import parse_amount

DH, CFA = CURRENCIES["MAD"], CURRENCIES["XOF"]


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0", "zéro dirham"),
        ("1", "un dirham"),
        ("2.01", "deux dirhams et un centime"),
        ("80", "quatre-vingts dirhams"),
        ("1250.20", "mille deux cent cinquante dirhams et vingt centimes"),
        ("1000000", "un million de dirhams"),
        ("2000001", "deux millions un dirhams"),
        ("0.50", "zéro dirham et cinquante centimes"),
    ],
)
def test_amounts_in_words(amount: str, written: str) -> None:
    assert amount_in_words(Decimal(amount), DH) == written


def test_francs_have_no_hundredths() -> None:
    assert amount_in_words(Decimal("150000"), CFA) == "cent cinquante mille francs CFA"
    assert figures(Decimal("150000.00"), CFA) == "150\u202f000"
    assert figures(Decimal("150000.50"), CFA) == "150\u202f000,50"
    assert figures(Decimal("1250"), DH) == "1\u202f250,00"


@given(st.integers(1, 99_999_999).map(lambda cents: Decimal(cents) / 100))
def test_words_and_figures_are_read_back_as_the_same_amount(amount: Decimal) -> None:
    assert read_words(amount_in_words(amount, DH)) == amount
    assert parse_amount(figures(amount, DH)) == amount


def test_no_negative_amount() -> None:
    with pytest.raises(ValueError, match="negative"):
        amount_in_words(Decimal("-1"), DH)


def test_every_organisme_counts_in_a_known_currency() -> None:
    assert {profile.devise for profile in organismes().values()} <= set(CURRENCIES)


def test_dates() -> None:
    assert french.day(date(2025, 8, 1)) == "1er août 2025"
    noon = datetime(2025, 11, 5, 8, 2, tzinfo=UTC)
    written = french.moment(noon, ZoneInfo("Africa/Casablanca"))
    assert written == "mercredi 5 novembre 2025 à 9 h 02"
