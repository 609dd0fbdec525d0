"""One page, and the document that it is in."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.entities import Document, DocumentPage, Page


@dataclass(frozen=True, slots=True)
class Placed:
    """A page and its document, once the envoi has been cut."""

    page: Page
    document: Document | None


def placed(session: Session, page_id: str) -> Placed | None:
    """The page of that identifier."""
    return _first(session, Page.id == page_id)


def numbered(session: Session, envoi_id: str, number: int) -> Placed | None:
    """The page of that number in an envoi."""
    return _first(session, (Page.envoi_id == envoi_id) & (Page.number == number))


def _first(session: Session, condition: ColumnElement[bool]) -> Placed | None:
    query = (
        select(Page, Document)
        .outerjoin(DocumentPage, DocumentPage.page_id == Page.id)
        .outerjoin(Document, Document.id == DocumentPage.document_id)
        .where(condition)
    )
    row = session.execute(query).first()
    return Placed(row[0], row[1]) if row else None


def homes(session: Session, envoi_id: str) -> dict[str, Document]:
    """The document of each page (by its identifier) of an envoi that has been cut."""
    query = (
        select(DocumentPage.page_id, Document)
        .join(Document, Document.id == DocumentPage.document_id)
        .where(Document.envoi_id == envoi_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}
