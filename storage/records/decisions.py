"""What people settle. A row is added, the audit trail says so, nothing is overwritten.

To take a decision back is a further row; a decision stands when nothing that stands takes it back.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.entities import (
    Decision,
    Document,
    JsonList,
    Page,
    Target,
    ThingKind,
    safe_text,
    utcnow,
)
from storage import locks
from storage.records import audit, document_numbers


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
    raw: str | None = None,
    page: int | None = None,
    box: JsonList | None = None,
    carries: Decision | None = None,
    expected: int | None = None,
) -> Decision:
    """Keep a decision. `value` `None`: there is no such value on the paper.

    `expected` is the `version` of the place that the person saw (0: nothing was decided there);
    `ConflictError` when there is a later one. `None`: whatever was there. `carries`: an earlier
    decision that this one repeats for another document: it stays its author's, at its time.
    """
    locks.hold(session, f"decision:{kind}/{thing_id}")
    rows = at_place(session, kind, thing_id, target, name=name, row=row, column=column)
    before = next(reversed(standing(rows)), None)
    if expected is not None and expected != (rows[-1].seq if rows else 0):
        last = rows[-1] if rows else None
        if last:
            session.expunge(last)  # to be shown after this transaction is undone
        raise ConflictError(last)
    decision = Decision(
        thing_kind=kind,
        thing_id=thing_id,
        target=target,
        name=name,
        row=row,
        column=column,
        # as the database will give it back, else the fingerprint would not match
        value=None if value is None else safe_text(value),
        actor=carries.actor if carries else safe_text(actor),
        at=carries.at if carries else utcnow(),
        why=None if why is None else safe_text(why),
        raw=None if raw is None else safe_text(raw),
        page=page,
        box=box,
        carries=carries.seq if carries else None,
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
        at=None if carries else decision.at,
    )
    return decision


def take_back(session: Session, decision: Decision, *, actor: str) -> Decision:
    """Let a decision (or a taking back) stand no longer: a further row says so."""
    locks.hold(session, f"decision:{decision.thing_kind}/{decision.thing_id}")
    back = Decision(
        thing_kind=decision.thing_kind,
        thing_id=decision.thing_id,
        target=decision.target,
        name=decision.name,
        row=decision.row,
        column=decision.column,
        actor=safe_text(actor),
        at=utcnow(),
        undoes=decision.seq,
        salt=secrets.token_hex(16),
    )
    session.add(back)
    session.flush()
    audit.record(
        session,
        actor=actor,
        action=f"annuler.{decision.target}",
        thing=audit.reference(decision.thing_kind, decision.thing_id),
        before={"decision": decision.seq},
        after={"decision": back.seq, "sha256": audit.fingerprint(back)},
        at=back.at,
    )
    return back


def restore(
    session: Session, rows: Sequence[Decision], wanted: Collection[int], *, actor: str
) -> None:
    """Let exactly the `wanted` (seq) of these decisions stand. `rows`: all on their places."""
    for row in _holding(rows):
        stands = row.undoes is None
        if (stands and row.seq not in wanted) or row.undoes in wanted:
            take_back(session, row, actor=actor)


def standing(rows: Iterable[Decision]) -> list[Decision]:
    """The decisions that nothing takes back, oldest first. `rows`: all on their places, in order."""
    return [row for row in _holding(rows) if row.undoes is None]


def _holding(rows: Iterable[Decision]) -> list[Decision]:
    """Decisions and takings back that hold, oldest first."""
    taken_back: set[int] = set()
    kept: list[Decision] = []
    for row in sorted(rows, key=lambda r: r.seq, reverse=True):
        if row.seq in taken_back:
            continue
        if row.undoes is not None:
            taken_back.add(row.undoes)
        kept.append(row)
    return kept[::-1]


def at_place(
    session: Session,
    kind: ThingKind,
    thing_id: str,
    target: Target,
    *,
    name: str | None = None,
    row: int | None = None,
    column: str | None = None,
) -> Sequence[Decision]:
    """All rows on one place of a thing, the oldest first, taken back or not."""
    query = select(Decision).filter_by(
        thing_kind=kind, thing_id=thing_id, target=target, name=name, row=row, column=column
    )
    return session.scalars(query.order_by(Decision.seq)).all()


def version(
    session: Session,
    kind: ThingKind,
    thing_id: str,
    target: Target,
    *,
    name: str | None = None,
    row: int | None = None,
    column: str | None = None,
) -> int:
    """What `decide` expects: the `seq` of the last row on the place, 0 when there is none."""
    query = select(func.max(Decision.seq)).filter_by(
        thing_kind=kind, thing_id=thing_id, target=target, name=name, row=row, column=column
    )
    return session.scalar(query) or 0


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
    rows = at_place(session, kind, thing_id, target, name=name, row=row, column=column)
    return next(reversed(standing(rows)), None)


def of(session: Session, kind: ThingKind, thing_id: str) -> Sequence[Decision]:
    """All rows about a thing, the oldest first, taken back or not (`standing` tells)."""
    query = select(Decision).filter_by(thing_kind=kind, thing_id=thing_id)
    return session.scalars(query.order_by(Decision.seq)).all()


def _apply(session: Session, decision: Decision) -> None:
    """Bring up to date what screens read and search."""
    if decision.target is Target.FIELD and decision.thing_kind is ThingKind.DOCUMENT:
        said = [(decision.name, decision.value)]
        document_numbers.keep(session, decision.thing_id, said)
    if decision.target is Target.TYPE and decision.thing_kind is ThingKind.DOCUMENT:
        document = session.get_one(Document, decision.thing_id)
        if decision.value is not None:
            document.type, document.type_confidence = decision.value, 1.0
    elif decision.thing_kind is ThingKind.PAGE and decision.name == "confidential":
        page = session.get_one(Page, decision.thing_id)
        page.confidential = decision.value == "true"
        page.confidential_why = "décidé par une personne"
    session.flush()
