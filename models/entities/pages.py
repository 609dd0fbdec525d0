"""One side of one sheet."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.append_only import AppendOnly
from models.entities.base import Base, BigSerial, Id, JsonObject, SafeText, Seq, refers, utcnow


class PageState(StrEnum):
    ATTENDUE = "attendue"
    LUE = "lue"
    NON_LUE = "non_lue"


class Page(Base):
    """A page of an envoi, and all that was seen on it.

    `number` is 1-based in the envoi, `index` 0-based in its source file. `width` and
    `height` are pixels of the upright image `image_sha256` at `dpi`. `reading` is the whole
    `models.reading.PageReading` as JSON: large, so it is loaded only when asked for.

    `version_seq` is the `PageVersion` that it shows (`None`: as it was first read). `erased_at`: what it
    said and its image are gone for good; it is not read again.

    A page is confidential until it is known not to be (DOMAIN §6), hence the default.
    """

    __tablename__ = "page"
    __table_args__ = (
        UniqueConstraint("envoi_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("rotation in (0, 90, 180, 270)", name="rotation"),
    )

    id: Mapped[Id]
    envoi_id: Mapped[str] = mapped_column(refers("envoi.id"))
    number: Mapped[int]
    source_file_id: Mapped[str] = mapped_column(refers("source_file.id"), index=True)
    index: Mapped[int] = mapped_column("file_index")
    state: Mapped[PageState] = mapped_column(default=PageState.ATTENDUE)
    rotation: Mapped[int] = mapped_column(default=0)
    blank: Mapped[bool] = mapped_column(default=False)
    width: Mapped[int | None]
    height: Mapped[int | None]
    dpi: Mapped[int | None]
    image_sha256: Mapped[str | None] = mapped_column(refers("blob.sha256"), index=True)
    reading: Mapped[JsonObject | None] = mapped_column(deferred=True, deferred_raiseload=True)
    reader_version: Mapped[str | None]
    confidential: Mapped[bool] = mapped_column(default=True)
    confidential_why: Mapped[str | None] = mapped_column(default="page non encore lue")
    unread_why: Mapped[str | None]
    version_seq: Mapped[int | None] = mapped_column(BigSerial)
    erased_at: Mapped[datetime | None]


class PageVersion(AppendOnly, Base):
    """What was seen on a page at one time, kept when a person turns it or has it read again."""

    __tablename__ = "page_version"
    __table_args__ = (Index(None, "page_id", "seq"),)

    seq: Mapped[Seq]
    page_id: Mapped[str] = mapped_column(refers("page.id"))
    state: Mapped[PageState]
    rotation: Mapped[int]
    blank: Mapped[bool]
    width: Mapped[int | None]
    height: Mapped[int | None]
    dpi: Mapped[int | None]
    image_sha256: Mapped[str | None] = mapped_column(refers("blob.sha256"), index=True)
    reading: Mapped[JsonObject | None] = mapped_column(deferred=True)
    reader_version: Mapped[str | None]
    unread_why: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(default=utcnow)


class PageText(Base):
    """What a page says, to be searched. Kept by `storage.records.page_texts` with its reading.

    `text` is what was read, a line a line; `words` are what it is found by, folded, each once.
    The index over them is the database's own (FTS5, GIN): its migration made it.
    """

    __tablename__ = "page_text"

    seq: Mapped[Seq]
    page_id: Mapped[str] = mapped_column(refers("page.id"), unique=True)
    text: Mapped[str]
    words: Mapped[str] = mapped_column(
        SafeText().with_variant(TSVECTOR(), "postgresql"), deferred=True
    )
