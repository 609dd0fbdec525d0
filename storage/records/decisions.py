"""What people settle. A row is added, the audit trail says so, nothing is overwritten."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import Decision, Document, Page, Target, ThingKind, safe_text, utcnow
from storage import locks
from storage.records import audit


class ConflictError(Exception):
    """Somebody else settled the same thing meanwhile: show it, and ask again."""

    def __init__(self, latest: Decision | None) -> None:
        super().__init__("decided by another meanwhile")
        self.latest = latest


def decide(
    session: Session,
    *,
    actor: str,
    kind: ThingKind,
    thing_id: str,
    target: Target,
    value: str | None,
    name: str | None = None,
    row: int | None = None,
    column: str | None = None,
    why: str | None = None,
    expected: int | None = None,
) -> Decision:
    """Keep a decision. `value` `None`: there is no such value on the paper.

    `expected` is the `seq` of the latest decision on the same place that the person saw
    (0: none); `ConflictError` when there is a later one. `None`: whatever was there.
    """
    locks.hold(session, f"decision:{kind}/{thing_id}")
    before = latest(session, kind, thing_id, target, name=name, row=row, column=column)
    if expected is not None and expected != (before.seq if before else 0):
        if before:
            session.expunge(before)  # to be shown after this transaction is undone
        raise ConflictError(before)
    decision = Decision(
        thing_kind=kind,
        thing_id=thing_id,
        target=target,
        name=name,
        row=row,
        column=column,
        # as the database will give it back, else the fingerprint would not match
        value=None if value is None else safe_text(value),
        actor=safe_text(actor),
        at=utcnow(),
        why=None if why is None else safe_text(why),
        salt=secrets.token_hex(16),
    )
    session.add(decision)
    session.flush()
    _apply(session, decision)
    audit.record(
        session,
        actor=actor,
        action=f"decider.{target}",
        thing=audit.reference(kind, thing_id),
        before={"decision": before.seq} if before else None,
        after={"decision": decision.seq, "sha256": audit.fingerprint(decision)},
        at=decision.at,
    )
    return decision


def latest(
    session: Session,
    kind: ThingKind,
    thing_id: str,
    target: Target,
    *,
    name: str | None = None,
    row: int | None = None,
    column: str | None = None,
) -> Decision | None:
    """The decision that holds for one place of a thing."""
    query = select(Decision).filter_by(
        thing_kind=kind, thing_id=thing_id, target=target, name=name, row=row, column=column
    )
    return session.scalar(query.order_by(Decision.seq.desc()).limit(1))


def of(session: Session, kind: ThingKind, thing_id: str) -> Sequence[Decision]:
    """All that was decided about a thing, the oldest first."""
    query = select(Decision).filter_by(thing_kind=kind, thing_id=thing_id)
    return session.scalars(query.order_by(Decision.seq)).all()


def _apply(session: Session, decision: Decision) -> None:
    """Bring the columns that screens read up to date."""
    if decision.target is Target.TYPE and decision.thing_kind is ThingKind.DOCUMENT:
        document = session.get_one(Document, decision.thing_id)
        if decision.value is not None:
            document.type, document.type_confidence = decision.value, 1.0
    elif decision.thing_kind is ThingKind.PAGE and decision.name == "confidential":
        page = session.get_one(Page, decision.thing_id)
        page.confidential = decision.value == "true"
        page.confidential_why = "décidé par une personne"
    session.flush()
