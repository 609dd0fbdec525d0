"""How values look on French paper: dates, amounts, identifiers, numbers in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
UNITS = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
TENS = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante"]


def amount(value: str | Decimal, thousands: str = " ") -> str:
    """«1 250,00»."""
    whole, cents = f"{Decimal(value):.2f}".split(".")
    groups: list[str] = []
    while len(whole) > 3:
        whole, last = whole[:-3], whole[-3:]
        groups.insert(0, last)
    return thousands.join([whole, *groups]) + "," + cents


def day(iso: str, form: str = "/") -> str:
    """An ISO date as written: `/` 05/11/2025, `.` 05.11.2025, `-`, `long` 5 novembre 2025, `short` 05/11/25."""
    d = date.fromisoformat(iso)
    if form == "long":
        return f"{d.day if d.day > 1 else '1er'} {MONTHS[d.month - 1]} {d.year}"
    if form == "short":
        return d.strftime("%d/%m/%y")
    return d.strftime(f"%d{form}%m{form}%Y")


def groups(text: str, *sizes: int) -> str:
    """Digits in groups: groups('0522', 2, 2) → «05 22»."""
    out, at = [], 0
    for size in sizes:
        out.append(text[at : at + size])
        at += size
    return " ".join([*out, text[at:]]).strip()


def phone(text: str) -> str:
    return groups(text, 2, 2, 2, 2, 2)


def _below_100(n: int) -> str:
    if n < 20:
        return UNITS[n]
    ten, unit = divmod(n, 10)
    if ten in (7, 9):
        base = "soixante" if ten == 7 else "quatre-vingt"
        return f"{base}{' et ' if n == 71 else '-'}{UNITS[10 + unit]}"
    if ten == 8:
        return "quatre-vingts" if unit == 0 else f"quatre-vingt-{UNITS[unit]}"
    return TENS[ten] + ("" if unit == 0 else " et un" if unit == 1 else f"-{UNITS[unit]}")


def _below_1000(n: int) -> str:
    hundred, rest = divmod(n, 100)
    if hundred == 0:
        return _below_100(rest)
    head = "cent" if hundred == 1 else f"{UNITS[hundred]} cent" + ("s" if rest == 0 else "")
    return head if rest == 0 else f"{head} {_below_100(rest)}"


def words(n: int) -> str:
    """A whole number under a million, in French words."""
    thousand, rest = divmod(n, 1000)
    if thousand == 0:
        return _below_1000(rest)
    many = _below_1000(thousand)
    many = many[:-1] if many.endswith(("cents", "vingts")) else many
    head = "mille" if thousand == 1 else f"{many} mille"
    return head if rest == 0 else f"{head} {_below_1000(rest)}"


def dirhams(value: str | Decimal) -> str:
    """«mille deux cent cinquante dirhams et trente centimes»."""
    whole, cents = divmod(int(Decimal(value) * 100), 100)
    text = f"{words(whole)} dirhams"
    return text + (f" et {words(cents)} centimes" if cents else "")
