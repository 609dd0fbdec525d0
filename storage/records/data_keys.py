"""The keys of sealed files and pages: wrapped, rewrapped, destroyed; and which master key wraps them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.entities import Base, DataKey, MasterKey, utcnow
from storage import locks

_MANY = 1000
_TABLE = Base.metadata.tables["data_key"]

Rewrap = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A key as the database holds it."""

    id: str
    wrapped: bytes
    master: str


def current(session: Session, *, held: bool = False) -> str | None:
    """The fingerprint of the master key in use; `held`: it stays so until this transaction ends."""
    query = select(MasterKey.fingerprint).where(MasterKey.until.is_(None))
    return session.scalar(query.with_for_update(read=True) if held else query)


def register(session: Session, fingerprint: str) -> str:
    """Have a first master key: this one, unless another came before. The one in use."""
    locks.hold(session, "cles")
    if (there := current(session)) is not None:
        return there
    session.add(MasterKey(fingerprint=fingerprint))
    session.flush()
    return fingerprint


def use(session: Session, fingerprint: str, now: datetime) -> None:
    """Have this be the master key in use, and no other."""
    locks.hold(session, "cles")
    session.execute(
        update(MasterKey).where(MasterKey.until.is_(None)).values(until=now),
        execution_options={"synchronize_session": False},
    )
    known = session.get(MasterKey, fingerprint, populate_existing=True)
    if known is None:
        session.add(MasterKey(fingerprint=fingerprint, since=now))
    else:
        known.until = None
    session.flush()


def rewrap(session: Session, fingerprint: str, anew: Rewrap) -> int:
    """Have every key wrapped by another master key, in this one transaction; how many."""
    use(session, fingerprint, utcnow())
    done = 0
    for some in _batches(session):
        rows = [{"id": key.id, "wrapped": anew(key.wrapped), "master": fingerprint} for key in some]
        session.execute(update(DataKey), rows)
        done += len(rows)
    return done


def of(session: Session, ids: Collection[str]) -> list[DataKey]:
    """The keys of these ids, the destroyed ones too."""
    asked = sorted(ids)
    return [
        key
        for start in range(0, len(asked), _MANY)
        for key in session.scalars(
            select(DataKey).where(DataKey.id.in_(asked[start : start + _MANY])),
            execution_options={"populate_existing": True},
        )
    ]


def add(session: Session, id: str, wrapped: bytes, master: str) -> bool:
    """A new key, unless another transaction made one meanwhile; whether it is this one."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    new = insert(_TABLE).values(id=id, wrapped=wrapped, master=master)
    return session.scalar(new.on_conflict_do_nothing().returning(_TABLE.c.id)) is not None


def revive(session: Session, id: str, wrapped: bytes, master: str) -> None:
    """Another key in the place of one that was destroyed."""
    session.execute(
        update(_TABLE)
        .where(_TABLE.c.id == id, _TABLE.c.destroyed_at.is_not(None))
        .values(wrapped=wrapped, master=master, destroyed_at=None)
    )


def living(session: Session) -> Iterator[Wrapped]:
    """Every key that is not destroyed, in the order of their ids."""
    for some in _batches(session):
        yield from some


def destroy(session: Session, ids: Sequence[str], now: datetime) -> None:
    """What these keys seal cannot be read any more, here and in any copy wrapped by a later master."""
    for start in range(0, len(ids), _MANY):
        session.execute(
            update(DataKey)
            .where(DataKey.id.in_(ids[start : start + _MANY]), DataKey.destroyed_at.is_(None))
            .values(wrapped=None, destroyed_at=now),
            execution_options={"synchronize_session": False},
        )


def replace(session: Session, today: Mapping[str, Wrapped], now: datetime) -> int:
    """Have the keys of an earlier time be as they are today: those no longer there are destroyed.
    How many were."""
    gone = []
    for some in _batches(session):
        there = [today[key.id] for key in some if key.id in today]
        rows = [{"id": key.id, "wrapped": key.wrapped, "master": key.master} for key in there]
        if rows:
            session.execute(update(DataKey), rows)
        gone += [key.id for key in some if key.id not in today]
    destroy(session, gone, now)
    return len(gone)


def count(session: Session) -> tuple[int, int]:
    """How many keys live, and how many were destroyed."""
    living = session.scalar(select(func.count()).where(DataKey.destroyed_at.is_(None)))
    every = session.scalar(select(func.count()).select_from(DataKey))
    return living or 0, (every or 0) - (living or 0)


def _batches(session: Session) -> Iterator[list[Wrapped]]:
    after = ""
    query = select(DataKey.id, DataKey.wrapped, DataKey.master).where(DataKey.wrapped.is_not(None))
    while True:
        rows = session.execute(
            query.where(DataKey.id > after).order_by(DataKey.id).limit(_MANY)
        ).all()
        if not rows:
            return
        after = rows[-1].id
        yield [Wrapped(row.id, row.wrapped, row.master) for row in rows]
