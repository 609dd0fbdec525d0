"""Which things are medical secrets (DOMAIN §6), as `Thing`s to ask `may` about."""

from __future__ import annotations

from collections.abc import Iterable

from flows.review.spots import Spot
from flows.secrecy import document_thing, field_thing
from models.entities import Document, Page, Target
from models.permissions import Sort, Thing

DOSSIER = Thing(Sort.DOSSIER, confidential=False)
LOT = Thing(Sort.LOT, confidential=False)
ENVOI = Thing(Sort.ENVOI, confidential=False)
JOURNAL = Thing(Sort.JOURNAL, confidential=False)


def spot_thing(document: Document, pages: Iterable[Page], spot: Spot) -> Thing:
    """A value of a document."""
    paper = document_thing(document, pages)
    if spot.target is Target.FIELD:
        return field_thing(paper, document.type, spot.name)
    return Thing(Sort.CHAMP, paper.confidential, spot.name)
