"""The journal of the exchange: which dossiers the claims system may take, and when they changed.

Noticed when the session writes, whichever room or act wrote it, and put down in the same
transaction, as webhooks are (`changes`). Entries are numbered in the order of commits: a cursor
never skips one that was still being written.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, event, func, select
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction, aliased

from models.entities import Dossier, Etape, ExchangeEntry, Statut, utcnow
from storage import locks

JOURNAL = "echange"
_PENDING = "liasse.exchange"
_ANSWERED = (Etape.VALIDE, Etape.REPONDU)


def accepted(dossier: Dossier) -> bool:
    """Whether the claims system may take it: complete, or declared so by a person."""
    return dossier.etape in _ANSWERED or (
        dossier.statut is Statut.COMPLET and dossier.etape is Etape.A_TRAITER
    )


def after(
    session: Session, cursor: int, limit: int, organismes: Collection[str] = ()
) -> Sequence[tuple[ExchangeEntry, Dossier]]:
    """The next entries, each dossier once, at its latest change."""
    later = aliased(ExchangeEntry)
    newer = select(later.seq).where(
        later.dossier_id == ExchangeEntry.dossier_id, later.seq > ExchangeEntry.seq
    )
    wanted: list[ColumnElement[bool]] = [ExchangeEntry.seq > cursor, ~newer.exists()]
    if organismes:
        wanted.append(Dossier.organisme.in_(organismes))
    query = (
        select(ExchangeEntry, Dossier)
        .join(Dossier, Dossier.id == ExchangeEntry.dossier_id)
        .where(*wanted)
        .order_by(ExchangeEntry.seq)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def last(session: Session) -> int:
    """The number of the latest entry; 0: there is none."""
    return session.scalar(select(func.max(ExchangeEntry.seq))) or 0


@event.listens_for(Session, "after_flush")
def _notice(session: Session, context: UOWTransaction) -> None:
    for thing in (*session.new, *session.dirty):
        if isinstance(thing, Dossier) and session.is_modified(thing):
            _pending(session).add(thing.id)


@event.listens_for(Session, "before_commit")
def _put_down(session: Session) -> None:
    if session.in_nested_transaction():
        return
    if any(isinstance(thing, Dossier) for thing in (*session.new, *session.dirty)):
        session.flush()
    pending: set[str] = session.info.pop(_PENDING, set())
    rows = [row for id in sorted(pending) if (row := session.get(Dossier, id)) is not None]
    before = _known(session, [row.id for row in rows])
    told = [row for row in rows if accepted(row) or before.get(row.id)]
    if not told:
        return
    locks.hold(session, JOURNAL)
    now = utcnow()
    for seq, row in enumerate(told, last(session) + 1):
        session.add(ExchangeEntry(seq=seq, dossier_id=row.id, accepted=accepted(row), at=now))


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, rolled_back: SessionTransaction) -> None:
    if not rolled_back.nested:
        session.info.pop(_PENDING, None)


def _pending(session: Session) -> set[str]:
    pending: set[str] = session.info.setdefault(_PENDING, set())
    return pending


def _known(session: Session, ids: Collection[str]) -> dict[str, bool]:
    """What the journal last said of these dossiers."""
    if not ids:
        return {}
    latest = select(func.max(ExchangeEntry.seq)).where(ExchangeEntry.dossier_id.in_(ids))
    query = select(ExchangeEntry.dossier_id, ExchangeEntry.accepted).where(
        ExchangeEntry.seq.in_(latest.group_by(ExchangeEntry.dossier_id))
    )
    return {row.dossier_id: row.accepted for row in session.execute(query)}
