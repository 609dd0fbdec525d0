"""What people of the house were shown of medical secrets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from models.entities.append_only import AppendOnly
from models.entities.base import Base, Seq


class Look(AppendOnly, Base):
    """That a person was shown a confidential thing in an hour of the clock, once however often.

    `thing` is a reference, as in the audit trail (`page/0198…`); `hour` is `2026-11-23T08`, UTC;
    `at` the first time in that hour. The trail vouches for whole hours (`storage.records.looks`).
    """

    __tablename__ = "look"
    __table_args__ = (
        UniqueConstraint("thing", "actor", "hour"),
        Index(None, "actor", "seq"),
        Index(None, "hour"),
    )

    seq: Mapped[Seq]
    actor: Mapped[str]
    thing: Mapped[str]
    hour: Mapped[str]
    at: Mapped[datetime]
