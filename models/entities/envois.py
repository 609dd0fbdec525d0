"""An envoi: one arrival, and the files it brought."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, Id, JsonObject, refers, utcnow


class Channel(StrEnum):
    """The way an envoi came (DOMAIN §1)."""

    COURRIER = "courrier"
    EMAIL = "email"
    DEPOT_WEB = "depot_web"
    API = "api"


class EnvoiState(StrEnum):
    """How far an envoi has come. `QUARANTAINE`: nothing of it could be taken in."""

    RECU = "recu"
    EN_LECTURE = "en_lecture"
    LU = "lu"
    TERMINE = "termine"
    QUARANTAINE = "quarantaine"

    @property
    def finished(self) -> bool:
        return self in (EnvoiState.TERMINE, EnvoiState.QUARANTAINE)


class Envoi(Base):
    """One arrival: a scanned bag, an e-mail with its attachments, an upload.

    `numero` is short and meant to be printed on the paper beside the page number.
    `source` is the name of the file, ZIP, folder or e-mail; `sha256` and `size` are of its
    bytes (of a folder: of its listing). `duplicate_of` is the first finished envoi of the
    same bytes. `mail` holds what the head of an e-mail says, and its text; it is asked for when it
    is looked at, while its session is open: lists have no use for it. `organisme` is a hint.
    """

    __tablename__ = "envoi"
    __table_args__ = (Index(None, "received_at", "id"),)

    id: Mapped[Id]
    numero: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    channel: Mapped[Channel]
    sender: Mapped[str | None]
    received_at: Mapped[datetime]
    organisme: Mapped[str | None]
    state: Mapped[EnvoiState] = mapped_column(default=EnvoiState.RECU, index=True)
    duplicate_of: Mapped[str | None] = mapped_column(refers("envoi.id"))
    mail: Mapped[JsonObject | None] = mapped_column(deferred=True)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    finished_at: Mapped[datetime | None]


class Delivery(Base):
    """What a channel that may hand over the same thing twice calls it: its envoi is that one."""

    __tablename__ = "delivery"

    key: Mapped[str] = mapped_column(primary_key=True)
    envoi_id: Mapped[str] = mapped_column(refers("envoi.id"), index=True)


class SourceFile(Base):
    """A file of an envoi: the bag itself, a member of a ZIP, an attachment.

    `kind` is what the bytes are (`pdf`, `tiff`, `eml` …). Its pages are those from
    `first_page` (1-based in the envoi) on; both are unknown (`None`) until it is opened.
    """

    __tablename__ = "source_file"
    __table_args__ = (UniqueConstraint("envoi_id", "ordinal"),)

    id: Mapped[Id]
    envoi_id: Mapped[str] = mapped_column(refers("envoi.id"))
    ordinal: Mapped[int]
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(refers("blob.sha256"), index=True)
    kind: Mapped[str]
    pages: Mapped[int | None]
    first_page: Mapped[int | None]
