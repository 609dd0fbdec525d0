"""Quarantine: what could not be taken in, and why."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, Id, refers, utcnow


class RefusalState(StrEnum):
    """`OUVERTE` waits for a person, who has it tried again or puts it aside."""

    OUVERTE = "ouverte"
    RETENTEE = "retentee"
    CLASSEE = "classee"


class Refusal(Base):
    """An input, a file of one or a page of one that was refused.

    `message` is a sentence in French for the mailroom; `code` is stable. `sha256` finds
    the bytes again, which are kept as they came.
    """

    __tablename__ = "refusal"

    id: Mapped[Id]
    envoi_id: Mapped[str | None] = mapped_column(refers("envoi.id"), index=True)
    name: Mapped[str]
    sha256: Mapped[str | None] = mapped_column(refers("blob.sha256"), index=True)
    code: Mapped[str]
    message: Mapped[str]
    page: Mapped[int | None]
    state: Mapped[RefusalState] = mapped_column(default=RefusalState.OUVERTE, index=True)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
