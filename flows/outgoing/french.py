"""Dates, amounts and numbers as a French letter writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from num2words import num2words

NARROW = "\u202f"
"""The space between thousands."""
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
    "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Currency:
    """`cents`: what a hundredth is called; empty where nobody counts in hundredths."""

    short: str
    one: str
    many: str
    cents: str = ""


CURRENCIES: Mapping[str, Currency] = {
    "MAD": Currency("DH", "dirham", "dirhams", "centime"),
    "XOF": Currency("FCFA", "franc CFA", "francs CFA"),
}
"""By ISO code, those of the organismes."""


def day(when: date, *, weekday: bool = False) -> str:
    """`5 novembre 2025`, `mercredi 5 novembre 2025`."""
    number = "1er" if when.day == 1 else str(when.day)
    written = f"{number} {MONTHS[when.month - 1]} {when.year}"
    return f"{_DAYS[when.weekday()]} {written}" if weekday else written


def moment(when: datetime, zone: ZoneInfo) -> str:
    """`mercredi 5 novembre 2025 à 9 h 12`, on that zone's clock."""
    local = when.astimezone(zone)
    return f"{day(local.date(), weekday=True)} à {local.hour} h {local.minute:02d}"


def figures(amount: Decimal, currency: Currency) -> str:
    """`1 250,00`, and `12 500` where nobody counts in hundredths (unless there are some)."""
    whole = amount == amount.to_integral_value()
    digits = f"{amount:,.2f}" if currency.cents or not whole else f"{amount:,.0f}"
    return digits.replace(",", NARROW).replace(".", ",")


def amount_in_words(amount: Decimal, currency: Currency) -> str:
    """`mille deux cent cinquante dirhams et vingt centimes`."""
    if amount < 0:
        raise ValueError(f"no negative amount is written in words: {amount}")
    hundredths = int((amount * 100).to_integral_value())
    whole, rest = divmod(hundredths, 100)
    of = "de " if whole >= MILLION and whole % MILLION == 0 else ""
    words = f"{num2words(whole, lang='fr')} {of}{currency.many if whole >= 2 else currency.one}"
    if rest:
        cents = currency.cents or "centime"
        words += f" et {num2words(rest, lang='fr')} {cents}{'s' if rest > 1 else ''}"
    return words


def count(number: int, singular: str, plural: str | None = None) -> str:
    """`2 pièces`, `1 pièce`, `0 pièce`."""
    return f"{number} {singular if number < 2 else plural or singular + 's'}"


def capital(text: str) -> str:
    """The first letter as a capital, the rest as it is."""
    return text[:1].upper() + text[1:]
