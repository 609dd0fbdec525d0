"""The result of an envoi (RESULT.md) as far as a program may know it.

The schema stays as it is: of a document withheld the values are absent, as of one that was not
read. Of dossiers beyond the token's organismes nothing is told.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from flows.result import result_of
from flows.secrecy import document_thing, field_thing
from models.entities import Envoi
from models.permissions import Sort, Thing
from models.result import DocumentResult, Result
from review_ui.api.callers import Caller
from storage.records import documents

UNKNOWN = Thing(Sort.DOCUMENT, confidential=True)


def readable(caller: Caller, session: Session, envoi: Envoi) -> tuple[Result, int]:
    """The result, and of how many documents the content is withheld."""
    whole = result_of(session, [envoi.id])
    rows = documents.of_envoi(session, envoi.id)
    sheets = documents.pages(session, [row.id for row in rows])
    things = {row.id: document_thing(row, sheets[row.id]) for row in rows}
    elsewhere = {
        document
        for dossier in whole.dossiers
        if not caller.admits(dossier.organisme)
        for document in dossier.documents
    }
    whole.dossiers = [d for d in whole.dossiers if caller.admits(d.organisme)]
    whole.lots = [lot for lot in whole.lots if caller.admits(lot.organisme)]
    withheld = 0
    for place, document in enumerate(whole.documents):
        thing = things.get(document.id, UNKNOWN)
        if document.id in elsewhere or not caller.reads(thing):
            withheld += 1
            whole.documents[place] = _emptied(document)
        else:
            whole.documents[place] = _without_sensitive(caller, document, thing)
    return whole, withheld


def _emptied(document: DocumentResult) -> DocumentResult:
    parts: dict[str, object] = {
        "fields": {},
        "lines": None if document.lines is None else {},
        "marks": None if document.marks is None else {},
    }
    return document.model_copy(update=parts)


def _without_sensitive(caller: Caller, document: DocumentResult, thing: Thing) -> DocumentResult:
    fields = {
        name: field
        for name, field in document.fields.items()
        if caller.reads(field_thing(thing, document.type, name))
    }
    return document.model_copy(update={"fields": fields})
