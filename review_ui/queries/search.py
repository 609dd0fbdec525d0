"""What a person knows of a dossier (a name, a number, words of a page) to what bears it.

Only what the visitor may read is searched: a hit on a secret paper, or a count of such hits,
would tell what it says. So the question itself leaves secrets out, not what is shown of its answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import Document, DocumentPage, Dossier, Page, PageText
from models.geometry import Box
from models.permissions import Actor
from review_ui.queries.readable import readable_documents, readable_pages
from storage.records import document_numbers, page_texts, pages
from storage.records.dossier_words import bare, named


@dataclass(frozen=True, slots=True)
class Said:
    """A page that bears what was looked for, and the document that it is in, if it was cut."""

    page: Page
    document: Document | None
    text: str


def of_person(session: Session, text: str, *, limit: int) -> Sequence[Dossier]:
    """Dossiers of a person: every word in the names, or a number that begins so."""
    found = {dossier.id: dossier for dossier in named(session, text, limit=limit)}
    number = bare(text)
    if len(number) >= document_numbers.LEAST and any(c.isdecimal() for c in number):
        found |= {dossier.id: dossier for dossier in named(session, number, limit=limit)}
    return list(found.values())[:limit]


def by_number(
    session: Session, text: str, actor: Actor, *, limit: int
) -> Sequence[tuple[Document, str]]:
    """Documents on which a number that begins so stands, each with the field's name."""
    query = document_numbers.bearing(text, readable_documents(actor))
    if query is None:
        return ()
    return [(row[0], row[1]) for row in session.execute(query.limit(limit))]


def on_pages(session: Session, text: str, actor: Actor, *, limit: int) -> Sequence[Said]:
    """Pages on which all the words of `text` stand (or words that begin so), newest first."""
    terms = page_texts.wanted(text)
    if not any(len(term) >= page_texts.BEGINS for term in terms):
        return ()
    query = (
        select(Page, Document, PageText.text)
        .select_from(PageText)
        .join(Page, Page.id == PageText.page_id)
        .outerjoin(DocumentPage, DocumentPage.page_id == Page.id)
        .outerjoin(Document, Document.id == DocumentPage.document_id)
        .where(page_texts.among(session, terms), *readable_pages(actor))
        .order_by(PageText.seq.desc())
    )
    rows = session.execute(query.limit(limit)).all()
    said = page_texts.said(session, {row[0].id: row[2] for row in rows})
    return [Said(row[0], row[1], said.get(row[0].id, "")) for row in rows]


def places(
    session: Session, text: str, actor: Actor, page_ids: Sequence[str]
) -> dict[str, list[Box]]:
    """Where `text` stands on those of these pages that bear all its words."""
    terms = page_texts.wanted(text)
    if not terms:
        return {}
    query = (
        select(PageText.page_id)
        .join(Page, Page.id == PageText.page_id)
        .join(DocumentPage, DocumentPage.page_id == Page.id)
        .join(Document, Document.id == DocumentPage.document_id)
        .where(Page.id.in_(page_ids), page_texts.bears(session, terms), *readable_pages(actor))
    )
    found = session.scalars(query).all()
    read = pages.readings_of(session, found)
    return {page_id: page_texts.places(reading, terms) for page_id, reading in read.items()}
