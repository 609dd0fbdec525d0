"""What a person may read (`flows.secrecy`, `may`), as questions to the database."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists

from flows.secrecy import is_sensitive
from models.documents import document_types, secret_type
from models.entities import Document, DocumentPage, Page
from models.permissions import SENSITIVE_FIELDS, Action, Actor, Sort, Thing, may


def readable_pages(actor: Actor) -> list[ColumnElement[bool]]:
    """`page_thing` as a question to the database: which `Page`s, in their `Document`, he may read.

    Who may not read the sensitive fields of a form is not told that words stand on it either.
    """
    known: list[ColumnElement[bool]] = []
    if not may(actor, Action.VOIR_CONTENU, Thing(Sort.PAGE, confidential=True)):
        known = [Page.confidential.is_(False), Document.type.in_(_open_types())]
    sensitive = Thing(Sort.CHAMP, confidential=False, name=min(SENSITIVE_FIELDS))
    if not may(actor, Action.VOIR_CONTENU, sensitive):
        forms = [
            name
            for name, kind in document_types().items()
            if any(is_sensitive(name, field) for field in kind.fields)
        ]
        known.append(Document.type.not_in(forms))
    return known


def readable_documents(actor: Actor) -> list[ColumnElement[bool]]:
    """`document_thing` as a question to the database: which `Document`s he may read."""
    if may(actor, Action.VOIR_CONTENU, Thing(Sort.DOCUMENT, confidential=True)):
        return []
    secret_page = (
        exists()
        .where(
            DocumentPage.document_id == Document.id,
            DocumentPage.page_id == Page.id,
            Page.confidential.is_(True),
        )
        .correlate(Document)
    )
    return [Document.type.in_(_open_types()), ~secret_page]


def _open_types() -> list[str]:
    """Types of papers that are no secret by nature (`secret_type`)."""
    return [name for name in document_types() if not secret_type(name)]
