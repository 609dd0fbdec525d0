"""The audit trail: who did what, when, in a chain that shows any tampering."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.append_only import AppendOnly
from models.entities.base import Base, JsonObject


class AuditEntry(AppendOnly, Base):
    """One act. `hash` covers the entry and `previous_hash`, hence all before it.

    `thing` is a reference (`dossier/0198…`). `before` and `after` hold references and
    hashes, never what a paper or a person said: the chain outlives an erased person.
    For the same reason `why` is a reason of ours, not free text.
    """

    __tablename__ = "audit_entry"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(index=True)
    action: Mapped[str]
    thing: Mapped[str] = mapped_column(index=True)
    before: Mapped[JsonObject | None]
    after: Mapped[JsonObject | None]
    why: Mapped[str | None]
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
