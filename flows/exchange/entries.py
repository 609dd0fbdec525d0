"""Entries of the exchange made of what the database holds, a handful of dossiers at a time.

Nothing here keeps more than one handful: an export of any length has the same memory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.outgoing.amounts import DOUBT, MONEY, claimed
from flows.outgoing.facts import Amount
from flows.outgoing.gather import lane_of
from flows.result import moment
from flows.review.spots import Spot, spot_thing
from flows.secrecy import document_thing, page_thing
from flows.workplace import Workplace
from models import reading
from models.checklists.facts import Policy
from models.entities import (
    CompanyAnswer,
    Document,
    Dossier,
    ExchangeEntry,
    JsonObject,
    Lot,
    Page,
    SourceFile,
    Target,
)
from models.permissions import Action, Actor, may
from storage.records import answers, documents, exchange, thresholds

FORMAT = "liasse.echange/1"
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class _Around:
    """What the entries of a handful of dossiers need."""

    papers: Mapping[str, Sequence[Document]]
    pages: Mapping[str, Sequence[Page]]
    read: Mapping[str, reading.Document]
    files: Mapping[str, SourceFile]
    lots: Mapping[str, Lot]
    answered: Mapping[str, CompanyAnswer]
    policy: Policy


def entries(
    place: Workplace,
    actor: Actor,
    cursor: int = 0,
    *,
    organismes: Collection[str] = (),
    most: int | None = None,
) -> Iterator[JsonObject]:
    """All that changed after `cursor`, each dossier once, as `actor` may know it.

    Each handful is read in a transaction of its own: a long export holds up nobody. What changes
    meanwhile comes at the end, or next time.
    """
    left = most
    while left is None or left > 0:
        wanted = AT_ONCE if left is None else min(AT_ONCE, left)
        with place.database.reading() as session:
            found = exchange.after(session, cursor, wanted, organismes)
            if not found:
                return
            made = list(_entries(session, place, actor, found))
        yield from made
        cursor = found[-1][0].seq
        left = None if left is None else left - len(found)


def _entries(
    session: Session,
    place: Workplace,
    actor: Actor,
    found: Sequence[tuple[ExchangeEntry, Dossier]],
) -> Iterator[JsonObject]:
    around = _around(session, place, [dossier.id for entry, dossier in found if entry.accepted])
    for entry, dossier in found:
        told: JsonObject = {
            "format": FORMAT,
            "curseur": entry.seq,
            "etat": "accepte" if entry.accepted else "retire",
            "modifie_le": moment(entry.at),
            "dossier": dossier.id,
            "reference": dossier.reference,
            "organisme": dossier.organisme,
        }
        yield told | _content(dossier, actor, around) if entry.accepted else told


def _around(session: Session, place: Workplace, ids: Sequence[str]) -> _Around:
    query = select(Document).where(Document.dossier_id.in_(ids), Document.retired_at.is_(None))
    papers: dict[str, list[Document]] = {}
    for row in session.scalars(query.order_by(Document.envoi_id, Document.position)):
        papers.setdefault(row.dossier_id or "", []).append(row)
    document_ids = [row.id for rows in papers.values() for row in rows]
    pages = documents.pages(session, document_ids)
    sources = {page.source_file_id for sheets in pages.values() for page in sheets}
    files = session.scalars(select(SourceFile).where(SourceFile.id.in_(sources)))
    inside = select(Dossier.lot_id).where(Dossier.id.in_(ids))
    lots = session.scalars(select(Lot).where(Lot.id.in_(inside)))
    return _Around(
        papers,
        pages,
        documents.current(session, document_ids),
        {file.id: file for file in files},
        {lot.id: lot for lot in lots},
        answers.holding(session, ids),
        thresholds.policy(session, place.settings),
    )


def _content(dossier: Dossier, actor: Actor, around: _Around) -> JsonObject:
    papers = around.papers.get(dossier.id, ())
    open_papers = [row for row in papers if _readable(row, around, actor)]
    lot = around.lots.get(dossier.lot_id or "")
    answer = around.answered.get(dossier.id)
    return {
        "type": dossier.type,
        "statut": dossier.statut.value,
        "etape": dossier.etape.value,
        "prestation": dossier.prestation.value if dossier.prestation else None,
        "depose_le": moment(dossier.deposited_at) if dossier.deposited_at else None,
        "ouvert_le": moment(dossier.created_at),
        "echeance": moment(dossier.deadline) if dossier.deadline else None,
        "forclos_le": dossier.forclos_le.isoformat() if dossier.forclos_le else None,
        "lot": lot.numero if lot else None,
        "rattache_a": dossier.rattache_a,
        "envoi": dossier.envoi_id,
        "assure": {name: str(value) for name, value in dossier.assure.items()},
        "beneficiaire": {name: str(value) for name, value in dossier.beneficiaire.items()},
        "montant": _amount(dossier, papers, open_papers, around),
        "reponse": _answer(answer) if answer is not None else None,
        "pieces": [_piece(row, actor, around) for row in open_papers],
        "pieces_retenues": len(papers) - len(open_papers),
    }


def _readable(row: Document, around: _Around, actor: Actor) -> bool:
    """A paper with a page that may not be read is left out whole (DOMAIN §6)."""
    sheets = around.pages[row.id]
    thing = document_thing(row, sheets)
    shown = all(may(actor, Action.VOIR_CONTENU, page_thing(page, row)) for page in sheets)
    erased = any(page.erased_at is not None for page in sheets)
    return shown and not erased and may(actor, Action.VOIR_CONTENU, thing)


def _amount(
    dossier: Dossier, papers: Sequence[Document], readable: Sequence[Document], around: _Around
) -> JsonObject:
    known = {row.id for row in readable}
    hidden = any(row.type in MONEY and row.id not in known for row in papers)
    read = [around.read[row.id] for row in readable]
    asked = DOUBT if hidden else claimed(read, lane_of(dossier), around.policy)
    sure = asked.amount is Amount.SUR
    return {
        "etat": asked.amount.value,
        "reclame": f"{asked.montant:.2f}" if sure and asked.montant is not None else None,
        "part_organisme": f"{asked.part:.2f}" if sure and asked.part is not None else None,
    }


def _answer(answer: CompanyAnswer) -> JsonObject:
    return {
        "decision": answer.decision.value,
        "date": answer.decided_on.isoformat() if answer.decided_on else None,
        "montant": answer.amount,
        "motif": answer.reason,
        "numero": answer.numero,
        "echeance": moment(answer.until) if answer.until else None,
    }


def _piece(row: Document, actor: Actor, around: _Around) -> JsonObject:
    read, sheets = around.read[row.id], around.pages[row.id]
    fields = {
        name: _field(field)
        for name, field in read.fields.items()
        if may(actor, Action.VOIR_CONTENU, spot_thing(row, sheets, Spot(Target.FIELD, name)))
    }
    return {
        "id": row.id,
        "type": row.type,
        "confiance": round(row.type_confidence, 4),
        "pages": [_page(page, around.files[page.source_file_id]) for page in sheets],
        "champs": fields,
        "lignes": {
            table: [{name: cell.value for name, cell in line.items()} for line in lines]
            for table, lines in read.lines.items()
        },
    }


def _page(page: Page, file: SourceFile) -> JsonObject:
    """Where it stands in its file (from 1), and its image as it was kept."""
    return {
        "fichier": file.name,
        "sha256": file.sha256,
        "page": page.index + 1,
        "image": page.image_sha256,
    }


def _field(field: reading.Field) -> JsonObject:
    told: JsonObject = {"valeur": field.value, "confiance": round(field.confidence, 4)}
    if field.controle is not None:
        told["controle"] = field.controle
    return told
