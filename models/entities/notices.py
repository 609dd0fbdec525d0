"""What the house tells its people by itself: a delay that runs out, a mail that waits for them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, Id, refers, utcnow


class NoticeKind(StrEnum):
    """What a notice is about."""

    ALERTE = "alerte"
    """Part of the delay has run out."""
    ESCALADE = "escalade"
    """The delay is about to run out."""
    EXPEDITEUR_INCONNU = "expediteur_inconnu"
    """A mail from somebody who is not in the directory: nobody answered it."""
    PIECES_A_VERSER = "pieces_a_verser"
    """A reply whose papers could not be put into its dossier yet."""
    RATTACHEMENT_DOUTEUX = "rattachement_douteux"
    """A reply whose papers may be of another case."""
    MESSAGE_SANS_PIECE = "message_sans_piece"
    """A reply that is only words."""
    DEMANDE_A_RELIRE = "demande_a_relire"
    """Papers are missing; only a person can ask for them."""
    RECLAMATION_EN_RETARD = "reclamation_en_retard"
    """The answer to a réclamation is overdue."""
    DERIVE = "derive"
    """Values turn out wrong more often than they were said to be."""


class Notice(Base):
    """One thing told once (`key` names its cause), until a person has seen it (`closed_by`)."""

    __tablename__ = "notice"
    __table_args__ = (Index(None, "closed_at", "id"),)

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[NoticeKind]
    message: Mapped[str]
    dossier_id: Mapped[str | None] = mapped_column(refers("dossier.id"), index=True)
    envoi_id: Mapped[str | None] = mapped_column(refers("envoi.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
