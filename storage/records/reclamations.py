"""Réclamations: registered once for each cause, least time left first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from models.entities import Document, Reclamation, ReclamationState
from storage.records import sealed_values
from storage.records.numbers import Series, next_number

PAPER = "reclamation"
"""The type of their letters."""


def open_one(
    session: Session,
    *,
    organisme: str,
    who: str,
    objet: str,
    received_at: datetime,
    deadline: datetime,
    actor: str,
    now: datetime,
    dossier_id: str | None = None,
    document_id: str | None = None,
    envoi_id: str | None = None,
    recipient: str | None = None,
) -> Reclamation:
    """A new one, with a number for people."""
    row = Reclamation(
        numero=next_number(session, Series.RECLAMATION, now),
        organisme=organisme, who=who, objet=objet, received_at=received_at, deadline=deadline,
        actor=actor, created_at=now, dossier_id=dossier_id, document_id=document_id,
        envoi_id=envoi_id, recipient=recipient,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def of_dossier(session: Session, dossier_id: str) -> Sequence[Reclamation]:
    """Those about a dossier, the oldest first."""
    query = select(Reclamation).filter_by(dossier_id=dossier_id)
    return session.scalars(query.order_by(Reclamation.id)).all()


def of_envoi(session: Session, envoi_id: str) -> Reclamation | None:
    """The one that a mail brought."""
    return session.scalar(select(Reclamation).filter_by(envoi_id=envoi_id).limit(1))


def listed(
    session: Session,
    *,
    state: ReclamationState | None,
    organisme: str = "",
    late: datetime | None = None,
    limit: int,
    offset: int = 0,
) -> Sequence[Reclamation]:
    """Least time left first. `late`: those alone whose time had run out then."""
    query = select(Reclamation).where(*_asked(state, organisme, late))
    query = query.order_by(Reclamation.deadline, Reclamation.id).limit(limit).offset(offset)
    sealed_values.warm(session, query.with_only_columns(Reclamation.id))
    return session.scalars(query).all()


def number(
    session: Session,
    state: ReclamationState | None,
    organisme: str = "",
    late: datetime | None = None,
) -> int:
    """How many `listed` has."""
    query = select(func.count()).select_from(Reclamation)
    return session.scalar(query.where(*_asked(state, organisme, late))) or 0


def due(session: Session, organisme: str, before: datetime) -> Sequence[Reclamation]:
    """The open ones that must be answered before a moment, the most pressing first."""
    return listed(
        session, state=ReclamationState.OUVERTE, organisme=organisme, late=before, limit=1000
    )


def unregistered(
    session: Session, *, since: datetime | None = None, id: str | None = None
) -> Sequence[Document]:
    """Letters of complaint (this one, where given), read `since`, that no réclamation cites yet."""
    cited = exists().where(Reclamation.document_id == Document.id)
    query = select(Document).where(Document.type == PAPER, Document.retired_at.is_(None), ~cited)
    if since is not None:
        query = query.where(Document.created_at > since)
    if id is not None:
        query = query.where(Document.id == id)
    return session.scalars(query.order_by(Document.id)).all()


def _asked(
    state: ReclamationState | None, organisme: str, late: datetime | None
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if state is not None:
        found.append(Reclamation.state == state)
    if organisme:
        found.append(Reclamation.organisme == organisme)
    if late is not None:
        found.append(Reclamation.deadline < late)
    return found
