"""The queue of dossiers: least time left first, filtered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.entities import Dossier, Statut


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the queue is filtered by; `None`: all."""

    organisme: str | None = None
    type: str | None = None
    statut: Statut | None = None


def queue(session: Session, wanted: Wanted, *, limit: int, offset: int = 0) -> Sequence[Dossier]:
    """The dossiers wanted, least time left first; those without a deadline last."""
    order = (Dossier.deadline.is_(None), Dossier.deadline, Dossier.id)
    query = select(Dossier).where(*_conditions(wanted)).order_by(*order)
    return session.scalars(query.limit(limit).offset(offset)).all()


def by_statut(session: Session, wanted: Wanted) -> dict[Statut, int]:
    """How many dossiers of each status there are, whatever status is wanted."""
    conditions = _conditions(replace(wanted, statut=None))
    query = select(Dossier.statut, func.count()).where(*conditions).group_by(Dossier.statut)
    return {row[0]: row[1] for row in session.execute(query)}


def kinds(session: Session) -> list[tuple[str, str]]:
    """The organismes and types that there are dossiers of."""
    query = select(Dossier.organisme, Dossier.type).distinct()
    return [(organisme, type_) for organisme, type_ in session.execute(query)]


def by_ids(session: Session, ids: Sequence[str]) -> dict[str, Dossier]:
    """Dossiers by their identifier."""
    return {d.id: d for d in session.scalars(select(Dossier).where(Dossier.id.in_(ids)))}


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    asked = {
        Dossier.organisme: wanted.organisme,
        Dossier.type: wanted.type,
        Dossier.statut: wanted.statut,
    }
    return [column == value for column, value in asked.items() if value is not None]
