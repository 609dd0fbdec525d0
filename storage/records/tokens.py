"""Tokens of programs: made, found by what a program shows, revoked."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import ApiToken, Right
from models.errors import BadInput
from models.permissions import Actor, Role
from storage.records import audit
from storage.records.accounts import token_hash

SIGN = "liasse_"
"""What every token begins with, so that one left in a file or a log is recognised."""
SEEN_EVERY = timedelta(minutes=2)

ROLES = {
    Right.DEPOT: Role.COURRIER,
    # not RELECTEUR: who only reads does not check forms, and sees no diagnosis on them (DOMAIN §6)
    Right.LECTURE: Role.GESTIONNAIRE,
    Right.MEDICAL: Role.MEDECIN_CONSEIL,
}
"""As whom `may` is asked about a program."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


def add(
    session: Session,
    name: str,
    rights: Iterable[Right],
    *,
    organismes: Iterable[str] = (),
    expires_at: datetime | None = None,
    actor: str,
) -> tuple[ApiToken, str]:
    """A new token and its text, which is told this once; `BadInput` when its name will not do."""
    if not _NAME.fullmatch(name):
        raise BadInput(
            "Le nom d'un jeton a de 2 à 40 lettres minuscules sans accent, chiffres, points ou tirets.",
            code="nom_invalide",
        )
    if by_name(session, name) is not None:
        raise BadInput(
            f"Un jeton s'appelle déjà « {name} », peut-être révoqué : le journal le nomme, prenez un "
            "autre nom.",
            code="nom_pris",
        )
    given = sorted(right.value for right in set(rights))
    if not given or given == [Right.MEDICAL.value]:
        raise BadInput(
            "Donnez au jeton le droit de dépôt, de lecture, ou les deux ; « medical » s'ajoute à la "
            "lecture.",
            code="droit_absent",
        )
    text = SIGN + secrets.token_urlsafe(32)
    token = ApiToken(
        name=name,
        token_hash=token_hash(text),
        rights=given,
        organismes=sorted(set(organismes)),
        expires_at=expires_at,
    )
    session.add(token)
    session.flush()
    audit.record(
        session,
        actor=actor,
        action="jeton.creer",
        thing=audit.reference("jeton", token.id),
        after={"droits": given, "organismes": token.organismes},
    )
    return token, text


def shown(session: Session, text: str) -> ApiToken | None:
    """The token whose text a program shows, whether or not it still holds."""
    return session.scalar(select(ApiToken).where(ApiToken.token_hash == token_hash(text)))


def holds(token: ApiToken, now: datetime) -> bool:
    """Whether a token still opens anything."""
    return token.revoked_at is None and (token.expires_at is None or now < token.expires_at)


def used(session: Session, token_id: str, now: datetime) -> None:
    """Note that a token was used, no finer than `SEEN_EVERY`."""
    token = session.get_one(ApiToken, token_id)
    if token.seen_at is None or now - token.seen_at >= SEEN_EVERY:
        token.seen_at = now


def by_name(session: Session, name: str) -> ApiToken | None:
    """The token of that name, revoked or not."""
    return session.scalar(select(ApiToken).where(ApiToken.name == name.strip()))


def listed(session: Session) -> Sequence[ApiToken]:
    """All tokens, by name."""
    return session.scalars(select(ApiToken).order_by(ApiToken.name)).all()


def revoke(session: Session, token: ApiToken, *, actor: str, now: datetime) -> None:
    """From now on it opens nothing."""
    token = session.get_one(ApiToken, token.id)
    if token.revoked_at is None:
        token.revoked_at = now
        audit.record(
            session, actor=actor, action="jeton.revoquer", thing=audit.reference("jeton", token.id)
        )


def actor_of(token: ApiToken) -> Actor:
    """Who a program is for `may` and for the audit trail."""
    return Actor(f"jeton:{token.name}", frozenset(ROLES[Right(right)] for right in token.rights))
