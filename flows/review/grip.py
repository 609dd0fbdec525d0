"""What an act takes hold of: rows locked in one order, so that two people never mix their acts.

Locks last until the transaction ends: the papers of an envoi, then its dossiers, each sorted.
On SQLite a writing transaction is alone anyway.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.result import HERE
from flows.review import hands
from flows.review.desk import Desk
from flows.review.errors import ChangedError, MissingError
from models.entities import Base, Deed, Document, DocumentPage, Dossier, Lot, Page
from storage import locks
from storage.records import deeds, documents

E = TypeVar("E", bound=Base)


@dataclass(frozen=True)
class Grip:
    """Documents with their pages, and every dossier concerned, as they are now."""

    documents: dict[str, Document]
    pages: dict[str, list[Page]]
    dossiers: dict[str, Dossier]

    def document(self, document_id: str) -> Document:
        return self.documents[document_id]

    def home(self, document_id: str) -> Dossier | None:
        """The dossier of a document."""
        dossier_id = self.documents[document_id].dossier_id
        return self.dossiers[dossier_id] if dossier_id else None


def grip(
    desk: Desk,
    document_ids: Collection[str] = (),
    dossier_ids: Collection[str] = (),
    *,
    settled: bool = False,
    shut: bool = False,
) -> Grip:
    """Take hold of these documents, their dossiers and those dossiers.

    `MissingError` for what is not there, `HeldError` when another person has one of the dossiers,
    `ImpossibleError` when one was decided on (unless `settled`) or left in a closed lot
    (unless `shut`).
    """
    session = desk.session
    found = [fetched(session, Document, id, "Ce document") for id in dict.fromkeys(document_ids)]
    for envoi_id in sorted({document.envoi_id for document in found}):
        locks.hold(session, f"papers:{envoi_id}")
    for document in found:
        session.refresh(document)
        if document.retired_at is not None:
            raise MissingError("Ce document n'existe plus : ses pages ont été mises ailleurs.")
    homes = {document.dossier_id for document in found if document.dossier_id}
    wanted = sorted({*homes, *dossier_ids})
    for dossier_id in wanted:
        locks.hold(session, f"dossier:{dossier_id}")
    dossiers = {id: fetched(session, Dossier, id, "Ce dossier") for id in wanted}
    for dossier in dossiers.values():
        session.refresh(dossier)
        hands.require(desk, dossier)
        hands.still_open(desk, dossier, settled=settled, shut=shut)
    ids = [document.id for document in found]
    return Grip({d.id: d for d in found}, documents.pages(session, ids), dossiers)


def grip_page(desk: Desk, page_id: str, *other_documents: str) -> tuple[Grip, Page, Document]:
    """Take hold of the document that a page is in, and of others."""
    page = fetched(desk.session, Page, page_id, "Cette page")
    home = _home(desk.session, page_id)
    held = grip(desk, [home, *other_documents])
    if _home(desk.session, page_id) != home:
        raise ChangedError(
            "Cette page vient d'être mise dans un autre document : regardez de nouveau."
        )
    desk.session.refresh(page)
    return held, page, held.document(home)


def _home(session: Session, page_id: str) -> str:
    query = select(DocumentPage.document_id).filter_by(page_id=page_id)
    home = session.scalar(query)
    if home is None:
        raise MissingError("Cette page n'est encore dans aucun document : l'envoi est en lecture.")
    return home


def fetched(session: Session, entity: type[E], key: str, what: str) -> E:
    """The row; `MissingError` when there is none."""
    row = session.get(entity, key)
    if row is None:
        raise MissingError(f"{what} n'existe pas (plus).")
    return row


def as_seen(desk: Desk, row: Document | Dossier | Lot, seen: int, what: str) -> None:
    """Go on only if the row is as the person saw it, else `ChangedError` tells who changed it."""
    if row.revision == seen:
        return
    last = deeds.latest_on(desk.session, [f"{row.__tablename__}/{row.id}"], 0)
    raise changed(what, last)


def changed(what: str, last: Deed | None) -> ChangedError:
    """That something changed meanwhile, by that act."""
    if last is None:
        return ChangedError(f"{what} a changé depuis que vous l'avez ouvert : regardez de nouveau.")
    return ChangedError(
        f"{what} a changé depuis que vous l'avez ouvert : {last.actor}, "
        f"à {last.at.astimezone(HERE):%H:%M} ({last.sentence.rstrip('.')}). Regardez de nouveau.",
        who=last.actor,
        at=last.at,
        what=last.sentence,
    )


def touch(rows: Sequence[Document | Dossier | Lot]) -> None:
    """Note that people changed these: who saw them before must look again."""
    for row in rows:
        row.revision += 1
