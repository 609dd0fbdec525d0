"""The application: routes, templates, static files, and the shield before them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from fastapi import FastAPI
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.staticfiles import StaticFiles

from models.entities import utcnow
from models.permissions import Role
from review_ui import faults
from review_ui.routes import api, documents, dossiers, envois, lots, pages, queue, search
from review_ui.shield import Shield
from review_ui.thumbnails import Thumbnails
from review_ui.visit import Office
from review_ui.wording import words
from storage.blobs import BlobStore
from storage.database import Database

HERE = Path(__file__).parent
DEFAULT_ROLE = Role.RELECTEUR
"""The local operator until accounts exist: he checks forms, and opens no medical secret."""


def create_app(
    database: Database,
    blobs: BlobStore,
    *,
    role: Role = DEFAULT_ROLE,
    now: Callable[[], datetime] = utcnow,
) -> FastAPI:
    """The application over a database and a blob store, for an operator of that role."""
    app = FastAPI(title="liasse", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.office = Office(database, blobs, role, now, _templates(), Thumbnails(blobs))
    for noun in (queue, envois, dossiers, documents, pages, lots, search, api):
        app.include_router(noun.router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    faults.register(app)
    app.add_middleware(Shield, fault=faults.of_error)
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
