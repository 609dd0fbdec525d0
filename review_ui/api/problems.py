"""What went wrong, for programs: RFC 9457 (`application/problem+json`), in French."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import NoResultFound
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.errors import BadInput

MEDIA_TYPE = "application/problem+json"
URN = "urn:liasse:probleme:"
logger = logging.getLogger(__name__)


class Problem(BaseModel):
    """Un problème : `code` est stable, `detail` dit quoi faire."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(description="`urn:liasse:probleme:` et le code.")
    title: str
    status: int
    detail: str
    code: str
    champs: list[str] | None = Field(None, description="Ce qui, de la demande, n'est pas admis.")


class ProblemError(Exception):
    """Answered as a problem."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        champs: list[str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail
        self.headers, self.champs = dict(headers or {}), champs


TITLES = {
    400: "Demande incomprise",
    401: "Jeton absent ou inconnu",
    403: "Droit absent",
    404: "Introuvable",
    405: "Méthode non admise",
    409: "Pas encore possible",
    413: "Trop grand",
    415: "Nature de fichier non admise",
    422: "Demande refusée",
    429: "Trop de demandes",
    500: "Erreur de notre côté",
}
_DETAILS = {
    400: "Cette demande n'est pas comprise.",
    404: "Rien ne porte cette adresse.",
    405: "Cette adresse n'admet pas cette méthode.",
    500: "La demande n'a pas pu être traitée ; rien n'est perdu. Recommencez, puis prévenez l'exploitant.",
}
_CODES = {400: "demande_incomprise", 404: "introuvable", 405: "methode", 500: "erreur"}


def not_found() -> ProblemError:
    """There is nothing of that name, or nothing that this program may know of."""
    return ProblemError(404, _CODES[404], "Rien de visible pour ce jeton ne porte cet identifiant.")


def problem(error: ProblemError) -> Response:
    """The answer."""
    content: dict[str, Any] = {
        "type": URN + error.code,
        "title": TITLES.get(error.status, TITLES[400]),
        "status": error.status,
        "detail": error.detail,
        "code": error.code,
    }
    if error.champs is not None:
        content["champs"] = error.champs
    headers = {"Cache-Control": "no-store", **error.headers}
    return JSONResponse(content, error.status, headers, media_type=MEDIA_TYPE)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For the description of a route: the problems that it may answer."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status: {"description": TITLES[status], "content": {MEDIA_TYPE: schema}}
        for status in (*statuses, 500)
    }


def register(api: FastAPI) -> None:
    """Have `api` answer so, whatever happens."""

    @api.exception_handler(ProblemError)
    def known(request: Request, error: ProblemError) -> Response:
        return problem(error)

    @api.exception_handler(BadInput)
    def bad_input(request: Request, error: BadInput) -> Response:
        return problem(ProblemError(422, error.code, error.message))

    @api.exception_handler(NoResultFound)
    def not_there(request: Request, error: NoResultFound) -> Response:
        return problem(not_found())

    @api.exception_handler(RequestValidationError)
    def not_valid(request: Request, error: RequestValidationError) -> Response:
        # the library's own words are English, and repeat what was given
        wrong = sorted({".".join(str(part) for part in e["loc"][1:]) for e in error.errors()})
        return problem(
            ProblemError(
                422, "demande_invalide", "Des valeurs ne sont pas admises : voir « champs ».",
                champs=wrong,
            )
        )  # fmt: skip

    @api.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        status = error.status_code if error.status_code in _DETAILS else 400
        made = ProblemError(status, _CODES[status], _DETAILS[status], headers=error.headers)
        return problem(made)

    api.add_middleware(_Last)


class _Last:
    """What nobody foresaw is answered here: the framework would say it in English, and again above."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:
            logger.exception("demande_echouee")
            if started:
                raise
            await problem(ProblemError(500, _CODES[500], _DETAILS[500]))(scope, receive, send)
