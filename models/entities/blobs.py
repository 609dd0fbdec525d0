"""Bytes that are kept, named by what they are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, utcnow


class Blob(Base):
    """An original or a page image. `sha256` is that of the bytes as deposited.

    `key_id` names the `DataKey` that the stored bytes are sealed with, destroying which is how they
    are erased; they are then kept under their own SHA-256 (`stored_sha256`). `None`: in clear, under
    `sha256`. `erased_at`: the bytes are gone for good, and nothing lacks.
    """

    __tablename__ = "blob"
    __table_args__ = (CheckConstraint("size >= 0", name="size"),)

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str]
    key_id: Mapped[str | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    stored_sha256: Mapped[str | None] = mapped_column(index=True)
    stored_size: Mapped[int | None] = mapped_column(BigInteger)
    erased_at: Mapped[datetime | None]
