"""Pages and JSON for what went wrong: French, calm, with what to do, never a traceback."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import NoResultFound
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import Scope

from flows.review import errors as review
from flows.review.errors import ReviewError
from models.errors import BadInput, LiasseError
from review_ui.api.problems import ProblemError, problem
from review_ui.visit import (
    ForbiddenError,
    GuestError,
    LoggedOutError,
    TokenError,
    frame,
    office_of,
)
from review_ui.wording import words

API = "/api/"
ACTS = API + "actes/"
SPACE = "/espace"
"""Where partners are at home."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`status` is HTTP's, `code` is stable, the rest is for people."""

    status: int
    code: str
    title: str
    message: str


NOT_FOUND = Fault(
    404,
    "introuvable",
    "Page introuvable",
    "Rien ne porte cette adresse. Le numéro a peut-être été mal copié : cherchez-le en haut de l'écran.",
)
SEALED = Fault(
    403,
    "secret_medical",
    "Contenu réservé au médecin conseil",
    "Cette page est couverte par le secret médical, ou pourrait l'être. Sa présence et le résultat "
    "de son contrôle restent visibles dans le dossier.",
)
FORBIDDEN = Fault(
    403,
    "interdit",
    "Accès réservé",
    "Votre rôle ne donne pas accès à cette page. Adressez-vous à votre responsable.",
)
NOT_OF_THE_HOUSE = Fault(403, "interdit", "Accès réservé", "Cette page n'est pas de votre espace.")
NOTHING_OF_YOURS = Fault(
    404, "introuvable", "Page introuvable", "Rien de votre espace ne porte cette adresse."
)
BROKEN = Fault(
    500,
    "erreur",
    "Une erreur est survenue",
    "L'application n'a pas pu répondre. Rien n'est perdu. Recommencez ; si cela persiste, "
    "prévenez l'exploitant en lui donnant l'heure qu'il est.",
)
NOT_UNDERSTOOD = Fault(
    400,
    "demande_incomprise",
    "Demande incomprise",
    "L'adresse demandée contient une valeur inattendue. Revenez à la file d'attente.",
)
NOT_ALLOWED = Fault(405, "methode", "Demande refusée", "Cette page ne fait que montrer.")
LOGGED_OUT = Fault(
    401,
    "deconnecte",
    "Session terminée",
    "Votre session est terminée : reconnectez-vous. Ce qui était enregistré le reste.",
)
STALE = Fault(
    403,
    "page_ancienne",
    "Page trop ancienne",
    "Cette page date d'une autre session : rechargez-la, puis recommencez. Rien n'a été changé.",
)

_BY_STATUS = {fault.status: fault for fault in (NOT_FOUND, FORBIDDEN, NOT_ALLOWED, NOT_UNDERSTOOD)}


def wants_json(request: Request) -> bool:
    """Whether a program asks, or a script of a page of ours, rather than a person."""
    asked = request.headers.get("accept", "")
    return request.url.path.startswith(API) or asked.startswith("application/json")


def _is_program(path: str) -> bool:
    """Whether an address is of the API (what it does not route itself): acts are of our own pages."""
    return path.startswith(API) and not path.startswith(ACTS)


def answer(request: Request, fault: Fault, details: Mapping[str, object] | None = None) -> Response:
    """The fault as a page, or as JSON for the API."""
    headers = {"Cache-Control": "no-store"}
    if _is_program(request.url.path):
        return problem(ProblemError(fault.status, fault.code, fault.message))
    person = getattr(request.state, "person", None)
    if fault is NOT_FOUND and person is not None and person.guest:
        fault = NOTHING_OF_YOURS
    if wants_json(request):
        content = {"erreur": {"code": fault.code, "message": fault.message, **(details or {})}}
        return JSONResponse(content, fault.status, headers)
    return office_of(request).templates.TemplateResponse(
        request,
        "fault.html",
        {**frame(person), "fault": fault},
        fault.status,
        headers,
    )


def _details(error: ReviewError) -> dict[str, object]:
    """What the screen shows beside the sentence."""
    match error:
        case review.NotCompleteError():
            return {
                "obstacles": [
                    {
                        "exigence": o.exigence,
                        "libelle": o.libelle,
                        "resultat": words.RESULTATS[o.resultat].word,
                        "raison": o.raison,
                        "levable": o.may_lift,
                        "medical": o.medical,
                    }
                    for o in error.obstacles
                ]
            }
        case review.LotNotReadyError():
            return {
                "dossiers": [{"id": i, "reference": r, "raison": w} for i, r, w in error.dossiers]
            }
        case review.ChangedError():
            return {"actuel": error.current or "", "qui": error.who or ""}
        case review.BadValueError():
            return {"attendu": error.hint}
    return {}


def of_error(scope: Scope, error: Exception) -> Response:
    """What is shown when a route failed. Our own errors explain themselves."""
    fault = BROKEN
    if isinstance(error, LiasseError):
        fault = Fault(500, error.code, BROKEN.title, error.message)
    return answer(Request(scope), fault)


def register(app: FastAPI) -> None:
    """Have `app` answer so."""

    @app.exception_handler(ForbiddenError)
    def forbidden(request: Request, error: ForbiddenError) -> Response:
        return answer(request, SEALED if error.sealed else FORBIDDEN)

    @app.exception_handler(GuestError)
    def guest(request: Request, error: GuestError) -> Response:
        if request.method == "GET" and request.url.path == "/" and not wants_json(request):
            return RedirectResponse(SPACE, 303, {"Cache-Control": "no-store"})
        return answer(request, NOT_OF_THE_HOUSE)

    @app.exception_handler(LoggedOutError)
    def logged_out(request: Request, error: LoggedOutError) -> Response:
        if request.method != "GET" or wants_json(request):
            return answer(request, LOGGED_OUT)
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        suite = "" if here == "/" else "?" + urlencode({"suite": here})
        return RedirectResponse(f"/connexion{suite}", 303, {"Cache-Control": "no-store"})

    @app.exception_handler(TokenError)
    def stale(request: Request, error: TokenError) -> Response:
        return answer(request, STALE)

    @app.exception_handler(ReviewError)
    def stopped(request: Request, error: ReviewError) -> Response:
        if isinstance(error, review.ForbiddenError):
            return answer(request, SEALED if error.sealed else FORBIDDEN)
        fault = Fault(error.status, error.code, "Action refusée", error.message)
        return answer(request, fault, _details(error))

    @app.exception_handler(BadInput)
    def bad_input(request: Request, error: BadInput) -> Response:
        return answer(request, Fault(422, error.code, "Demande refusée", error.message))

    @app.exception_handler(NoResultFound)
    def not_there(request: Request, error: NoResultFound) -> Response:
        return answer(request, NOT_FOUND)

    @app.exception_handler(RequestValidationError)
    def not_understood(request: Request, error: RequestValidationError) -> Response:
        return answer(request, NOT_UNDERSTOOD)

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        return answer(request, _BY_STATUS.get(error.status_code, BROKEN))
