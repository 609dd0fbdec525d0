"""Addresses that are told of changes, and the messages on their way to them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, Id, JsonList, refers, utcnow


class WebhookEvent(StrEnum):
    """What a program can be told of."""

    ESSAI = "essai"
    ENVOI_RECU = "envoi.recu"
    ENVOI_TERMINE = "envoi.termine"
    ENVOI_QUARANTAINE = "envoi.quarantaine"
    DOSSIER_OUVERT = "dossier.ouvert"
    DOSSIER_MODIFIE = "dossier.modifie"
    LOT_MODIFIE = "lot.modifie"


class MessageState(StrEnum):
    """How far a message is. The receiver knows one that comes twice by its id."""

    A_ENVOYER = "a_envoyer"
    EN_COURS = "en_cours"
    REMIS = "remis"
    ABANDONNE = "abandonne"


class Webhook(Base):
    """An address of a program. `secret` signs: both sides must have it, so it is kept as it is.

    `events` are names of `WebhookEvent`, `organismes` those told of (none: all). `why`: why it
    was closed.
    """

    __tablename__ = "webhook"

    id: Mapped[Id]
    url: Mapped[str]
    secret: Mapped[str]
    events: Mapped[JsonList]
    organismes: Mapped[JsonList]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    closed_at: Mapped[datetime | None]
    why: Mapped[str | None]


class WebhookMessage(Base):
    """One change told to one address, written down in the transaction of that change.

    `body` is what is signed and sent, the same at every attempt: references and states, never a
    name or a value of a paper. `status` is the last answer (HTTP), if there was one.
    """

    __tablename__ = "webhook_message"
    __table_args__ = (Index(None, "state", "due_at"),)

    id: Mapped[Id]
    webhook_id: Mapped[str] = mapped_column(refers("webhook.id"), index=True)
    event: Mapped[WebhookEvent]
    body: Mapped[str]
    state: Mapped[MessageState] = mapped_column(default=MessageState.A_ENVOYER)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    status: Mapped[int | None]
    why: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    sent_at: Mapped[datetime | None]
