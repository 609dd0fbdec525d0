"""Which program asks, by the token that it shows; every access goes into the audit trail."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import ApiToken, Delivery, Dossier, Envoi, Right
from models.permissions import Action, Actor, Thing, may
from review_ui.api.brakes import Allowance
from review_ui.api.problems import ProblemError, not_found
from review_ui.visit import Office
from storage.records import audit, tokens

BEARER = HTTPBearer(
    auto_error=False,
    scheme_name="jeton",
    description="Un jeton fait par `liasse comptes jetons creer`.",
)
_SHOWN = re.compile(r"[A-Za-z0-9_-]{20,200}")
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="liasse"'}


@dataclass(frozen=True, slots=True)
class Counter:
    """What the routes share: the office, and the brakes on its askers."""

    office: Office
    asked: Allowance
    missed: Allowance
    """Tokens that were wrong, by address."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A program with a token that holds. `things` it may see depend on the token's limits."""

    token: ApiToken
    actor: Actor
    office: Office
    now: datetime

    @property
    def delivery_prefix(self) -> str:
        """What the names of this program's deliveries begin with."""
        return f"api:{self.token.id}:"

    def has(self, right: Right) -> bool:
        """Whether its token gives that right."""
        return right.value in self.token.rights

    def require(self, right: Right) -> None:
        """Go on only with that right."""
        if not self.has(right):
            raise ProblemError(403, "droit_absent", f"Ce jeton n'a pas le droit « {right.value} ».")

    def require_to(self, action: Action, thing: Thing) -> None:
        """Go on only if such a program may do that (models/permissions.py)."""
        if not may(self.actor, action, thing):
            raise ProblemError(403, "interdit", "Ce jeton ne donne pas accès à cela.")

    def reads(self, thing: Thing) -> bool:
        """Whether it may know what a thing says."""
        return may(self.actor, Action.VOIR_CONTENU, thing)

    def admits(self, organisme: str | None) -> bool:
        """Whether its token is good for that organisme."""
        return not self.token.organismes or organisme in self.token.organismes

    def require_envoi(self, session: Session, envoi_id: str) -> Envoi:
        """An envoi that it deposited, or may read; else it is not even told that there is one."""
        envoi = session.get(Envoi, envoi_id)
        own = envoi is not None and self._deposited(session, envoi)
        if envoi is None or not (own or (self.has(Right.LECTURE) and self.admits(envoi.organisme))):
            raise not_found()
        return envoi

    def require_dossier(self, session: Session, dossier_id: str) -> Dossier:
        """A dossier that it may read."""
        dossier = session.get(Dossier, dossier_id)
        if dossier is None or not self.admits(dossier.organisme):
            raise not_found()
        return dossier

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One state of the database."""
        with self.office.database.reading() as session:
            yield session

    def _deposited(self, session: Session, envoi: Envoi) -> bool:
        own = Delivery.key.startswith(self.delivery_prefix, autoescape=True)
        query = select(Delivery.key).where(Delivery.envoi_id == envoi.id, own)
        return session.scalar(query.limit(1)) is not None


def _caller(
    request: Request,
    shown: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)],
) -> Caller:
    counter: Counter = request.app.state.counter
    now = counter.office.now()
    address = request.client.host if request.client else "?"
    if wait := counter.missed.empty(address):
        raise _too_often(wait)
    token = _token(counter.office, shown)
    if token is None:
        counter.missed.take(address)
        raise ProblemError(
            401, "jeton_inconnu", "Montrez un jeton : Authorization: Bearer liasse_…",
            headers=_CHALLENGE,
        )  # fmt: skip
    if wait := counter.asked.take(token.id):
        raise _too_often(wait)
    holds = tokens.holds(token, now)
    caller = Caller(token, tokens.actor_of(token), counter.office, now)
    _noted(request, caller, holds)
    if not holds:
        raise ProblemError(
            401, "jeton_perime", "Ce jeton est révoqué ou périmé : demandez-en un autre.",
            headers=_CHALLENGE,
        )  # fmt: skip
    return caller


Calling = Annotated[Caller, Depends(_caller)]
"""The one dependency of every route of the API."""


def _token(office: Office, shown: HTTPAuthorizationCredentials | None) -> ApiToken | None:
    if shown is None or not _SHOWN.fullmatch(shown.credentials):
        return None
    with office.database.reading() as session:
        return tokens.shown(session, shown.credentials)


def _noted(request: Request, caller: Caller, holds: bool) -> None:
    """Every access is in the trail, the refused ones too: which program, which route, which thing."""
    name = request.scope["route"].name
    named = next(iter(request.path_params.items()), ("api_id", name))
    thing = audit.reference(named[0].removesuffix("_id"), str(named[1])[:64])

    def note(session: Session) -> None:
        audit.record(
            session,
            actor=caller.actor.name,
            action=f"api.{name}" if holds else "api.jeton_perime",
            thing=thing,
            at=caller.now,
        )
        if holds:
            tokens.used(session, caller.token.id, caller.now)

    caller.office.database.write(note)


def _too_often(seconds: float) -> ProblemError:
    return ProblemError(
        429,
        "trop_de_demandes",
        "Trop de demandes en peu de temps : attendez (Retry-After), puis recommencez.",
        headers={"Retry-After": str(math.ceil(seconds))},
    )
