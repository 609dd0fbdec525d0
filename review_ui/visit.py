"""One visit to a route: who asks, what may be seen, and the state of the database.

Every route takes a `Visit` and asks it `require` before anything is shown; a route that
writes takes `Writing`, which also demands the token that only our own pages know.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.templating import Jinja2Templates
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from flows.review.looking import Looker
from flows.secrecy import document_thing, field_thing, page_thing
from flows.service.parts import Service
from flows.workplace import Workplace
from models.entities import Document, Dossier, Page
from models.errors import BadInput
from models.permissions import Action, Actor, Role, Sort, Thing, may
from review_ui.kept import Kept
from review_ui.people import COOKIE, Person, is_token, person_of
from review_ui.queries.figures import Figures
from review_ui.queries.pages import placed
from review_ui.reading_room import ReadingRoom
from review_ui.thumbnails import Thumbnails
from review_ui.wording import dates
from storage.blobs import Blobs
from storage.database import Database
from storage.records import accounts, documents, dossiers, looks

TOKEN_HEADER = "Liasse-Jeton"  # nosec B105 # a name
TOKEN_FIELD = "jeton"  # nosec B105 # a name


class ForbiddenError(Exception):
    """The actor may not. `sealed`: because of a medical secret, else because of his role."""

    def __init__(self, thing: Thing, *, sealed: bool) -> None:
        super().__init__(thing.sort.value)
        self.sealed = sealed


class GuestError(Exception):
    """A partner came to a page of the house: there is none for him outside his own space."""


class LoggedOutError(Exception):
    """Nobody is logged in, or no longer."""


class TokenError(Exception):
    """A write without its token: a page of another site, or one older than the session."""


@dataclass(frozen=True, slots=True)
class Office:
    """What the whole application shares. `role`: that of the local operator, if he may be."""

    place: Workplace
    role: Role | None
    now: Callable[[], datetime]
    templates: Jinja2Templates
    thumbnails: Thumbnails
    looker: Looker
    room: ReadingRoom
    names: frozenset[str] = frozenset()
    secret: str = field(default_factory=lambda: secrets.token_hex(32))
    service: Service = field(default_factory=Service)
    figures: Kept[Figures] = field(default_factory=Kept)

    @property
    def database(self) -> Database:
        return self.place.database

    @property
    def blobs(self) -> Blobs:
        return self.place.blobs


@dataclass(frozen=True, slots=True)
class Visit:
    """A request, seen from a route."""

    request: Request
    office: Office
    person: Person
    session: Session
    now: datetime

    @property
    def actor(self) -> Actor:
        return self.person.actor

    def today(self, organisme: str | None = None) -> date:
        """The day it is at an organisme; without one, where most are."""
        return self.now.astimezone(dates.zone_of(organisme)).date()

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

    def looked(self, *things: str) -> None:
        """Keep, before he is, that this person is shown what these things (references) secretly say.

        Written once an hour: most of the time it is asked, and nothing is written."""
        actor, now = self.actor.name, self.now
        if new := looks.unknown(self.session, actor, things, now):
            self.office.database.write(lambda session: looks.record(session, actor, new, now))

    def page(self, template: str, **context: Any) -> Response:
        """A page of the application. Personal data: no cache keeps it."""
        return self.office.templates.TemplateResponse(
            self.request,
            template,
            {**frame(self.person), **context},
            headers={"Cache-Control": "no-store"},
        )

    def require_on_document(self, action: Action, document_id: str, field: str = "") -> None:
        """Go on only if the actor may do that to a document, or to a field of it."""
        document = self.session.get_one(Document, document_id)
        thing = document_thing(document, documents.pages(self.session, [document_id])[document_id])
        self.require(action, field_thing(thing, document.type, field) if field else thing)

    def require_on_page(self, action: Action, page_id: str) -> Thing:
        """Go on only if the actor may do that to a page: what it is to `may`."""
        found = placed(self.session, page_id)
        if found is None:
            raise NoResultFound
        thing = page_thing(found.page, found.document)
        self.require(action, thing)
        return thing

    @property
    def wants_json(self) -> bool:
        """Whether a script of a page asks."""
        return self.request.headers.get("accept", "").startswith("application/json")

    def page_number(self, page_id: str) -> int:
        """The number of a page in its envoi; `NoResultFound` when there is none."""
        return self.session.get_one(Page, page_id).number

    def dossier_named(self, name: str) -> str:
        """The id of a dossier that a person names by its reference; `BadInput` when there is none."""
        found = dossiers.by_reference(self.session, name) or self.session.get(Dossier, name)
        if found is None:
            raise BadInput(
                f"Aucun dossier ne porte la référence « {name} ».", code="dossier_inconnu"
            )
        return found.id


def frame(person: Person | None) -> Mapping[str, Any]:
    """What every page shows around its content; `None`: nobody is logged in."""

    def sees(sort: Sort) -> bool:
        return person is not None and may(person.actor, Action.VOIR, Thing(sort, False))

    return {
        "person": person,
        "token": person.token if person else "",
        "guest": person is not None and person.guest,
        "sees_dossiers": sees(Sort.DOSSIER),
        "sees_lots": sees(Sort.LOT),
        "sees_accounts": sees(Sort.COMPTE),
        "sees_journal": sees(Sort.JOURNAL),
        "sees_service": sees(Sort.REGLAGE),
        "sees_pilotage": sees(Sort.PILOTAGE),
        "sees_quality": person is not None
        and may(person.actor, Action.TRANCHER, Thing(Sort.CHAMP, False)),
    }


def office_of(request: Request) -> Office:
    office: Office = request.app.state.office
    return office


def person_asking(request: Request, session: Session) -> Person | None:
    """Who asks, kept with the request."""
    office = office_of(request)
    person = person_of(request, session, office.now(), office.secret, office.role)
    request.state.person = person
    return person


def _anybody(request: Request) -> Iterator[Visit]:
    office = office_of(request)
    now = office.now()
    with office.database.reading() as session:
        person = person_asking(request, session)
        if person is None:
            raise LoggedOutError
        if person.stale:
            office.database.write(lambda s: accounts.seen(s, request.cookies[COOKIE], now))
        yield Visit(request, office, person, session, now)


# "function": the session ends before the response is sent, however slow the visitor.
AnybodyVisiting = Annotated[Visit, Depends(_anybody, scope="function")]
"""Of the few routes that are for partners too: one's own account, and their space."""


def _of_the_house(visit: AnybodyVisiting) -> Visit:
    if visit.person.guest:
        raise GuestError
    return visit


Visiting = Annotated[Visit, Depends(_of_the_house, scope="function")]
"""The one dependency of every route that shows."""


async def token_given(request: Request) -> str:
    """The token that a write repeats, from its header or its form."""
    if header := request.headers.get(TOKEN_HEADER):
        return header
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return str((await request.form()).get(TOKEN_FIELD, ""))
    return ""


def _anybody_writing(visit: AnybodyVisiting, given: Annotated[str, Depends(token_given)]) -> Visit:
    if not is_token(given, visit.person.token):
        raise TokenError
    return visit


AnybodyWriting = Annotated[Visit, Depends(_anybody_writing, scope="function")]


def _writing(visit: Visiting, checked: AnybodyWriting) -> Visit:
    return visit


Writing = Annotated[Visit, Depends(_writing, scope="function")]
"""The one dependency of every route that writes."""
