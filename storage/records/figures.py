"""How much there is of everything, by state: what a machine watches. Counts and ages, no names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.entities import (
    Dossier,
    Envoi,
    EnvoiState,
    MessageState,
    OutMail,
    OutState,
    Page,
    PageState,
    Refusal,
    RefusalState,
    Step,
    WebhookMessage,
)
from models.entities.dossiers import WAITING

SOON = (timedelta(0), timedelta(hours=4), timedelta(hours=24))
"""Deadlines that run out within so long; within nothing: that have."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts by state (or states), and how long the oldest of what waits has waited, in seconds."""

    envois: Mapping[str, int]
    pages_waiting: int
    steps: Mapping[tuple[str, str], int]
    dossiers: Mapping[tuple[str, str], int]
    due: Mapping[timedelta, int]
    refusals: int
    mails: Mapping[str, int]
    messages: Mapping[str, int]
    oldest_envoi: float
    oldest_mail: float
    oldest_message: float


def figures(session: Session, now: datetime) -> Figures:
    """Everything counted at once. Each question has an index, so that asking often costs little."""
    unfinished = [state for state in EnvoiState if not state.finished]
    return Figures(
        envois=_by(session, Envoi.state),
        pages_waiting=session.scalar(
            select(func.count())
            .select_from(Page)
            .join(Envoi)
            .where(Envoi.state.in_(unfinished), Page.state == PageState.ATTENDUE)
        )
        or 0,
        steps=_by_two(session, Step.name, Step.state),
        dossiers=_by_two(session, Dossier.etape, Dossier.statut),
        due={within: _due(session, now + within) for within in SOON},
        refusals=session.scalar(
            select(func.count())
            .select_from(Refusal)
            .where(Refusal.state == RefusalState.OUVERTE)
        )
        or 0,
        mails=_by(session, OutMail.state),
        messages=_by(session, WebhookMessage.state),
        oldest_envoi=_age(session, now, Envoi.received_at, Envoi.state.in_(unfinished)),
        oldest_mail=_age(session, now, OutMail.due_at, OutMail.state == OutState.A_ENVOYER),
        oldest_message=_age(
            session, now, WebhookMessage.created_at,
            WebhookMessage.state == MessageState.A_ENVOYER,
        ),
    )  # fmt: skip


def _by(session: Session, state: InstrumentedAttribute) -> dict[str, int]:
    rows = session.execute(select(state, func.count()).group_by(state))
    return {str(found): count for found, count in rows}


def _by_two(
    session: Session, one: InstrumentedAttribute, other: InstrumentedAttribute
) -> dict[tuple[str, str], int]:
    rows = session.execute(select(one, other, func.count()).group_by(one, other))
    return {(str(first), str(second)): count for first, second, count in rows}


def _due(session: Session, limit: datetime) -> int:
    waiting = select(func.count()).select_from(Dossier).where(text(WAITING))
    return session.scalar(waiting.where(Dossier.deadline <= limit)) or 0


def _age(
    session: Session, now: datetime, since: InstrumentedAttribute, waits: ColumnElement[bool]
) -> float:
    oldest = session.scalar(select(func.min(since)).where(waits))
    return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
