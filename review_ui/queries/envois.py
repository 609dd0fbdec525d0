"""Envois with what came of them, counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from flows.dossiers.grouping import HOMELESS
from models.entities import Document, Dossier, Envoi, Page, PageState, Refusal, RefusalState

OF_LATE = 5_000
"""Envois among which one is looked for by a part of its name: no index finds the middle of a word."""


@dataclass(frozen=True, slots=True)
class Counted:
    """An envoi; `read` are the pages tried, `refusals` those that wait for a person."""

    envoi: Envoi
    pages: int
    read: int
    documents: int
    dossiers: int
    refusals: int


def counted(session: Session, envois: Sequence[Envoi]) -> list[Counted]:
    """Each envoi with its counts, in the order given."""
    ids = [envoi.id for envoi in envois]

    def per_envoi(
        column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
        *conditions: ColumnElement[bool],
    ) -> dict[str, int]:
        query = select(column, func.count()).where(column.in_(ids), *conditions).group_by(column)
        return {row[0]: row[1] for row in session.execute(query) if row[0]}

    pages = per_envoi(Page.envoi_id)
    read = per_envoi(Page.envoi_id, Page.state != PageState.ATTENDUE)
    documents = per_envoi(
        Document.envoi_id, Document.retired_at.is_(None), Document.type.not_in(HOMELESS)
    )
    dossiers = per_envoi(Dossier.envoi_id)
    refusals = per_envoi(Refusal.envoi_id, Refusal.state == RefusalState.OUVERTE)
    return [
        Counted(
            envoi,
            pages.get(envoi.id, 0),
            read.get(envoi.id, 0),
            documents.get(envoi.id, 0),
            dossiers.get(envoi.id, 0),
            refusals.get(envoi.id, 0),
        )
        for envoi in envois
    ]


def total(session: Session) -> int:
    """How many envois there are."""
    return session.scalar(select(func.count()).select_from(Envoi)) or 0


def by_ids(session: Session, ids: Sequence[str]) -> dict[str, Envoi]:
    """Envois by their identifier."""
    return {envoi.id: envoi for envoi in session.scalars(select(Envoi).where(Envoi.id.in_(ids)))}


def named(session: Session, text: str, *, limit: int = 20) -> Sequence[Envoi]:
    """The envois whose source name holds `text`, newest first, among those of late."""
    order = (Envoi.received_at.desc(), Envoi.id.desc())
    late = select(Envoi.id, Envoi.source).order_by(*order).limit(OF_LATE).subquery()
    ids = select(late.c.id).where(late.c.source.icontains(text, autoescape=True))
    return session.scalars(
        select(Envoi).where(Envoi.id.in_(ids)).order_by(*order).limit(limit)
    ).all()
