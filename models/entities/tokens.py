"""Tokens with which programs call the API."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, Id, JsonList, utcnow


class Right(StrEnum):
    """What a token is good for."""

    DEPOT = "depot"
    LECTURE = "lecture"
    MEDICAL = "medical"
    """Reads medical secrets too: nothing without `LECTURE`."""


class ApiToken(Base):
    """A program's token. Only its hash is here; `name` is what the audit trail calls the program.

    `rights` are names of `Right`; `organismes` those it is limited to (none: all).
    """

    __tablename__ = "api_token"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    rights: Mapped[JsonList]
    organismes: Mapped[JsonList]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    expires_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
