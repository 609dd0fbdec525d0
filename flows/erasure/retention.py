"""Dossiers whose time is over: closed, and untouched for as long as their organisme keeps them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.deadlines import add_months
from models.entities import Deed, Dossier, ErasureState, Etape, Judgement
from models.organismes import organismes
from storage.records import erasures

SETTING = "conservation_mois"


@dataclass(frozen=True, slots=True)
class Due:
    """A dossier whose time is over. `held`: why it is kept all the same, where it is."""

    dossier: Dossier
    last: datetime
    held: str | None


def due(session: Session, now: datetime, among: Collection[str] = ()) -> Sequence[Due]:
    """Those of these organismes (none: all), the longest untouched first."""
    holds = {row.dossier_id: row.why for row in erasures.holds(session)}
    done = erasures.listed(session, ErasureState.FAITE)
    erased = {id for row in done for id in row.scope["dossiers"]}
    found = []
    for name, profile in organismes().items():
        months = int(profile.setting(SETTING)) if SETTING in profile.reglages else 0
        if not months or (among and name not in among):
            continue
        limit = now.combine(add_months(now.date(), -months), now.timetz())
        deeds = select(func.max(Deed.at)).where(Deed.dossier_id == Dossier.id).scalar_subquery()
        judged = (
            select(func.max(Judgement.at))
            .where(Judgement.dossier_id == Dossier.id)
            .scalar_subquery()
        )
        query = select(Dossier, deeds, judged).where(
            Dossier.organisme == name,
            Dossier.etape.in_([etape for etape in Etape if etape.settled]),
            Dossier.created_at < limit,
        )
        for dossier, *moments in session.execute(query):
            last = max(moment for moment in (dossier.created_at, *moments) if moment)
            if last < limit and dossier.id not in erased:
                found.append(Due(dossier, last, holds.get(dossier.id)))
    return sorted(found, key=lambda one: (one.last, one.dossier.id))
