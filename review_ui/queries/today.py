"""What came in since a moment, and what of it is stuck."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.entities import Dossier, Envoi, EnvoiState, OutMail, OutState, Page, PageState

UNFINISHED = tuple(state for state in EnvoiState if not state.finished)
UNSURE = (OutState.INCERTAIN, OutState.ABANDONNE)
"""Mails that wait for a person to send them again."""


@dataclass(frozen=True, slots=True)
class Today:
    """Counts of what was received."""

    envois: int
    pages: int
    read: int
    dossiers: int


def today(session: Session, since: datetime) -> Today:
    """What was received since then, and how much of it is read and made into dossiers."""
    came = Envoi.received_at >= since
    envois = session.scalar(select(func.count()).select_from(Envoi).where(came)) or 0
    counted = session.execute(
        select(Page.state, func.count()).join(Envoi).where(came).group_by(Page.state)
    )
    pages: dict[PageState, int] = {state: number for state, number in counted}  # noqa: C416
    dossiers = session.scalar(
        select(func.count())
        .select_from(Dossier)
        .join(Envoi, Envoi.id == Dossier.envoi_id)
        .where(came)
    )
    whole = sum(pages.values())
    return Today(envois, whole, whole - pages.get(PageState.ATTENDUE, 0), dossiers or 0)


def oldest(session: Session, ids: Collection[str] | None = None) -> Sequence[Envoi]:
    """Unfinished envois (of these, where given), the oldest first."""
    query = select(Envoi).where(Envoi.state.in_(UNFINISHED)).order_by(Envoi.received_at).limit(20)
    return session.scalars(query if ids is None else query.where(Envoi.id.in_(ids))).all()


def leaving(session: Session, most: int) -> Sequence[OutMail]:
    """Mails that did not leave, or that nobody knows to have left; the latest first."""
    query = select(OutMail).where(OutMail.state.in_(UNSURE))
    return session.scalars(query.order_by(OutMail.created_at.desc()).limit(most)).all()
