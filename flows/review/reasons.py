"""Why a dossier stands where it stands: what people wrote when they decided what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from flows.review.outcome import SUITE
from models.entities import Etape, Target, ThingKind
from storage.records import decisions


@dataclass(frozen=True, slots=True)
class Reason:
    """`before`: where the dossier stood until then; `None` when nothing had been decided yet."""

    etape: Etape
    before: Etape | None
    text: str
    actor: str
    at: datetime


def reasons(session: Session, dossier_id: str) -> Sequence[Reason]:
    """The reason of the decision that holds, after it the question that it answers; none when
    nobody gave a reason."""
    rows = decisions.at_place(session, ThingKind.DOSSIER, dossier_id, Target.ATTRIBUTE, name=SUITE)
    held = decisions.standing(rows)
    shown = held[-1:]
    if len(held) > 1 and held[-2].value == Etape.MEDECIN:
        shown = [held[-1], held[-2]]
    found = []
    for row in shown:
        earlier = [Etape(str(one.value)) for one in held if one.seq < row.seq]
        if row.why:
            before = earlier[-1] if earlier else None
            found.append(Reason(Etape(str(row.value)), before, row.why, row.actor, row.at))
    return found
