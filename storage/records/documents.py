"""Documents: recorded all at once for an envoi, then read back with their current values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models import reading
from models.entities import Decision, Document, DocumentPage, Page, Proposal, Target, ThingKind
from storage.records import document_numbers, proposals, sealed_values
from storage.records.proposals import Laid

_FIRST_PAGE = (
    select(func.min(Page.number))
    .join(DocumentPage, DocumentPage.page_id == Page.id)
    .where(DocumentPage.document_id == Document.id)
    .correlate(Document)
    .scalar_subquery()
)
"""Documents follow each other as their papers did, however often people cut them otherwise."""


def record(
    session: Session, envoi_id: str, read: Sequence[reading.Document], version: str
) -> list[Document]:
    """Keep the documents of an envoi and what is proposed about each, in their order.

    Every page of the envoi must be in exactly one of them, else `ValueError` and nothing
    is kept. Call it in the transaction that finishes the step.
    """
    pages = {
        number: page_id
        for page_id, number in session.execute(
            select(Page.id, Page.number).filter_by(envoi_id=envoi_id)
        )
    }
    given = [number for document in read for number in document.pages]
    if sorted(given) != sorted(pages):
        raise ValueError(
            f"pages {sorted(set(pages) - set(given))} in no document, "
            f"{sorted({n for n in given if given.count(n) > 1 or n not in pages})} too many"
        )
    if session.scalar(select(Document.id).filter_by(envoi_id=envoi_id).limit(1)):
        raise ValueError(f"the documents of envoi {envoi_id} are recorded already")
    kept = [
        Document(
            envoi_id=envoi_id,
            position=position,
            type=document.type,
            type_confidence=float(document.type_confidence),
            cut_confidence=float(document.cut_confidence),
            version=version,
        )
        for position, document in enumerate(read)
    ]
    session.add_all(kept)
    session.flush()
    for row, document in zip(kept, read, strict=True):
        session.add_all(
            DocumentPage(page_id=pages[number], document_id=row.id, position=position)
            for position, number in enumerate(document.pages)
        )
        session.add_all(proposals.from_document(document, row.id, version))
        _have_found(session, row.id, document)
    session.flush()
    return kept


def propose(session: Session, document_id: str, read: reading.Document, version: str) -> None:
    """Add a new reading of a whole document. What people decided goes on holding."""
    session.add_all(proposals.from_document(read, document_id, version))
    _have_found(session, document_id, read)
    session.get_one(Document, document_id).reading_seq = None
    session.flush()


def _have_found(session: Session, document_id: str, read: reading.Document) -> None:
    said = ((name, field.value) for name, field in read.fields.items())
    document_numbers.keep(session, document_id, said)


def open_document(
    session: Session, envoi_id: str, *, type: str, version: str, dossier_id: str | None = None
) -> Document:
    """A document that a person makes of pages of others; it has none yet (`arrange`)."""
    last = session.scalar(select(func.max(Document.position)).filter_by(envoi_id=envoi_id))
    document = Document(
        envoi_id=envoi_id,
        position=0 if last is None else last + 1,
        type=type,
        type_confidence=0.0,
        cut_confidence=1.0,
        version=version,
        dossier_id=dossier_id,
        revision=0,
    )
    session.add(document)
    session.flush()
    return document


def arrange(session: Session, pages_of: Mapping[str, Sequence[str]]) -> None:
    """Give these documents (ids) exactly these pages (ids), in this order.

    `ValueError` unless they are the pages that the documents have together: none is lost, none
    is in two.
    """
    held = select(DocumentPage.page_id).where(DocumentPage.document_id.in_(pages_of))
    before = sorted(session.scalars(held))
    after = sorted(page_id for given in pages_of.values() for page_id in given)
    if before != after:
        raise ValueError(f"pages {before} cannot become {after}")
    session.execute(delete(DocumentPage).where(DocumentPage.document_id.in_(pages_of)))
    session.expire_all()
    session.add_all(
        DocumentPage(page_id=page_id, document_id=document_id, position=position)
        for document_id, given in pages_of.items()
        for position, page_id in enumerate(given)
    )
    session.flush()


def reading_seq(session: Session, document: Document) -> int | None:
    """The proposal that opens the reading which holds."""
    if document.reading_seq is not None:
        return document.reading_seq
    query = select(func.max(Proposal.seq)).filter_by(document_id=document.id, target=Target.TYPE)
    return session.scalar(query)


def decided(session: Session, document_id: str) -> Sequence[Decision]:
    """All decisions about a document, the oldest first, taken back or not."""
    query = select(Decision).filter_by(thing_kind=ThingKind.DOCUMENT, thing_id=document_id)
    return session.scalars(query.order_by(Decision.seq)).all()


def get(session: Session, document_id: str) -> Document:
    """The document; `NoResultFound` when there is none."""
    return session.get_one(Document, document_id)


def of_envoi(session: Session, envoi_id: str) -> Sequence[Document]:
    """The documents of an envoi, in order, without those emptied by a person."""
    query = select(Document).filter_by(envoi_id=envoi_id, retired_at=None)
    return session.scalars(query.order_by(_FIRST_PAGE, Document.position)).all()


def of_dossier(session: Session, dossier_id: str) -> Sequence[Document]:
    """The documents of a dossier, in the order they came."""
    query = select(Document).filter_by(dossier_id=dossier_id, retired_at=None)
    order = (Document.envoi_id, _FIRST_PAGE, Document.position)
    return session.scalars(query.order_by(*order)).all()


def pages(session: Session, document_ids: Sequence[str]) -> dict[str, list[Page]]:
    """The pages of each document, in their order in it, without their readings."""
    found: dict[str, list[Page]] = {document_id: [] for document_id in document_ids}
    query = (
        select(DocumentPage.document_id, Page)
        .join(Page, Page.id == DocumentPage.page_id)
        .where(DocumentPage.document_id.in_(document_ids))
        .order_by(DocumentPage.document_id, DocumentPage.position)
    )
    for document_id, page in session.execute(query):
        found[document_id].append(page)
    return found


def current(session: Session, document_ids: Sequence[str]) -> dict[str, reading.Document]:
    """Each document with its current values: what people decided, else what was read."""
    return {id: found.document for id, found in laid(session, document_ids).items()}


def laid(
    session: Session, document_ids: Sequence[str], *, as_read: bool = False
) -> dict[str, Laid]:
    """The same, with the numbers by which the record knows the lines of its tables.

    `as_read`: without what people decided.
    """
    sealed_values.warm(session, document_ids)
    on_pages = pages(session, document_ids)
    opens = select(Document.id, Document.reading_seq).where(Document.id.in_(document_ids))
    openings = {row.id: row.reading_seq for row in session.execute(opens)}
    proposed = _by(
        session.scalars(
            select(Proposal)
            .where(Proposal.document_id.in_(document_ids))
            .order_by(Proposal.document_id, Proposal.seq)
        ).all()
    )
    decided = _by(
        session.scalars(
            select(Decision)
            .where(Decision.thing_kind == ThingKind.DOCUMENT, Decision.thing_id.in_(document_ids))
            .order_by(Decision.thing_id, Decision.seq)
        ).all()
    )
    return {
        document_id: proposals.laid(
            tuple(page.number for page in on_pages[document_id]),
            proposals.reading_from(
                [row for row in proposed.get(document_id, ()) if isinstance(row, Proposal)],
                openings.get(document_id),
            ),
            [
                row
                for row in decided.get(document_id, ())
                if isinstance(row, Decision) and not as_read
            ],
        )
        for document_id in document_ids
    }


def _by(rows: Sequence[Proposal] | Sequence[Decision]) -> dict[str, list[Proposal | Decision]]:
    def key(row: Proposal | Decision) -> str:
        return row.document_id if isinstance(row, Proposal) else row.thing_id

    return {document_id: list(group) for document_id, group in groupby(rows, key)}
