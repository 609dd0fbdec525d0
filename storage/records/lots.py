"""Lots: every dossier that travels enters an open one; none ever holds more than it may."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.entities import LOT_MAXIMUM, Dossier, Lot, LotNature, LotStatut, utcnow
from storage import locks
from storage.records.numbers import Series, next_number


def place(
    session: Session,
    dossier: Dossier,
    *,
    nature: LotNature,
    etablissement: str | None = None,
    maximum: int = LOT_MAXIMUM,
) -> Lot | None:
    """Put `dossier` into the oldest open lot with room, or a new one.

    A dossier placed before stays where it is; one without prestation travels in no lot
    (`None`). Other transactions that place dossiers wait until this one ends.
    """
    if dossier.prestation is None:
        return None
    session.flush()
    locks.hold(session, "lots")
    session.refresh(dossier, ["lot_id"])
    if dossier.lot_id is not None:
        return session.get_one(Lot, dossier.lot_id)
    room = (
        select(func.count()).select_from(Dossier).where(Dossier.lot_id == Lot.id).scalar_subquery()
    )
    lot = session.scalar(
        select(Lot)
        .where(
            Lot.statut == LotStatut.OUVERT,
            Lot.organisme == dossier.organisme,
            Lot.nature == nature,
            Lot.prestation == dossier.prestation,
            Lot.etablissement.is_not_distinct_from(etablissement),
            room < maximum,
        )
        .order_by(Lot.created_at, Lot.id)
        .limit(1)
    )
    if lot is None:
        now = utcnow()
        lot = Lot(
            numero=next_number(session, Series.LOT, now),
            organisme=dossier.organisme,
            nature=nature,
            prestation=dossier.prestation,
            etablissement=etablissement,
            created_at=now,
        )
        session.add(lot)
        session.flush()
    dossier.lot_id = lot.id
    session.flush()
    return lot


def get(session: Session, lot_id: str) -> Lot:
    """The lot; `NoResultFound` when there is none."""
    return session.get_one(Lot, lot_id)


def by_number(session: Session, numero: str) -> Lot | None:
    """The lot that a person names."""
    return session.scalar(select(Lot).where(Lot.numero == numero.strip().upper()))


def of_envoi(session: Session, envoi_id: str) -> Sequence[Lot]:
    """The lots that dossiers of an envoi went into."""
    inside = select(Dossier.lot_id).filter_by(envoi_id=envoi_id)
    return session.scalars(select(Lot).where(Lot.id.in_(inside)).order_by(Lot.id)).all()


def newest(session: Session, *, limit: int = 100, offset: int = 0) -> Sequence[Lot]:
    """Lots, the newest first."""
    return session.scalars(select(Lot).order_by(Lot.id.desc()).limit(limit).offset(offset)).all()


def dossiers(session: Session, lot_id: str) -> Sequence[Dossier]:
    """The dossiers of a lot, in the order they were opened."""
    return session.scalars(select(Dossier).filter_by(lot_id=lot_id).order_by(Dossier.id)).all()
