"""Who asks: the person whose session the browser shows, or the operator of this machine.

Until a first account exists, the application answers on this machine alone, to its local
operator (docs/decisions/0005-comptes.md). From the first account on, everybody logs in.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from sqlalchemy.orm import Session

from models.permissions import PARTNERS, Actor, Role
from storage.records import accounts

COOKIE = "liasse"
LOCAL_NAME = "opérateur local"


@dataclass(frozen=True, slots=True)
class Person:
    """`name` is for the screen, `actor.name` for the audit trail. `token` is the CSRF token.

    `stale`: it is time to note that the session was used.
    """

    actor: Actor
    name: str
    token: str
    local: bool
    stale: bool = False

    @property
    def guest(self) -> bool:
        """Whether he is a partner: not of the house."""
        return not PARTNERS.isdisjoint(self.actor.roles)


def person_of(
    request: Request, session: Session, now: datetime, secret: str, role: Role | None
) -> Person | None:
    """Who asks, or `None`: he has to log in. `role`: that of the local operator, if any."""
    cookie = request.cookies.get(COOKIE, "")
    if cookie:
        held = accounts.of_token(session, cookie, now)
        if held is not None:
            account = held.account
            actor = Actor(account.login, accounts.roles(account))
            return Person(actor, account.name, csrf(cookie), local=False, stale=held.stale)
    if role is None or accounts.any_at_all(session):
        return None
    return Person(Actor(LOCAL_NAME, frozenset({role})), LOCAL_NAME, csrf(secret), local=True)


def csrf(secret: str) -> str:
    """The token that each write must repeat: only a page of ours can know it."""
    return hmac.new(secret.encode(), b"liasse.ecriture", hashlib.sha256).hexdigest()


def is_token(given: str, expected: str) -> bool:
    """Whether a write repeated its token."""
    return hmac.compare_digest(given.encode(), expected.encode())
