"""The queue of dossiers: least time left first, filtered, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, Tuple, func, select, tuple_
from sqlalchemy.orm import Session

from flows.review import holds
from models.entities import Channel, Dossier, Envoi, Etape, Lot, Statut
from models.permissions import Role
from review_ui.queries.sieve import Sieve

TO_DO = "a_faire"
EVERY = "tous"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the queue is filtered by; `None`: all. `etat`: an `Etape`, `a_faire` or `tous`.

    `sieve`: the dossiers of a figure of the dashboard.
    """

    organisme: str | None = None
    type: str | None = None
    statut: Statut | None = None
    etat: str = TO_DO
    lot_id: str | None = None
    canal: Channel | None = None
    retard: bool = False
    sieve: Sieve | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom the queue is, and when."""

    roles: Collection[Role]
    now: datetime


@dataclass(frozen=True, slots=True)
class Number:
    """How many dossiers, and how many of them are late."""

    every: int = 0
    late: int = 0


class Queue:
    """The dossiers wanted: least time left first, those without a deadline last; and how many.

    What a figure of the dashboard counted is costly to tell apart: it is asked for once, and both
    are answered from that.
    """

    def __init__(self, session: Session, wanted: Wanted, asker: Asker) -> None:
        self._session, self._wanted, self._asker = session, wanted, asker
        self._sifted = self._sift(wanted.sieve) if wanted.sieve else None

    def by_statut(self) -> dict[Statut, Number]:
        """How many dossiers of each status there are, whatever status is wanted."""
        if self._sifted is not None:
            every = Counter(row.statut for row in self._sifted)
            late = Counter(row.statut for row in self._sifted if row.late(self._asker.now))
            return {statut: Number(number, late[statut]) for statut, number in every.items()}
        late_ones = func.count().filter(Dossier.deadline < self._asker.now)
        query = select(Dossier.statut, func.count(), late_ones).where(*self._whatever_statut())
        found = self._session.execute(query.group_by(Dossier.statut))
        return {row[0]: Number(row[1], row[2]) for row in found}

    def page(self, *, limit: int, offset: int = 0) -> Sequence[Dossier]:
        """So many of them, from a place on."""
        if self._sifted is not None:
            kept = [row.id for row in self._sifted if self._shows(row.statut)]
            ids: Sequence[str] = kept[offset : offset + limit]
        else:  # an index leads to a far page: rows before it are not fetched
            query = _query(self._wanted, self._asker).with_only_columns(Dossier.id)
            ids = self._session.scalars(query.limit(limit).offset(offset)).all()
        found = by_ids(self._session, ids)
        return [found[id_] for id_ in ids]

    def _sift(self, sieve: Sieve) -> list[_Row]:
        asked = Dossier.id, Dossier.statut, Dossier.deadline
        others = self._whatever_statut()
        found = [
            _Row(*row)
            for one in sieve.sources()
            for row in self._session.execute(one.with_only_columns(*asked).where(*others))
        ]
        return sorted(found, key=_Row.least_time_first)

    def _whatever_statut(self) -> list[ColumnElement[bool]]:
        asked = replace(self._wanted, statut=None)
        conditions = _conditions(asked, self._asker.now)
        if asked.etat == TO_DO:
            conditions.append(holds.meant_for(self._asker.roles, self._asker.now))
        return conditions

    def _shows(self, statut: Statut) -> bool:
        if self._wanted.statut is not None:
            return statut is self._wanted.statut
        return self._wanted.etat != TO_DO or statut is not Statut.COMPLET


def to_do(numbers: Mapping[Statut, Number]) -> Number:
    """What waits for a person: what is complete is to do for nobody."""
    waiting = [number for statut, number in numbers.items() if statut is not Statut.COMPLET]
    return Number(sum(n.every for n in waiting), sum(n.late for n in waiting))


def kinds(session: Session) -> list[tuple[str, str]]:
    """The organismes and types that there are dossiers of, in order.

    The index is asked for the next pair after each: a `DISTINCT` would go through every dossier.
    """
    organisme, type_ = _next_kind()
    found = select(organisme.label("organisme"), type_.label("type")).cte(recursive=True)
    organisme, type_ = _next_kind(after=tuple_(found.c.organisme, found.c.type))
    found = found.union_all(select(organisme, type_).where(found.c.organisme.is_not(None)))
    query = select(found.c.organisme, found.c.type).where(found.c.organisme.is_not(None))
    return [(organisme, type_) for organisme, type_ in session.execute(query)]


def _next_kind(after: Tuple | None = None) -> tuple[ScalarSelect[str], ScalarSelect[str]]:
    pair = Dossier.organisme, Dossier.type
    beyond = [] if after is None else [tuple_(*pair) > after]
    first = select(*pair).where(*beyond).order_by(*pair).limit(1)
    return (
        first.with_only_columns(Dossier.organisme).scalar_subquery(),
        first.with_only_columns(Dossier.type).scalar_subquery(),
    )


def lots(session: Session, *, limit: int = 40) -> Sequence[Lot]:
    """The latest lots, to choose from."""
    return session.scalars(select(Lot).order_by(Lot.id.desc()).limit(limit)).all()


def by_ids(session: Session, ids: Sequence[str]) -> dict[str, Dossier]:
    """Dossiers by their identifier."""
    return {d.id: d for d in session.scalars(select(Dossier).where(Dossier.id.in_(ids)))}


class _Row(NamedTuple):
    id: str
    statut: Statut
    deadline: datetime | None

    def late(self, now: datetime) -> bool:
        return self.deadline is not None and self.deadline < now

    def least_time_first(self) -> tuple[bool, datetime | None, str]:
        return self.deadline is None, self.deadline, self.id


def _query(wanted: Wanted, asker: Asker) -> Select[Dossier]:
    if wanted.etat == TO_DO:
        asked = holds.Wanted(
            organisme=wanted.organisme,
            type=wanted.type,
            statut=wanted.statut,
            lot_id=wanted.lot_id,
            channel=wanted.canal,
            late=True if wanted.retard else None,
        )
        return holds.waiting(asked, frozenset(asker.roles), asker.now)
    chosen = select(Dossier).where(*_conditions(wanted, asker.now))
    return chosen.order_by(*holds.LEAST_TIME_FIRST)


def _conditions(wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    asked = {
        Dossier.organisme: wanted.organisme,
        Dossier.type: wanted.type,
        Dossier.statut: wanted.statut,
        Dossier.lot_id: wanted.lot_id,
    }
    conditions = [column == value for column, value in asked.items() if value is not None]
    if wanted.etat not in (EVERY, TO_DO):
        conditions.append(Dossier.etape == Etape(wanted.etat))
    if wanted.canal is not None:
        conditions.append(
            Dossier.envoi_id.in_(select(Envoi.id).where(Envoi.channel == wanted.canal))
        )
    if wanted.retard:
        conditions.append(Dossier.deadline < now)
    return conditions
