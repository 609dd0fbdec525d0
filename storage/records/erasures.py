"""Erasures asked for and done, and the dossiers held back from them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import (
    Dossier,
    Erasure,
    ErasureReason,
    ErasureState,
    JsonObject,
    LegalHold,
    utcnow,
)
from storage.records import audit
from storage.records.emptying import Scope


def prepare(
    session: Session, *, actor: str, reason: ErasureReason, sought: JsonObject, scope: Scope
) -> Erasure:
    """Ask for an erasure: another person confirms it."""
    row = Erasure(reason=reason, sought=sought, scope=scope.to_json(), prepared_by=actor)
    session.add(row)
    session.flush()
    after = {"dossiers": list(scope.dossiers), "pages": len(scope.pages), "motif": reason.value}
    audit.record(
        session, actor=actor, action="effacement.preparer", thing=thing(row.number), after=after
    )
    return row


def abandon(session: Session, row: Erasure, *, actor: str, now: datetime) -> None:
    """Not to be done: what was looked for is forgotten."""
    row = session.get_one(Erasure, row.number)
    row.state, row.sought, row.at, row.confirmed_by = ErasureState.ABANDONNEE, None, now, actor
    audit.record(session, actor=actor, action="effacement.abandonner", thing=thing(row.number))


def done(
    session: Session, row: Erasure, *, actor: str, now: datetime, outcome: JsonObject
) -> Erasure:
    """Note that it was done, in the trail too: `outcome` says what each decision is from now on."""
    row = session.get_one(Erasure, row.number)
    row.state, row.sought, row.at, row.confirmed_by = ErasureState.FAITE, None, now, actor
    row.outcome = outcome
    audit.record(
        session, actor=actor, action=audit.ERASURE, thing=thing(row.number), at=now,
        before={"preparee_par": row.prepared_by, "motif": row.reason.value},
        after={**outcome, "dossiers": row.scope.get("dossiers", [])},
    )  # fmt: skip
    return row


def get(session: Session, number: int) -> Erasure | None:
    """The erasure of that number."""
    return session.get(Erasure, number)


def listed(session: Session, state: ErasureState | None = None) -> Sequence[Erasure]:
    """All of them, in their order."""
    query = select(Erasure).order_by(Erasure.number)
    return session.scalars(query.filter_by(state=state) if state else query).all()


def thing(number: int) -> str:
    """How the trail names one."""
    return audit.reference("effacement", number)


def hold(session: Session, dossier: Dossier, *, actor: str, why: str) -> LegalHold:
    """Keep a dossier from being erased until it is lifted."""
    row = LegalHold(dossier_id=dossier.id, why=why, set_by=actor)
    session.add(row)
    session.flush()
    _note_hold(session, row, "gel.poser", actor)
    return row


def lift(session: Session, dossier: Dossier, *, actor: str) -> int:
    """Lift what holds a dossier; how many holds did."""
    rows = holds(session, [dossier.id])
    for row in rows:
        row.lifted_by, row.lifted_at = actor, utcnow()
        _note_hold(session, row, "gel.lever", actor)
    return len(rows)


def holds(session: Session, dossier_ids: Collection[str] | None = None) -> Sequence[LegalHold]:
    """What holds these dossiers (`None`: any) at this moment."""
    query = select(LegalHold).where(LegalHold.lifted_at.is_(None)).order_by(LegalHold.id)
    found = session.scalars(query).all()
    return [row for row in found if dossier_ids is None or row.dossier_id in dossier_ids]


def _note_hold(session: Session, row: LegalHold, action: str, actor: str) -> None:
    audit.record(
        session, actor=actor, action=action, thing=audit.reference("dossier", row.dossier_id),
        after={"gel": row.id},
    )  # fmt: skip
