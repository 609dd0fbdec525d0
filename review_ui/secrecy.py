"""Which things of the screens show a medical secret (DOMAIN §6), as `Thing`s to ask `may` about.

A page is secret when it is marked so (by type or by doubt), or when its document is of a
secret type. A document is as secret as its most secret page: its values are withheld whole.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, exists

from models.documents import document_types
from models.entities import Document, DocumentPage, Page
from models.permissions import SENSITIVE_FIELDS, Action, Actor, Sort, Thing, may


def secret_type(type_: str) -> bool:
    """Whether papers of that type are secret by nature."""
    kind = document_types().get(type_)
    return kind is not None and kind.confidentiel


def page_thing(page: Page, document: Document | None) -> Thing:
    """A page, for its image and its text."""
    secret = page.confidential or (document is not None and secret_type(document.type))
    return Thing(Sort.PAGE, secret)


def document_thing(document: Document, pages: Iterable[Page]) -> Thing:
    """A document, for all that it says."""
    secret = secret_type(document.type) or any(page.confidential for page in pages)
    return Thing(Sort.DOCUMENT, secret)


def field_thing(document: Thing, type_: str, name: str) -> Thing:
    """A field of a document. One that its type calls sensitive is asked about as such."""
    kind = document_types().get(type_)
    spec = kind.fields.get(name) if kind else None
    if spec is not None and spec.sensible and name not in SENSITIVE_FIELDS:
        name = min(SENSITIVE_FIELDS)
    return Thing(Sort.CHAMP, document.confidential, name)


def readable_pages(actor: Actor) -> list[ColumnElement[bool]]:
    """`page_thing` as a question to the database: which `Page`s, in their `Document`, he may read.

    Who may not read the sensitive fields of a form is not told that words stand on it either.
    """
    known: list[ColumnElement[bool]] = []
    kinds = document_types()
    if not may(actor, Action.VOIR_CONTENU, Thing(Sort.PAGE, confidential=True)):
        known = [
            Page.confidential.is_(False),
            Document.type.not_in([name for name, kind in kinds.items() if kind.confidentiel]),
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
    kinds = [name for name, kind in document_types().items() if kind.confidentiel]
    return [Document.type.not_in(kinds), ~secret_page]


DOSSIER = Thing(Sort.DOSSIER, confidential=False)
"""Who a dossier is about and what its checklist found: shown to all who see dossiers."""
DOCUMENT = Thing(Sort.DOCUMENT, confidential=False)
PAGE = Thing(Sort.PAGE, confidential=False)
ENVOI = Thing(Sort.ENVOI, confidential=False)
LOT = Thing(Sort.LOT, confidential=False)
REFUSAL = Thing(Sort.REFUS, confidential=False)
