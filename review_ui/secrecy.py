"""What the screens ask `may` about: what is a medical secret (`flows.secrecy`), as questions to the
database too."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists

from models.documents import document_types, secret_type
from models.entities import Document, DocumentPage, Page
from models.permissions import SENSITIVE_FIELDS, Action, Actor, Sort, Thing, may


def readable_pages(actor: Actor) -> list[ColumnElement[bool]]:
    """`page_thing` as a question to the database: which `Page`s, in their `Document`, he may read.

    Who may not read the sensitive fields of a form is not told that words stand on it either.
    """
    known: list[ColumnElement[bool]] = []
    kinds = document_types()
    if not may(actor, Action.VOIR_CONTENU, Thing(Sort.PAGE, confidential=True)):
        known = [
            Page.confidential.is_(False),
            Document.type.in_(_open_types()),
        ]
    sensitive = Thing(Sort.CHAMP, confidential=False, name=min(SENSITIVE_FIELDS))
    if not may(actor, Action.VOIR_CONTENU, sensitive):
        forms = [
            name
            for name, kind in kinds.items()
            if any(f.sensible or field in SENSITIVE_FIELDS for field, f in kind.fields.items())
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


DOSSIER = Thing(Sort.DOSSIER, confidential=False)
"""Who a dossier is about and what its checklist found: shown to all who see dossiers."""
DOCUMENT = Thing(Sort.DOCUMENT, confidential=False)
PAGE = Thing(Sort.PAGE, confidential=False)
ENVOI = Thing(Sort.ENVOI, confidential=False)
LOT = Thing(Sort.LOT, confidential=False)
REFUSAL = Thing(Sort.REFUS, confidential=False)
