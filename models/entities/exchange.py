"""What the claims system is told: each change of a dossier that it may take, in order."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.append_only import AppendOnly
from models.entities.base import Base, refers, utcnow


class ExchangeEntry(AppendOnly, Base):
    """A dossier as it was accepted, changed since, or (`accepted` false) no longer accepted.

    `seq` is given in the order of commits, without gaps: who has read up to one has missed nothing
    before it. What the dossier says is read when it is exported.
    """

    __tablename__ = "exchange_entry"
    __table_args__ = (Index(None, "dossier_id", "seq"),)

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    dossier_id: Mapped[str] = mapped_column(refers("dossier.id"))
    accepted: Mapped[bool]
    at: Mapped[datetime] = mapped_column(default=utcnow)
