"""Who has which dossier in hand, and which one comes next.

A dossier taken is one person's, until it is put down, decided on, or left idle for 15 minutes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, TextClause, and_, or_, select, text
from sqlalchemy.orm import Session

from flows.review import hands
from flows.review.desk import Desk
from flows.review.errors import MissingError
from flows.review.grip import fetched
from models.entities import Channel, Dossier, Envoi, Etape, Hold, Statut
from models.entities.dossiers import WAITING
from models.permissions import DOSSIER, Action, Role
from storage.records import audit, holds
from storage.records.holds import IDLE

__all__ = [
    "IDLE",
    "LEAST_TIME_FIRST",
    "Held",
    "Wanted",
    "held",
    "meant_for",
    "next_dossier",
    "of_person",
    "release",
    "renew",
    "take",
    "waiting",
]
LEAST_TIME_FIRST = (Dossier.deadline.asc().nulls_last(), Dossier.id)
_SETTLED = frozenset(etape for etape in Etape if etape.settled)
_TRIED = 20
"""Dossiers looked at together when the next one is taken: others take theirs at the same time."""


@dataclass(frozen=True, slots=True)
class Held:
    """A dossier in a person's hands; `until`, unless that person is active again."""

    dossier_id: str
    holder: str
    since: datetime
    active_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a queue is filtered by; `None`: all.

    Without `etape`: what waits for the person's roles. Without `statut`: all but `complet`.
    """

    organisme: str | None = None
    type: str | None = None
    statut: Statut | None = None
    etape: Etape | None = None
    lot_id: str | None = None
    channel: Channel | None = None
    late: bool | None = None
    held: bool | None = None


def take(desk: Desk, dossier_id: str) -> Held:
    """Take a dossier in hand; `HeldError` when another person has it."""
    dossier = fetched(desk.session, Dossier, dossier_id, "Ce dossier")
    desk.require(Action.PRENDRE, DOSSIER)
    return _taken(desk, dossier)


def renew(desk: Desk, dossier_id: str) -> Held:
    """A sign of life from the screen; `HeldError` when the dossier is another's now.

    Taken again when it had been let go for idleness and nobody wanted it.
    """
    return take(desk, dossier_id)


def release(desk: Desk, dossier_id: str) -> None:
    """Put a dossier down."""
    if holds.release(desk.session, dossier_id, desk.actor.name):
        _note(desk, "poser", dossier_id)


def held(session: Session, dossier_ids: Sequence[str], now: datetime) -> dict[str, Held]:
    """Those of these dossiers that somebody is at."""
    return {hold.dossier_id: _held(hold) for hold in holds.active(session, dossier_ids, now)}


def of_person(session: Session, name: str, now: datetime) -> Sequence[Held]:
    """What a person has in hand."""
    return [_held(hold) for hold in holds.of_person(session, name, now)]


def next_dossier(desk: Desk, wanted: Wanted | None = None) -> Dossier | None:
    """Take the dossier with least time left that nobody has; `None`: there is none."""
    desk.require(Action.PRENDRE, DOSSIER)
    queue = waiting(wanted or Wanted(), desk.actor.roles, desk.now)
    free = queue.where(holds.free_for(desk.actor.name, desk.now))
    own = {hold.dossier_id for hold in holds.of_person(desk.session, desk.actor.name, desk.now)}
    passed: set[str] = set()
    while True:
        some = desk.session.scalars(free.where(Dossier.id.not_in(passed | own)).limit(_TRIED)).all()
        if not some:
            return None
        for dossier in some:
            if holds.take(desk.session, dossier.id, desk.actor.name, desk.now) is not None:
                _note(desk, "prendre", dossier.id)
                return dossier
            passed.add(dossier.id)


def waiting(wanted: Wanted, roles: Collection[Role], now: datetime) -> Select[Dossier]:
    """The queue: least time left first, those without a deadline last."""
    query = select(Dossier).where(*_conditions(wanted, roles, now))
    return query.order_by(*LEAST_TIME_FIRST)


def meant_for(roles: Collection[Role], now: datetime) -> ColumnElement[bool]:
    """What waits for people of these roles, whatever its status."""
    etapes = set[Etape]()
    if Role.MEDECIN_CONSEIL in roles:
        etapes.add(Etape.MEDECIN)
    if not {Role.RELECTEUR, Role.GESTIONNAIRE}.isdisjoint(roles) or not etapes:
        etapes |= {Etape.A_TRAITER, Etape.DE_COTE}
    back = Dossier.rappel_le <= now.date()
    return and_(Dossier.etape.in_(sorted(etapes)), or_(Dossier.etape != Etape.DE_COTE, back))


def _conditions(
    wanted: Wanted, roles: Collection[Role], now: datetime
) -> list[ColumnElement[bool] | TextClause]:
    asked = {
        Dossier.organisme: wanted.organisme,
        Dossier.type: wanted.type,
        Dossier.lot_id: wanted.lot_id,
    }
    found: list[ColumnElement[bool] | TextClause] = [
        column == value for column, value in asked.items() if value is not None
    ]
    if wanted.statut is not None:
        found.append(Dossier.statut == wanted.statut)
    else:
        found.append(Dossier.statut != Statut.COMPLET)
    if wanted.statut is not Statut.COMPLET and wanted.etape not in _SETTLED:
        found.append(text(WAITING))
    if wanted.etape is not None:
        found.append(Dossier.etape == wanted.etape)
    else:
        found.append(meant_for(roles, now))
    if wanted.channel is not None:
        came = select(Envoi.id).where(Envoi.channel == wanted.channel)
        found.append(Dossier.envoi_id.in_(came))
    if wanted.late is not None:
        late = and_(Dossier.deadline.is_not(None), Dossier.deadline < now)
        found.append(late if wanted.late else ~late)
    if wanted.held is not None:
        found.append(holds.taken(now) if wanted.held else ~holds.taken(now))
    return found


def _taken(desk: Desk, dossier: Dossier) -> Held:
    before = holds.get(desk.session, dossier.id)
    was = (before.holder, before.since) if before else None
    hold = holds.take(desk.session, dossier.id, desk.actor.name, desk.now)
    if hold is None:
        other = holds.get(desk.session, dossier.id)
        if other is None:
            raise MissingError("Ce dossier vient d'être posé : prenez-le de nouveau.")
        raise hands.in_other_hands(desk, dossier, other)
    if was != (hold.holder, hold.since):
        _note(desk, "prendre", dossier.id)
    return _held(hold)


def _note(desk: Desk, action: str, dossier_id: str) -> None:
    audit.record(
        desk.session,
        actor=desk.actor.name,
        action=f"relecture.{action}",
        thing=audit.reference("dossier", dossier_id),
        at=desk.now,
    )


def _held(hold: Hold) -> Held:
    return Held(hold.dossier_id, hold.holder, hold.since, hold.active_at, hold.active_at + IDLE)
