"""The figures of the office over a period, counted in the database: numbers, never what papers say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, case, extract, func, select, text
from sqlalchemy.orm import Session

from flows.review.holds import IDLE
from models.entities import ControlAnswer, Decision, Deed, Document, Dossier, Proposal, Target
from models.quality import Observation
from review_ui.queries import movements
from review_ui.queries.movements import Moment, Period
from storage.records import controls, sealed_values

SAMPLE = 1000
"""Dossiers on whose papers fields are counted: their share needs no more."""
RANDOM_FROM = 20
"""Where the part of an identifier begins that is drawn, behind its moment."""
Kind = tuple[str, str]
"""Organisme and type of a dossier."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which dossiers are counted; `None`: all."""

    period: Period
    organisme: str | None = None
    type: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        given = {Dossier.organisme: self.organisme, Dossier.type: self.type}
        return [column == value for column, value in given.items() if value is not None]


@dataclass
class Numbers:
    """The figures of dossiers of one sort."""

    received: int = 0
    gone: int = 0
    straight: int = 0
    """Of those gone, those that no person touched."""
    waiting: int = 0
    late: int = 0
    fields: int = 0
    """Read on the papers of those gone, or of `SAMPLE` of them taken at random."""
    decided: int = 0
    """Of these fields, those that a person settled."""
    worked: int = 0
    seconds: float = 0.0

    def add(self, other: Numbers) -> None:
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, slots=True)
class Correction:
    """How often a field of a paper was decided on, and how often it was wrong."""

    type: str
    name: str
    decided: int
    corrected: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is counted of a period."""

    kinds: dict[Kind, Numbers]
    days: dict[date, tuple[int, int]]
    due: dict[date, int]
    corrections: list[Correction]
    observed: list[Observation]


def count(session: Session, wanted: Wanted, ahead: Period, now: datetime) -> Figures:
    """Everything. `ahead`: the days to come of which the deadlines are counted."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL jit = off"))  # it would take longer than the answers
    checked = (wanted.period.holds(ControlAnswer.at.expression), *wanted.conditions())
    return Figures(
        by_kind(session, wanted, now),
        by_day(session, wanted),
        due(session, wanted, ahead),
        corrections(session, wanted),
        controls.observed(session, *checked),
    )


def by_kind(session: Session, wanted: Wanted, now: datetime) -> dict[Kind, Numbers]:
    """The figures of each organisme and type."""
    found: defaultdict[Kind, Numbers] = defaultdict(Numbers)
    kind = (Dossier.organisme, Dossier.type)
    only = wanted.conditions()
    came = movements.received(wanted.period).where(*only).with_only_columns(*kind, func.count())
    for row in session.execute(came.group_by(*kind)):
        found[row[0], row[1]].received = row[2]
    gone = movements.gone(wanted.period).subquery()
    touched = func.sum(case((movements.touched(), 1), else_=0))
    went = select(*kind, func.count(), touched).join(gone, gone.c.dossier_id == Dossier.id)
    for organisme, type_, number, by_hand in session.execute(went.where(*only).group_by(*kind)):
        one = found[organisme, type_]
        one.gone, one.straight = number, number - by_hand
    late = func.sum(case((Dossier.deadline < now, 1), else_=0))
    stays = select(*kind, func.count(), late).where(movements.waits(), *only)
    for organisme, type_, number, overdue in session.execute(stays.group_by(*kind)):
        found[organisme, type_].waiting, found[organisme, type_].late = number, overdue
    some = session.scalars(
        select(gone.c.dossier_id)
        .join(Dossier, Dossier.id == gone.c.dossier_id)
        .where(*only)
        .order_by(func.substr(gone.c.dossier_id, RANDOM_FROM))
        .limit(SAMPLE)
    ).all()
    for (organisme, type_), number in _fields(session, some).items():
        found[organisme, type_].fields = number
    for (organisme, type_), number in _decided(session, some).items():
        found[organisme, type_].decided = number
    for organisme, type_, number, seconds in session.execute(_worked(wanted)):
        found[organisme, type_].worked = number
        found[organisme, type_].seconds = float(seconds or 0)
    return dict(found)


def _fields(session: Session, some: Sequence[str]) -> dict[Kind, int]:
    """Fields read on the papers of these dossiers, each once."""
    each = (
        select(Dossier.organisme, Dossier.type, Proposal.document_id, Proposal.name)
        .join(Document, Document.dossier_id == Dossier.id)
        .join(Proposal, Proposal.document_id == Document.id)
        .where(Dossier.id.in_(some), Document.retired_at.is_(None), Proposal.target == Target.FIELD)
        .distinct()
    )
    return _counted(session, each)


def _decided(session: Session, some: Sequence[str]) -> dict[Kind, int]:
    """Of these, those that a person settled."""
    each = (
        select(Dossier.organisme, Dossier.type, Decision.thing_id, Decision.name)
        .join(Document, Document.dossier_id == Dossier.id)
        .join(Decision, Decision.thing_id == Document.id)
        .where(Dossier.id.in_(some), Document.retired_at.is_(None), *movements.field_decisions())
        .distinct()
    )
    return _counted(session, each)


def _counted(session: Session, each: Select[str, str, str, str | None]) -> dict[Kind, int]:
    some = each.subquery()
    kind = (some.c.organisme, some.c.type)
    asked = select(*kind, func.count()).group_by(*kind)
    return {(row[0], row[1]): row[2] for row in session.execute(asked)}


def _worked(wanted: Wanted) -> Select[str, str, int, float]:
    """Dossiers worked at, and the time: from a person's act to his next, the longest pauses left out."""
    at = extract("epoch", Deed.at)
    before = func.lag(at).over(partition_by=Deed.actor, order_by=Deed.seq)
    acts = (
        select(Deed.dossier_id, Deed.kind, (at - before).label("gap"))
        .where(wanted.period.holds(Deed.at.expression))
        .subquery()
    )
    spent = func.sum(case((acts.c.gap <= IDLE.total_seconds(), acts.c.gap), else_=0))
    kind = (Dossier.organisme, Dossier.type)
    return (
        select(*kind, func.count(acts.c.dossier_id.distinct()), spent)
        .join(acts, acts.c.dossier_id == Dossier.id)
        .where(acts.c.kind.not_in(movements.OF_LOTS), *wanted.conditions())
        .group_by(*kind)
    )


def by_day(session: Session, wanted: Wanted) -> dict[date, tuple[int, int]]:
    """How many came in and how many went out, day by day."""
    both: defaultdict[date, list[int]] = defaultdict(lambda: [0, 0])
    for place, moved in enumerate((movements.received, movements.gone)):
        events = moved(wanted.period).subquery()
        hour = _hour(session, events.c.at)
        asked = (
            select(hour, func.count())
            .select_from(events)
            .join(Dossier, Dossier.id == events.c.dossier_id)
            .where(*wanted.conditions())
            .group_by(hour)
        )
        for moment, number in session.execute(asked):
            both[_local(moment, wanted.period.zone)][place] += number
    return {day: (came, went) for day, (came, went) in both.items()}


def due(session: Session, wanted: Wanted, days: Period) -> dict[date, int]:
    """How many of those that wait have their deadline on each of these days."""
    hour = _hour(session, Dossier.deadline.expression)
    asked = select(hour, func.count()).where(
        movements.waits(),
        days.holds(Dossier.deadline.expression),
        *wanted.conditions(),
    )
    found: defaultdict[date, int] = defaultdict(int)
    for moment, number in session.execute(asked.group_by(hour)):
        found[_local(moment, days.zone)] += number
    return dict(found)


def corrected(period: Period) -> Select[int]:
    """The decisions that put another value in the place of the one read."""
    return (
        select(Decision.seq)
        .join(Document, Document.id == Decision.thing_id)
        .where(*movements.field_decisions(period), _against_what_was_read() == _OTHER)
    )


def corrections(session: Session, wanted: Wanted) -> list[Correction]:
    """Of each field of each type of paper, the most corrected first."""
    field = (Document.type, Decision.name)
    against = _against_what_was_read().label("against")
    asked = (
        select(*field, against, func.count())
        .join(Document, Document.id == Decision.thing_id)
        .where(*movements.field_decisions(wanted.period))
        .group_by(*field, against)
    )
    if only := wanted.conditions():
        asked = asked.join(Dossier, Dossier.id == Document.dossier_id).where(*only)
    counted: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for type_, name, said, number in session.execute(asked):
        if said != _UNTOLD:
            counted[type_, name or ""][said] += number
    found = [Correction(*of, said.total(), said[_OTHER]) for of, said in counted.items()]
    return sorted(found, key=lambda one: (-one.corrected, -one.decided, one.type, one.name))


_SAME, _OTHER, _UNTOLD = range(3)


def _against_what_was_read() -> ColumnElement[int]:
    """What a decision is to what had been read last before it: the same, something else, or untold
    while only one of the two is sealed."""
    told = case(
        (sealed_values.kept_unlike(Proposal.value.expression, Decision.value.expression), _UNTOLD),
        (Proposal.value.is_distinct_from(Decision.value), _OTHER),
        else_=_SAME,
    )
    read = (
        select(told)
        .where(
            Proposal.document_id == Decision.thing_id,
            Proposal.target == Target.FIELD,
            Proposal.name == Decision.name,
            Proposal.created_at <= Decision.at,
        )
        .order_by(Proposal.seq.desc())
        .limit(1)
        .correlate(Decision)
        .scalar_subquery()
    )
    return func.coalesce(read, case((Decision.value.is_(None), _SAME), else_=_OTHER))


def _hour(session: Session, moment: Moment) -> ColumnElement[str]:
    """The hour that a moment is in: whole hours fall on one day in any zone of ours."""
    if session.get_bind().dialect.name == "sqlite":
        return func.strftime("%Y-%m-%dT%H:00:00", moment)
    return func.to_char(moment, 'YYYY-MM-DD"T"HH24:00:00')


def _local(hour: str, zone: ZoneInfo) -> date:
    return datetime.fromisoformat(hour).replace(tzinfo=UTC).astimezone(zone).date()
