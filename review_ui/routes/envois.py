"""What arrived, and one envoi with its pages in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response

from flows.review import envois as review
from models.entities import Envoi
from models.permissions import DOCUMENT, DOSSIER, ENVOI, PAGE, REFUSAL, Action
from review_ui.paging import Paging
from review_ui.queries import dossiers as dossier_queries
from review_ui.queries import envois as envoi_queries
from review_ui.queries import pages as page_queries
from review_ui.views.arrivals import arrivals
from review_ui.views.mails import mail_of
from review_ui.views.papers import papers
from review_ui.views.rows import Paper
from review_ui.views.sheets import Sheet, sheet
from review_ui.visit import Visit, Visiting
from review_ui.wording import dates, words
from storage.records import documents, envois, pages

router = APIRouter()

PER_PAGE = 50
SEPARATOR = "feuille_separatrice"


@dataclass(frozen=True, slots=True)
class Piece:
    """A document among those of the envoi, and the dossier it went to."""

    paper: Paper
    dossier_id: str
    dossier: str


@router.get("/envois")
def listed(visit: Visiting, page: Annotated[int, Query(ge=1, le=1_000_000)] = 1) -> Response:
    visit.require(Action.VOIR, ENVOI)
    paging = Paging(page, PER_PAGE, envoi_queries.total(visit.session), {})
    shown = envois.newest(visit.session, limit=PER_PAGE, offset=paging.offset)
    waiting = envois.quarantine(visit.session) if visit.sees(REFUSAL) else ()
    room = visit.office.room
    return visit.page(
        "envois.html",
        arrivals=arrivals(visit, shown),
        paging=paging,
        reading=any(not e.state.finished and room.is_at(e.id) for e in shown),
        quarantine=[(refusal, dates.moment(refusal.created_at)) for refusal in waiting],
        retries=visit.may(Action.RETENTER, REFUSAL),
        deposits=visit.may(Action.DEPOSER, ENVOI),
    )


@router.get("/envois/{envoi_id}")
def one(visit: Visiting, envoi_id: str) -> Response:
    visit.require(Action.VOIR, ENVOI)
    envoi = envois.get(visit.session, envoi_id)
    refusals = envois.refusals(visit.session, envoi_id) if visit.sees(REFUSAL) else ()
    zone = dates.zone_of(envoi.organisme)
    room = visit.office.room
    deposits = visit.may(Action.DEPOSER, ENVOI)
    pieces = _pieces(visit, envoi_id)
    original = (
        envoi_queries.by_ids(visit.session, [envoi.duplicate_of]).get(envoi.duplicate_of)
        if envoi.duplicate_of
        else None
    )
    return visit.page(
        "envoi.html",
        envoi=arrivals(visit, [envoi])[0],
        files=envois.files(visit.session, envoi_id),
        pieces=pieces,
        loose=[] if pieces else _loose(visit, envoi),
        separators=sum(piece.paper.type == SEPARATOR for piece in pieces),
        blanks=sum(piece.paper.type == "page_blanche" for piece in pieces),
        refusals=[
            (refusal, words.REFUSAL_STATES[refusal.state], dates.moment(refusal.created_at, zone))
            for refusal in refusals
        ],
        mail=mail_of(visit, envoi),
        original=original,
        sees_pages=visit.sees(PAGE),
        progress=review.progress(visit.session, envoi_id),
        reading=room.is_at(envoi_id),
        stopped=room.failed.get(envoi_id, ""),
        resumable=not envoi.state.finished and not room.is_at(envoi_id) and deposits,
        deposits=deposits,
        retries=visit.may(Action.RETENTER, REFUSAL),
    )


def _pieces(visit: Visit, envoi_id: str) -> list[Piece]:
    if not visit.sees(DOCUMENT):
        return []
    shown = documents.of_envoi(visit.session, envoi_id)
    homes = {d.dossier_id for d in shown if d.dossier_id} if visit.sees(DOSSIER) else set()
    dossiers = dossier_queries.by_ids(visit.session, list(homes))
    return [
        Piece(
            paper,
            document.dossier_id if document.dossier_id in dossiers else "",
            dossiers[document.dossier_id].reference if document.dossier_id in dossiers else "",
        )
        for document, paper in zip(shown, papers(visit, shown), strict=True)
    ]


def _loose(visit: Visit, envoi: Envoi) -> list[Sheet]:
    """The pages alone: not cut yet, or for somebody who sees no documents."""
    if not visit.sees(PAGE):
        return []
    homes = page_queries.homes(visit.session, envoi.id)
    return [
        sheet(visit, page, homes.get(page.id), envoi.numero)
        for page in pages.of_envoi(visit.session, envoi.id)
    ]
