"""One visit to a route: who asks, what may be seen, and the state of the database.

Every route takes a `Visit` and asks it `require` before anything is shown. The actor is
the local operator until accounts exist; only `actor_of` changes then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.templating import Jinja2Templates
from sqlalchemy.orm import Session

from models.permissions import Action, Actor, Role, Sort, Thing, may
from review_ui.thumbnails import Thumbnails
from storage.blobs import BlobStore
from storage.database import Database


class ForbiddenError(Exception):
    """The actor may not. `sealed`: because of a medical secret, else because of his role."""

    def __init__(self, thing: Thing, *, sealed: bool) -> None:
        super().__init__(thing.sort.value)
        self.sealed = sealed


@dataclass(frozen=True, slots=True)
class Office:
    """What the whole application shares."""

    database: Database
    blobs: BlobStore
    role: Role
    now: Callable[[], datetime]
    templates: Jinja2Templates
    thumbnails: Thumbnails


@dataclass(frozen=True, slots=True)
class Visit:
    """A request, seen from a route."""

    request: Request
    office: Office
    actor: Actor
    session: Session
    now: datetime

    def may(self, action: Action, thing: Thing) -> bool:
        """Whether the actor may do that."""
        return may(self.actor, action, thing)

    def sees(self, thing: Thing) -> bool:
        """Whether the actor may know that it is there."""
        return self.may(Action.VOIR, thing)

    def reads(self, thing: Thing) -> bool:
        """Whether the actor may know what it says."""
        return self.may(Action.VOIR_CONTENU, thing)

    def require(self, action: Action, thing: Thing) -> None:
        """Go on only if the actor may; else the visitor gets 403."""
        if not self.may(action, thing):
            in_clear = replace(thing, confidential=False)
            raise ForbiddenError(thing, sealed=self.may(action, in_clear))

    def page(self, template: str, **context: Any) -> Response:
        """A page of the application. Personal data: no cache keeps it."""
        return self.office.templates.TemplateResponse(
            self.request,
            template,
            {**frame(self.actor), **context},
            headers={"Cache-Control": "no-store"},
        )


def frame(actor: Actor) -> Mapping[str, Any]:
    """What every page shows around its content."""
    return {
        "actor": actor,
        "sees_dossiers": may(actor, Action.VOIR, Thing(Sort.DOSSIER, confidential=False)),
        "sees_lots": may(actor, Action.VOIR, Thing(Sort.LOT, confidential=False)),
    }


def office_of(request: Request) -> Office:
    office: Office = request.app.state.office
    return office


def actor_of(request: Request) -> Actor:
    """Who asks."""
    return Actor("opérateur local", frozenset({office_of(request).role}))


def _visit(request: Request) -> Iterator[Visit]:
    office = office_of(request)
    with office.database.reading() as session:
        yield Visit(request, office, actor_of(request), session, office.now())


# "function": the session ends before the response is sent, however slow the visitor.
Visiting = Annotated[Visit, Depends(_visit, scope="function")]
"""The one dependency of every route."""
