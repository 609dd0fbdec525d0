"""What things are, by references: written down before and after an act, and put back to undo it.

A state names pages, decisions and readings; it never holds what a paper says. Things:
`document/ID` (its pages, type, home, reading, decisions), `page/ID`, `dossier/ID` (its step),
`lotted/DOSSIER`, `lot/ID`, `comment/ID`, `letter/ID`, `answer/ID`, `reclamation/ID`, `refusal/ID`,
and `place/KIND/ID/SPOT`: what people decided on one place of a thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.mailbox import request
from flows.review.desk import Desk
from flows.review.spots import Spot
from models.entities import (
    Comment,
    CompanyAnswer,
    Decision,
    Document,
    DocumentPage,
    Dossier,
    Etape,
    JsonObject,
    Letter,
    Lot,
    LotStatut,
    Page,
    Reclamation,
    ReclamationState,
    Refusal,
    RefusalState,
    ThingKind,
)
from storage.records import decisions, documents, pages

Cell = dict[str, Any]


def place(kind: ThingKind, thing_id: str, spot: Spot) -> str:
    """How a state names a place of a thing."""
    return f"place/{kind}/{thing_id}/{spot}"


def capture(session: Session, things: Iterable[str]) -> JsonObject:
    """What these things are now."""
    session.flush()
    return {thing: _CAPTURE[thing.partition("/")[0]](session, thing) for thing in sorted(things)}


def restore(desk: Desk, wanted: Mapping[str, Cell]) -> None:
    """Make things what they were. They are as the act left them: the caller has looked."""
    arranged = {
        thing.removeprefix("document/"): cell["pages"]
        for thing, cell in wanted.items()
        if thing.startswith("document/")
    }
    if arranged:
        documents.arrange(desk.session, arranged)
    for thing, cell in wanted.items():
        _RESTORE[thing.partition("/")[0]](desk, thing.partition("/")[2], cell)
    desk.session.flush()


def dossiers_in(state: Mapping[str, Cell]) -> set[str]:
    """The dossiers that a state names."""
    found: set[str] = set()
    for thing, cell in state.items():
        sort, _, key = thing.partition("/")
        if sort == "dossier" or sort == "lotted":
            found.add(key)
        elif sort == "document" and cell["dossier"]:
            found.add(cell["dossier"])
        elif sort == "place" and key.startswith(f"{ThingKind.DOSSIER}/"):
            found.add(key.split("/")[1])
    return found


def documents_in(state: Iterable[str]) -> set[str]:
    """The documents that a state names, those of its places too."""
    kept = {thing.partition("/")[2] for thing in state if thing.startswith("document/")}
    places = (t.split("/", 3) for t in state if t.startswith(f"place/{ThingKind.DOCUMENT}/"))
    return kept | {parts[2] for parts in places}


# --- documents and pages ---------------------------------------------------------------------


def _document(session: Session, thing: str) -> Cell:
    row = session.get_one(Document, thing.partition("/")[2])
    query = select(DocumentPage.page_id).filter_by(document_id=row.id)
    return {
        "pages": list(session.scalars(query.order_by(DocumentPage.position))),
        "type": row.type,
        "type_confidence": row.type_confidence,
        "cut_confidence": row.cut_confidence,
        "dossier": row.dossier_id,
        "retired": row.retired_at is not None,
        "reading": documents.reading_seq(session, row),
        "decisions": _standing(documents.decided(session, row.id)),
    }


def _restore_document(desk: Desk, key: str, cell: Cell) -> None:
    row = desk.session.get_one(Document, key)
    row.type, row.type_confidence = cell["type"], cell["type_confidence"]
    row.cut_confidence, row.dossier_id = cell["cut_confidence"], cell["dossier"]
    row.retired_at = desk.now if cell["retired"] else None
    row.reading_seq = cell["reading"]
    row.revision += 1
    _restore_decisions(desk, documents.decided(desk.session, key), cell)


def _page(session: Session, thing: str) -> Cell:
    row = session.get_one(Page, thing.partition("/")[2])
    return {
        "rotation": row.rotation,
        "blank": row.blank,
        "confidential": row.confidential,
        "confidential_why": row.confidential_why,
        "version": row.version_seq,
        "decisions": _standing(decisions.of(session, ThingKind.PAGE, row.id)),
    }


def _restore_page(desk: Desk, key: str, cell: Cell) -> None:
    row = desk.session.get_one(Page, key)
    if row.version_seq != cell["version"]:
        pages.show_version(desk.session, row, cell["version"])
    row.rotation, row.blank = cell["rotation"], cell["blank"]
    row.confidential, row.confidential_why = cell["confidential"], cell["confidential_why"]
    _restore_decisions(desk, decisions.of(desk.session, ThingKind.PAGE, key), cell)


# --- dossiers, lots and the rest -------------------------------------------------------------


def _dossier(session: Session, thing: str) -> Cell:
    row = session.get_one(Dossier, thing.partition("/")[2])
    return {
        "organisme": row.organisme,
        "type": row.type,
        "etape": row.etape.value,
        "rappel": row.rappel_le.isoformat() if row.rappel_le else None,
    }


def _restore_dossier(desk: Desk, key: str, cell: Cell) -> None:
    row = desk.session.get_one(Dossier, key)
    row.organisme, row.type, row.etape = cell["organisme"], cell["type"], Etape(cell["etape"])
    row.rappel_le = date.fromisoformat(cell["rappel"]) if cell["rappel"] else None


def _lotted(session: Session, thing: str) -> Cell:
    return {"lot": session.get_one(Dossier, thing.partition("/")[2]).lot_id}


def _restore_lotted(desk: Desk, key: str, cell: Cell) -> None:
    desk.session.get_one(Dossier, key).lot_id = cell["lot"]


def _lot(session: Session, thing: str) -> Cell:
    return {"statut": session.get_one(Lot, thing.partition("/")[2]).statut.value}


def _restore_lot(desk: Desk, key: str, cell: Cell) -> None:
    lot = desk.session.get_one(Lot, key)
    lot.statut = LotStatut(cell["statut"])
    lot.revision += 1


def _comment(session: Session, thing: str) -> Cell:
    return {"withdrawn": session.get_one(Comment, thing.partition("/")[2]).withdrawn}


def _restore_comment(desk: Desk, key: str, cell: Cell) -> None:
    desk.session.get_one(Comment, key).withdrawn = cell["withdrawn"]


def _letter(session: Session, thing: str) -> Cell:
    return {"cancelled": session.get_one(Letter, thing.partition("/")[2]).cancelled}


def _restore_letter(desk: Desk, key: str, cell: Cell) -> None:
    letter = desk.session.get_one(Letter, key)
    letter.cancelled = cell["cancelled"]
    if letter.cancelled:
        request.withdraw(desk.session, letter)
    else:
        request.restore(desk.session, letter, desk.now)


def _answer(session: Session, thing: str) -> Cell:
    return {"cancelled": session.get_one(CompanyAnswer, thing.partition("/")[2]).cancelled}


def _restore_answer(desk: Desk, key: str, cell: Cell) -> None:
    desk.session.get_one(CompanyAnswer, key).cancelled = cell["cancelled"]


def _reclamation(session: Session, thing: str) -> Cell:
    row = session.get_one(Reclamation, thing.partition("/")[2])
    answered = row.answered_at.astimezone(UTC).isoformat() if row.answered_at else None
    return {
        "state": row.state.value,
        "dossier": row.dossier_id,
        "organisme": row.organisme,
        "due": row.deadline.astimezone(UTC).isoformat(),
        "letter": row.letter_id,
        "answered": answered,
    }


def _restore_reclamation(desk: Desk, key: str, cell: Cell) -> None:
    row = desk.session.get_one(Reclamation, key)
    row.state, row.dossier_id = ReclamationState(cell["state"]), cell["dossier"]
    row.organisme, row.deadline = cell["organisme"], datetime.fromisoformat(cell["due"])
    row.letter_id = cell["letter"]
    row.answered_at = datetime.fromisoformat(cell["answered"]) if cell["answered"] else None


def _refusal(session: Session, thing: str) -> Cell:
    return {"state": session.get_one(Refusal, thing.partition("/")[2]).state.value}


def _restore_refusal(desk: Desk, key: str, cell: Cell) -> None:
    desk.session.get_one(Refusal, key).state = RefusalState(cell["state"])


# --- decisions -------------------------------------------------------------------------------


def _place(session: Session, thing: str) -> Cell:
    return {"decisions": _standing(_rows(session, thing.partition("/")[2]))}


def _restore_place(desk: Desk, key: str, cell: Cell) -> None:
    _restore_decisions(desk, _rows(desk.session, key), cell)


def _rows(session: Session, key: str) -> list[Decision]:
    kind, thing_id, written = key.split("/", 2)
    spot = Spot.parse(written)
    found = decisions.at_place(
        session, ThingKind(kind), thing_id, spot.target,
        name=spot.name or None, row=spot.row, column=spot.column,
    )  # fmt: skip
    return list(found)


def _standing(rows: Iterable[Decision]) -> list[int]:
    return [row.seq for row in decisions.standing(rows)]


def _restore_decisions(desk: Desk, rows: Iterable[Decision], cell: Cell) -> None:
    decisions.restore(desk.session, list(rows), cell["decisions"], actor=desk.actor.name)


_CAPTURE: Mapping[str, Callable[[Session, str], Cell]] = {
    "document": _document,
    "page": _page,
    "dossier": _dossier,
    "lotted": _lotted,
    "lot": _lot,
    "comment": _comment,
    "letter": _letter,
    "answer": _answer,
    "reclamation": _reclamation,
    "refusal": _refusal,
    "place": _place,
}
_RESTORE: Mapping[str, Callable[[Desk, str, Cell], None]] = {
    "document": _restore_document,
    "page": _restore_page,
    "dossier": _restore_dossier,
    "lotted": _restore_lotted,
    "lot": _restore_lot,
    "comment": _restore_comment,
    "letter": _restore_letter,
    "answer": _restore_answer,
    "reclamation": _restore_reclamation,
    "refusal": _restore_refusal,
    "place": _restore_place,
}
