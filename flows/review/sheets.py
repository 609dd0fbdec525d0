"""A document as a screen edits it: its values, and the versions that an act must name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from flows.review.errors import MissingError
from flows.review.spots import Spot
from models import reading
from models.entities import Decision, Document
from storage.records import decisions, documents


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person settled on a spot. `raw` as typed."""

    by: str
    at: datetime
    value: str | None
    raw: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document as it now stands, and what an act on it must name.

    `seen`: the version of each spot somebody decided on (0 for the others); `rows`: of each table,
    the number of each line in `document.lines`, in their order.
    """

    document: reading.Document
    seen: Mapping[Spot, int]
    rows: Mapping[str, tuple[int, ...]]
    decided: Mapping[Spot, Decided]
    revision: int


def sheet(session: Session, document_id: str) -> Sheet:
    """One document; `MissingError` when there is none."""
    if session.get(Document, document_id) is None:
        raise MissingError("Ce document n'existe pas.")
    return sheets(session, [document_id])[document_id]


def sheets(session: Session, document_ids: Sequence[str]) -> dict[str, Sheet]:
    """Several documents."""
    laid = documents.laid(session, document_ids)
    found: dict[str, Sheet] = {}
    for document_id, one in laid.items():
        rows = documents.decided(session, document_id)
        seen: dict[Spot, int] = {}
        for row in rows:
            seen[Spot.of(row)] = row.seq
        stand = {Spot.of(row): _decided(row) for row in decisions.standing(rows)}
        revision = session.get_one(Document, document_id).revision
        found[document_id] = Sheet(one.document, seen, one.rows, stand, revision)
    return found


def _decided(row: Decision) -> Decided:
    return Decided(row.actor, row.at, row.value, row.raw, row.why)
