"""The space of a partner: what is his, a dossier of his, his certificate, a situation asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from flows.outgoing.gather import LIENS
from flows.partners import adhesion, complaining, scope, situation, standing
from models.entities import Assure, Dossier, Envoi, Letter
from models.errors import BadInput
from models.permissions import Action, Role
from models.values.dates import typed_date
from review_ui.paging import Paging
from review_ui.partners import words
from review_ui.partners.guest import (
    CERTIFICATE,
    COMPLAINT,
    FOLLOWED,
    SITUATION,
    Guest,
    Guesting,
    GuestWriting,
)
from review_ui.partners.narrowing import SORTS, STATES, narrowed
from review_ui.routes.letters import pdf
from review_ui.wording import dates
from review_ui.wording.words import Chip
from storage.records import audit

router = APIRouter(prefix="/espace")

PER_PAGE = 20
LONGEST = 60


@router.get("")
def home(
    guest: Guesting,
    q: Annotated[str, Query(max_length=LONGEST)] = "",
    genre: Annotated[str, Query(max_length=LONGEST)] = "",
    etat: Annotated[str, Query(max_length=LONGEST)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """His dossiers, the latest first; above them what else his role has."""
    guest.note("espace.accueil")
    return _home(guest, q=q, genre=genre, etat=etat, number=page)


@router.get("/dossiers/{dossier_id}")
def one(guest: Guesting, dossier_id: str) -> Response:
    """Where one of his dossiers stands, and what it waits for."""
    guest.require(Action.VOIR, FOLLOWED)
    dossier = guest.dossier(dossier_id)
    guest.note("espace.dossier", audit.reference("dossier", dossier.id))
    return _dossier(guest, dossier)


@router.post("/dossiers/{dossier_id}/reclamation")
def complain(
    guest: GuestWriting,
    dossier_id: str,
    objet: Annotated[str, Form(max_length=10_000)] = "",
) -> Response:
    """A réclamation about it: the one thing that a partner writes."""
    guest.require(Action.DEPOSER, COMPLAINT)
    dossier, visit = guest.dossier(dossier_id), guest.visit
    try:
        visit.office.database.write(
            lambda s: complaining.complain(
                s, guest.access, visit.actor.name, dossier, objet, visit.now
            )
        )
    except BadInput as error:
        return _dossier(guest, dossier, problem=error.message, objet=objet, status=400)
    return RedirectResponse(f"/espace/dossiers/{dossier.id}#t-reclamer", 303)


def _dossier(
    guest: Guest, dossier: Dossier, *, problem: str = "", objet: str = "", status: int = 200
) -> Response:
    session, role = guest.visit.session, guest.role
    place, said = standing.places(session, [dossier])[dossier.id]
    asked = standing.asked(session, dossier, role, place, guest.today)
    settled = dossier.etape.settled
    zone = dates.zone_of(dossier.organisme)
    money = standing.money(session, [dossier], {dossier.id: said}, guest.settings)[dossier.id]
    answer = guest.page(
        "dossier.html",
        dossier=dossier,
        problem=problem,
        objet=objet,
        complaints=[words.complaint(row, zone) for row in complaining.own(
            session, guest.visit.actor.name, dossier)],
        may_complain=guest.visit.may(Action.DEPOSER, COMPLAINT),
        title=words.titled(dossier, role),
        who=words.insured(dossier) if role is not Role.ASSURE else "",
        place=words.PLACES[place],
        means=words.MEANS[place] if role is not Role.EMPLOYEUR else "",
        decided=words.decision(said),
        due=dates.moment(dossier.deadline, zone) if dossier.deadline and not settled else "",
        lapses=dates.day(dossier.forclos_le) if dossier.forclos_le and not settled else "",
        asked=asked,
        until=words.until(asked),
        steps=[words.step(event) for event in standing.events(session, dossier, said)],
        money=words.amounts(money, dossier.organisme),
        letters=[(letter.id, dates.day(letter.at), _LETTERS.get(letter.kind, "Lettre"))
                 for letter in standing.letters(session, dossier, role, guest.visit.actor.name)],
    )  # fmt: skip
    answer.status_code = status
    return answer


_LETTERS = {
    "complement": "Demande de complément",
    "reponse": "Réponse à votre demande",
    "reponse_reclamation": "Réponse à votre réclamation",
}


@router.get("/lettres/{letter_id}.pdf")
def letter(guest: Guesting, letter_id: str) -> Response:
    """A letter that was written to him, as it left."""
    guest.require(Action.VOIR, FOLLOWED)
    session = guest.visit.session
    row = session.get_one(Letter, letter_id)
    dossier = guest.dossier(row.dossier_id)
    if row.id not in {
        one.id for one in standing.letters(session, dossier, guest.role, guest.visit.actor.name)
    }:
        raise NoResultFound
    guest.note("espace.lettre", audit.reference("dossier", dossier.id))
    return pdf(guest.visit.office.blobs.get(row.pdf_sha256), f"{dossier.reference}.pdf")


@router.post("/certificat.pdf")
def certificate(guest: GuestWriting) -> Response:
    """The certificate of today. It is numbered and noted: hence no GET."""
    guest.require(Action.IMPRIMER, CERTIFICATE)
    visit = guest.visit
    try:
        made = visit.office.database.write(
            lambda s: adhesion.issue(s, guest.access, visit.actor.name, visit.now, guest.today)
        )
    except BadInput as error:
        return _home(guest, problem=error.message, status=409)
    return pdf(made, "certificat-adhesion.pdf")


@router.post("/situation")
def check(
    guest: GuestWriting,
    numero: Annotated[str, Form(max_length=LONGEST)] = "",
    naissance: Annotated[str, Form(max_length=LONGEST)] = "",
) -> Response:
    """Whether an insured is covered. By POST: what is asked stands in no address and no log."""
    guest.require(Action.INTERROGER, SITUATION)
    visit = guest.visit
    try:
        found = visit.office.database.write(
            lambda s: situation.check(
                s,
                guest.access,
                visit.actor.name,
                numero,
                typed_date(naissance),
                visit.now,
                guest.today,
            )
        )
    except BadInput as error:
        status = 429 if error.code == "trop_de_demandes" else 400
        return _home(guest, problem=error.message, status=status)
    told = (words.SITUATIONS[found.open], words.covered(found)) if found else None
    return _home(guest, checked=True, told=told)


def _home(
    guest: Guest,
    *,
    q: str = "",
    genre: str = "",
    etat: str = "",
    number: int = 1,
    problem: str = "",
    checked: bool = False,
    told: object = None,
    status: int = 200,
) -> Response:
    guest.require(Action.VOIR, FOLLOWED)
    session = guest.visit.session
    found = scope.listed(
        session, guest.access, guest.settings, narrowed(q, genre, etat),
        limit=PER_PAGE, offset=(number - 1) * PER_PAGE,
    )  # fmt: skip
    paging = Paging(number, PER_PAGE, found.total, {"q": q, "genre": genre, "etat": etat})
    role = guest.role
    answer = guest.page(
        f"{role.value}.html",
        lines=_lines(guest, found.rows),
        total=found.total,
        paging=paging,
        q=q, genre=genre, etat=etat,
        sorts=SORTS, states={name: word for name, (word, _) in STATES.items()},
        problem=problem, checked=checked, told=told,
        today=dates.day(guest.today),
        family=_family(guest) if role is Role.ASSURE else [],
    )  # fmt: skip
    answer.status_code = status
    return answer


def _lines(guest: Guest, rows: Sequence[Dossier]) -> list[words.Line]:
    session, role = guest.visit.session, guest.role
    places = standing.places(session, rows)
    envois = select(Envoi.id, Envoi.received_at).where(Envoi.id.in_([r.envoi_id for r in rows]))
    came = {row.id: row.received_at for row in session.execute(envois)}
    answered = {id: said for id, (_, said) in places.items()}
    amounts = standing.money(session, rows, answered, guest.settings)
    lines = []
    for row in rows:
        place, said = places[row.id]
        zone = dates.zone_of(row.organisme)
        money = amounts[row.id]
        waits = row.deadline is not None and not row.etape.settled
        lines.append(
            words.Line(
                row.id,
                row.reference,
                words.titled(row, role),
                words.insured(row) if role is not Role.ASSURE else "",
                str(row.assure.get("matricule") or row.assure.get("numero_immatriculation") or ""),
                dates.day(came[row.envoi_id].astimezone(zone).date()),
                words.PLACES[place],
                words.decision(said),
                words.amount(money.paid or money.granted or money.claimed, row.organisme),
                money.invoice,
                dates.day(row.deadline.astimezone(zone).date()) if row.deadline and waits else "",
            )
        )
    return lines


def _family(guest: Guest) -> list[tuple[str, str, Chip, list[tuple[str, str]]]]:
    """The insured and his dependants, with the situation of each."""
    session = guest.visit.session
    insured = session.get(Assure, guest.access.assure_id)
    rows = []
    for person in situation.family_of(session, insured) if insured else ():
        found = situation.of_person(session, person, guest.today)
        lien = LIENS.get(person.lien, "Vous")
        name = f"{person.nom} {person.prenom}"
        rows.append((name, lien, words.SITUATIONS[found.open], words.covered(found)))
    return rows
