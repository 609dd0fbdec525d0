"""Réclamations: who complains of what, by when we answer, what was answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, Id, refers, utcnow


class ReclamationState(StrEnum):
    OUVERTE = "ouverte"
    REPONDUE = "repondue"
    ANNULEE = "annulee"
    """Registered by mistake, or erased with its person before it was answered."""


class Reclamation(Base):
    """One réclamation. `dossier_id` is the dossier that it is about, once known.

    `document_id`: its letter, where one was read; `envoi_id`: the mail that it came by, `recipient`
    the address that wrote. `objet` is what the person says that it is about.
    """

    __tablename__ = "reclamation"
    __table_args__ = (Index(None, "state", "deadline"),)

    id: Mapped[Id]
    numero: Mapped[str] = mapped_column(unique=True)
    organisme: Mapped[str]
    dossier_id: Mapped[str | None] = mapped_column(refers("dossier.id"), index=True)
    who: Mapped[str]
    objet: Mapped[str]
    document_id: Mapped[str | None] = mapped_column(refers("document.id"), unique=True)
    envoi_id: Mapped[str | None] = mapped_column(refers("envoi.id"), index=True)
    recipient: Mapped[str | None]
    received_at: Mapped[datetime]
    deadline: Mapped[datetime]
    state: Mapped[ReclamationState] = mapped_column(default=ReclamationState.OUVERTE)
    letter_id: Mapped[str | None] = mapped_column(refers("letter.id"))
    answered_at: Mapped[datetime | None]
    actor: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
