"""The queue of dossiers: least time left first, filtered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from flows.review import holds
from models.entities import Channel, Dossier, Envoi, Etape, Lot, Statut
from models.permissions import Role

TO_DO = "a_faire"
EVERY = "tous"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the queue is filtered by; `None`: all. `etat`: an `Etape`, `a_faire` or `tous`."""

    organisme: str | None = None
    type: str | None = None
    statut: Statut | None = None
    etat: str = TO_DO
    lot_id: str | None = None
    canal: Channel | None = None
    retard: bool = False


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom the queue is, and when."""

    roles: Collection[Role]
    now: datetime


def queue(
    session: Session, wanted: Wanted, asker: Asker, *, limit: int, offset: int = 0
) -> Sequence[Dossier]:
    """The dossiers wanted, least time left first; those without a deadline last."""
    order = (Dossier.deadline.is_(None), Dossier.deadline, Dossier.id)
    query = _query(session, wanted, asker).order_by(None).order_by(*order)
    return session.scalars(query.limit(limit).offset(offset)).all()


def by_statut(session: Session, wanted: Wanted, asker: Asker) -> dict[Statut, int]:
    """How many dossiers of each status there are, whatever status is wanted."""
    found: dict[Statut, int] = {}
    for statut in (None, Statut.COMPLET):  # what is complete is to do for nobody, unless asked for
        inside = _query(session, replace(wanted, statut=statut), asker).order_by(None).subquery()
        query = select(inside.c.statut, func.count()).group_by(inside.c.statut)
        found |= {row[0]: row[1] for row in session.execute(query)}
    return found


def to_do(session: Session, asker: Asker) -> int:
    """How many dossiers wait for this person."""
    inside = _query(session, Wanted(), asker).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(inside)) or 0


def late(session: Session, asker: Asker) -> int:
    """How many of those are late."""
    inside = _query(session, Wanted(retard=True), asker).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(inside)) or 0


def kinds(session: Session) -> list[tuple[str, str]]:
    """The organismes and types that there are dossiers of."""
    query = select(Dossier.organisme, Dossier.type).distinct()
    return [(organisme, type_) for organisme, type_ in session.execute(query)]


def lots(session: Session, *, limit: int = 40) -> Sequence[Lot]:
    """The latest lots, to choose from."""
    return session.scalars(select(Lot).order_by(Lot.id.desc()).limit(limit)).all()


def by_ids(session: Session, ids: Sequence[str]) -> dict[str, Dossier]:
    """Dossiers by their identifier."""
    return {d.id: d for d in session.scalars(select(Dossier).where(Dossier.id.in_(ids)))}


def _query(session: Session, wanted: Wanted, asker: Asker) -> Select[Dossier]:
    if wanted.etat == TO_DO:
        asked = holds.Wanted(
            organisme=wanted.organisme,
            type=wanted.type,
            statut=wanted.statut,
            lot_id=wanted.lot_id,
            channel=wanted.canal,
            late=True if wanted.retard else None,
        )
        return holds.waiting(session, asked, frozenset(asker.roles), asker.now)
    return select(Dossier).where(*_conditions(wanted, asker.now))


def _conditions(wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    asked = {
        Dossier.organisme: wanted.organisme,
        Dossier.type: wanted.type,
        Dossier.statut: wanted.statut,
        Dossier.lot_id: wanted.lot_id,
    }
    conditions = [column == value for column, value in asked.items() if value is not None]
    if wanted.etat != EVERY:
        conditions.append(Dossier.etape == Etape(wanted.etat))
    if wanted.canal is not None:
        conditions.append(
            Dossier.envoi_id.in_(select(Envoi.id).where(Envoi.channel == wanted.canal))
        )
    if wanted.retard:
        conditions.append(Dossier.deadline < now)
    return conditions
