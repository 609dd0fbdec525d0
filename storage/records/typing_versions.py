"""Versions of the recognition of types: each kept, one in use, every change of it in the trail."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.entities import JsonObject, TypingUse, TypingVersion, safe_text
from models.taught import SHIPPED, Taught, TaughtPage
from storage import locks
from storage.records import audit

LOCK = "types"


def hold(session: Session) -> None:
    """One process changes versions at a time."""
    locks.hold(session, LOCK)


def current(session: Session) -> Taught:
    """The version that pages are typed by."""
    number = in_use(session)
    return taught(session, number) if number else SHIPPED


def in_use(session: Session) -> int:
    """Its number; 0: what is shipped."""
    latest = select(TypingUse.number).order_by(TypingUse.seq.desc()).limit(1)
    return session.scalar(latest) or 0


def before(session: Session) -> int | None:
    """The version that was in use before the one that is now; `None` when there was no other."""
    uses = session.scalars(select(TypingUse.number).order_by(TypingUse.seq.desc())).all()
    now = uses[0] if uses else 0
    return next((number for number in (*uses, 0) if number != now), None)


def taught(session: Session, number: int) -> Taught:
    """A kept version."""
    return from_json(session.get_one(TypingVersion, number))


def every(session: Session) -> Sequence[TypingVersion]:
    """All versions, the first one first."""
    return session.scalars(select(TypingVersion).order_by(TypingVersion.number)).all()


def uses(session: Session) -> Sequence[TypingUse]:
    """Which version was taken up when, the first one first."""
    return session.scalars(select(TypingUse).order_by(TypingUse.seq)).all()


def next_number(session: Session) -> int:
    return (session.scalar(select(func.max(TypingVersion.number))) or 0) + 1


def keep(session: Session, version: Taught, figures: JsonObject, *, taken: bool) -> TypingVersion:
    """Keep a version and what it was worth."""
    row = TypingVersion(
        number=version.number, content=to_json(version), figures=figures, taken=taken
    )
    session.add(row)
    session.flush()
    return row


def use(session: Session, number: int, *, actor: str, why: str | None = None) -> None:
    """Type pages by that version from now on."""
    was = in_use(session)
    session.add(TypingUse(number=number, actor=safe_text(actor), why=why))
    session.flush()
    audit.record(
        session,
        actor=actor,
        action="types.version",
        thing=audit.reference("types", number),
        before={"version": was},
        after={"version": number},
        why=why,
    )


def to_json(version: Taught) -> JsonObject:
    """What a version adds: words of forms, and numbers."""
    return {
        "pages": [[list(page.words), dict(page.gains)] for page in version.pages],
        "links": dict(version.links),
    }


def from_json(row: TypingVersion) -> Taught:
    pages = tuple(TaughtPage(tuple(words), gains) for words, gains in row.content["pages"])
    return Taught(row.number, pages, row.content["links"])
