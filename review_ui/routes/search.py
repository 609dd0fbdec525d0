"""From what a person knows (a number on a paper, a name) to the thing he looks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from flows.secrecy import document_thing, field_thing, page_thing
from models.entities import Document, Dossier, Envoi, Lot
from models.permissions import DOCUMENT, DOSSIER, ENVOI, LOT, Action
from review_ui.queries import dossiers as dossier_queries
from review_ui.queries import envois, numbers, pages
from review_ui.queries import search as queries
from review_ui.views.arrivals import arrivals
from review_ui.views.cases import cases
from review_ui.views.sheets import paper_number
from review_ui.visit import Visit, Visiting
from review_ui.wording import words
from storage.records import audit, documents, page_texts

router = APIRouter()

LONGEST = 200
MOST = 30
MOST_PAGES = 30
BEFORE, WORDS = 5, 18
"""Words shown of a line: before the first one looked for, and in all."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper on which what was looked for stands: `where`, and its words around it, if known.

    `link` leads to the place on the paper.
    """

    link: str
    title: str
    where: str
    dossier_id: str
    dossier: str
    words: Sequence[tuple[str, bool]] = ()


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
    reads = people and visit.reads(DOCUMENT)
    return visit.page(
        "search.html",
        q=text,
        arrivals=arrivals(visit, found or []),
        cases=cases(visit, dossiers),
        hits=_on_documents(visit, text) if reads else [],
        said=_on_pages(visit, text) if reads else [],
        most=MOST_PAGES,
        note=note,
    )


def _on_documents(visit: Visit, text: str) -> list[Hit]:
    """Documents that bear the number."""
    found = queries.by_number(visit.session, text, visit.actor, limit=MOST)
    on = documents.pages(visit.session, [document.id for document, _ in found])
    homes = _homes(visit, [document for document, _ in found])
    hits = []
    for document, name in found:
        thing = document_thing(document, on[document.id])
        if not (visit.reads(thing) and visit.reads(field_thing(thing, document.type, name))):
            continue  # the question left it out already
        home = homes.get(document.dossier_id or "")
        hits.append(
            Hit(
                f"/documents/{document.id}",
                words.document_word(document.type),
                words.field_word(document.type, name),
                home.id if home else "",
                home.reference if home else "",
            )
        )
    return hits


def _on_pages(visit: Visit, text: str) -> list[Hit]:
    """Pages that bear the words, with the line in which most of them stand."""
    found = queries.on_pages(visit.session, text, visit.actor, limit=MOST_PAGES)
    homes = _homes(visit, [said.document for said in found if said.document])
    numeros = envois.by_ids(visit.session, list({said.page.envoi_id for said in found}))
    terms = page_texts.wanted(text)
    hits, secret = [], []
    for said in found:
        page, document = said.page, said.document
        if document is None or not visit.reads(page_thing(page, document)):
            continue  # not cut yet; what may not be read, the question left out already
        if page_thing(page, document).confidential:
            secret.append(audit.reference("page", page.id))
        home = homes.get(document.dossier_id or "")
        screen = f"/dossiers/{home.id}" if home else f"/documents/{document.id}"
        hits.append(
            Hit(
                f"{screen}?{urlencode({'page': page.id, 'cherche': text})}",
                words.document_word(document.type),
                paper_number(numeros[page.envoi_id].numero, page.number),
                home.id if home else "",
                home.reference if home else "",
                _around(page_texts.excerpt(said.text, terms)),
            )
        )
    if secret:
        visit.looked(*secret)
    return hits


def _around(line: Sequence[tuple[str, bool]]) -> Sequence[tuple[str, bool]]:
    """A long line from a little before the first word looked for."""
    first = next((n for n, (_, hit) in enumerate(line) if hit), 0)
    start = max(0, first - BEFORE)
    return line[start : start + WORDS]


def _homes(visit: Visit, found: Sequence[Document]) -> dict[str, Dossier]:
    ids = {document.dossier_id for document in found if document.dossier_id}
    return dossier_queries.by_ids(visit.session, list(ids))


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
            return f"/lots?lot={bearer.numero}"
    return None
