"""Logging in and out, and one's own account."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from models.errors import BadInput
from review_ui.people import COOKIE, csrf, is_token
from review_ui.visit import (
    AnybodyVisiting,
    AnybodyWriting,
    Office,
    Visit,
    frame,
    office_of,
    person_asking,
)
from review_ui.wording import dates, words
from storage.records import accounts
from storage.records.passwords import LEAST

router = APIRouter()

LONGEST = 300
_WRONG = "Identifiant ou mot de passe inconnu."
_HELD_BACK = (
    "Trop d'essais manqués : attendez un quart d'heure, ou adressez-vous à l'administrateur."
)
_STALE = "Cette page avait vieilli. Recommencez."
_ENDED = "Votre session a pris fin. Reconnectez-vous : vous reviendrez où vous étiez."


@router.get("/connexion")
def login_page(request: Request, suite: Annotated[str, Query(max_length=500)] = "") -> Response:
    office = office_of(request)
    with office.database.reading() as session:
        if person_asking(request, session) is not None:
            return RedirectResponse(_inside(suite), 303)
    ended = _ENDED if COOKIE in request.cookies else ""
    return _form(request, office, suite=suite, problem=ended)


@router.post("/connexion")
def login(
    request: Request,
    identifiant: Annotated[str, Form(max_length=LONGEST)] = "",
    mot_de_passe: Annotated[str, Form(max_length=LONGEST)] = "",
    jeton: Annotated[str, Form(max_length=LONGEST)] = "",
    suite: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    office = office_of(request)
    now = office.now()
    address = request.client.host if request.client else ""
    if not is_token(jeton, csrf(office.secret)):
        return _form(request, office, identifiant, suite, _STALE, 403)
    with office.database.reading() as session:
        held_back = accounts.held_back(session, identifiant, address, now)
        account = accounts.by_login(session, identifiant)
    if held_back:
        return _form(request, office, identifiant, suite, _HELD_BACK, 429)
    if account is None or not accounts.proven(account, mot_de_passe):
        if account is None:
            accounts.proven(None, mot_de_passe)  # takes as long as a wrong password
        office.database.write(lambda s: accounts.failed(s, identifiant, address, now))
        return _form(request, office, identifiant, suite, _WRONG, 401)
    opened = office.database.write(lambda s: accounts.open_session(s, account, now))
    answer = RedirectResponse(_inside(suite), 303)
    answer.set_cookie(
        COOKIE,
        opened.token,
        max_age=int(accounts.LIFE.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=bool(office.names) or request.url.scheme == "https",
    )
    return answer


@router.post("/deconnexion")
def logout(visit: AnybodyWriting) -> Response:
    token = visit.request.cookies.get(COOKIE, "")
    visit.office.database.write(lambda s: accounts.end(s, token, visit.now))
    answer = RedirectResponse("/connexion", 303)
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/compte")
def own(visit: AnybodyVisiting) -> Response:
    return _own(visit)


@router.post("/compte/mot-de-passe")
def change(
    visit: AnybodyWriting,
    ancien: Annotated[str, Form(max_length=LONGEST)] = "",
    nouveau: Annotated[str, Form(max_length=LONGEST)] = "",
) -> Response:
    account = accounts.by_login(visit.session, visit.actor.name)
    if visit.person.local or account is None:
        return _own(visit)
    address = visit.request.client.host if visit.request.client else ""
    if accounts.held_back(visit.session, account.login, address, visit.now):
        return _own(visit, _HELD_BACK, 429)
    if not accounts.proven(account, ancien):
        visit.office.database.write(lambda s: accounts.failed(s, account.login, address, visit.now))
        return _own(visit, "L'ancien mot de passe n'est pas le bon.", 401)
    try:
        visit.office.database.write(
            lambda s: accounts.set_password(s, account, nouveau, actor=account.login, now=visit.now)
        )
    except BadInput as error:
        return _own(visit, error.message, 400)
    answer = RedirectResponse("/connexion", 303)
    answer.delete_cookie(COOKIE)
    return answer


@router.post("/compte/terminer")
def end_everywhere(visit: AnybodyWriting) -> Response:
    account = accounts.by_login(visit.session, visit.actor.name)
    if account is not None and not visit.person.local:
        visit.office.database.write(lambda s: accounts.end_all(s, account, visit.now))
    answer = RedirectResponse("/connexion", 303)
    answer.delete_cookie(COOKIE)
    return answer


def _own(visit: Visit, problem: str = "", status: int = 200) -> Response:
    account = None if visit.person.local else accounts.by_login(visit.session, visit.actor.name)
    number = accounts.open_sessions(visit.session, visit.now).get(account.id, 0) if account else 0
    answer = visit.page(
        "account.html",
        account=account,
        opened=dates.day(account.created_at) if account else "",
        sessions=words.count(number, "session ouverte", "sessions ouvertes"),
        least=LEAST,
        problem=problem,
    )
    answer.status_code = status
    return answer


def _form(
    request: Request,
    office: Office,
    login: str = "",
    suite: str = "",
    problem: str = "",
    status: int = 200,
) -> Response:
    context = {
        **frame(None),
        "token": csrf(office.secret),
        "login": login,
        "suite": suite,
        "problem": problem,
    }
    headers = {"Cache-Control": "no-store"}
    return office.templates.TemplateResponse(request, "login.html", context, status, headers)


def _inside(suite: str) -> str:
    """Where to go on to: an address of ours, never another site's."""
    inside = suite.startswith("/") and not suite.startswith(("//", "/\\"))
    return suite if inside and suite.isprintable() else "/"
