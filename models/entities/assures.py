"""The base of insured people, as the organisme gave it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, Id, JsonObject, utcnow


class Assure(Base):
    """A person: an insured or a dependant (columns of `--assures`, RESULT.md).

    `key` tells one person from another, so that loading a file twice adds nobody.
    `name_key` is the name and first name folded (no case, accents, punctuation), for
    finding. `extra` holds the file's other columns.
    """

    __tablename__ = "assure"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    organisme: Mapped[str | None]
    numero_immatriculation: Mapped[str | None] = mapped_column(index=True)
    matricule: Mapped[str | None] = mapped_column(index=True)
    nom: Mapped[str]
    prenom: Mapped[str]
    name_key: Mapped[str] = mapped_column(index=True)
    cin: Mapped[str | None] = mapped_column(index=True)
    date_naissance: Mapped[date | None]
    lien: Mapped[str]
    numero_immatriculation_assure: Mapped[str | None] = mapped_column(index=True)
    date_effet: Mapped[date | None]
    rib: Mapped[str | None]
    extra: Mapped[JsonObject]
    updated_at: Mapped[datetime] = mapped_column(default=utcnow, onupdate=utcnow)
