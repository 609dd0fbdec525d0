"""Numbers that people read, type and print: `E25-00412-7`.

A letter for the kind of thing, the year, the count in that year, a check digit (Damm)
that notices one wrong digit or two swapped. The count is kept in the transaction that takes the
number: one that is given up gives its number back, so that a series has no gap and no double.
"""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum

from sqlalchemy import text
from sqlalchemy.orm import Session
from stdnum import damm

_SHAPE = re.compile(r"([EDLRC])(\d\d)-(\d{5,})-(\d)")


class Series(StrEnum):
    ENVOI = "E"
    DOSSIER = "D"
    LOT = "L"
    RECLAMATION = "R"
    CERTIFICAT = "C"


def next_number(session: Session, series: Series, at: datetime) -> str:
    """The next number of `series` in the year of `at`."""
    name = f"{series}{at.year % 100:02d}"
    count: int = session.execute(
        text(
            "INSERT INTO counter (name, value) VALUES (:name, 1) "
            "ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value"
        ),
        {"name": name},
    ).scalar_one()
    return f"{name}-{count:05d}-{damm.calc_check_digit(f'{name[1:]}{count:05d}')}"


def is_number(typed: str) -> bool:
    """Whether `typed` is well-formed and its check digit right."""
    match = _SHAPE.fullmatch(typed.strip().upper())
    return bool(match and damm.is_valid(match[2] + match[3] + match[4]))
