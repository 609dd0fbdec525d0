"""Partners invited and shut out, for administrators; and the link by which one begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from flows.partners import inviting
from flows.partners.inviting import Wanted
from models.entities import Account, PartnerAccess
from models.errors import BadInput
from models.organismes import organismes
from models.permissions import PARTNERS, Action, Role, Sort, Thing
from review_ui.people import csrf, is_token
from review_ui.visit import Office, Visit, Visiting, Writing, frame, office_of
from review_ui.wording import dates, words
from storage.records import partners
from storage.records.passwords import LEAST

router = APIRouter()

ACCESS = Thing(Sort.ACCES, confidential=False)
Short = Annotated[str, Form(max_length=200)]
CHOICES = (Role.EMPLOYEUR, Role.ASSURE, Role.PRESTATAIRE)
_STALE = "Cette page avait vieilli. Recommencez."


@dataclass(frozen=True, slots=True)
class Row:
    """An access in words. `state`: since when it is used, waits, or is shut."""

    id: str
    name: str
    login: str
    role: str
    tied: str
    state: str
    revoked: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What came of an act. `link` is shown this once, unless it was mailed."""

    message: str
    link: str = ""
    until: str = ""


@router.get("/partenaires")
def listed(visit: Visiting) -> Response:
    visit.require(Action.ADMINISTRER, ACCESS)
    return _page(visit)


@router.post("/partenaires")
def invite(
    visit: Writing,
    role: Short = "",
    identifiant: Short = "",
    nom: Short = "",
    courriel: Short = "",
    organisme: Short = "",
    employeur: Short = "",
    immatriculation: Short = "",
    naissance: Short = "",
    inpe: Short = "",
    ice: Short = "",
) -> Response:
    visit.require(Action.ADMINISTRER, ACCESS)
    wanted = Wanted(
        role,
        identifiant,
        nom,
        courriel,
        organisme,
        employeur,
        immatriculation,
        naissance,
        inpe,
        ice,
    )

    def made(session: Session) -> Said:
        if visit.person.local:
            raise BadInput(
                "Ouvrez d'abord un compte d'administrateur, et connectez-vous : l'application n'est "
                "encore ouverte qu'à ce poste.",
                code="premier_compte",
            )
        access = inviting.access_of(session, wanted, visit.actor.name, visit.now)
        token = partners.invite(session, access, now=visit.now)
        return _given(visit, session, access, token)

    return _after(visit, made, wanted)


@router.post("/partenaires/{access_id}/lien")
def renew(visit: Writing, access_id: str) -> Response:
    """Another link: the first was lost or ran out, or a password is forgotten."""
    visit.require(Action.ADMINISTRER, ACCESS)

    def made(session: Session) -> Said:
        token = partners.renew(session, access_id, actor=visit.actor.name, now=visit.now)
        return _given(visit, session, session.get_one(PartnerAccess, access_id), token)

    return _after(visit, made)


@router.post("/partenaires/{access_id}/revoquer")
def revoke(visit: Writing, access_id: str) -> Response:
    visit.require(Action.ADMINISTRER, ACCESS)

    def done(session: Session) -> Said:
        access = partners.revoke(session, access_id, actor=visit.actor.name, now=visit.now)
        return Said(f"Accès de {access.name} révoqué : ses sessions sont terminées.")

    return _after(visit, done)


@router.get("/invitation/{secret}")
def invitation(request: Request, secret: str) -> Response:
    """What the link opens: a password to choose."""
    return _invitation(request, secret)


@router.post("/invitation/{secret}")
def accept(
    request: Request,
    secret: str,
    jeton: Annotated[str, Form(max_length=300)] = "",
    mot_de_passe: Annotated[str, Form(max_length=300)] = "",
    encore: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    office = office_of(request)
    if not is_token(jeton, csrf(office.secret)):
        return _invitation(request, secret, _STALE, 403)
    if mot_de_passe != encore:
        return _invitation(request, secret, "Les deux mots de passe diffèrent.", 400)
    now = office.now()

    def accepted(session: Session) -> Account | None:
        return partners.accept(session, secret, mot_de_passe, now)

    try:
        account = office.database.write(accepted)
    except BadInput as error:
        return _invitation(request, secret, error.message, 400)
    if account is None:
        return _invitation(request, secret)
    return RedirectResponse("/connexion?suite=/espace", 303, {"Cache-Control": "no-store"})


def _given(visit: Visit, session: Session, access: PartnerAccess, token: str) -> Said:
    """The link mailed where mail leaves and there is an address, else to be handed over."""
    link = f"{_base(visit.request, visit.office)}/invitation/{token}"
    until = dates.moment(visit.now + partners.LIFE)
    if inviting.mail(session, visit.office.place.settings, access, link, until, visit.now):
        return Said(f"Invitation de {access.name} envoyée à {access.email}.")
    return Said(f"Invitation prête pour {access.name} ({access.login}).", link, until)


def _base(request: Request, office: Office) -> str:
    """The address under which we are asked now; the shield lets no other name through."""
    scheme = "https" if office.names else request.url.scheme
    return f"{scheme}://{request.headers.get('host', '')}"


def _after(visit: Visit, work: Callable[[Session], Said], wanted: Wanted | None = None) -> Response:
    try:
        said = visit.office.database.write(work)
    except BadInput as error:
        return _page(visit, problem=error.message, wanted=wanted, status=400)
    return _page(visit, said=said)


def _page(
    visit: Visit,
    *,
    said: Said | None = None,
    problem: str = "",
    wanted: Wanted | None = None,
    status: int = 200,
) -> Response:
    with visit.office.database.reading() as session:
        waiting = partners.waiting(session, visit.now)
        rows = [_row(session, access, waiting) for access in partners.listed(session)]
    answer = visit.page(
        "partners/access.html",
        rows=rows,
        choices=[(role.value, words.ROLES[role]) for role in CHOICES],
        organismes=[(name, words.organisme_title(name)) for name in sorted(organismes())],
        said=said,
        problem=problem,
        wanted=wanted or Wanted(),
    )
    answer.status_code = status
    return answer


def _row(session: Session, access: PartnerAccess, waiting: dict[str, datetime]) -> Row:
    if access.revoked_at is not None:
        state = f"révoqué {dates.day(access.revoked_at)}"
    elif access.id in waiting:
        state = f"lien valable jusqu'au {dates.day(waiting[access.id])}"
    elif access.account_id is not None:
        state = "actif"
    else:
        state = "lien expiré, jamais utilisé"
    return Row(
        access.id,
        access.name,
        access.login,
        words.ROLES[Role(access.role)] if access.role in PARTNERS else access.role,
        inviting.tied(session, access),
        state,
        access.revoked_at is not None,
    )


def _invitation(request: Request, secret: str, problem: str = "", status: int = 200) -> Response:
    office = office_of(request)
    with office.database.reading() as session:
        access = partners.invited(session, secret, office.now())
    context = {
        **frame(None),
        "token": csrf(office.secret),
        "secret": secret,
        "access": access,
        "least": LEAST,
        "problem": problem,
    }
    return office.templates.TemplateResponse(
        request,
        "partners/invitation.html",
        context,
        status if access is not None else 410,
        {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"},
    )
