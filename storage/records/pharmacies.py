"""The directory of senders: loaded from a file's rows, looked up by address and by INPE."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import Pharmacy


def keep(
    session: Session, address: str, *, nom: str, inpe: str | None = None, ville: str | None = None
) -> bool:
    """Add a sender, or bring it up to date; whether it is new."""
    known = session.get(Pharmacy, address.lower())
    row = known or Pharmacy(address=address.lower())
    row.nom, row.inpe, row.ville = nom, inpe, ville
    session.add(row)
    session.flush()
    return known is None


def of_address(session: Session, address: str) -> Pharmacy | None:
    """The sender who has that address, or whose domain it is of."""
    whole = address.strip().lower()
    _, at, domain = whole.rpartition("@")
    if not (at and domain):
        return None
    return session.get(Pharmacy, whole) or session.get(Pharmacy, f"@{domain}")


def of_inpe(session: Session, numbers: Iterable[str]) -> Pharmacy | None:
    """A sender who bears one of these INPE."""
    query = select(Pharmacy).where(Pharmacy.inpe.in_(sorted(set(numbers))))
    return session.scalar(query.order_by(Pharmacy.address).limit(1))


def everyone(session: Session) -> Sequence[Pharmacy]:
    """The whole directory, by name."""
    return session.scalars(select(Pharmacy).order_by(Pharmacy.nom, Pharmacy.address)).all()
