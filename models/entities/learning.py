"""What an office's corrections taught: versions of the recognition of types, which one holds, and
from which confidence on values are believed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.append_only import AppendOnly
from models.entities.base import Base, JsonObject, Seq, utcnow


class TypingVersion(AppendOnly, Base):
    """A version taught by corrections, kept whether it was taken or not.

    `content`: what it adds to what is shipped; `figures`: pages learned from, and what it and the
    version before it were worth on the pages kept back and on the fixed ones.
    """

    __tablename__ = "typing_version"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(default=utcnow)
    content: Mapped[JsonObject]
    figures: Mapped[JsonObject]
    taken: Mapped[bool]


class TypingUse(AppendOnly, Base):
    """From then on pages are typed by that version; 0 is what is shipped."""

    __tablename__ = "typing_use"

    seq: Mapped[Seq]
    number: Mapped[int]
    actor: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=utcnow)
    why: Mapped[str | None]


class ThresholdOf(StrEnum):
    """What a threshold is about."""

    GENRE = "genre"
    FORMULAIRE = "formulaire"
    VERSION = "version"


class Threshold(AppendOnly, Base):
    """From then on values of a kind, or of a form, are sure from `least` on.

    `number`, `wrong`: the observations that say so, and how many of them were wrong; `target`: the
    error that was allowed, if any. `drifts`: they are wrong more often than they were said to be.
    """

    __tablename__ = "threshold"
    __table_args__ = (Index(None, "of", "key", "seq"),)

    seq: Mapped[Seq]
    of: Mapped[ThresholdOf]
    key: Mapped[str]
    least: Mapped[float]
    number: Mapped[int]
    wrong: Mapped[int]
    drifts: Mapped[bool]
    target: Mapped[float | None]
    at: Mapped[datetime] = mapped_column(default=utcnow)
