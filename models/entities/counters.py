"""Numbers that people read, given out one after the other."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base


class Counter(Base):
    """The last number given in a series (`E25`: envois of 2025)."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
