"""What was drawn up for partners, as it left: statements, and the payrolls that they are held against."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.append_only import AppendOnly
from models.entities.base import Base, Id, JsonList, JsonObject, refers, utcnow


class Statement(AppendOnly, Base):
    """One version of the statement of an organisme over a span (`2026-10`, `2026-10-D2` …).

    `contents_sha256` is of the figures and rows: the same again makes no new version. `figures`
    are its totals, no names. `why`: why a person had it made again.
    """

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("organisme", "span", "version"),
        Index(None, "first_day", "organisme"),
    )

    id: Mapped[Id]
    organisme: Mapped[str]
    frequency: Mapped[str]
    span: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    due_on: Mapped[date]
    version: Mapped[int]
    contents_sha256: Mapped[str]
    figures: Mapped[JsonObject]
    xlsx_sha256: Mapped[str] = mapped_column(refers("blob.sha256"))
    pdf_sha256: Mapped[str] = mapped_column(refers("blob.sha256"))
    actor: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=utcnow)
    why: Mapped[str | None]


class Payroll(AppendOnly, Base):
    """The employees that an employer declared for a month (`2026-10`), from a file.

    `people` are `{"nom", "prenom", "matricule", "numero_immatriculation", "cin", "date_naissance",
    "mouvement"}`. The latest of an employer and a month holds.
    """

    __tablename__ = "payroll"
    __table_args__ = (Index(None, "organisme", "month", "id"),)

    id: Mapped[Id]
    organisme: Mapped[str]
    month: Mapped[str]
    employer: Mapped[str]
    name: Mapped[str]
    source_sha256: Mapped[str] = mapped_column(refers("blob.sha256"))
    people: Mapped[JsonList]
    actor: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=utcnow)
