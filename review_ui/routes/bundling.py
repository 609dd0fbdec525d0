"""What a person does to a lot: fill it, take a dossier out, close it, print it, hand it over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from flows.outgoing import letters
from flows.outgoing.bordereau import bordereau
from flows.outgoing.facts import LotSheet
from flows.outgoing.gather import case_of
from flows.outgoing.spreadsheets import to_xlsx
from flows.review import Desk, act, lots
from flows.review.done import Done
from models.entities import Lot
from models.permissions import DOSSIER, LOT, Action
from review_ui.visit import Visit, Writing
from storage.records import audit, dossiers

router = APIRouter()

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Reason = Annotated[str, Form(max_length=1000)]


@router.post("/lots/{lot_id}/remplir")
def fill(visit: Writing, lot_id: str) -> Response:
    visit.require(Action.COMPOSER, LOT)
    return _done(visit, lot_id, lambda desk: lots.fill(desk, lot_id))


@router.post("/lots/{lot_id}/ajouter")
def add(visit: Writing, lot_id: str, dossier: Annotated[str, Form(max_length=64)]) -> Response:
    visit.require(Action.COMPOSER, LOT)
    target = visit.dossier_named(dossier)
    return _done(visit, lot_id, lambda desk: lots.add(desk, lot_id, target))


@router.post("/lots/{lot_id}/retirer")
def remove(
    visit: Writing, lot_id: str, dossier: Annotated[str, Form(max_length=64)], motif: Reason = ""
) -> Response:
    visit.require(Action.COMPOSER, LOT)
    why = motif.strip() or "retiré du lot"
    return _done(visit, lot_id, lambda desk: lots.remove(desk, lot_id, dossier, why))


@router.post("/lots/{lot_id}/clore")
def close(
    visit: Writing, lot_id: str, vu: Annotated[int, Form(ge=0)], sans: Reason = ""
) -> Response:
    """Close a lot. `sans`: why the dossiers that are not ready leave it first."""
    visit.require(Action.CLOTURER, LOT)
    without = sans.strip() or None
    return _done(visit, lot_id, lambda desk: lots.close(desk, lot_id, seen=vu, without=without))


@router.post("/lots/{lot_id}/remettre")
def hand_over(visit: Writing, lot_id: str, motif: Reason = "") -> Response:
    """`motif`: what proves it."""
    visit.require(Action.REMETTRE, LOT)
    return _done(visit, lot_id, lambda desk: lots.hand_over(desk, lot_id, motif))


@router.post("/lots/{lot_id}/bordereau.pdf")
def print_lot(visit: Writing, lot_id: str) -> Response:
    visit.require(Action.IMPRIMER, LOT)
    return _paper(bordereau(_sheet(visit, lot_id)), "application/pdf", "bordereau.pdf")


@router.post("/lots/{lot_id}/bordereau.xlsx")
def print_table(visit: Writing, lot_id: str) -> Response:
    visit.require(Action.IMPRIMER, LOT)
    return _paper(to_xlsx(_sheet(visit, lot_id)), XLSX, "bordereau.xlsx")


@router.post("/dossiers/{dossier_id}/accuse.pdf")
def receipt(visit: Writing, dossier_id: str) -> Response:
    """The receipt for who deposited the dossier; the trail says who printed it."""
    visit.require(Action.IMPRIMER, DOSSIER)
    dossier = dossiers.get(visit.session, dossier_id)
    day = visit.today(dossier.organisme)

    def work(desk: Desk) -> bytes:
        found = dossiers.get(desk.session, dossier_id)
        case = case_of(desk.session, found, desk.actor, desk.settings, day)
        audit.record(
            desk.session,
            actor=desk.actor.name,
            action="imprimer",
            thing=audit.reference("dossier", dossier_id),
            after={"papier": "accuse"},
        )
        return letters.receipt(case)

    made = act(visit.office.place, visit.actor, work, now=visit.now)
    return _paper(made, "application/pdf", "accuse.pdf")


def _sheet(visit: Visit, lot_id: str) -> LotSheet:
    lot = visit.session.get_one(Lot, lot_id)
    day = visit.today(lot.organisme)
    return act(
        visit.office.place,
        visit.actor,
        lambda desk: lots.print_lot(desk, lot_id, day),
        now=visit.now,
    )


def _done(visit: Visit, lot_id: str, work: Callable[[Desk], Done]) -> Response:
    act(visit.office.place, visit.actor, work, now=visit.now)
    lot = visit.session.get_one(Lot, lot_id)
    return RedirectResponse(f"/lots?lot={lot.numero}", 303)


def _paper(data: bytes, media_type: str, name: str) -> Response:
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'inline; filename="{name}"'}
    return Response(data, media_type=media_type, headers=headers)
