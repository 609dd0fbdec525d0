"""What becomes of a dossier: taking it, deciding, noting, undoing, and the next one at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import Field

from flows.review import Desk, act, comments, holds, outcome, undo
from flows.review.done import Done
from models.permissions import DOSSIER, Action
from review_ui.acts import NO_STORE, Asked, acted, do
from review_ui.visit import Visit, Writing

router = APIRouter()


class OfDossier(Asked):
    dossier: str = Field(max_length=64)
    vu: int = Field(ge=0)


class WithReason(OfDossier):
    motif: str = Field("", max_length=2000)


class Lifted(WithReason):
    exigence: str = Field(max_length=200)


class Aside(WithReason):
    jusquau: date | None = None


class Kind(OfDossier):
    organisme: str = Field(max_length=40)
    type: str = Field(max_length=100)


class Note(Asked):
    dossier: str = Field(max_length=64)
    texte: str = Field(max_length=4000)


class OnDossier(Asked):
    dossier: str = Field(max_length=64)


@router.post("/dossiers/suivant")
def following(visit: Writing) -> Response:
    """Take the dossier with the least time left that nobody holds."""
    visit.require(Action.PRENDRE, DOSSIER)
    target = _next(visit)
    if visit.wants_json:
        return JSONResponse({"adresse": target}, headers=NO_STORE)
    return RedirectResponse(target, 303)


@router.post("/dossiers/{dossier_id}/prendre")
def take(visit: Writing, dossier_id: str) -> Response:
    visit.require(Action.PRENDRE, DOSSIER)
    do(visit, dossier_id, lambda desk: None)
    return RedirectResponse(f"/dossiers/{dossier_id}", 303)


@router.post("/dossiers/{dossier_id}/rendre")
def give_up(visit: Writing, dossier_id: str) -> Response:
    visit.require(Action.PRENDRE, DOSSIER)
    act(
        visit.office.place,
        visit.actor,
        lambda desk: holds.release(desk, dossier_id),
        now=visit.now,
    )
    return RedirectResponse("/", 303)


@router.post("/api/actes/signe-de-vie")
def alive(visit: Writing, asked: OnDossier) -> JSONResponse:
    visit.require(Action.PRENDRE, DOSSIER)
    held = act(
        visit.office.place,
        visit.actor,
        lambda desk: holds.renew(desk, asked.dossier),
        now=visit.now,
    )
    return JSONResponse({"jusqua": held.until.isoformat()}, headers=NO_STORE)


@router.post("/api/actes/completer")
def complete(visit: Writing, asked: OfDossier) -> JSONResponse:
    visit.require(Action.DECIDER, DOSSIER)
    return _decided(visit, asked, lambda desk: outcome.complete(desk, asked.dossier, seen=asked.vu))


@router.post("/api/actes/lever")
def lift(visit: Writing, asked: Lifted) -> JSONResponse:
    visit.require(Action.LEVER, DOSSIER)
    return _decided(
        visit,
        asked,
        lambda desk: outcome.lift(desk, asked.dossier, asked.exigence, asked.motif, seen=asked.vu),
    )


@router.post("/api/actes/medecin")
def refer(visit: Writing, asked: WithReason) -> JSONResponse:
    visit.require(Action.DECIDER, DOSSIER)
    return _decided(
        visit, asked, lambda desk: outcome.refer(desk, asked.dossier, asked.motif, seen=asked.vu)
    )


@router.post("/api/actes/avis")
def opinion(visit: Writing, asked: WithReason) -> JSONResponse:
    visit.require(Action.DECIDER_MEDICAL, DOSSIER)
    return _decided(
        visit,
        asked,
        lambda desk: outcome.give_back(desk, asked.dossier, asked.motif, seen=asked.vu),
    )


@router.post("/api/actes/rejeter")
def reject(visit: Writing, asked: WithReason) -> JSONResponse:
    visit.require(Action.REJETER, DOSSIER)
    return _decided(
        visit, asked, lambda desk: outcome.reject(desk, asked.dossier, asked.motif, seen=asked.vu)
    )


@router.post("/api/actes/cote")
def put_aside(visit: Writing, asked: Aside) -> JSONResponse:
    visit.require(Action.DECIDER, DOSSIER)
    return _decided(
        visit,
        asked,
        lambda desk: outcome.put_aside(
            desk, asked.dossier, asked.motif, asked.jusquau, seen=asked.vu
        ),
    )


@router.post("/api/actes/rouvrir")
def reopen(visit: Writing, asked: WithReason) -> JSONResponse:
    visit.require(Action.DECIDER, DOSSIER)
    return _decided(
        visit, asked, lambda desk: outcome.reopen(desk, asked.dossier, asked.motif, seen=asked.vu)
    )


@router.post("/api/actes/type-dossier")
def kind(visit: Writing, asked: Kind) -> JSONResponse:
    visit.require(Action.DECIDER, DOSSIER)
    return _decided(
        visit,
        asked,
        lambda desk: outcome.confirm_type(
            desk, asked.dossier, asked.organisme, asked.type, seen=asked.vu
        ),
    )


@router.post("/api/actes/commenter")
def comment(visit: Writing, asked: Note) -> JSONResponse:
    visit.require(Action.COMMENTER, DOSSIER)
    return acted(visit, "", lambda desk: comments.comment(desk, asked.dossier, asked.texte))


@router.post("/api/actes/annuler")
def take_back(visit: Writing, asked: OnDossier) -> JSONResponse:
    """Undo this person's last act on the dossier."""
    visit.require(Action.PRENDRE, DOSSIER)
    return acted(visit, "", lambda desk: undo.undo_last(desk, asked.dossier))


def _decided(visit: Visit, asked: OfDossier, work: Callable[[Desk], Done]) -> JSONResponse:
    return acted(visit, asked.dossier, work)


def _next(visit: Visit) -> str:
    taken = act(
        visit.office.place, visit.actor, lambda desk: holds.next_dossier(desk), now=visit.now
    )
    return f"/dossiers/{taken.id}" if taken else "/?rien=1"
