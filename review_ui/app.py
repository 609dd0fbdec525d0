"""The application: routes, templates, static files, and the shield before them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from fastapi import FastAPI
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.staticfiles import StaticFiles

from flows.review.looking import Looker
from flows.service.parts import Service
from flows.workplace import Workplace
from models.entities import utcnow
from models.permissions import Role
from review_ui import faults
from review_ui.api.app import create_api
from review_ui.partners import inviting, spaces
from review_ui.reading_room import ReadingRoom
from review_ui.routes import (
    accounts,
    answers,
    arrivals,
    bundling,
    company,
    complaints,
    deciding,
    documents,
    dossiers,
    envois,
    health,
    journal,
    keying,
    letters,
    lots,
    mails,
    pages,
    people,
    pilotage,
    queue,
    running,
    search,
    sorting,
    statements,
    values,
)
from review_ui.shield import Shield
from review_ui.thumbnails import Thumbnails
from review_ui.visit import Office
from review_ui.wording import words

HERE = Path(__file__).parent
_ROUTES = (
    queue, envois, arrivals, deciding, letters, dossiers, documents, values, sorting, pages,
    lots, bundling, search, journal, people, accounts, health, running,
    mails, answers, company, complaints, keying, pilotage, statements, inviting, spaces,
)  # fmt: skip
DEFAULT_ROLE = Role.RELECTEUR
"""The local operator while there are no accounts: he checks forms, and opens no medical secret."""


def create_app(
    place: Workplace,
    *,
    role: Role = DEFAULT_ROLE,
    names: Iterable[str] = (),
    looker: Looker | None = None,
    now: Callable[[], datetime] = utcnow,
    room: ReadingRoom | None = None,
    service: Service | None = None,
) -> FastAPI:
    """The application over a workplace.

    While it has no accounts, `role` is that of the operator of this machine. With `names`
    (hosts under which a relay shows it to others) there is no such operator. `room` reads what is
    deposited, and `service` is what runs beside the application, where there is more.
    """
    app = FastAPI(
        title="liasse", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan
    )
    others = frozenset(name.lower() for name in names)
    app.state.office = Office(
        place,
        None if others else role,
        now,
        _templates(),
        Thumbnails(place.blobs),
        looker or Looker(),
        room or ReadingRoom(place),
        others,
        service=service or Service(),
    )
    for noun in _ROUTES:
        app.include_router(noun.router)
    app.mount("/api", create_api(app.state.office), name="api")
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    faults.register(app)
    app.add_middleware(Shield, fault=faults.of_error, names=others)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Whatever was started for this application ends with it."""
    yield
    office: Office = app.state.office
    office.room.close()
    office.looker.close()


def _templates() -> Jinja2Templates:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["insecable"] = words.unbroken
    environment.globals |= {
        "count": words.count,
        "sealed_words": words.SEALED,
        "roles": words.ROLES,
        "roles_of": words.roles,
        "document_kinds": words.document_kinds,
    }
    return Jinja2Templates(env=environment)
