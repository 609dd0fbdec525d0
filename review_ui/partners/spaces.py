"""The space of a partner: what is his, a dossier of his, his certificate, a situation asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Query, Response
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.exc import NoResultFound

from flows.partners import adhesion, scope, situation, standing
from flows.partners.inviting import typed_day
from flows.partners.standing import Sort
from models.checklists import checklists
from models.checklists.schema import Voie
from models.entities import Assure, Dossier, DossierWord, Envoi, Etape, Letter, Prestation
from models.errors import BadInput
from models.permissions import Action, Role
from review_ui.paging import Paging
from review_ui.partners import words
from review_ui.partners.guest import CERTIFICATE, FOLLOWED, SITUATION, Guest, Guesting, GuestWriting
from review_ui.routes.letters import pdf
from review_ui.wording import dates
from review_ui.wording.words import Chip
from storage.records import audit
from storage.records.dossier_words import AFTER_ALL, words_of

router = APIRouter(prefix="/espace")

PER_PAGE = 20
STATES = {
    "en_cours": ("En cours", (Etape.A_TRAITER, Etape.MEDECIN, Etape.DE_COTE, Etape.VALIDE)),
    "attente": ("Pièces attendues", (Etape.COMPLEMENT,)),
    "decides": ("Décidés", (Etape.REPONDU, Etape.REJETE)),
}
"""What a list is narrowed to, by where its dossiers are."""
_LANES = {
    Sort.REMBOURSEMENT: (Voie.REMBOURSEMENT,),
    Sort.PEC: (Voie.PEC, Voie.URGENCE),
    Sort.FACTURATION: (Voie.FACTURATION,),
}
SORTS = {
    "": "Tous les dossiers",
    Sort.REMBOURSEMENT.value: "Remboursements",
    Sort.PEC.value: "Prises en charge",
    Sort.HOSPITALISATION.value: "Hospitalisations",
    Sort.FACTURATION.value: "Factures de prestataires",
}
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
    session, role = guest.visit.session, guest.role
    place, said = standing.places(session, [dossier])[dossier.id]
    asked = standing.asked(session, dossier, role, place, guest.today)
    settled = dossier.etape.settled
    zone = dates.zone_of(dossier.organisme)
    return guest.page(
        "dossier.html",
        dossier=dossier,
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
        money=words.amounts(standing.money(session, dossier, said, guest.settings), dossier.organisme),
        letters=[(letter.id, dates.day(letter.at), _LETTERS.get(letter.kind, "Lettre"))
                 for letter in standing.letters(session, dossier, role)],
    )  # fmt: skip


_LETTERS = {
    "complement": "Demande de complément",
    "accuse": "Accusé de réception",
    "reponse": "Réponse à votre demande",
}


@router.get("/lettres/{letter_id}.pdf")
def letter(guest: Guesting, letter_id: str) -> Response:
    """A letter that was written to him, as it left."""
    guest.require(Action.VOIR, FOLLOWED)
    session = guest.visit.session
    row = session.get_one(Letter, letter_id)
    dossier = guest.dossier(row.dossier_id)
    if row.id not in {one.id for one in standing.letters(session, dossier, guest.role)}:
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
                typed_day(naissance),
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
    only = [*_named(q), *_of_sort(genre), *_in_state(etat)]
    found = scope.listed(
        session, guest.access, guest.settings, only,
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
    lines = []
    for row in rows:
        place, said = places[row.id]
        zone = dates.zone_of(row.organisme)
        money = standing.money(session, row, said, guest.settings)
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
        lien = adhesion.LIENS.get(person.lien, "Vous")
        name = f"{person.nom} {person.prenom}"
        rows.append((name, lien, words.SITUATIONS[found.open], words.covered(found)))
    return rows


# --- what a list is narrowed by --------------------------------------------------------------


def _named(q: str) -> list[ColumnElement[bool]]:
    """That people of a `Dossier` bear every word, or it is its reference."""
    typed = q.strip()
    if not typed:
        return []
    bearing = [
        Dossier.id.in_(
            select(DossierWord.dossier_id).where(
                DossierWord.word >= word, DossierWord.word < word + AFTER_ALL
            )
        )
        for word in words_of({"nom": typed})
    ]
    return [or_(Dossier.reference == typed.upper(), and_(*bearing))] if bearing else []


def _of_sort(genre: str) -> list[ColumnElement[bool]]:
    if genre == Sort.HOSPITALISATION.value:
        return [Dossier.prestation == Prestation.HOSPITALISATION]
    lanes = next((lanes for sort, lanes in _LANES.items() if sort.value == genre), None)
    if lanes is None:
        return []
    kinds = [
        and_(Dossier.organisme == organisme, Dossier.type == type_)
        for (organisme, type_), known in checklists().items()
        if known.dossier_type.voie in lanes
    ]
    return [or_(*kinds)]


def _in_state(etat: str) -> list[ColumnElement[bool]]:
    return [Dossier.etape.in_(STATES[etat][1])] if etat in STATES else []
