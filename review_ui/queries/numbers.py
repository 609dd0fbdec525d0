"""A number that somebody typed or read on a paper, and what bears it.

`E25-00012-7 / p. 4`, `e25-12 p4`, `D25-00003`: the zeros, the check digit and the case
may be left out. A check digit that is given must be right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import Dossier, Envoi, Lot
from storage.records.numbers import Series, is_number

_TYPED = re.compile(
    r"\s*([EDL])\s*(\d\d)\s*[-–—]?\s*(\d{1,9})(?:\s*[-–—]\s*(\d))?"
    r"(?:\s*[/,;]?\s*p(?:age|\.)?\s*(\d{1,6}))?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A number as typed. `stem` is `E25-00012`, without the check digit."""

    series: Series
    stem: str
    check: str | None
    page: int | None

    @property
    def plausible(self) -> bool:
        """Whether its check digit, if any, is right: else a digit was misread."""
        return self.check is None or is_number(f"{self.stem}-{self.check}")


def typed(text: str) -> Typed | None:
    """What `text` names, if it looks like a number of ours."""
    match = _TYPED.fullmatch(text)
    if match is None:
        return None
    letter, year, count, check, page = match.groups()
    stem = f"{letter.upper()}{year}-{int(count):05d}"
    return Typed(Series(letter.upper()), stem, check, int(page) if page else None)


def bearer(session: Session, number: Typed) -> Envoi | Dossier | Lot | None:
    """The envoi, dossier or lot of that number."""
    like = f"{number.stem}-_"
    match number.series:
        case Series.ENVOI:
            return session.scalar(select(Envoi).where(Envoi.numero.like(like)).limit(1))
        case Series.DOSSIER:
            return session.scalar(select(Dossier).where(Dossier.reference.like(like)).limit(1))
        case Series.LOT:
            return session.scalar(select(Lot).where(Lot.numero.like(like)).limit(1))
        case _:
            return None
