"""What reviewers do: who holds which dossier, each act and how to undo it, comments, letters."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.append_only import AppendOnly
from models.entities.base import Base, BigSerial, Id, JsonObject, Seq, refers, utcnow


class Hold(Base):
    """A dossier in one person's hands, while that person is active.

    When another takes it after idle minutes, `lost_by` is the one who had it: he is told.
    """

    __tablename__ = "hold"

    dossier_id: Mapped[str] = mapped_column(refers("dossier.id"), primary_key=True)
    holder: Mapped[str] = mapped_column(index=True)
    since: Mapped[datetime]
    active_at: Mapped[datetime]
    lost_by: Mapped[str | None]


class Deed(AppendOnly, Base):
    """One act of a person: what things were before it and after it, so that it can be undone.

    `before` and `after` name states by references (pages, decisions, readings), never
    contents. `undoes` is the act that this one undid. `sentence` is for people, without
    what papers say.
    """

    __tablename__ = "deed"
    __table_args__ = (Index(None, "dossier_id", "seq"), Index(None, "actor", "seq"))

    seq: Mapped[Seq]
    kind: Mapped[str]
    actor: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=utcnow, index=True)
    sentence: Mapped[str]
    dossier_id: Mapped[str | None] = mapped_column(refers("dossier.id"))
    undoes: Mapped[int | None] = mapped_column(BigSerial, index=True)
    before: Mapped[JsonObject]
    after: Mapped[JsonObject]


class DeedThing(AppendOnly, Base):
    """A thing that an act touched (`document/0198…`)."""

    __tablename__ = "deed_thing"

    thing: Mapped[str] = mapped_column(primary_key=True)
    deed_seq: Mapped[int] = mapped_column(BigSerial, primary_key=True, autoincrement=False)


class Comment(Base):
    """What a person noted on a dossier. Withdrawn, it is kept but no longer shown."""

    __tablename__ = "comment"
    __table_args__ = (Index(None, "dossier_id", "id"),)

    id: Mapped[Id]
    dossier_id: Mapped[str] = mapped_column(refers("dossier.id"))
    actor: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=utcnow)
    text: Mapped[str]
    withdrawn: Mapped[bool] = mapped_column(default=False)


class Letter(Base):
    """A letter as it was issued: its text as structured, and the PDF that left.

    `cancelled`: the act that issued it was undone; what left the office is kept all the same.
    """

    __tablename__ = "letter"
    __table_args__ = (Index(None, "dossier_id", "id"),)

    id: Mapped[Id]
    dossier_id: Mapped[str] = mapped_column(refers("dossier.id"))
    kind: Mapped[str]
    addressee: Mapped[str]
    text: Mapped[JsonObject]
    pdf_sha256: Mapped[str] = mapped_column(refers("blob.sha256"))
    medical: Mapped[bool]
    actor: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=utcnow)
    cancelled: Mapped[bool] = mapped_column(default=False)
