"""Looks of people of the house at medical secrets: a row a person, thing and hour.

They are many, and each is written before the thing is shown: they stand beside the audit trail, for
in its chain all who look would wait for each other. The trail has one entry for each hour that is
over, with the hash of its looks: one that was changed, taken out or put in later shows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.entities import AuditEntry, JsonObject, Look, safe_text
from storage import locks
from storage.records import audit

ACTION = "regards"
_CLOSED_AFTER = timedelta(hours=1)
"""How long after its end an hour is vouched for: nobody is still writing into it."""


def unknown(session: Session, actor: str, things: Sequence[str], now: datetime) -> list[str]:
    """Those of `things` (references) that he was not shown yet in this hour."""
    query = select(Look.thing).where(
        Look.actor == safe_text(actor), Look.thing.in_(things), Look.hour == _hour(now)
    )
    known = set(session.scalars(query))
    return sorted(set(things) - known)


def record(session: Session, actor: str, things: Sequence[str], now: datetime) -> None:
    """Note that he is shown these things. The first look of an hour has the trail vouch for those before."""
    hour = _hour(now)
    begun = session.scalar(select(Look.seq).where(Look.hour == hour).limit(1))
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    rows = [{"actor": actor, "thing": thing, "hour": hour, "at": now} for thing in things]
    session.execute(insert(Look).values(rows).on_conflict_do_nothing())
    if begun is None:
        _vouch(session, now)


def listed(
    session: Session,
    *,
    thing: str | None = None,
    actor: str | None = None,
    before: int | None = None,
    limit: int = 100,
) -> Sequence[Look]:
    """The looks at a thing, or of a person, the latest first; `before`: only those under this `seq`."""
    query = select(Look).order_by(Look.seq.desc()).limit(limit)
    if thing is not None:
        query = query.where(Look.thing == thing)
    if actor is not None:
        query = query.where(Look.actor == actor)
    if before is not None:
        query = query.where(Look.seq < before)
    return session.scalars(query).all()


def altered(session: Session) -> list[str]:
    """The hours whose looks are no longer what the trail says they were, or of which it knows none."""
    told = {
        row.thing.partition("/")[2]: row.after
        for row in session.execute(
            select(AuditEntry.thing, AuditEntry.after).where(AuditEntry.action == ACTION)
        )
    }
    since = select(Look.hour).where(Look.hour <= max(told, default="")).distinct()
    put_in = set(session.scalars(since)) - told.keys()
    return sorted(put_in | {h for h, after in told.items() if _summed(session, h) != after})


def _vouch(session: Session, now: datetime) -> None:
    """An entry in the trail for each hour that is over and has none."""
    locks.hold(session, "regards")
    last = session.scalar(
        select(AuditEntry.thing)
        .where(AuditEntry.action == ACTION)
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    )
    hours = select(Look.hour).where(Look.hour < _hour(now - _CLOSED_AFTER)).distinct()
    if last is not None:
        hours = hours.where(Look.hour > last.partition("/")[2])
    for hour in session.scalars(hours.order_by(Look.hour)).all():
        thing = audit.reference(ACTION, hour)
        audit.record(
            session, actor="systeme", action=ACTION, thing=thing, after=_summed(session, hour), at=now
        )  # fmt: skip


def _summed(session: Session, hour: str) -> JsonObject:
    digest, number = hashlib.sha256(), 0
    query = select(Look.seq, Look.actor, Look.thing, Look.at).where(Look.hour == hour)
    for row in session.execute(query.order_by(Look.seq)):
        digest.update(json.dumps([row.seq, row.actor, row.thing, row.at.isoformat()]).encode())
        number += 1
    return {"nombre": number, "sha256": digest.hexdigest()}


def _hour(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H}"
