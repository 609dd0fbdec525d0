"""Who writes to us by mail: the directory of senders."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, utcnow


class Pharmacy(Base):
    """A sender whom we answer, by an address. A pharmacy has a row for each of its addresses.

    `address` is in lower case; `@exemple.ma` stands for every address of that domain.
    """

    __tablename__ = "pharmacy"

    address: Mapped[str] = mapped_column(primary_key=True)
    nom: Mapped[str]
    inpe: Mapped[str | None] = mapped_column(index=True)
    ville: Mapped[str | None]
    updated_at: Mapped[datetime] = mapped_column(default=utcnow, onupdate=utcnow)
