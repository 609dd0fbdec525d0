"""Réclamations: the list, least time left first; one of them, linked and answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse

from flows.complaints.answering import preview_reply, reply
from flows.complaints.registering import link, register
from flows.outgoing.gather import person
from models.entities import Document, Dossier, Envoi, Reclamation, ReclamationState
from models.organismes import organismes
from models.permissions import DOSSIER, Action
from review_ui.acts import do
from review_ui.paging import Paging
from review_ui.routes.letters import pdf
from review_ui.views.answers import Complaint, complaint
from review_ui.views.mails import mail_of
from review_ui.visit import Visit, Visiting, Writing
from review_ui.wording import dates, words
from storage.records import dossiers, reclamations

router = APIRouter()

PER_PAGE = 50
LATE = "retard"
STATES = {
    "": "À répondre",
    LATE: "En retard",
    ReclamationState.REPONDUE.value: "Répondues",
    ReclamationState.ANNULEE.value: "Annulées",
    "toutes": "Toutes",
}
_Short = Annotated[str, Form(max_length=200)]
_Text = Annotated[str, Form(max_length=2000)]
_Asked = Annotated[str, Query(max_length=40)]


@dataclass(frozen=True, slots=True)
class Row:
    """A réclamation in the list."""

    told: Complaint
    who: str
    organisme: str
    dossier: Dossier | None
    received: str


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    word: str
    number: int
    chosen: bool


@router.get("/reclamations")
def listed(
    visit: Visiting,
    etat: _Asked = "",
    organisme: _Asked = "",
    envoi: Annotated[str, Query(max_length=64)] = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    """Those that wait, least time left first. `envoi`: a mail about to be registered as one."""
    visit.require(Action.VOIR, DOSSIER)
    session = visit.session
    chosen = etat if etat in STATES else ""
    state = _state(chosen)
    late = visit.now if chosen == LATE else None
    total = reclamations.number(session, state, organisme, late)
    paging = Paging(page, PER_PAGE, total, {"etat": chosen, "organisme": organisme})
    rows = reclamations.listed(
        session, state=state, organisme=organisme, late=late, limit=PER_PAGE, offset=paging.offset
    )
    mail = session.get(Envoi, envoi) if envoi else None
    return visit.page(
        "complaints.html",
        rows=[_row(visit, row) for row in rows],
        paging=paging,
        states=[
            Choice(value, word, _number(visit, value, organisme), value == chosen)
            for value, word in STATES.items()
        ],
        organismes=[(name, words.organisme_title(name)) for name in sorted(organismes())],
        organisme=organisme,
        chosen=chosen,
        letters=_letters(visit),
        envoi=mail,
        mail=mail_of(visit, mail) if mail is not None else None,
        registers=visit.may(Action.DECIDER, DOSSIER),
        today=visit.today().isoformat(),
    )


@router.post("/reclamations")
def add(
    visit: Writing, qui: _Short = "", objet: _Text = "", dossier: _Short = "", organisme: _Short = "",
    recue: _Short = "", envoi: _Short = "", document: _Short = "",
) -> Response:  # fmt: skip
    """Register one."""
    visit.require(Action.DECIDER, DOSSIER)
    on = dates.typed(recue)
    do(
        visit,
        "",
        lambda desk: register(
            desk, who=qui, objet=objet, organisme_name=organisme, dossier_reference=dossier,
            received_on=on, envoi_id=envoi or None, document_id=document or None,
        ),
    )  # fmt: skip
    return RedirectResponse("/reclamations", 303)


@router.get("/reclamations/{reclamation_id}")
def one(visit: Visiting, reclamation_id: str, texte: Annotated[str, Query(max_length=2000)] = "") -> Response:  # fmt: skip
    """A réclamation: what it says, whom it is about, its answer."""
    visit.require(Action.VOIR, DOSSIER)
    row = visit.session.get_one(Reclamation, reclamation_id)
    envoi = visit.session.get(Envoi, row.envoi_id) if row.envoi_id else None
    return visit.page(
        "complaint.html",
        row=_row(visit, row),
        complaint=row,
        open=row.state is ReclamationState.OUVERTE,
        insured=person(_about(visit, row).assure) if row.dossier_id else "",
        mail=mail_of(visit, envoi) if envoi is not None else None,
        acts=visit.may(Action.DECIDER, DOSSIER),
        texte=texte,
        answered=dates.moment(row.answered_at, dates.zone_of(row.organisme)) if row.answered_at else "",
    )  # fmt: skip


@router.post("/reclamations/{reclamation_id}/rattacher")
def join(visit: Writing, reclamation_id: str, dossier: _Short = "") -> Response:
    """Say which dossier it is about."""
    visit.require(Action.DECIDER, DOSSIER)
    do(visit, "", lambda desk: link(desk, reclamation_id, dossier))
    return RedirectResponse(f"/reclamations/{reclamation_id}", 303)


@router.post("/reclamations/{reclamation_id}/reponse.pdf")
def preview(visit: Writing, reclamation_id: str, texte: _Text = "") -> Response:
    """The letter as it would leave."""
    visit.require(Action.IMPRIMER, DOSSIER)
    made = do(visit, "", lambda desk: preview_reply(desk, reclamation_id, texte))
    return pdf(made, "reponse.pdf")


@router.post("/reclamations/{reclamation_id}/repondre")
def answer(visit: Writing, reclamation_id: str, texte: _Text = "") -> Response:
    """Answer it."""
    visit.require(Action.DECIDER, DOSSIER)
    do(visit, "", lambda desk: reply(desk, reclamation_id, texte))
    return RedirectResponse(f"/reclamations/{reclamation_id}", 303)


def _state(chosen: str) -> ReclamationState | None:
    if chosen in ("", LATE):
        return ReclamationState.OUVERTE
    return None if chosen == "toutes" else ReclamationState(chosen)


def _number(visit: Visit, value: str, organisme: str) -> int:
    late = visit.now if value == LATE else None
    return reclamations.number(visit.session, _state(value), organisme, late)


def _row(visit: Visit, row: Reclamation) -> Row:
    zone = dates.zone_of(row.organisme)
    return Row(
        complaint(row, zone, visit.now),
        row.who,
        words.organisme_word(row.organisme),
        _about(visit, row) if row.dossier_id else None,
        dates.moment(row.received_at, zone),
    )


def _about(visit: Visit, row: Reclamation) -> Dossier:
    return dossiers.get(visit.session, row.dossier_id or "")


def _letters(visit: Visit) -> list[Document]:
    """Letters that may be complaints, for a person to say so."""
    return list(reclamations.unregistered(visit.session))[:PER_PAGE]
