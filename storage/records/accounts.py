"""Accounts of people, their sessions, and the brake on guessing a password.

Checking a password takes long on purpose: `proven` is called outside of any transaction.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from models.entities import Account, LoginFailure, LoginSession
from models.errors import BadInput
from models.permissions import HOUSE, PARTNERS, Role
from storage.records import audit, passwords

LIFE = timedelta(hours=12)
"""A session ends after a working day, whatever happens."""
IDLE = timedelta(hours=1)
"""And before that, when nothing is done for so long."""
SEEN_EVERY = timedelta(minutes=2)
"""How finely it is noted that a session was used."""

BRAKE = timedelta(minutes=15)
FAILURES_OF_LOGIN = 5
FAILURES_OF_ADDRESS = 30
"""Failed logins within `BRAKE` after which the next attempt is not even looked at."""

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
HUMAN = HOUSE - {Role.SYSTEME}
"""The roles that a person of the house can have."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that was just opened: `token` is told once, to the browser."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """Who a session belongs to. `stale`: time to note that it was used."""

    account: Account
    stale: bool


def add(
    session: Session, *, login: str, name: str, password: str, roles: Iterable[Role], actor: str
) -> Account:
    """A new account; `BadInput` when its login is taken or malformed, or its password weak."""
    return _added(session, login, name, password, _given(roles), actor)


def add_partner(
    session: Session, *, login: str, name: str, password: str, role: Role, actor: str
) -> Account:
    """The account of somebody outside the house, who has that role for good and no other."""
    if role not in PARTNERS:
        raise ValueError(f"{role} is no role of a partner")
    return _added(session, login, name, password, [role.value], actor)


def _added(
    session: Session, login: str, name: str, password: str, given: list[str], actor: str
) -> Account:
    check_login(session, login)
    login = folded(login)
    passwords.check(password, login)
    account = Account(
        login=login,
        name=name.strip() or login,
        password_hash=passwords.hashed(password),
        roles=given,
    )
    session.add(account)
    session.flush()
    audit.record(
        session, actor=actor, action="compte.ajouter", thing=_thing(account), after={"roles": given}
    )
    return account


def check_login(session: Session, login: str) -> None:
    """`BadInput` for a login that is malformed or taken."""
    login = folded(login)
    if not _LOGIN.fullmatch(login):
        raise BadInput(
            "L'identifiant doit avoir de 2 à 40 lettres sans accent, chiffres, points ou tirets.",
            code="identifiant_invalide",
        )
    if by_login(session, login) is not None:
        raise BadInput(
            f"L'identifiant « {login} » est déjà pris, peut-être par un compte fermé.",
            code="identifiant_pris",
        )


def set_password(session: Session, account: Account, password: str, *, actor: str, now: datetime) -> None:  # fmt: skip
    """A new password, which ends the sessions opened with the old one."""
    passwords.check(password, account.login)
    account = session.get_one(Account, account.id)
    account.password_hash, account.password_at = passwords.hashed(password), now
    end_all(session, account, now)
    forgive(session, account.login)
    audit.record(session, actor=actor, action="compte.mot_de_passe", thing=_thing(account))


def set_roles(session: Session, account: Account, roles: Iterable[Role], *, actor: str) -> Account:
    """What a person is here for from now on; open sessions follow at their next request."""
    account = session.get_one(Account, account.id)
    if is_partner(account):
        raise BadInput(
            "Ce compte est celui d'un partenaire : il ne peut avoir de rôle dans la maison.",
            code="compte_de_partenaire",
        )
    before, account.roles = account.roles, _given(roles)
    audit.record(
        session, actor=actor, action="compte.roles", thing=_thing(account),
        before={"roles": before}, after={"roles": account.roles},
    )  # fmt: skip
    return account


def other_admins(session: Session, account: Account) -> bool:
    """Whether somebody else can administer accounts, should this one no longer."""
    others = session.scalars(
        select(Account).where(Account.id != account.id, Account.closed_at.is_(None))
    )
    return any(Role.ADMIN in roles(other) for other in others)


def close(session: Session, account: Account, *, actor: str, now: datetime) -> None:
    """Close an account for good: nobody logs in with it any more, its sessions end."""
    account = session.get_one(Account, account.id)
    account.closed_at = now
    end_all(session, account, now)
    audit.record(session, actor=actor, action="compte.fermer", thing=_thing(account))


def by_login(session: Session, login: str) -> Account | None:
    """The account of that name, closed or not."""
    return session.scalar(select(Account).where(Account.login == folded(login)))


def listed(session: Session) -> Sequence[Account]:
    """The accounts of the house, by name."""
    every = session.scalars(select(Account).order_by(Account.login))
    return [account for account in every if not is_partner(account)]


def any_at_all(session: Session) -> bool:
    """Whether people have accounts here: from the first one on, closed or not, all must log in."""
    return session.scalar(select(Account.id).limit(1)) is not None


def folded(login: str) -> str:
    """A login as it is kept: case does not count."""
    return login.strip().casefold()


def proven(account: Account | None, password: str) -> bool:
    """Whether `password` opens that account. Slow on purpose, and as slow when it does not."""
    right = passwords.matches(account.password_hash if account else None, password)
    return right and account is not None and account.closed_at is None


def held_back(session: Session, login: str, address: str, now: datetime) -> bool:
    """Whether too many logins failed of late, under that name or from that address."""
    since = now - BRAKE

    def failed(column: object, value: str) -> int:
        query = select(func.count()).select_from(LoginFailure)
        return session.scalar(query.where(column == value, LoginFailure.at > since)) or 0  # type: ignore[arg-type]

    return (
        failed(LoginFailure.login, folded(login)) >= FAILURES_OF_LOGIN
        or failed(LoginFailure.address, address) >= FAILURES_OF_ADDRESS
    )


def failed(session: Session, login: str, address: str, now: datetime) -> None:
    """Note a login that failed, and forget those that no longer count."""
    session.execute(delete(LoginFailure).where(LoginFailure.at <= now - BRAKE))
    session.add(LoginFailure(login=folded(login)[:200], address=address, at=now))
    account = by_login(session, login)
    if account is not None:
        audit.record(session, actor="systeme", action="connexion.refusee", thing=_thing(account))


def forgive(session: Session, login: str) -> None:
    """After a login that succeeded, the failures before it do not count any more."""
    session.execute(delete(LoginFailure).where(LoginFailure.login == folded(login)))


def open_session(session: Session, account: Account, now: datetime) -> Opened:
    """A session for a person who proved who he is."""
    token = secrets.token_urlsafe(32)
    expires_at = now + LIFE
    session.add(
        LoginSession(
            token_hash=token_hash(token), account_id=account.id, created_at=now,
            seen_at=now, expires_at=expires_at,
        )
    )  # fmt: skip
    forgive(session, account.login)
    audit.record(session, actor=account.login, action="connexion", thing=_thing(account))
    return Opened(token, expires_at)


def of_token(session: Session, token: str, now: datetime) -> LoggedIn | None:
    """Who is logged in with that token, if it still holds."""
    row = session.execute(
        select(LoginSession, Account)
        .join(Account, Account.id == LoginSession.account_id)
        .where(LoginSession.token_hash == token_hash(token))
    ).one_or_none()
    if row is None:
        return None
    held: LoginSession = row[0]
    account: Account = row[1]
    if held.ended_at or account.closed_at or now >= min(held.expires_at, held.seen_at + IDLE):
        return None
    return LoggedIn(account, now - held.seen_at >= SEEN_EVERY)


def seen(session: Session, token: str, now: datetime) -> None:
    """Note that a session was used."""
    session.execute(
        update(LoginSession)
        .where(LoginSession.token_hash == token_hash(token), LoginSession.ended_at.is_(None))
        .values(seen_at=now)
    )


def end(session: Session, token: str, now: datetime) -> None:
    """End one session: its token opens nothing any more."""
    session.execute(
        update(LoginSession)
        .where(LoginSession.token_hash == token_hash(token), LoginSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_all(session: Session, account: Account, now: datetime, *, actor: str = "") -> None:
    """End all sessions of a person. `actor`: who had it done, where it is an act of its own."""
    if actor:
        audit.record(session, actor=actor, action="compte.sessions", thing=_thing(account))
    session.execute(
        update(LoginSession)
        .where(LoginSession.account_id == account.id, LoginSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def open_sessions(session: Session, now: datetime) -> dict[str, int]:
    """How many sessions each account (id) has open now."""
    query = (
        select(LoginSession.account_id, func.count())
        .where(
            LoginSession.ended_at.is_(None),
            LoginSession.expires_at > now,
            LoginSession.seen_at > now - IDLE,
        )
        .group_by(LoginSession.account_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def roles(account: Account) -> frozenset[Role]:
    """What a person is here for."""
    return frozenset(Role(name) for name in account.roles if name in HUMAN | PARTNERS)


def is_partner(account: Account) -> bool:
    """Whether it is of somebody outside the house."""
    return not PARTNERS.isdisjoint(roles(account))


def _given(roles: Iterable[Role]) -> list[str]:
    given = sorted({role.value for role in roles if role in HUMAN})
    if not given:
        raise BadInput("Donnez au moins un rôle à ce compte.", code="role_absent")
    return given


def token_hash(token: str) -> str:
    """What is kept of a token: of something that random, a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _thing(account: Account) -> str:
    return audit.reference("compte", account.id)
