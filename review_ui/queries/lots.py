"""Lots and the dossiers in them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.entities import Dossier, Lot


def dossiers_of(session: Session, lot_ids: Sequence[str]) -> dict[str, list[Dossier]]:
    """The dossiers of each lot, in the order they were opened."""
    query = select(Dossier).where(Dossier.lot_id.in_(lot_ids)).order_by(Dossier.lot_id, Dossier.id)
    rows = groupby(session.scalars(query), lambda dossier: dossier.lot_id or "")
    return {lot_id: list(group) for lot_id, group in rows}


def total(session: Session) -> int:
    """How many lots there are."""
    return session.scalar(select(func.count()).select_from(Lot)) or 0


def by_ids(session: Session, ids: Sequence[str]) -> dict[str, Lot]:
    """Lots by their identifier."""
    return {lot.id: lot for lot in session.scalars(select(Lot).where(Lot.id.in_(ids)))}


def numbered(session: Session, numero: str) -> Sequence[Lot]:
    """The lot of that number, if there is one."""
    return session.scalars(select(Lot).where(Lot.numero == numero.strip().upper())).all()
