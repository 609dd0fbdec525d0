"""What a person does to what arrives: deposit it, try it again, put it aside."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, File, Form, Response, UploadFile
from fastapi.responses import JSONResponse, RedirectResponse

from flows.intake.deposits import Deposit
from flows.intake.receive import receive
from flows.review import act, envois
from models.entities import Channel
from models.errors import BadInput
from models.organismes import organismes
from models.permissions import ENVOI, REFUSAL, Action
from review_ui.acts import NO_STORE
from review_ui.visit import Writing
from storage.records import envois as records

router = APIRouter()

LARGEST = 1024 * 1024 * 1024


@router.post("/envois")
def deposit(
    visit: Writing,
    fichier: Annotated[UploadFile, File()],
    organisme: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Keep a file as an envoi, then have it read."""
    visit.require(Action.DEPOSER, ENVOI)
    if fichier.size is not None and fichier.size > LARGEST:
        raise BadInput(
            "Ce fichier dépasse un gigaoctet : déposez-le en plusieurs.", code="trop_grand"
        )
    data = fichier.file.read()
    if not data:
        raise BadInput(
            "Ce fichier est vide : rien n'a été gardé. Numérisez de nouveau, puis déposez.",
            code="fichier_vide",
        )
    name = PurePath((fichier.filename or "").replace("\\", "/")).name or "depot"
    received = receive(
        visit.office.place,
        Deposit(name, ((name, data),)),
        received_at=visit.now,
        channel=None if name.lower().endswith((".eml", ".msg")) else Channel.DEPOT_WEB,
        organisme=organisme if organisme in organismes() else None,
    )
    visit.office.room.read(received.envoi_id)
    with visit.office.place.database.reading() as session:
        refused = [refusal.message for refusal in records.refusals(session, received.envoi_id)]
    content = {
        "envoi": received.envoi_id,
        "numero": received.numero,
        "pages": received.pages,
        "doublon": received.duplicate,
        "refus": refused,
    }
    return JSONResponse(content, 201, NO_STORE)


@router.post("/envois/{envoi_id}/reprendre")
def resume(visit: Writing, envoi_id: str) -> Response:
    """Go on with an envoi that was left half-read."""
    visit.require(Action.DEPOSER, ENVOI)
    envoi = records.get(visit.session, envoi_id)
    if not envoi.state.finished:
        visit.office.room.read(envoi_id)
    return RedirectResponse(f"/envois/{envoi_id}", 303)


@router.post("/envois/{envoi_id}/separatrices")
def expect_separators(
    visit: Writing, envoi_id: str, attendues: Annotated[int, Form(ge=0, le=100_000)]
) -> Response:
    visit.require(Action.DEPOSER, ENVOI)
    act(
        visit.office.place,
        visit.actor,
        lambda desk: envois.expect_separators(desk, envoi_id, attendues),
        now=visit.now,
    )
    return RedirectResponse(f"/envois/{envoi_id}", 303)


@router.post("/refus/{refusal_id}/retenter")
def retry(visit: Writing, refusal_id: str) -> Response:
    visit.require(Action.RETENTER, REFUSAL)
    tried = envois.retry(visit.office.place, visit.actor, refusal_id, now=visit.now)
    visit.office.room.read(tried.envoi_id)
    return RedirectResponse(f"/envois/{tried.envoi_id}", 303)


@router.post("/refus/{refusal_id}/classer")
def set_aside(
    visit: Writing, refusal_id: str, motif: Annotated[str, Form(max_length=1000)] = ""
) -> Response:
    visit.require(Action.RETENTER, REFUSAL)
    act(
        visit.office.place,
        visit.actor,
        lambda desk: envois.set_aside(desk, refusal_id, motif.strip()),
        now=visit.now,
    )
    return RedirectResponse("/envois", 303)
