"""From a number read on a paper to the thing that bears it."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from models.entities import Dossier, Envoi, Lot
from models.permissions import Action
from review_ui.queries import envois, numbers, pages
from review_ui.secrecy import DOSSIER, ENVOI, LOT
from review_ui.views.arrivals import arrivals
from review_ui.visit import Visit, Visiting

router = APIRouter()

LONGEST = 200


@router.get("/recherche")
def search(visit: Visiting, q: str = "") -> Response:
    visit.require(Action.VOIR, ENVOI)
    text = q.strip()[:LONGEST]
    number = numbers.typed(text)
    if number is None:
        found = envois.named(visit.session, text) if len(text) > 1 else ()
        return visit.page("search.html", q=text, arrivals=arrivals(visit, found), note="")
    if not number.plausible:
        note = (
            f"« {text} » contient une erreur : le dernier chiffre, qui contrôle les autres, "
            "ne correspond pas. Relisez le numéro sur le papier."
        )
        return visit.page("search.html", q=text, arrivals=[], note=note)
    bearer = numbers.bearer(visit.session, number)
    if target := _target(visit, bearer, number.page):
        return RedirectResponse(target, 303)
    note = f"Rien ne porte le numéro {number.stem}."
    if isinstance(bearer, Envoi):
        note = f"L'envoi {bearer.numero} n'a pas de page {number.page}."
    shown = arrivals(visit, [bearer]) if isinstance(bearer, Envoi) else []
    return visit.page("search.html", q=text, arrivals=shown, note=note)


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
