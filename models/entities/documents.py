"""A document: pages of one type, and their order in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, BigSerial, Id, SafeText, refers, utcnow


class Document(Base):
    """A paper of one or more pages. What it says is in its proposals and decisions.

    `type` and the confidences are the current ones, kept here for the screens. `version`
    is the code that cut it. Its home is one dossier at most, by construction. A document
    emptied by a person (merged into another) is not deleted: it gets `retired_at`.
    `revision` counts the changes of its pages and type; `reading_seq` is the proposal that opens
    the reading which holds (`None`: the latest one).
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("envoi_id", "position"),)

    id: Mapped[Id]
    envoi_id: Mapped[str] = mapped_column(refers("envoi.id"))
    position: Mapped[int]
    type: Mapped[str] = mapped_column(index=True)
    type_confidence: Mapped[float]
    cut_confidence: Mapped[float]
    version: Mapped[str]
    dossier_id: Mapped[str | None] = mapped_column(refers("dossier.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    retired_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    reading_seq: Mapped[int | None] = mapped_column(BigSerial)


class DocumentPage(Base):
    """A page's place in its document. The page is the key: it is in one document only."""

    __tablename__ = "document_page"
    __table_args__ = (UniqueConstraint("document_id", "position"),)

    page_id: Mapped[str] = mapped_column(refers("page.id"), primary_key=True)
    document_id: Mapped[str] = mapped_column(refers("document.id"))
    position: Mapped[int]


class DocumentNumber(Base):
    """A number by which people know a paper, without what they write between its groups.

    Kept by `storage.records.document_numbers` as it is read or decided. Numbers compare byte by byte.
    """

    __tablename__ = "document_number"

    number: Mapped[str] = mapped_column(
        SafeText().with_variant(Text(collation="C"), "postgresql"), primary_key=True
    )
    document_id: Mapped[str] = mapped_column(refers("document.id"), primary_key=True, index=True)
    name: Mapped[str] = mapped_column(primary_key=True)
