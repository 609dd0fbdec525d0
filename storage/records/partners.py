"""Accesses of partners: invited by a link that works once, revoked, and what providers asked."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from models.entities import Account, Invitation, PartnerAccess, SituationCheck
from models.errors import BadInput
from models.permissions import PARTNERS, Role
from storage import locks
from storage.records import accounts, audit
from storage.records.accounts import token_hash

LIFE = timedelta(days=7)
"""How long a link works."""


def invite(session: Session, access: PartnerAccess, *, now: datetime) -> str:
    """Keep a new access and give the token of its link; `BadInput` when the login will not do.

    `access.created_by` is who invites. The token is told this once.
    """
    if Role(access.role) not in PARTNERS:
        raise ValueError(f"{access.role} is no role of a partner")
    locks.hold(session, "partenaires")
    accounts.check_login(session, access.login)
    access.login = accounts.folded(access.login)
    waiting = select(PartnerAccess.id).filter_by(login=access.login, revoked_at=None)
    if session.scalar(waiting.limit(1)):
        raise BadInput(
            f"Une invitation attend déjà sous l'identifiant « {access.login} ».",
            code="identifiant_pris",
        )
    session.add(access)
    session.flush()
    audit.record(
        session, actor=access.created_by, action="partenaire.inviter", thing=_thing(access),
        after={"role": access.role}, at=now,
    )  # fmt: skip
    return _link(session, access, now)


def renew(session: Session, access_id: str, *, actor: str, now: datetime) -> str:
    """Another link, to begin or to set a new password; those before it work no more."""
    access = _held(session, access_id)
    session.execute(
        update(Invitation)
        .where(Invitation.access_id == access.id, Invitation.used_at.is_(None))
        .values(expires_at=now)
    )
    audit.record(session, actor=actor, action="partenaire.lien", thing=_thing(access), at=now)
    return _link(session, access, now)


def invitation_of(access_id: str) -> str:
    """How the causes of the mails begin that bring an access its links."""
    return f"invitation:{access_id}:"


def invited(session: Session, token: str, now: datetime) -> PartnerAccess | None:
    """Whose link it is, while it works."""
    return session.scalar(
        select(PartnerAccess)
        .join(Invitation, Invitation.access_id == PartnerAccess.id)
        .where(*_working(token, now), PartnerAccess.revoked_at.is_(None))
    )


def accept(session: Session, token: str, password: str, now: datetime) -> Account | None:
    """The account that the link opens, or whose password it sets; `None` when it works no more.

    The link is spent in this transaction: of two who use it together, one comes too late. A weak
    password is a `BadInput`, which spends nothing.
    """
    access = invited(session, token, now)
    if access is None:
        return None
    spent = update(Invitation).where(*_working(token, now)).values(used_at=now)
    if session.scalar(spent.returning(Invitation.access_id)) is None:
        return None
    audit.record(session, actor=access.login, action="partenaire.accepter", thing=_thing(access))
    if access.account_id is not None:
        account = session.get_one(Account, access.account_id)
        accounts.set_password(session, account, password, actor=access.login, now=now)
        return account
    account = accounts.add_partner(
        session, login=access.login, name=access.name, password=password,
        role=Role(access.role), actor=access.login,
    )  # fmt: skip
    access.account_id = account.id
    session.flush()
    return account


def of_login(session: Session, login: str) -> PartnerAccess | None:
    """What the person of that account may follow, while it is not revoked."""
    return session.scalar(
        select(PartnerAccess)
        .join(Account, Account.id == PartnerAccess.account_id)
        .where(
            Account.login == login, Account.closed_at.is_(None), PartnerAccess.revoked_at.is_(None)
        )
    )


def revoke(session: Session, access_id: str, *, actor: str, now: datetime) -> PartnerAccess:
    """From now on it opens nothing: neither the account nor a link that still waits."""
    access = _held(session, access_id)
    access.revoked_at = now
    if access.account_id is not None:
        account = session.get_one(Account, access.account_id)
        if account.closed_at is None:
            accounts.close(session, account, actor=actor, now=now)
    audit.record(session, actor=actor, action="partenaire.revoquer", thing=_thing(access), at=now)
    return access


def listed(session: Session) -> Sequence[PartnerAccess]:
    """All accesses, the newest first, the revoked ones too."""
    return session.scalars(select(PartnerAccess).order_by(PartnerAccess.id.desc())).all()


def waiting(session: Session, now: datetime) -> dict[str, datetime]:
    """Until when the link of each access (id) works, where one waits."""
    query = select(Invitation.access_id, func.max(Invitation.expires_at)).where(
        Invitation.used_at.is_(None), Invitation.expires_at > now
    )
    rows = session.execute(query.group_by(Invitation.access_id))
    return {row[0]: row[1] for row in rows}


def asked(
    session: Session, access: PartnerAccess, since: datetime, *, found: bool | None = None
) -> int:
    """How often a provider asked since then; `found`: only when there was (not) somebody."""
    locks.hold(session, f"situation:{access.id}")
    query = select(func.count()).where(
        SituationCheck.access_id == access.id, SituationCheck.at > since
    )
    if found is not None:
        query = query.where(SituationCheck.found.is_(found))
    return session.scalar(query) or 0


def note_asked(
    session: Session, access: PartnerAccess, actor: str, assure_id: str | None, now: datetime
) -> None:
    """Note that he asked, about whom of the base, or that there was nobody."""
    session.add(SituationCheck(access_id=access.id, at=now, found=assure_id is not None))
    session.flush()
    thing = audit.reference("assure", assure_id) if assure_id else _thing(access)
    action = "situation.verifier" if assure_id else "situation.inconnu"
    audit.record(session, actor=actor, action=action, thing=thing, at=now)


def _held(session: Session, access_id: str) -> PartnerAccess:
    access = session.get_one(PartnerAccess, access_id)
    if access.revoked_at is not None:
        raise BadInput(f"L'accès de {access.name} est déjà révoqué.", code="acces_revoque")
    return access


def _link(session: Session, access: PartnerAccess, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    session.add(
        Invitation(
            token_hash=token_hash(token), access_id=access.id, created_at=now, expires_at=now + LIFE
        )
    )
    session.flush()
    return token


def _working(token: str, now: datetime) -> list[ColumnElement[bool]]:
    return [
        Invitation.token_hash == token_hash(token),
        Invitation.used_at.is_(None),
        Invitation.expires_at > now,
    ]


def _thing(access: PartnerAccess) -> str:
    return audit.reference("partenaire", access.id)
