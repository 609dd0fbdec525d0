"""The audit trail: entries chained by their hashes, so that any tampering shows.

An entry is noted at once and chained when the transaction commits, so that transactions
wait for each other at the chain only for that last moment. The chain shows a row that
was changed, taken out or put in; that its *end* was cut off shows against a copy of an
earlier `head`, which is to be kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session, SessionTransaction

from models.entities import AuditEntry, Decision, Deed, JsonObject, safe_text, utcnow
from storage import locks
from storage.records import sealed_values

GENESIS = "0" * 64
"""What the first entry names as the hash before it."""

_THROUGH = {"yield_per": 500, "populate_existing": True}
"""To read a long table through, as it is in the database now."""

_PENDING = "liasse.audit"

ERASURE = "effacement"
"""The act after which decisions are what its entry says, not what theirs said."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many entries, and the hash that vouches for all of them."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold."""

    seq: int
    reason: str


def record(
    session: Session,
    *,
    actor: str,
    action: str,
    thing: str,
    before: JsonObject | None = None,
    after: JsonObject | None = None,
    why: str | None = None,
    at: datetime | None = None,
) -> None:
    """Note an act, to be kept with the rest of this transaction.

    `thing` is a reference (`reference`). `before` and `after` hold references and hashes,
    never contents.
    """
    entry = AuditEntry(
        at=at or utcnow(),
        # as the database will give it back, else the hash would not match
        actor=safe_text(actor),
        action=safe_text(action),
        thing=safe_text(thing),
        before=before,
        after=after,
        why=None if why is None else safe_text(why),
    )
    inside = session.get_nested_transaction() or session.get_transaction() or session.begin()
    session.info.setdefault(_PENDING, []).append((inside, entry))


def reference(kind: str, key: str | int) -> str:
    """How the trail names a thing: `dossier/0198…`, `decision/412`."""
    return f"{kind}/{key}"


def fingerprint(decision: Decision) -> str:
    """A hash that binds the trail to what was decided, and tells nothing without its salt."""
    parts: list[object] = [
        decision.salt,
        decision.thing_kind,
        decision.thing_id,
        decision.target,
        decision.name,
        decision.row,
        decision.column,
        decision.value,
        decision.actor,
        decision.why,
    ]
    later = (decision.raw, decision.page, decision.box, decision.undoes, decision.carries)
    if any(part is not None for part in later):  # those of before have none of these
        parts += later
    return hashlib.sha256(_canonical(parts)).hexdigest()


def head(session: Session) -> Head:
    """The present end of the chain."""
    row = session.execute(
        select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)
    ).one_or_none()
    return Head(row.seq, row.hash) if row else Head(0, GENESIS)


def verify(session: Session, *, earlier: Head | None = None) -> Break | None:
    """The first place where the chain does not hold, or `None`.

    With an `earlier` head, kept elsewhere, it is also verified that it is still there.
    """
    query = select(AuditEntry).order_by(AuditEntry.seq).execution_options(**_THROUGH)
    with closing(session.scalars(query)) as entries:
        return _first_break(entries, earlier)


def _first_break(entries: Iterable[AuditEntry], earlier: Head | None) -> Break | None:
    previous = Head(0, GENESIS)
    for entry in entries:
        if entry.seq != previous.seq + 1:
            return Break(previous.seq + 1, "entrée absente")
        if entry.previous_hash != previous.hash:
            return Break(entry.seq, "l'entrée ne suit pas la précédente")
        if entry.hash != _hash(entry):
            return Break(entry.seq, "entrée modifiée")
        if earlier and earlier.seq == entry.seq and earlier.hash != entry.hash:
            return Break(entry.seq, "la chaîne a été refaite")
        previous = Head(entry.seq, entry.hash)
    if earlier and earlier.seq > previous.seq:
        return Break(previous.seq + 1, "la fin de la chaîne manque")
    return None


def altered_decisions(session: Session) -> list[int]:
    """The decisions (`seq`) that are no longer what the trail says was decided. Of those that are
    sealed and cannot be opened here (a backup without its key) only that they are there is known."""
    vouched = {
        after["decision"]: after["sha256"]
        for after in session.scalars(select(AuditEntry.after).where(AuditEntry.after.is_not(None)))
        if after and "decision" in after
    }
    erased = select(AuditEntry.after).where(AuditEntry.action == ERASURE).order_by(AuditEntry.seq)
    for after in session.scalars(erased):
        emptied = (after or {}).get("decisions", {})
        vouched |= {int(seq): sha256 for seq, sha256 in emptied.items() if int(seq) in vouched}
    closed = sealed_values.out_of_reach(session)
    as_kept = _THROUGH | {sealed_values.AS_KEPT: True}
    there = {
        decision.seq: fingerprint(decision)
        for decision in session.scalars(select(Decision), execution_options=as_kept)
        if not (closed and sealed_values.is_sealed(decision) and vouched.pop(decision.seq, ""))
    }
    return sorted(
        seq for seq in vouched.keys() | there.keys() if vouched.get(seq) != there.get(seq)
    )


def bound(deed: Deed) -> str:
    """A hash that binds the trail to what an act did."""
    parts = [deed.kind, deed.actor, deed.undoes, deed.before, deed.after]
    return hashlib.sha256(_canonical(parts)).hexdigest()


def altered_deeds(session: Session) -> list[int]:
    """The acts (`seq`) that are no longer what the trail says was done."""
    vouched = {
        after["acte"]: after["sha256"]
        for after in session.scalars(select(AuditEntry.after).where(AuditEntry.after.is_not(None)))
        if after and "acte" in after
    }
    there = {
        deed.seq: bound(deed)
        for deed in session.scalars(select(Deed).execution_options(**_THROUGH))
    }
    return sorted(
        seq for seq in vouched.keys() | there.keys() if vouched.get(seq) != there.get(seq)
    )


def entries(
    session: Session,
    *,
    things: Collection[str] = (),
    actor: str | None = None,
    before: int | None = None,
    limit: int = 100,
) -> Sequence[AuditEntry]:
    """The entries about these things (all when none), by this person, the latest first.

    `before`: only those under this `seq`, to go on from where a page ended.
    """
    query = select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(limit)
    if things:
        query = query.where(AuditEntry.thing.in_(things))
    if actor is not None:
        query = query.where(AuditEntry.actor == actor)
    if before is not None:
        query = query.where(AuditEntry.seq < before)
    return session.scalars(query).all()


def count(session: Session) -> int:
    """How many entries the trail has."""
    return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def _canonical(value: object) -> bytes:
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
    ).encode()


def _hash(entry: AuditEntry) -> str:
    parts = [
        entry.seq,
        entry.at.isoformat(timespec="microseconds"),
        entry.actor,
        entry.action,
        entry.thing,
        entry.before,
        entry.after,
        entry.why,
        entry.previous_hash,
    ]
    return hashlib.sha256(_canonical(parts)).hexdigest()


@event.listens_for(Session, "before_commit")
def _chain(session: Session) -> None:
    pending = session.info.get(_PENDING)
    if not pending or session.in_nested_transaction():
        return
    session.flush()
    locks.hold(session, "audit")
    end = head(session)
    for _, entry in pending:
        entry.seq, entry.previous_hash = end.seq + 1, end.hash
        entry.hash = _hash(entry)
        end = Head(entry.seq, entry.hash)
    session.add_all(entry for _, entry in pending)
    session.flush()
    pending.clear()


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, rolled_back: SessionTransaction) -> None:
    """What was noted in a transaction that did not happen did not happen either."""
    pending = session.info.get(_PENDING)
    if pending:
        pending[:] = [item for item in pending if not _within(item[0], rolled_back)]


def _within(inner: SessionTransaction | None, outer: SessionTransaction) -> bool:
    while inner is not None:
        if inner is outer:
            return True
        inner = inner.parent
    return False
