"""Mail on its way out: written down with what caused it, sent afterwards."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, Id, JsonList, refers, utcnow


class OutState(StrEnum):
    """How far an outgoing mail is. `INCERTAIN`: it may have left; only a person sends it again.
    `RETIRE`: a person took it back before it left."""

    A_ENVOYER = "a_envoyer"
    EN_COURS = "en_cours"
    ENVOYE = "envoye"
    INCERTAIN = "incertain"
    ABANDONNE = "abandonne"
    RETIRE = "retire"


class OutMail(Base):
    """One mail to one address. `key` names what caused it: the same cause sends nothing twice.

    `attachments` are `{"name", "sha256", "media_type"}` of blobs. `due_at`: not before then.
    `lease_until`: until when the process that sends it is believed to be at it.
    """

    __tablename__ = "out_mail"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    in_reply_to: Mapped[str | None]
    attachments: Mapped[JsonList]
    envoi_id: Mapped[str | None] = mapped_column(refers("envoi.id"), index=True)
    dossier_id: Mapped[str | None] = mapped_column(refers("dossier.id"), index=True)
    state: Mapped[OutState] = mapped_column(default=OutState.A_ENVOYER, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    why: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    sent_at: Mapped[datetime | None]
