"""The stretches of time of statements: ten days, a month, a quarter, an exercise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows.outgoing.french import MONTHS
from flows.outgoing.french import day as written
from models.errors import BadInput
from models.organismes.statements import Frequency, StatementRules

ONE_DAY = timedelta(days=1)
_SHAPE = re.compile(r"(\d{4})-(?:(\d\d)(?:-D([123]))?|T([1-4])|(AN))")
_RANKS = ("1re", "2e", "3e", "4e")


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days, the last one within."""

    first: date
    last: date

    def begins(self, zone: ZoneInfo) -> datetime:
        """Its first moment on a clock."""
        return datetime.combine(self.first, time(), zone)

    def ends(self, zone: ZoneInfo) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + ONE_DAY, time(), zone)

    def holds(self, day: date | None) -> bool:
        """Whether a day is in it."""
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Span(Days):
    """The days of a statement. `key` names it: `2026-10`, `2026-10-D2`, `2026-T3`, `2026-AN`."""

    frequency: Frequency
    key: str

    @property
    def words(self) -> str:
        """As a heading says it."""
        month = f"{MONTHS[self.first.month - 1]} {self.first.year}"
        match self.frequency:
            case Frequency.DECADE:
                return f"{decade_words(self.first)}, {month} ({self.first.day} au {self.last.day})"
            case Frequency.MENSUEL:
                return month
            case Frequency.TRIMESTRIEL:
                rank = "1er" if self.first.month == 1 else _RANKS[self.first.month // 3]
                return f"{rank} trimestre {self.first.year}"
            case Frequency.ANNUEL:
                return f"exercice {self.last.year}, arrêté au {written(self.last)}"


def decade_words(day: date) -> str:
    """The ten days that a day is in, where its month is known: `2e décade`."""
    return f"{_RANKS[_decade(day)]} décade"


def decade_of(day: date) -> Span:
    """The ten days that a day is in."""
    rank = _decade(day)
    first = day.replace(day=1 + 10 * rank)
    last = first + timedelta(days=9) if rank < 2 else _month_end(day)
    return Span(first, last, Frequency.DECADE, f"{day:%Y-%m}-D{rank + 1}")


def month_of(day: date) -> Span:
    """The month that a day is in."""
    return Span(day.replace(day=1), _month_end(day), Frequency.MENSUEL, f"{day:%Y-%m}")


def quarter_of(day: date) -> Span:
    """The quarter that a day is in."""
    rank = (day.month - 1) // 3
    first = date(day.year, 3 * rank + 1, 1)
    last = _month_end(date(day.year, 3 * rank + 3, 1))
    return Span(first, last, Frequency.TRIMESTRIEL, f"{day.year}-T{rank + 1}")


def exercise_of(year: int, rules: StatementRules) -> Span:
    """The exercise of a year, from its first day to the one on which it is drawn up."""
    month, day = map(int, rules.exercice_arrete_au.split("-"))
    return Span(date(year, 1, 1), date(year, month, day), Frequency.ANNUEL, f"{year}-AN")


def spans(frequency: Frequency, rules: StatementRules, since: date, today: date) -> Iterator[Span]:
    """Those of one frequency whose last day is between `since` and yesterday, in order."""
    for span in _all(frequency, rules, since):
        if span.last >= today:
            return
        if span.last >= since:
            yield span


def _all(frequency: Frequency, rules: StatementRules, since: date) -> Iterator[Span]:
    """One after the other, without end."""
    if frequency is Frequency.ANNUEL:
        year = since.year
        while True:
            yield exercise_of(year, rules)
            year += 1
    of = {
        Frequency.DECADE: decade_of,
        Frequency.MENSUEL: month_of,
        Frequency.TRIMESTRIEL: quarter_of,
    }[frequency]
    span = of(since)
    while True:
        yield span
        span = of(span.last + ONE_DAY)


def made_from(span: Span, rules: StatementRules) -> date:
    """The day from which it is made: the next one for ten days, else as the organisme's rules say."""
    after = span.last + ONE_DAY
    if span.frequency is Frequency.DECADE:
        return after
    return after.replace(day=rules.preparer_le)


def due_on(span: Span, rules: StatementRules) -> date:
    """The last day on which it is in time."""
    after = span.last + ONE_DAY
    if span.frequency is Frequency.DECADE:
        return after
    if span.frequency is Frequency.ANNUEL:
        month, day = map(int, rules.annuel_au_plus_tard.split("-"))
        year = (
            span.last.year
            if (month, day) > (span.last.month, span.last.day)
            else span.last.year + 1
        )
        return date(year, month, day)
    return after.replace(day=rules.au_plus_tard)


def named(key: str, rules: StatementRules) -> Span:
    """The span of that name; `BadInput` when it is none."""
    found = _SHAPE.fullmatch(key.strip().upper())
    try:
        if found is None:
            raise ValueError(key)
        year, month, decade, quarter, exercise = found.groups()
        if exercise:
            return exercise_of(int(year), rules)
        if quarter:
            return quarter_of(date(int(year), 3 * int(quarter), 1))
        day = date(int(year), int(month), 10 * int(decade or 1) - 9)
    except ValueError:
        raise BadInput(
            f"« {key} » n'est pas une période : écrire 2026-10 (mois), 2026-10-D2 (décade), "
            "2026-T3 (trimestre) ou 2026-AN (exercice).",
            code="periode_invalide",
        ) from None
    return decade_of(day) if decade else month_of(day)


def _decade(day: date) -> int:
    """0, 1 or 2: the last one has what is left of the month."""
    return min((day.day - 1) // 10, 2)


def _month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - ONE_DAY
