"""Mails and people: strangers who wait for an answer, mails sent again, notices put away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse

from flows.mailbox import acts
from flows.review import act
from models.entities import Notice, NoticeKind, OutMail
from models.permissions import DOSSIER, Action
from review_ui.queries import envois
from review_ui.routes import keying
from review_ui.views.mails import Mail, mail_of
from review_ui.visit import Visit, Visiting, Writing
from review_ui.wording import dates
from storage.records import notices

router = APIRouter()

STRANGERS = "/expediteurs"
Short = Annotated[str, Form(max_length=200)]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail that waits for a person; `message` says why."""

    notice_id: str
    envoi_id: str
    numero: str
    address: str
    message: str
    at: str
    mail: Mail | None


@router.get(STRANGERS)
def strangers(
    visit: Visiting, accuses: Annotated[int | None, Query(ge=0, le=10_000)] = None
) -> Response:
    """Who wrote and is not in the directory, and mails without a dossier.

    `accuses`: acknowledgements that the last answer made.
    """
    visit.require(Action.DECIDER, DOSSIER)
    return visit.page(
        "strangers.html",
        strangers=_waiting(
            visit, notices.waiting(visit.session, kind=NoticeKind.EXPEDITEUR_INCONNU)
        ),
        loose=_waiting(visit, notices.of_no_dossier(visit.session)),
        receipts=accuses,
        may_know=visit.may(Action.ADMINISTRER, acts.DIRECTORY),
    )


def _waiting(visit: Visit, found: Sequence[Notice]) -> list[Waiting]:
    wrote = envois.by_ids(visit.session, [n.envoi_id for n in found if n.envoi_id])
    return [
        Waiting(
            notice.id,
            envoi.id,
            envoi.numero,
            envoi.sender or "",
            notice.message,
            dates.moment(envoi.received_at, dates.zone_of(envoi.organisme)),
            mail_of(visit, envoi),
        )
        for notice in found
        if (envoi := wrote.get(notice.envoi_id or "")) is not None
    ]


@router.post("/expediteurs/{envoi_id}/accepter")
def accept(visit: Writing, envoi_id: str) -> Response:
    """Answer a stranger, who stays one."""
    visit.require(Action.DECIDER, DOSSIER)
    return _answered(acts.accept_sender(visit.office.place, visit.actor, envoi_id, now=visit.now))


@router.post("/expediteurs/{envoi_id}/inscrire")
def know(visit: Writing, envoi_id: str, nom: Short = "", inpe: Short = "") -> Response:
    """Answer a stranger, and know him from now on."""
    visit.require(Action.DECIDER, DOSSIER)
    visit.require(Action.ADMINISTRER, acts.DIRECTORY)
    number = "".join(inpe.split())
    return _answered(
        acts.accept_sender(
            visit.office.place, visit.actor, envoi_id, nom=nom, inpe=number or None, now=visit.now
        )
    )


@router.post("/avis/{notice_id}/vu")
def seen(visit: Writing, notice_id: str) -> Response:
    """Put a notice away: a person has seen it."""
    visit.require(Action.DECIDER, DOSSIER)
    notice = visit.session.get_one(Notice, notice_id)
    where = f"/dossiers/{notice.dossier_id}" if notice.dossier_id else STRANGERS
    if notice.kind is NoticeKind.DERIVE:
        where = keying.QUALITY
    act(visit.office.place, visit.actor, lambda desk: acts.see(desk, notice_id), now=visit.now)
    return RedirectResponse(where, 303)


@router.post("/courriels/{mail_id}/renvoyer")
def send_again(visit: Writing, mail_id: str) -> Response:
    """Have a mail leave that failed, or that nobody knows to have left."""
    visit.require(Action.DECIDER, DOSSIER)
    about = visit.session.get_one(OutMail, mail_id).dossier_id
    act(visit.office.place, visit.actor, lambda desk: acts.send_again(desk, mail_id), now=visit.now)
    return RedirectResponse(f"/dossiers/{about}#fil" if about else "/", 303)


def _answered(receipts: int) -> Response:
    return RedirectResponse(f"{STRANGERS}?accuses={receipts}", 303)
