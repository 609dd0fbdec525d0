"""The result of an envoi as JSON (RESULT.md), without what the asker may not see.

The schema stays as it is: of a sealed document the values are absent, as of one that was
not read. The header `Liasse-Contenu-Reserve` says how many documents that concerns.
"""

from __future__ import annotations

from fastapi import APIRouter, Response

from flows.result import result_of
from models.permissions import Action, Sort, Thing
from models.result import DocumentResult
from review_ui.secrecy import DOCUMENT, DOSSIER, ENVOI, document_thing, field_thing
from review_ui.visit import Visit, Visiting
from storage.records import documents, envois

router = APIRouter(prefix="/api")

WITHHELD_HEADER = "Liasse-Contenu-Reserve"
UNKNOWN = Thing(Sort.DOCUMENT, confidential=True)


@router.get("/envois/{envoi_id}")
def result(visit: Visiting, envoi_id: str) -> Response:
    visit.require(Action.VOIR, ENVOI)
    visit.require(Action.VOIR_CONTENU, DOCUMENT)
    visit.require(Action.VOIR_CONTENU, DOSSIER)
    envois.get(visit.session, envoi_id)
    whole = result_of(visit.session, [envoi_id])
    shown = documents.of_envoi(visit.session, envoi_id)
    pages = documents.pages(visit.session, [document.id for document in shown])
    things = {document.id: document_thing(document, pages[document.id]) for document in shown}
    withheld = 0
    for place, document in enumerate(whole.documents):
        thing = things.get(document.id, UNKNOWN)
        withheld += not visit.reads(thing)
        whole.documents[place] = _readable(visit, document, thing)
    return Response(
        whole.model_dump_json(by_alias=True),
        media_type="application/json",
        headers={"Cache-Control": "no-store", WITHHELD_HEADER: str(withheld)},
    )


def _readable(visit: Visit, document: DocumentResult, thing: Thing) -> DocumentResult:
    """A document of the result as this visitor may see it."""
    if not visit.reads(thing):
        parts: dict[str, object] = {
            "fields": {},
            "lines": None if document.lines is None else {},
            "marks": None if document.marks is None else {},
        }
        return document.model_copy(update=parts)
    fields = {
        name: field
        for name, field in document.fields.items()
        if visit.reads(field_thing(thing, document.type, name))
    }
    return document.model_copy(update={"fields": fields})
