"""Who follows from outside what is his: accesses, invitations, and what providers asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.append_only import AppendOnly
from models.entities.base import Base, Id, Seq, refers, utcnow


class PartnerAccess(Base):
    """What a partner is tied to, by his role (`models.permissions.PARTNERS`).

    An employer: an `organisme`, and `employeur` as the base of insured people writes it (`None`:
    those whose row names none). An insured: his row (`assure_id`). A provider: his INPE, his ICE,
    or both; `organisme` limits him to one. `account_id` is `None` until the invitation was used.
    """

    __tablename__ = "partner_access"

    id: Mapped[Id]
    role: Mapped[str]
    login: Mapped[str]
    name: Mapped[str]
    email: Mapped[str | None]
    organisme: Mapped[str | None]
    employeur: Mapped[str | None]
    assure_id: Mapped[str | None] = mapped_column(refers("assure.id"), index=True)
    inpe: Mapped[str | None]
    ice: Mapped[str | None]
    account_id: Mapped[str | None] = mapped_column(refers("account.id"), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    created_by: Mapped[str]
    revoked_at: Mapped[datetime | None]


class Invitation(Base):
    """A link by which a partner sets his password, once. Only the hash of its token is here."""

    __tablename__ = "invitation"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    access_id: Mapped[str] = mapped_column(refers("partner_access.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SituationCheck(AppendOnly, Base):
    """A provider asked whether somebody is covered; `found`: there was somebody.

    Of whom is in the audit trail, by reference. It is counted here, so that nobody can go
    through numbers and dates of birth.
    """

    __tablename__ = "situation_check"
    __table_args__ = (Index(None, "access_id", "at"),)

    seq: Mapped[Seq]
    access_id: Mapped[str] = mapped_column(refers("partner_access.id"))
    at: Mapped[datetime]
    found: Mapped[bool]
