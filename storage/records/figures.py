"""How much there is of everything, by state: what a machine watches. Counts and ages, no names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    StepState,
    WebhookMessage,
)
from models.entities.dossiers import WAITING
from storage import workers

SOON = (timedelta(0), timedelta(hours=4), timedelta(hours=24))
"""Deadlines that run out within so long; within nothing: that have."""
WINDOW = timedelta(hours=1)
"""What was done within so long tells how long things take."""
MOST = 5_000
"""Of the latest things done, how many are looked at."""
FINISHED = tuple(state for state in EnvoiState if state.finished)
SILENT = timedelta(minutes=10)
"""A worker of another machine, which cannot be looked at, is taken for dead so long after its lease."""
TURNS = 3
"""Times that a step was begun, from which something in it is taken to stop its workers."""
UNDERSTOOD = "documents"
"""The step that begins once all pages of an envoi are read."""
READING, WHOLE = "lecture", "entier"
"""Of an envoi: from its receipt to its documents being begun; and to the end."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long one stage took, in seconds, for the `number` of envois that passed it of late."""

    number: int
    median: float
    most: float
    """Nineteen times of twenty it took no longer."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts by state (or states), and how long the oldest of what waits has waited, in seconds."""

    envois: Mapping[str, int]
    pages_waiting: int
    steps: Mapping[tuple[str, str], int]
    paces: Mapping[str, Pace]
    abandoned: int
    """Steps whose worker died at them, and that nobody took over yet."""
    stubborn: int
    """Unfinished steps begun again and again."""
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
    unfinished = Envoi.state.not_in(FINISHED)
    return Figures(
        envois=_by(session, Envoi.state),
        pages_waiting=session.scalar(
            select(func.count())
            .select_from(Page)
            .join(Envoi)
            .where(unfinished, Page.state == PageState.ATTENDUE)
        )
        or 0,
        steps=_steps(session),
        paces=_paces(session, now - WINDOW),
        abandoned=_abandoned(session, now),
        stubborn=session.scalar(
            select(func.count())
            .select_from(Step)
            .join(Envoi)
            .where(Step.state != StepState.FAIT, Step.attempts >= TURNS, unfinished)
        )
        or 0,
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
        oldest_envoi=_age(session, now, Envoi.received_at, unfinished),
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


def _paces(session: Session, since: datetime) -> dict[str, Pace]:
    """How long each stage takes, by what was finished since then."""
    taken: dict[str, list[float]] = {}
    first: dict[str, datetime] = {}
    last: dict[str, datetime] = {}
    received: dict[str, datetime] = {}
    done = session.execute(
        select(Step, Envoi)
        .join(Envoi)
        .where(Step.done_at >= since)
        .order_by(Step.done_at.desc())
        .limit(MOST)
    )
    for step, envoi in done:
        begun, ended = step.begun_at, step.done_at
        if begun is None or ended is None:
            continue
        taken.setdefault(_stage(step.name), []).append((ended - begun).total_seconds())
        if envoi.finished_at is None or envoi.finished_at >= begun:  # else it is judged again
            if step.name == UNDERSTOOD:
                first[envoi.id] = begun
            last[envoi.id] = max(ended, last.get(envoi.id, ended))
            received[envoi.id] = envoi.received_at
    for whole, moments in ((READING, first), (WHOLE, last)):
        if moments:
            taken[whole] = [(at - received[id]).total_seconds() for id, at in moments.items()]
    return {name: _pace(seconds) for name, seconds in taken.items()}


def _stage(name: str) -> str:
    """Of a piece of a bag (`pages 1-20`) what it is, not which."""
    return name.partition(" ")[0]


def _steps(session: Session) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for (name, state), number in _by_two(session, Step.name, Step.state).items():
        key = (_stage(name), state)
        found[key] = found.get(key, 0) + number
    return found


def _pace(seconds: Iterable[float]) -> Pace:
    ordered = sorted(max(0.0, one) for one in seconds)
    number = len(ordered)
    most = (number * 19 + 19) // 20  # how many are 19 of 20, rounded up: never below the median
    return Pace(number, ordered[number // 2], ordered[most - 1])


def _abandoned(session: Session, now: datetime) -> int:
    """Steps of workers that are seen to be dead here, or of others that have long been silent."""
    held = session.execute(
        select(Step.claimed_by, Step.lease_until)
        .join(Envoi)
        .where(Step.state == StepState.EN_COURS, Envoi.state.not_in(FINISHED))
    )
    return sum(
        1
        for holder, until in held
        if workers.is_gone(holder or "") or (until is not None and until < now - SILENT)
    )


def _due(session: Session, limit: datetime) -> int:
    waiting = select(func.count()).select_from(Dossier).where(text(WAITING))
    return session.scalar(waiting.where(Dossier.deadline <= limit)) or 0


def _age(
    session: Session, now: datetime, since: InstrumentedAttribute, waits: ColumnElement[bool]
) -> float:
    oldest = session.scalar(select(func.min(since)).where(waits))
    return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
