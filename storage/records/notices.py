"""Notices: each cause told once, until a person has seen it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.entities import Notice, NoticeKind
from storage import locks


def put(
    session: Session,
    key: str,
    kind: NoticeKind,
    message: str,
    *,
    now: datetime,
    dossier_id: str | None = None,
    envoi_id: str | None = None,
) -> Notice | None:
    """The notice of that cause; `None` when it was told before, seen since or not."""
    locks.hold(session, f"avis:{key}")
    if session.scalar(select(Notice.id).where(Notice.key == key)) is not None:
        return None
    notice = Notice(
        key=key, kind=kind, message=message, dossier_id=dossier_id, envoi_id=envoi_id,
        created_at=now,
    )  # fmt: skip
    session.add(notice)
    session.flush()
    return notice


def close(session: Session, notice: Notice, by: str, now: datetime) -> None:
    """It waits for nobody any more; who saw it first stays."""
    if notice.closed_at is None:
        notice.closed_at, notice.closed_by = now, by
        session.flush()


def waiting(
    session: Session,
    *,
    dossier_id: str | None = None,
    envoi_id: str | None = None,
    kind: NoticeKind | None = None,
    limit: int = 200,
) -> Sequence[Notice]:
    """What nobody has seen yet, the oldest first."""
    asked = {"dossier_id": dossier_id, "envoi_id": envoi_id, "kind": kind}
    return session.scalars(
        _open(limit).filter_by(
            **{name: value for name, value in asked.items() if value is not None}
        )
    ).all()


def of_no_dossier(session: Session, *, limit: int = 200) -> Sequence[Notice]:
    """Those of them that tell of a mail in words alone, about no dossier."""
    query = _open(limit).filter_by(kind=NoticeKind.MESSAGE_SANS_PIECE, dossier_id=None)
    return session.scalars(query).all()


def _open(limit: int) -> Select[Notice]:
    return select(Notice).where(Notice.closed_at.is_(None)).order_by(Notice.id).limit(limit)
