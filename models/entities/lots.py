"""A lot: dossiers that travel together."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, Id, utcnow
from models.entities.dossiers import Prestation

LOT_MAXIMUM = 30
"""«par lot comprenant au maximum trente (30) dossiers» [003 ¶5]."""


class LotStatut(StrEnum):
    OUVERT = "ouvert"
    CLOTURE = "cloture"
    REMIS = "remis"


class LotNature(StrEnum):
    PEC = "pec"
    FACTURATION = "facturation"


class Lot(Base):
    """At most 30 dossiers of one organisme, nature and prestation (DOMAIN §1).

    `etablissement` is the depositing provider, for providers' deposits. `revision` counts the
    acts of people on it.
    """

    __tablename__ = "lot"
    __table_args__ = (Index(None, "statut", "organisme", "nature", "prestation"),)

    id: Mapped[Id]
    numero: Mapped[str] = mapped_column(unique=True)
    organisme: Mapped[str]
    nature: Mapped[LotNature]
    prestation: Mapped[Prestation]
    etablissement: Mapped[str | None]
    bordereau: Mapped[str | None]
    """A bordereau of its own (`special_chronique`) for dossiers that travel apart."""
    statut: Mapped[LotStatut] = mapped_column(default=LotStatut.OUVERT)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    revision: Mapped[int] = mapped_column(default=0, server_default=text("0"))
