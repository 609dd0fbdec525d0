"""Putting the papers in order: each route is one act on pages, documents, dossiers."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import Field

from flows.review import looking, pages
from models.permissions import Action
from review_ui.acts import Asked, acted, do, told
from review_ui.visit import Writing

router = APIRouter(prefix="/api/actes")


class OfDocument(Asked):
    """`vu`: the revision of the document as the person saw it."""

    document: str = Field(max_length=64)
    vu: int = Field(ge=0)


class OfPage(Asked):
    """`vu`: the revision of the document that holds the page."""

    page: str = Field(max_length=64)
    vu: int = Field(ge=0)


class Split(OfDocument):
    a: int = Field(ge=1)
    """The place (from 0) of the page that begins the new document."""


class Merge(OfDocument):
    dans: str = Field(max_length=64)
    dans_vu: int = Field(ge=0)


class Moved(OfPage):
    """Into another document (`dans`), or out of all into one of its own."""

    dans: str = Field("", max_length=64)
    dans_vu: int = Field(0, ge=0)


class DocumentMoved(OfDocument):
    vers: str = Field("", max_length=64)
    """A dossier's reference or id; empty: to none."""


class DossierOpened(Asked):
    documents: list[str] = Field(min_length=1, max_length=500)
    organisme: str = Field(max_length=40)
    type: str = Field(max_length=100)


class Turned(OfPage):
    degres: Literal[90, 180, 270] = 90


class ReadAgain(OfPage):
    tournee: bool = False
    """Because it was just turned: one act with that."""


class Blanked(OfPage):
    blanche: bool


class Secret(OfPage):
    secret: bool


class Typed(OfDocument):
    type: str = Field(max_length=100)


@router.post("/couper")
def split(visit: Writing, asked: Split) -> JSONResponse:
    visit.require_on_document(Action.ORGANISER, asked.document)
    return acted(
        visit, asked.dossier, lambda desk: pages.split(desk, asked.document, asked.a, seen=asked.vu)
    )


@router.post("/joindre")
def merge(visit: Writing, asked: Merge) -> JSONResponse:
    visit.require_on_document(Action.ORGANISER, asked.document)
    visit.require_on_document(Action.ORGANISER, asked.dans)
    return acted(
        visit,
        asked.dossier,
        lambda desk: pages.merge(
            desk, asked.document, asked.dans, seen=asked.vu, into_seen=asked.dans_vu
        ),
    )


@router.post("/deplacer")
def move(visit: Writing, asked: Moved) -> JSONResponse:
    visit.require_on_page(Action.ORGANISER, asked.page)
    if not asked.dans:
        return acted(
            visit,
            asked.dossier,
            lambda desk: pages.extract_page(
                desk, asked.page, dossier_id=asked.dossier or None, seen=asked.vu
            ),
        )
    return acted(
        visit,
        asked.dossier,
        lambda desk: pages.move_page(
            desk, asked.page, asked.dans, seen=asked.vu, into_seen=asked.dans_vu
        ),
    )


@router.post("/ranger")
def file_document(visit: Writing, asked: DocumentMoved) -> JSONResponse:
    """A document to another dossier, or out of all."""
    visit.require_on_document(Action.ORGANISER, asked.document)
    target = visit.dossier_named(asked.vers) if asked.vers else None
    return acted(
        visit,
        asked.dossier,
        lambda desk: pages.move_document(desk, asked.document, target, seen=asked.vu),
    )


@router.post("/ouvrir-dossier")
def open_dossier(visit: Writing, asked: DossierOpened) -> JSONResponse:
    for document in asked.documents:
        visit.require_on_document(Action.ORGANISER, document)
    return acted(
        visit,
        asked.dossier,
        lambda desk: pages.new_dossier(desk, asked.documents, asked.organisme, asked.type),
    )


@router.post("/tourner")
def turn(visit: Writing, asked: Turned) -> JSONResponse:
    visit.require_on_page(Action.ORGANISER, asked.page)
    return acted(
        visit, asked.dossier, lambda desk: pages.turn(desk, asked.page, asked.degres, seen=asked.vu)
    )


@router.post("/relire")
def read_again(visit: Writing, asked: ReadAgain) -> JSONResponse:
    """The page read anew, as it stands now."""
    visit.require_on_page(Action.ORGANISER, asked.page)
    if asked.dossier:
        do(visit, asked.dossier, lambda desk: None)
    office = visit.office
    done = looking.read_again(
        office.place, office.looker, visit.actor, asked.page, turned=asked.tournee, now=visit.now
    )
    return told(done)


@router.post("/blanche")
def blank(visit: Writing, asked: Blanked) -> JSONResponse:
    visit.require_on_page(Action.ORGANISER, asked.page)
    return acted(
        visit,
        asked.dossier,
        lambda desk: pages.mark_blank(desk, asked.page, asked.blanche, seen=asked.vu),
    )


@router.post("/secret")
def secret(visit: Writing, asked: Secret) -> JSONResponse:
    visit.require_on_page(Action.CLASSER_SECRET, asked.page)
    return acted(
        visit,
        asked.dossier,
        lambda desk: pages.mark_secret(desk, asked.page, asked.secret, seen=asked.vu),
    )


@router.post("/type")
def retype(visit: Writing, asked: Typed) -> JSONResponse:
    visit.require_on_document(Action.CORRIGER, asked.document)
    return acted(
        visit,
        asked.dossier,
        lambda desk: pages.retype(desk, asked.document, asked.type, seen=asked.vu),
    )
