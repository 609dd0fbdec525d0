"""Papers cut otherwise: documents split and merged, pages and documents moved, types said.

Originals are never touched: documents are views over pages. What depends on it is read again from
what is kept of the pages, and what people decided follows its page.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.review.desk import Desk
from flows.review.doing import begin, end
from flows.review.done import Done
from flows.review.errors import ImpossibleError, MissingError
from flows.review.grip import as_seen, grip, grip_page, touch
from flows.review.papers import begin_on, cut, libelle, organise, reread
from flows.secrecy import document_thing
from flows.understanding import VERSION
from models.checklists import checklists
from models.documents import document_types
from models.entities import Document, Etape, Target, ThingKind
from models.permissions import DOSSIER, Action
from storage.records import decisions, documents, dossiers

DOCUMENT = "Ce document"


def split(desk: Desk, document_id: str, at: int, *, seen: int) -> Done:
    """Let a new document begin at the page at position `at` (from 0)."""
    held = grip(desk, [document_id])
    row = held.document(document_id)
    as_seen(desk, row, seen, DOCUMENT)
    sheets = held.pages[document_id]
    if not 0 < at < len(sheets):
        raise ImpossibleError(
            "Un document se coupe avant l'une de ses pages, à partir de la deuxième.",
            code="coupure_impossible",
        )
    needs = organise(held, document_id)
    for need in needs:
        desk.require(*need)
    made = _new_document(desk, row)
    doing = begin_on(desk, "couper", held, [row, made], needs)
    ids = [page.id for page in sheets]
    documents.arrange(desk.session, {row.id: ids[:at], made.id: ids[at:]})
    return cut(desk, doing, [row, made], "Document coupé en deux.")


def merge(desk: Desk, document_id: str, into_id: str, *, seen: int, into_seen: int) -> Done:
    """Make one document of two: the pages go behind, or before when they come before."""
    if document_id == into_id:
        raise ImpossibleError("Un document ne se réunit pas à lui-même.", code="meme_document")
    held = grip(desk, [document_id, into_id])
    row, into = held.document(document_id), held.document(into_id)
    as_seen(desk, row, seen, DOCUMENT)
    as_seen(desk, into, into_seen, "L'autre document")
    _one_envoi(row, into)
    doing = begin_on(desk, "reunir", held, [row, into], organise(held, document_id, into_id))
    own, theirs = held.pages[document_id], held.pages[into_id]
    first = own[0].number < theirs[0].number
    together = [*own, *theirs] if first else [*theirs, *own]
    documents.arrange(desk.session, {row.id: [], into.id: [page.id for page in together]})
    return cut(desk, doing, [row, into], "Deux documents réunis en un.")


def move_page(
    desk: Desk,
    page_id: str,
    into_id: str,
    *,
    seen: int,
    into_seen: int,
    position: int | None = None,
) -> Done:
    """Put a page into another document (or elsewhere in its own), of the same envoi.

    `position`: its place there (from 0); by default that of its number.
    """
    held, page, row = grip_page(desk, page_id, into_id)
    into = held.document(into_id)
    as_seen(desk, row, seen, DOCUMENT)
    as_seen(desk, into, into_seen, "L'autre document")
    _one_envoi(row, into)
    ids = list(dict.fromkeys([row.id, into.id]))
    doing = begin_on(
        desk, "deplacer_page", held, [held.document(id) for id in ids], organise(held, *ids)
    )
    left = [other for other in held.pages[row.id] if other.id != page.id]
    others = left if into.id == row.id else list(held.pages[into.id])
    if position is None:
        position = sum(other.number < page.number for other in others)
    place = max(0, min(position, len(others)))
    behind = [*others[:place], page, *others[place:]]
    wanted = {row.id: [p.id for p in left], into.id: [p.id for p in behind]}
    documents.arrange(desk.session, wanted)
    return cut(desk, doing, [held.document(id) for id in ids], f"Page {page.number} déplacée.")


def extract_page(desk: Desk, page_id: str, *, seen: int, dossier_id: str | None = None) -> Done:
    """Make a document of its own of a page, in its dossier or in another."""
    held, page, row = grip_page(desk, page_id)
    as_seen(desk, row, seen, DOCUMENT)
    if len(held.pages[row.id]) == 1:
        raise ImpossibleError(
            "Cette page est déjà seule dans son document : déplacez le document.",
            code="page_seule",
        )
    if dossier_id is not None and dossier_id != row.dossier_id:
        grip(desk, [row.id], [dossier_id])
    needs = organise(held, row.id)
    for need in needs:
        desk.require(*need)
    made = _new_document(desk, row)
    doing = begin_on(desk, "extraire_page", held, [row, made], needs)
    left = [other.id for other in held.pages[row.id] if other.id != page.id]
    documents.arrange(desk.session, {row.id: left, made.id: [page.id]})
    if dossier_id is not None:
        made.dossier_id = dossier_id
    return cut(desk, doing, [row, made], f"Page {page.number} mise dans un document à part.")


def move_document(desk: Desk, document_id: str, dossier_id: str | None, *, seen: int) -> Done:
    """Put a document into another dossier, or (`None`) into none."""
    held = grip(desk, [document_id], [dossier_id] if dossier_id else [])
    row = held.document(document_id)
    as_seen(desk, row, seen, DOCUMENT)
    if row.dossier_id == dossier_id:
        raise ImpossibleError("Ce document y est déjà.", code="deja_la")
    home = held.home(document_id)
    target = held.dossiers[dossier_id] if dossier_id else None
    if target is not None and target.etape is Etape.ANNULE:
        raise MissingError("Ce dossier a été annulé.")
    doing = begin(desk, "deplacer_document", [f"document/{row.id}"], organise(held, document_id))
    row.dossier_id = dossier_id
    touch([row])
    where = f"mis dans le dossier {target.reference}" if target else "retiré de son dossier"
    return end(
        doing,
        f"{libelle(row)} : {where}.",
        documents=[row.id],
        dossiers=[home.id] if home else [],
    )


def new_dossier(desk: Desk, document_ids: Sequence[str], organisme: str, type: str) -> Done:
    """Open a dossier on documents taken from where they are."""
    if (organisme, type) not in checklists():
        raise MissingError("Ce type de dossier n'existe pas.")
    if not document_ids:
        raise ImpossibleError("Un dossier s'ouvre sur au moins un document.", code="sans_papier")
    held = grip(desk, document_ids)
    rows = [held.document(id) for id in dict.fromkeys(document_ids)]
    for need in [*organise(held, *document_ids), (Action.DECIDER, DOSSIER)]:
        desk.require(*need)
    made = dossiers.open_dossier(
        desk.session, envoi_id=rows[0].envoi_id, organisme=organisme, type=type, documents=()
    )
    made.etape = Etape.ANNULE  # until it has its papers, and again if this is undone
    doing = begin(
        desk,
        "ouvrir_dossier",
        [f"dossier/{made.id}", *(f"document/{row.id}" for row in rows)],
        [*organise(held, *document_ids), (Action.DECIDER, DOSSIER)],
    )
    for row in rows:
        row.dossier_id = made.id
    made.etape = Etape.A_TRAITER
    touch(rows)
    return end(
        doing,
        f"Dossier {made.reference} ouvert.",
        documents=[row.id for row in rows],
        dossiers=list(held.dossiers),
    )


def retype(desk: Desk, document_id: str, type: str, *, seen: int) -> Done:
    """Say what a document is (the same type: that it is surely so); it is read as such."""
    if type not in document_types():
        raise MissingError("Ce type de document n'existe pas.")
    held = grip(desk, [document_id])
    row = held.document(document_id)
    as_seen(desk, row, seen, DOCUMENT)
    sheets = held.pages[document_id]
    doing = begin_on(
        desk, "changer_type", held, [row],
        [(Action.CORRIGER, document_thing(row, sheets))],
    )  # fmt: skip
    home = row.dossier_id
    decisions.decide(
        desk.session, actor=desk.actor.name, kind=ThingKind.DOCUMENT, thing_id=row.id,
        target=Target.TYPE, value=type,
    )  # fmt: skip
    return reread(desk, doing, row, f"Type du document : {libelle(row)}.", home)


def _new_document(desk: Desk, like: Document) -> Document:
    """A document that is empty, hence retired, until it gets its pages."""
    made = documents.open_document(
        desk.session, like.envoi_id, type=like.type, version=VERSION, dossier_id=like.dossier_id
    )
    made.retired_at = desk.now
    desk.session.flush()
    return made


def _one_envoi(row: Document, other: Document) -> None:
    if row.envoi_id != other.envoi_id:
        raise ImpossibleError(
            "Ces pages sont de deux envois : un document ne tient que des pages d'un même envoi. "
            "Déplacez le document entier dans le dossier.",
            code="autre_envoi",
        )
