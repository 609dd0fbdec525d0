"""The machine-readable zone of an identity card (ICAO 9303, TD1: three lines of 30)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extractors.layout import Layout, Row
from models.documents import DocumentType
from models.geometry import Box
from models.reading import Field, How
from models.values.text import as_digits

WEIGHTS = (7, 3, 1)
LINE = 30
PROVEN = 0.99
CUT = 0.6
"""Worth of a surname whose line has lost the given name."""
FILLER = 3
"""Filler signs that the two first lines of a zone show at least."""
LAST_EXPIRY = 2070
"""Last year that two digits of an expiry may mean."""
SHORTEST_VALIDITY = 5
"""Years for which a child's card is issued: its holder was born at least as long before its end."""
_LETTERS = str.maketrans("01586", "OISBG")
"""Digits that readers take letters for: names have none."""


@dataclass(frozen=True, slots=True)
class Mrz:
    """What a TD1 zone says once its check digits hold."""

    nom: str
    prenom: str
    date_naissance: date
    date_validite: date
    sexe: str
    cin: str | None


def check_digit(text: str) -> int:
    """The ICAO check digit of `text` (digits, letters A=10 … Z=35, `<` 0)."""
    total = 0
    for index, char in enumerate(text):
        value = int(char) if char.isdecimal() else 0 if char == "<" else ord(char) - 55
        total += value * WEIGHTS[index % 3]
    return total % 10


def parse_td1(lines: list[str]) -> Mrz | None:
    """The zone in three lines, or `None` when a check digit of its dates fails."""
    if len(lines) != 3:
        return None
    first, second, third = ((line + "<" * LINE)[:LINE] for line in lines)
    birth, expiry = as_digits(second[0:6]), as_digits(second[8:14])
    if not (birth.isdecimal() and expiry.isdecimal()):
        return None
    if str(check_digit(birth)) != as_digits(second[6]) or str(check_digit(expiry)) != as_digits(
        second[14]
    ):
        return None
    until = _date(expiry, LAST_EXPIRY)
    born = _date(birth, until.year - SHORTEST_VALIDITY) if until is not None else None
    if born is None or until is None:
        return None
    names = third.translate(_LETTERS).rstrip("<").split("<<", 1)
    cin = re.search(r"[A-Z]{1,2}\d{4,7}", first[15:].replace("<", ""))
    return Mrz(
        names[0].replace("<", " ").strip(),
        (names[1] if len(names) > 1 else "").replace("<", " ").strip(),
        born,
        until,
        second[7] if second[7] in "MF" else "",
        cin.group() if cin else None,
    )


def read_mrz(page: Layout, kind: DocumentType) -> dict[str, Field]:
    """Fields of a `cnie` proven by its zone; nothing for other types or without a zone."""
    if kind.type != "cnie":
        return {}
    rows = list(page.rows)
    for start in range(len(rows) - 1):
        # The names' line is mostly filler, of which readers often see little.
        three = rows[start : start + 3]
        if any(_text(row).count("<") < FILLER for row in three[:2]):
            continue
        mrz = parse_td1([*(_text(row) for row in three), ""][:3])
        if mrz is not None:
            return _fields(page, mrz, three)
    return {}


def _fields(page: Layout, mrz: Mrz, rows: list[Row]) -> dict[str, Field]:
    box = Box.around(t.word.box for row in rows for t in row.tokens)
    raw = "\n".join(_text(row) for row in rows)
    values = {
        "nom": mrz.nom,
        "prenom": mrz.prenom.title(),
        "date_naissance": mrz.date_naissance.isoformat(),
        "date_validite": mrz.date_validite.isoformat(),
        "sexe": mrz.sexe,
        "cin": mrz.cin or "",
    }
    # Names carry no check digit: they are as sure as their reading.
    # A line of names without given name was cut, perhaps inside the surname.
    sure = {"nom": 0.9 if mrz.prenom else CUT, "prenom": 0.9, "cin": 0.9}
    return {
        name: Field(value, raw, sure.get(name, PROVEN), page.number, box, How.MRZ)
        for name, value in values.items()
        if value
    }


def _text(row: Row) -> str:
    return re.sub(r"\s", "", "".join(t.text for t in row.tokens)).upper().replace("«", "<<")


def _date(digits: str, latest: int) -> date | None:
    year = 2000 + int(digits[:2])
    try:
        return date(year if year <= latest else year - 100, int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None
