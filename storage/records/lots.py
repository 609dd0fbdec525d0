"""Lots: every dossier that travels enters an open one; none ever holds more than it may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session

from models.checklists import checklists
from models.entities import (
    LOT_MAXIMUM,
    Dossier,
    Etape,
    Lot,
    LotNature,
    LotStatut,
    Prestation,
    Statut,
    utcnow,
)
from storage import locks
from storage.records.numbers import Series, next_number


@dataclass(frozen=True, slots=True)
class Kind:
    """What all dossiers of a lot have in common (DOMAIN §1)."""

    organisme: str
    nature: LotNature
    prestation: Prestation
    etablissement: str | None
    bordereau: str | None

    @classmethod
    def of(cls, lot: Lot) -> Kind:
        return cls(lot.organisme, lot.nature, lot.prestation, lot.etablissement, lot.bordereau)

    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """Those of the lots of this kind."""
        return (
            Lot.organisme == self.organisme,
            Lot.nature == self.nature,
            Lot.prestation == self.prestation,
            Lot.etablissement.is_not_distinct_from(self.etablissement),
            Lot.bordereau.is_not_distinct_from(self.bordereau),
        )


@dataclass(frozen=True, slots=True)
class Closed:
    """What became of the dossiers of a lot that was closed."""

    stayed: tuple[Dossier, ...]
    left: tuple[Dossier, ...]
    came: tuple[Dossier, ...]


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
    kind = Kind(dossier.organisme, nature, dossier.prestation, etablissement, bordereau_of(dossier))
    lot = session.scalar(
        select(Lot)
        .where(Lot.statut == LotStatut.OUVERT, *kind.conditions(), _held() < maximum)
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
            bordereau=kind.bordereau,
            created_at=now,
        )
        session.add(lot)
        session.flush()
    dossier.lot_id = lot.id
    session.flush()
    return lot


def fits(lot: Lot, dossier: Dossier, nature: LotNature | None, etablissement: str | None) -> bool:
    """Whether a dossier, as it now is, may be in that lot."""
    if nature is None or dossier.prestation is None:
        return False
    return Kind.of(lot) == Kind(
        dossier.organisme, nature, dossier.prestation, etablissement, bordereau_of(dossier)
    )


def ready(dossier: Dossier) -> bool:
    """Whether it may leave with its lot: complete, or accepted by a person."""
    return dossier.etape is Etape.VALIDE or (
        dossier.statut is Statut.COMPLET and dossier.etape is not Etape.REJETE
    )


def close(session: Session, lot: Lot, *, maximum: int = LOT_MAXIMUM) -> Closed:
    """Close an open lot: what is not ready leaves for another, ready ones of other lots come.

    `ValueError` when it is not open, or when nothing in it is ready.
    """
    locks.hold(session, "lots")
    session.flush()
    session.refresh(lot)
    if lot.statut is not LotStatut.OUVERT:
        raise ValueError(f"lot {lot.numero} is {lot.statut.value}")
    inside = dossiers(session, lot.id)
    staying = [d for d in inside if ready(d)]
    if not staying:
        raise ValueError(f"nothing in lot {lot.numero} is ready")
    leaving = [d for d in inside if not ready(d)]
    for dossier in leaving:
        dossier.lot_id = None
    coming = _ready_elsewhere(session, lot, maximum - len(staying)) if leaving else []
    for dossier in coming:
        dossier.lot_id = lot.id
    lot.statut = LotStatut.CLOTURE
    session.flush()
    for dossier in leaving:
        place(
            session,
            dossier,
            nature=lot.nature,
            etablissement=lot.etablissement,
            maximum=maximum,
        )
    return Closed(tuple(staying), tuple(leaving), tuple(coming))


def full(session: Session, *, maximum: int = LOT_MAXIMUM) -> Sequence[Lot]:
    """The open lots that can take no more and hold only what is ready: they may be closed."""
    query = select(Lot).where(Lot.statut == LotStatut.OUVERT, _held() >= maximum)
    found = session.scalars(query.order_by(Lot.created_at, Lot.id)).all()
    return [lot for lot in found if all(map(ready, dossiers(session, lot.id)))]


def hand_over(session: Session, lot: Lot) -> None:
    """The receipt of a closed lot came; `ValueError` when it is not closed, or handed over."""
    session.refresh(lot)
    if lot.statut is not LotStatut.CLOTURE:
        raise ValueError(f"lot {lot.numero} is {lot.statut.value}")
    lot.statut = LotStatut.REMIS
    session.flush()


def take_out(session: Session, dossier: Dossier) -> Lot:
    """A dossier leaves its open lot for good; `ValueError` when that lot is no longer open."""
    locks.hold(session, "lots")
    session.flush()
    session.refresh(dossier, ["lot_id"])
    lot = session.get(Lot, dossier.lot_id) if dossier.lot_id else None
    if lot is None or lot.statut is not LotStatut.OUVERT:
        raise ValueError(f"dossier {dossier.reference} is in no open lot")
    dossier.lot_id = None
    session.flush()
    return lot


def bordereau_of(dossier: Dossier) -> str | None:
    """The bordereau of its own that a dossier's type asks for (chronic illness at OFPPT)."""
    known = checklists().get((dossier.organisme, dossier.type))
    return known.dossier_type.bordereau if known else None


def _held() -> ScalarSelect[int]:
    """How many dossiers the lot of the query around holds."""
    return (
        select(func.count()).select_from(Dossier).where(Dossier.lot_id == Lot.id).scalar_subquery()
    )


def _ready_elsewhere(session: Session, lot: Lot, room: int) -> Sequence[Dossier]:
    """Ready dossiers of other open lots of the kind, the oldest first: they fill the places."""
    others = select(Lot.id).where(
        Lot.statut == LotStatut.OUVERT, Lot.id != lot.id, *Kind.of(lot).conditions()
    )
    query = select(Dossier).where(Dossier.lot_id.in_(others)).order_by(Dossier.id)
    return [d for d in session.scalars(query) if ready(d)][: max(0, room)]


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
