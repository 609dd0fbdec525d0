"""The numbers by which people know a paper: of an invoice, of the insured, of a prescriber.

A number that was once read, or that a person wrote, goes on leading to its paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.documents import Kind, document_types
from models.entities import Document, DocumentNumber
from storage.records.dossier_words import AFTER_ALL, bare

LEAST = 3
"""Characters of a number, at least, to be looked for."""
_KINDS = frozenset({Kind.CIN, Kind.IDENTIFIANT, Kind.INPE, Kind.ICE})
"""What a field is when people know a paper by it."""


def bearing(typed: str, seen: Sequence[ColumnElement[bool]]) -> Select[Document, str] | None:
    """Documents on which a number that begins so stands, each with the name of the field.

    `seen` is asked of the `Document` as well. `None` when `typed` is no number.
    """
    number = bare(typed)
    if len(number) < LEAST or not any(c.isdecimal() for c in number):
        return None
    return (
        select(Document, DocumentNumber.name)
        .join(Document, Document.id == DocumentNumber.document_id)
        .where(
            DocumentNumber.number >= number,
            DocumentNumber.number < number + AFTER_ALL,
            Document.retired_at.is_(None),
            *seen,
        )
        .order_by(DocumentNumber.number, DocumentNumber.document_id, DocumentNumber.name)
    )


def keep(session: Session, document_id: str, said: Iterable[tuple[str | None, str | None]]) -> None:
    """Have a document found by what its fields (name, value) say, if people know papers by it."""
    rows = [
        {"number": number, "document_id": document_id, "name": name}
        for name, value in said
        if name in _names() and (number := bare(value or ""))
    ]
    if rows:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        session.execute(dialect.insert(DocumentNumber).values(rows).on_conflict_do_nothing())


@cache
def _names() -> frozenset[str]:
    """The fields that hold such a number, in any type, and that all may look for."""
    return frozenset(
        name
        for kind in document_types().values()
        for name, spec in kind.fields.items()
        if spec.genre in _KINDS and not spec.sensible
    )
