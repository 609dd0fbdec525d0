"""Which things are medical secrets (DOMAIN §6), as `Thing`s to ask `may` about."""

from __future__ import annotations

from collections.abc import Iterable

from flows.outgoing.secrecy import document_thing
from flows.review.spots import Spot
from models.documents import document_types
from models.entities import Document, Page, Target
from models.permissions import SENSITIVE_FIELDS, Sort, Thing

__all__ = ["DOSSIER", "ENVOI", "JOURNAL", "LOT", "document_thing", "page_thing", "spot_thing"]

DOSSIER = Thing(Sort.DOSSIER, confidential=False)
LOT = Thing(Sort.LOT, confidential=False)
ENVOI = Thing(Sort.ENVOI, confidential=False)
JOURNAL = Thing(Sort.JOURNAL, confidential=False)


def page_thing(page: Page, document: Document | None) -> Thing:
    """A page, for its image and its words."""
    kind = document_types().get(document.type) if document else None
    return Thing(Sort.PAGE, page.confidential or (kind is not None and kind.confidentiel))


def spot_thing(document: Document, pages: Iterable[Page], spot: Spot) -> Thing:
    """A field of a document; one that its type calls sensitive is asked about as such."""
    kind = document_types().get(document.type)
    spec = kind.fields.get(spot.name) if kind and spot.target is Target.FIELD else None
    name = spot.name
    if spec is not None and spec.sensible and name not in SENSITIVE_FIELDS:
        name = min(SENSITIVE_FIELDS)
    return Thing(Sort.CHAMP, document_thing(document, pages).confidential, name)
