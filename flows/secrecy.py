"""What makes a paper, a page or a field a medical secret (DOMAIN §6), as `Thing`s to ask `may` about.

A page is secret when it is marked so (by type or by doubt), or when its document is of a secret
type. A document is as secret as its most secret page: its values are withheld whole.
"""

from __future__ import annotations

from collections.abc import Iterable

from models.documents import document_types, secret_type
from models.entities import Document, Page
from models.permissions import SENSITIVE_FIELDS, Sort, Thing


def page_thing(page: Page, document: Document | None) -> Thing:
    """A page, for its image and its words."""
    secret = page.confidential or (document is not None and secret_type(document.type))
    return Thing(Sort.PAGE, secret)


def document_thing(document: Document, pages: Iterable[Page]) -> Thing:
    """A document, for all that it says."""
    secret = secret_type(document.type) or any(page.confidential for page in pages)
    return Thing(Sort.DOCUMENT, secret)


def field_thing(document: Thing, type_: str, name: str) -> Thing:
    """A field of a document. One that its type calls sensitive is asked about as such."""
    return Thing(Sort.CHAMP, document.confidential, asked_as(type_, name))


def asked_as(type_: str, name: str) -> str:
    """The name that a field of a type is asked about by."""
    kind = document_types().get(type_)
    spec = kind.fields.get(name) if kind else None
    sensitive = spec is not None and spec.sensible and name not in SENSITIVE_FIELDS
    return min(SENSITIVE_FIELDS) if sensitive else name
