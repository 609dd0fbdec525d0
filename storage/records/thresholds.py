"""Thresholds that follow the error observed, and the observations that they follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, load_only

from models.checklists import Policy
from models.checklists.readings import genre_of
from models.entities import (
    Decision,
    Document,
    Proposal,
    Target,
    ThingKind,
    Threshold,
    ThresholdOf,
)
from models.quality import Observation
from models.settings import Settings
from models.values.text import squeezed
from storage import locks
from storage.records import controls, sealed_values
from storage.records.decisions import standing

LOCK = "seuils"
MOST = 1000
"""Decisions back that are looked at: what was long ago says nothing of today."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A value that a person looked at, and when."""

    at: datetime
    value: Observation


def policy(session: Session, settings: Settings) -> Policy:
    """What an operator has set, with what was observed since."""
    plain = Policy.of(settings)
    rows = current(session)
    return replace(
        plain,
        genres={
            key: row.least
            for (of, key), row in rows.items()
            if of is ThresholdOf.GENRE and (row.target == plain.error or row.drifts)
        },
        forms={key: row.least for (of, key), row in rows.items() if of is ThresholdOf.FORMULAIRE},
    )


def hold(session: Session) -> None:
    """One process moves thresholds at a time."""
    locks.hold(session, LOCK)


def current(session: Session) -> Mapping[tuple[ThresholdOf, str], Threshold]:
    """The latest threshold of each kind and form, and the latest state of each version."""
    latest = select(func.max(Threshold.seq)).group_by(Threshold.of, Threshold.key)
    rows = session.scalars(select(Threshold).where(Threshold.seq.in_(latest)))
    return {(row.of, row.key): row for row in rows}


def history(session: Session) -> Mapping[tuple[ThresholdOf, str], Sequence[Threshold]]:
    """Where each stood, the oldest first."""
    found: dict[tuple[ThresholdOf, str], list[Threshold]] = {}
    for row in session.scalars(select(Threshold).order_by(Threshold.seq)):
        found.setdefault((row.of, row.key), []).append(row)
    return found


def keep(session: Session, row: Threshold) -> Threshold:
    session.add(row)
    session.flush()
    return row


def checked(session: Session) -> list[Seen]:
    """The values drawn at random among the released ones, in the order in which they were checked."""
    return [Seen(at, one) for at, one in controls.timed(session)]


def reviewed(session: Session) -> list[Seen]:
    """The values of the papers that people went through, the oldest first.

    What they left as it was on such a paper counts as right: to count the corrections alone would
    call every reader bad. What a check contradicted is left out: it was not said to be sure.
    """
    query = select(Decision).where(
        Decision.thing_kind == ThingKind.DOCUMENT, Decision.target == Target.FIELD
    )
    rows = session.scalars(query.order_by(Decision.seq.desc()).limit(MOST)).all()
    said = {(row.thing_id, row.name): row for row in standing(reversed(rows))}
    when = {row.thing_id: row.at for row in reversed(rows)}
    kinds = select(Document.id, Document.type).where(Document.id.in_(when))
    types = {row.id: row.type for row in session.execute(kinds)}
    proposed = (
        select(Proposal)
        .where(Proposal.document_id.in_(when), Proposal.target == Target.FIELD)
        .order_by(Proposal.seq)
        .options(load_only(*(getattr(Proposal, column) for column in _COLUMNS)))
    )
    sealed_values.warm(session, when)
    read = {(p.document_id, p.name): p for p in session.scalars(proposed)}
    found = []
    for place, proposal in read.items():
        decided = said.get(place)
        right = decided is None or squeezed(proposal.value or "") == squeezed(decided.value or "")
        if proposal.controle is None:
            at = decided.at if decided is not None else when[place[0]]
            found.append(Seen(at, _observation(types[place[0]], proposal, right=right)))
    return sorted(found, key=lambda seen: seen.at)


_COLUMNS = ("document_id", "name", "value", "confidence", "form", "version", "controle")


def _observation(type: str, read: Proposal, *, right: bool) -> Observation:
    name = read.name or ""
    form = read.form.partition("/")[0] if read.form else None
    return Observation(name, genre_of(type, name), form, read.version, read.confidence, right)
