"""The application: routes, templates, static files, and the shield before them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from fastapi import FastAPI
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.staticfiles import StaticFiles

from flows.workplace import Workplace
from models.entities import utcnow
from models.permissions import Role
from review_ui import faults
from review_ui.routes import api, documents, dossiers, envois, lots, pages, people, queue, search
from review_ui.shield import Shield
from review_ui.thumbnails import Thumbnails
from review_ui.visit import Office
from review_ui.wording import words

HERE = Path(__file__).parent
DEFAULT_ROLE = Role.RELECTEUR
"""The local operator while there are no accounts: he checks forms, and opens no medical secret."""


def create_app(
    place: Workplace,
    *,
    role: Role = DEFAULT_ROLE,
    names: Iterable[str] = (),
    now: Callable[[], datetime] = utcnow,
) -> FastAPI:
    """The application over a workplace.

    While it has no accounts, `role` is that of the operator of this machine. With `names`
    (hosts under which a relay shows it to others) there is no such operator.
    """
    app = FastAPI(title="liasse", docs_url=None, redoc_url=None, openapi_url=None)
    others = frozenset(name.lower() for name in names)
    app.state.office = Office(
        place, None if others else role, now, _templates(), Thumbnails(place.blobs), others
    )
    for noun in (queue, envois, dossiers, documents, pages, lots, search, people, api):
        app.include_router(noun.router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    faults.register(app)
    app.add_middleware(Shield, fault=faults.of_error, names=others)
    return app


def _templates() -> Jinja2Templates:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "count": words.count,
        "sealed_words": words.SEALED,
        "roles": words.ROLES,
    }
    return Jinja2Templates(env=environment)
