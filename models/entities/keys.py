"""The keys that stored bytes and columns are sealed with. Destroying one is how bytes are erased everywhere."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, Id, utcnow


class MasterKey(Base):
    """A master key by its fingerprint; the key itself is a file elsewhere. One is current (`until`
    is `None`)."""

    __tablename__ = "master_key"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(default=utcnow)
    until: Mapped[datetime | None]


class DataKey(Base):
    """The key of one blob, wrapped by the master key `master`. Destroyed, it has no `wrapped`.

    That of what a page says has the page's id (`storage.records.vault`)."""

    __tablename__ = "data_key"

    id: Mapped[Id]
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary)
    master: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    destroyed_at: Mapped[datetime | None]
