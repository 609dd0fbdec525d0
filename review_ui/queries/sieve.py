"""What a figure of the dashboard adds to the filters of the queue: its very dossiers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, select

from models.entities import Decision, Document, Dossier
from review_ui.queries import movements
from review_ui.queries.figures import corrected
from review_ui.queries.movements import Period
from review_ui.wording import dates, words

NAMES = ("fait", "du", "au", "main", "champ")
"""Its parameters, in an address."""


class Fact(StrEnum):
    """What happened to a dossier in the period, or what it is at."""

    RECU = "recu"
    SORTI = "sorti"
    ATTEND = "attend"
    ECHEANCE = "echeance"
    TRAVAILLE = "travaille"
    CORRIGE = "corrige"


class Hand(StrEnum):
    """Whether people had a hand in it."""

    SANS = "sans"
    AVEC = "avec"
    CHAMPS = "champs"


_SAID = {
    Fact.RECU: "reçus",
    Fact.SORTI: "sortis",
    Fact.ATTEND: "en attente",
    Fact.ECHEANCE: "en attente, à échéance",
    Fact.TRAVAILLE: "travaillés",
    Fact.CORRIGE: "avec une valeur corrigée",
}
_HANDS = {
    Hand.SANS: "que personne n'a touchés",
    Hand.AVEC: "touchés par une personne",
    Hand.CHAMPS: "dont une personne a décidé un champ",
}


@dataclass(frozen=True, slots=True)
class Sieve:
    """`champ` is `TYPE.NAME` of a field. Hashable, so that a queue can be asked for it again."""

    fait: Fact
    period: Period | None = None
    main: Hand | None = None
    champ: str = ""

    def sources(self) -> list[Select[*tuple[Any, ...]]]:
        """Selections from `Dossier` that hold, each dossier in one of them, what it keeps. What
        went out is asked for by each way out, not among all dossiers: they are many."""
        found: list[Select[*tuple[Any, ...]]]
        if self.fait is Fact.SORTI and self.period is not None:
            settled, by_itself = movements.ways_out(self.period)
            found = [by_itself] if self.main is Hand.SANS else [settled, by_itself]
        else:
            found = [select(Dossier.id).where(self._fact())]
        return [one.where(*self._hand()) for one in found]

    def _hand(self) -> list[ColumnElement[bool]]:
        if self.main is None:
            return []
        if self.main is Hand.CHAMPS:
            return [movements.with_decided_field()]
        touched = movements.touched()
        return [touched if self.main is Hand.AVEC else ~touched]

    def _fact(self) -> ColumnElement[bool]:
        period = self.period
        if period is None or self.fait is Fact.ATTEND:
            return movements.waits()
        if self.fait is Fact.ECHEANCE:
            return movements.waits() & period.holds(Dossier.deadline.expression)
        if self.fait is Fact.TRAVAILLE:
            return Dossier.id.in_(movements.worked_at(period))
        if self.fait is Fact.CORRIGE:
            type_, _, name = self.champ.partition(".")
            wrong = corrected(period).with_only_columns(Document.dossier_id)
            if self.champ:
                wrong = wrong.where(Document.type == type_, Decision.name == name)
            return Dossier.id.in_(wrong)
        return Dossier.id.in_(movements.received(period).with_only_columns(Dossier.id))

    @property
    def given(self) -> dict[str, str]:
        """Its parameters, to be repeated in links."""
        return {
            "fait": self.fait.value,
            "du": self.period.first.isoformat() if self.period else "",
            "au": self.period.last.isoformat() if self.period else "",
            "main": self.main.value if self.main else "",
            "champ": self.champ,
        }

    @property
    def said(self) -> str:
        """In words, after «Dossiers»."""
        parts = [_SAID[self.fait]]
        if self.champ:
            type_, _, name = self.champ.partition(".")
            parts.append(f"({words.field_word(type_, name)}, {words.document_word(type_)})")
        if self.period:
            first, last = dates.day(self.period.first), dates.day(self.period.last)
            parts.append(f"le {first}" if first == last else f"du {first} au {last}")
        if self.main:
            parts.append(_HANDS[self.main])
        return " ".join(parts)


def sieve_of(asked: Mapping[str, str], zone: ZoneInfo) -> Sieve | None:
    """What an address asks for; `None`: nothing, or nothing that is known."""
    if asked.get("fait", "") not in {fact.value for fact in Fact}:
        return None
    fait = Fact(asked["fait"])
    first, last = _day(asked.get("du", "")), _day(asked.get("au", ""))
    period = Period(first, last, zone) if first and last else None
    if period is None and fait is not Fact.ATTEND:
        return None
    main = asked.get("main", "")
    known = Hand(main) if main in {hand.value for hand in Hand} else None
    return Sieve(fait, period, known, asked.get("champ", "")[:200])


def _day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if 1970 <= day.year <= 2999 else None
