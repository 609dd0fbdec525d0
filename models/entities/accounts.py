"""People who log in, their open sessions, and the logins that failed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, Id, JsonList, refers, utcnow


class Account(Base):
    """A person. `login` is the name in the audit trail, never given to another person.

    `password_hash` is argon2id's own string. A closed account (`closed_at`) is kept, for
    the trail names it.
    """

    __tablename__ = "account"

    id: Mapped[Id]
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    roles: Mapped[JsonList]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    password_at: Mapped[datetime] = mapped_column(default=utcnow)
    closed_at: Mapped[datetime | None]


class LoginSession(Base):
    """An open session. Only the hash of its token is here: who reads the database cannot use it."""

    __tablename__ = "login_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(refers("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class LoginFailure(Base):
    """A login that failed, kept for as long as it slows the next one down."""

    __tablename__ = "login_failure"
    __table_args__ = (Index(None, "login", "at"), Index(None, "address", "at"))

    id: Mapped[Id]
    login: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime]
