"""Bytes that are kept, named by what they are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, utcnow


class Blob(Base):
    """An original or a page image. `sha256` is that of the bytes as deposited.

    `key_id` names the key that the stored bytes are encrypted with; the key itself is
    kept elsewhere, and destroying it is how a person is erased. `None`: in clear.
    """

    __tablename__ = "blob"
    __table_args__ = (CheckConstraint("size >= 0", name="size"),)

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str]
    key_id: Mapped[str | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
