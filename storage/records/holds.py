"""Who has which dossier in hand: one person at a time, for as long as that person is active."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, CursorResult, delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.entities import Dossier, Hold

IDLE = timedelta(minutes=15)
"""Without a sign of its holder for that long, a dossier is anybody's."""


def take(session: Session, dossier_id: str, holder: str, now: datetime) -> Hold | None:
    """Take a dossier that is free, or one's own; `None` when another is at it."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = (sqlite.insert if on_sqlite else postgresql.insert)(Hold)
    taken = {"holder": holder, "since": now, "active_at": now}
    made = session.execute(
        insert.values(dossier_id=dossier_id, lost_by=None, **taken)
        .on_conflict_do_update(
            index_elements=["dossier_id"],
            set_={**taken, "lost_by": Hold.holder},
            where=(Hold.holder != holder) & (Hold.active_at <= now - IDLE),
        )
        .returning(Hold.dossier_id)
    ).scalar_one_or_none()
    if made is None and not renew(session, dossier_id, holder, now):
        return None
    return get(session, dossier_id)


def renew(session: Session, dossier_id: str, holder: str, now: datetime) -> bool:
    """Note that the holder is active; whether the dossier is (still) that person's."""
    result = session.execute(
        update(Hold)
        .where(Hold.dossier_id == dossier_id, Hold.holder == holder)
        .values(active_at=now)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def release(session: Session, dossier_id: str, holder: str) -> bool:
    """Put a dossier down; whether it was held by that person."""
    result = session.execute(
        delete(Hold)
        .where(Hold.dossier_id == dossier_id, Hold.holder == holder)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def get(session: Session, dossier_id: str) -> Hold | None:
    """Who had the dossier last, as it is in the database now."""
    query = select(Hold).filter_by(dossier_id=dossier_id)
    return session.scalar(query.execution_options(populate_existing=True))


def active(session: Session, dossier_ids: Sequence[str], now: datetime) -> Sequence[Hold]:
    """Those of these dossiers that somebody is at."""
    query = select(Hold).where(Hold.dossier_id.in_(dossier_ids), Hold.active_at > now - IDLE)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def of_person(session: Session, holder: str, now: datetime) -> Sequence[Hold]:
    """What a person has in hand, the longest held first."""
    query = select(Hold).where(Hold.holder == holder, Hold.active_at > now - IDLE)
    return session.scalars(query.order_by(Hold.since, Hold.dossier_id)).all()


def free_for(holder: str, now: datetime) -> ColumnElement[bool]:
    """The condition that nobody else is at a `Dossier`."""
    others = select(Hold.dossier_id).where(
        Hold.dossier_id == Dossier.id, Hold.holder != holder, Hold.active_at > now - IDLE
    )
    return ~exists(others.correlate(Dossier))


def taken(now: datetime) -> ColumnElement[bool]:
    """The condition that somebody is at a `Dossier`."""
    return exists(
        select(Hold.dossier_id)
        .where(Hold.dossier_id == Dossier.id, Hold.active_at > now - IDLE)
        .correlate(Dossier)
    )
