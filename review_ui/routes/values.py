"""Settling what was read: each route is one act on one place of a document."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import Field

from flows.review import fields
from flows.review.fields import Spot
from flows.review.looking import look
from models.errors import BadInput
from models.geometry import Box
from models.permissions import Action
from review_ui.acts import NO_STORE, Asked, acted
from review_ui.visit import Writing
from storage.records import audit

router = APIRouter(prefix="/api/actes")

Typed = Annotated[str, Field(max_length=2000)]
Corners = tuple[float, float, float, float]


class OfDocument(Asked):
    document: str = Field(max_length=64)


class OfSpot(OfDocument):
    """A place of a document as the person saw it (`vu`: its version)."""

    place: str = Field(max_length=200)
    vu: int = Field(ge=0)

    @property
    def spot(self) -> Spot:
        return spot_of(self.place)


class Accepted(OfSpot):
    lu: str | None = Field(None, max_length=10_000)
    """The value that the person saw."""


class Correction(OfSpot):
    valeur: Typed
    page: str | None = Field(None, max_length=64)
    cadre: Corners | None = None


class MarkSettled(OfSpot):
    present: bool | None


class Several(OfDocument):
    """Places with the versions that the person saw."""

    places: dict[str, int] = Field(min_length=1, max_length=100)


class NewRow(OfDocument):
    tableau: str = Field(max_length=100)
    cellules: dict[str, Typed] = Field(default_factory=dict)


class ToCheck(Asked):
    type: str = Field(max_length=100)
    place: str = Field(max_length=200)
    valeur: Typed


class ToRead(OfSpot):
    page: str = Field(max_length=64)
    cadre: Corners


def spot_of(written: str) -> Spot:
    """The place that a screen names; `BadInput` when it is none."""
    try:
        return Spot.parse(written)
    except (ValueError, KeyError, IndexError):
        raise BadInput("Ce n'est pas une place de ce document.", code="place_inconnue") from None


@router.post("/corriger")
def correct(visit: Writing, asked: Correction) -> JSONResponse:
    visit.require_on_document(Action.CORRIGER, asked.document, asked.spot.name)
    box = Box(*asked.cadre) if asked.cadre else None
    page = visit.page_number(asked.page) if asked.page and box else None
    return acted(
        visit,
        asked.dossier,
        lambda desk: fields.correct(
            desk, asked.document, asked.spot, asked.valeur, seen=asked.vu, page=page, box=box
        ),
    )


@router.post("/accepter")
def accept(visit: Writing, asked: Accepted) -> JSONResponse:
    visit.require_on_document(Action.CORRIGER, asked.document, asked.spot.name)
    return acted(
        visit,
        asked.dossier,
        lambda desk: fields.accept(desk, asked.document, asked.spot, seen=asked.vu, value=asked.lu),
    )


@router.post("/accepter-ligne")
def accept_line(visit: Writing, asked: Several) -> JSONResponse:
    """Several places at once, in one act: what the eye takes in at a glance, as a line."""
    spots = {spot_of(place): seen for place, seen in asked.places.items()}
    for name in {spot.name for spot in spots}:
        visit.require_on_document(Action.CORRIGER, asked.document, name)
    return acted(visit, asked.dossier, lambda desk: fields.accept_all(desk, asked.document, spots))


@router.post("/vider")
def blank(visit: Writing, asked: OfSpot) -> JSONResponse:
    visit.require_on_document(Action.CORRIGER, asked.document, asked.spot.name)
    return acted(
        visit,
        asked.dossier,
        lambda desk: fields.blank(desk, asked.document, asked.spot, seen=asked.vu),
    )


@router.post("/marque")
def mark(visit: Writing, asked: MarkSettled) -> JSONResponse:
    visit.require_on_document(Action.CORRIGER, asked.document, asked.spot.name)
    return acted(
        visit,
        asked.dossier,
        lambda desk: fields.settle_mark(
            desk, asked.document, asked.spot.name, asked.present, seen=asked.vu
        ),
    )


@router.post("/ligne-ajouter")
def add_row(visit: Writing, asked: NewRow) -> JSONResponse:
    visit.require_on_document(Action.CORRIGER, asked.document, asked.tableau)
    return acted(
        visit,
        asked.dossier,
        lambda desk: fields.add_row(desk, asked.document, asked.tableau, asked.cellules),
    )


@router.post("/ligne-retirer")
def remove_row(visit: Writing, asked: OfSpot) -> JSONResponse:
    visit.require_on_document(Action.CORRIGER, asked.document, asked.spot.name)
    spot = asked.spot
    return acted(
        visit,
        asked.dossier,
        lambda desk: fields.remove_row(
            desk, asked.document, spot.name, spot.row or 0, seen=asked.vu
        ),
    )


@router.post("/verifier")
def check(visit: Writing, asked: ToCheck) -> JSONResponse:
    """What is being typed, as it would be kept. Nothing of the office is looked at."""
    checked = fields.check(asked.type, spot_of(asked.place), asked.valeur)
    content = {"valeur": checked.value, "ecrit": checked.shown, "remarque": checked.remark or ""}
    return JSONResponse(content, headers=NO_STORE)


@router.post("/zone")
def read_place(visit: Writing, asked: ToRead) -> JSONResponse:
    """Read a rectangle of the page into a field."""
    page = visit.require_on_page(Action.VOIR_CONTENU, asked.page)
    visit.require_on_document(Action.CORRIGER, asked.document, asked.spot.name)
    if page.confidential:
        visit.looked(audit.reference("page", asked.page))
    found = look(
        visit.office.place,
        visit.office.looker,
        visit.actor,
        asked.page,
        Box(*asked.cadre),
        asked.document,
        asked.spot,
    )
    candidates = [
        {
            "valeur": c.shown or c.value,
            "brut": c.raw,
            "confiance": int(c.confidence * 100 + 1e-9),
            "remarque": c.remark or "",
        }
        for c in found
    ]
    return JSONResponse({"lectures": candidates}, headers=NO_STORE)
