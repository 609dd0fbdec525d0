"""The API as an application of its own, mounted under `/api`: its problems, its description."""

from __future__ import annotations

import time
from copy import deepcopy
from importlib.metadata import version
from typing import Any

import anyio
from fastapi import FastAPI

from models.organismes import organismes
from review_ui.api import bodies, dossiers, envois, export
from review_ui.api.brakes import Allowance, BodyLimit
from review_ui.api.callers import Counter
from review_ui.api.problems import Problem, register
from review_ui.visit import Office

MISSES = 20
"""Wrong tokens a minute that an address may show."""
_ABOUT = (
    "Dépôt d'envois et lecture de leurs résultats. Toute demande montre un jeton ; tout accès est au "
    "journal. Les erreurs suivent la RFC 9457."
)


def create_api(office: Office) -> FastAPI:
    """The API over an office. Nothing here needs, or makes, a session."""
    settings = office.place.settings
    api = FastAPI(
        title="liasse",
        description=_ABOUT,
        version=version("liasse"),
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
        generate_unique_id_function=lambda route: route.name,
    )
    api.state.counter = Counter(
        office,
        Allowance(settings.api_demandes, time.monotonic),
        Allowance(MISSES, time.monotonic),
    )
    api.state.gate = anyio.CapacityLimiter(envois.AT_ONCE)
    for noun in (envois, dossiers, export):
        api.include_router(noun.router)
    register(api)
    api.add_middleware(BodyLimit, largest=settings.api_octets)
    _describe(api)
    return api


def _describe(api: FastAPI) -> None:
    """The description, with the shape of problems, which no route names as its answer."""
    made = api.openapi

    def described() -> dict[str, Any]:
        if api.openapi_schema is None:
            schema = made()
            schemas = schema["components"]["schemas"]
            schemas["Problem"] = Problem.model_json_schema()
            _name_organismes(schema["paths"]["/envois"]["post"])
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            api.openapi_schema = schema
        return api.openapi_schema or {}

    api.openapi = described  # type: ignore[method-assign]


def _name_organismes(deposit: dict[str, Any]) -> None:
    """Which organismes a deposit may name: known from files, which an operator may add to."""
    names = sorted(organismes())
    for parameter in deposit["parameters"]:
        if parameter["name"] == bodies.ORGANISME:
            parameter["schema"] = {"type": "string", "enum": names}
    deposit["requestBody"] = deepcopy(deposit["requestBody"])
    form = deposit["requestBody"]["content"][bodies.FORM]["schema"]["properties"]
    form[bodies.ORGANISME] = {"type": "string", "enum": names}
