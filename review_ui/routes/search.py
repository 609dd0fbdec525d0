"""From what a person knows (a number on a paper, a name) to the thing he looks for."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from models.entities import Dossier, Envoi, Lot
from models.permissions import Action
from review_ui.queries import dossiers as dossier_queries
from review_ui.queries import envois, numbers, pages
from review_ui.queries import search as queries
from review_ui.secrecy import DOCUMENT, DOSSIER, ENVOI, LOT, document_thing, field_thing
from review_ui.views.arrivals import arrivals
from review_ui.views.cases import cases
from review_ui.visit import Visit, Visiting
from review_ui.wording import words
from storage.records import documents

router = APIRouter()

LONGEST = 200
MOST = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """A document on which what was looked for stands."""

    document: str
    title: str
    field: str
    dossier_id: str
    dossier: str


@router.get("/recherche")
def search(visit: Visiting, q: str = "") -> Response:
    visit.require(Action.VOIR, ENVOI)
    text = q.strip().replace("\0", "")[:LONGEST]
    number = numbers.typed(text)
    if number is None:
        return _shown(visit, text)
    if not number.plausible:
        note = (
            f"« {text} » contient une erreur : le dernier chiffre, qui contrôle les autres, "
            "ne correspond pas. Relisez le numéro sur le papier."
        )
        return _shown(visit, text, note)
    bearer = numbers.bearer(visit.session, number)
    if target := _target(visit, bearer, number.page):
        return RedirectResponse(target, 303)
    note = f"Rien ne porte le numéro {number.stem}."
    if isinstance(bearer, Envoi):
        note = f"L'envoi {bearer.numero} n'a pas de page {number.page}."
    return _shown(visit, text, note, [bearer] if isinstance(bearer, Envoi) else [])


def _shown(visit: Visit, text: str, note: str = "", found: list[Envoi] | None = None) -> Response:
    looked = found is None and not note and len(text) > 1
    if looked:
        found = list(envois.named(visit.session, text))
    people = looked and visit.reads(DOSSIER)
    dossiers = queries.of_person(visit.session, text, limit=MOST) if people else ()
    return visit.page(
        "search.html",
        q=text,
        arrivals=arrivals(visit, found or []),
        cases=cases(visit, dossiers),
        hits=_hits(visit, text) if people else [],
        note=note,
    )


def _hits(visit: Visit, text: str) -> list[Hit]:
    """Documents that bear the number; those that this visitor may not read are not told."""
    if not visit.reads(DOCUMENT):
        return []
    found = queries.by_number(visit.session, text, limit=MOST)
    on = documents.pages(visit.session, [document.id for document, _ in found])
    homes = dossier_queries.by_ids(
        visit.session, [document.dossier_id for document, _ in found if document.dossier_id]
    )
    hits = []
    for document, name in found:
        thing = document_thing(document, on[document.id])
        if not (visit.reads(thing) and visit.reads(field_thing(thing, document.type, name))):
            continue
        home = homes.get(document.dossier_id or "")
        hits.append(
            Hit(
                document.id,
                words.document_word(document.type),
                words.field_word(document.type, name),
                home.id if home else "",
                home.reference if home else "",
            )
        )
    return hits


def _target(visit: Visit, bearer: Envoi | Dossier | Lot | None, page: int | None) -> str | None:
    """The address of what was found, if the visitor may go there."""
    match bearer:
        case Envoi() if page is not None:
            placed = pages.numbered(visit.session, bearer.id, page)
            return f"/pages/{placed.page.id}" if placed else None
        case Envoi():
            return f"/envois/{bearer.id}"
        case Dossier() if visit.sees(DOSSIER):
            return f"/dossiers/{bearer.id}"
        case Lot() if visit.sees(LOT):
            return f"/lots#{bearer.numero}"
    return None
