"""What was erased, who asked and who confirmed; and the dossiers that may not be."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, Id, JsonObject, Seq, refers, utcnow


class ErasureState(StrEnum):
    """`PREPAREE` waits for a second person."""

    PREPAREE = "preparee"
    FAITE = "faite"
    ABANDONNEE = "abandonnee"


class ErasureReason(StrEnum):
    DEMANDE = "demande"
    """The person asked for it."""
    CONSERVATION = "conservation"
    """The time for which the organisme keeps its dossiers is over."""


class Erasure(Base):
    """One erasure, known by its `number`. Rows are kept for good: they are the proof.

    `sought`: the names and numbers looked for, gone once it is done. `scope`: ids of what is erased
    (`storage.records.emptying.Scope`). `outcome`: what was done, by counts and hashes.
    """

    __tablename__ = "erasure"

    number: Mapped[Seq]
    state: Mapped[ErasureState] = mapped_column(default=ErasureState.PREPAREE)
    reason: Mapped[ErasureReason]
    sought: Mapped[JsonObject | None]
    scope: Mapped[JsonObject]
    prepared_by: Mapped[str]
    prepared_at: Mapped[datetime] = mapped_column(default=utcnow)
    confirmed_by: Mapped[str | None]
    at: Mapped[datetime | None]
    outcome: Mapped[JsonObject | None]


class LegalHold(Base):
    """A dossier that may not be erased (a dispute, a court), until a person lifts it."""

    __tablename__ = "legal_hold"

    id: Mapped[Id]
    dossier_id: Mapped[str] = mapped_column(refers("dossier.id"), index=True)
    why: Mapped[str]
    set_by: Mapped[str]
    set_at: Mapped[datetime] = mapped_column(default=utcnow)
    lifted_by: Mapped[str | None]
    lifted_at: Mapped[datetime | None]
