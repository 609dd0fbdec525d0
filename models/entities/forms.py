"""Forms learned from corrected papers: what each is, what it was after each paper, what was looked at."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.append_only import AppendOnly
from models.entities.base import Base, BigSerial, Id, JsonList, JsonObject, Seq, refers, utcnow


class FormState(StrEnum):
    """Whether a form is read by. `ECARTE`: its proposals were corrected too often."""

    EN_SERVICE = "en_service"
    ECARTE = "ecarte"
    OUBLIE = "oublie"


class KnownForm(Base):
    """A form of a document type. `number` names it to people, of all forms; `aside` are the fields
    that it is no longer asked about."""

    __tablename__ = "known_form"

    id: Mapped[Id]
    number: Mapped[int] = mapped_column(unique=True)
    type: Mapped[str]
    state: Mapped[FormState] = mapped_column(default=FormState.EN_SERVICE, index=True)
    why: Mapped[str | None]
    aside: Mapped[JsonList] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)


class FormVersion(AppendOnly, Base):
    """What a form was after one more paper. `content`: printed words and places, nobody's values."""

    __tablename__ = "form_version"
    __table_args__ = (UniqueConstraint("form_id", "version"),)

    seq: Mapped[Seq]
    form_id: Mapped[str] = mapped_column(refers("known_form.id"))
    version: Mapped[int]
    content: Mapped[JsonObject]
    at: Mapped[datetime] = mapped_column(default=utcnow)


class FormLesson(AppendOnly, Base):
    """A paper that was looked at for what it teaches. Without `document_id`: how far decisions
    (`decision_seq`) were gone through."""

    __tablename__ = "form_lesson"

    seq: Mapped[Seq]
    decision_seq: Mapped[int] = mapped_column(BigSerial)
    document_id: Mapped[str | None] = mapped_column(refers("document.id"), unique=True)
    form_id: Mapped[str | None] = mapped_column(refers("known_form.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
