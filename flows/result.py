"""The result of envois as RESULT.md wants it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.documents import document_types
from models.entities import Dossier, Envoi, Page, PageState
from models.geometry import Box
from models.reading import Document, Field, Mark
from models.result import (
    DocumentResult,
    DossierResult,
    EnvoiResult,
    Erreur,
    FieldResult,
    FindingResult,
    LotResult,
    MarkResult,
    PageResult,
    Result,
    Signalement,
)
from storage.records import documents, dossiers, envois, lots, pages

HERE = ZoneInfo("Africa/Casablanca")
UNREAD = "page_non_lue"
FAILED = "etape_echouee"


def result_of(
    session: Session, envoi_ids: Sequence[str], failed: Mapping[str, str] | None = None
) -> Result:
    """Everything known of these envois, in their order; `failed`: why some are half-way."""
    result = Result(schema_="liasse.result/1", envois=[], documents=[], dossiers=[], lots=[])
    seen_lots: dict[str, LotResult] = {}
    for envoi_id in envoi_ids:
        envoi = envois.get(session, envoi_id)
        sheets = pages.of_envoi(session, envoi_id)
        result.envois.append(_envoi(session, envoi, sheets))
        if failed and envoi_id in failed:
            half_way = Erreur(code=FAILED, message=failed[envoi_id], page=None)
            result.envois[-1].erreurs.append(half_way)
        result.documents += _documents(session, envoi, sheets)
        for row in dossiers.of_envoi(session, envoi_id):
            result.dossiers.append(dossier_result(session, row))
            if row.lot_id is not None and row.lot_id not in seen_lots:
                lot = lots.get(session, row.lot_id)
                inside = [d.id for d in lots.dossiers(session, lot.id)]
                seen_lots[lot.id] = LotResult(
                    id=lot.id,
                    organisme=lot.organisme,
                    prestation=lot.prestation.value,
                    dossiers=inside,
                    statut=lot.statut.value,
                )
    result.lots = list(seen_lots.values())
    return result


def _envoi(session: Session, envoi: Envoi, sheets: Sequence[Page]) -> EnvoiResult:
    erreurs = [
        Erreur(code=r.code, message=r.message, page=r.page)
        for r in envois.refusals(session, envoi.id)
    ]
    erreurs += [
        Erreur(code=UNREAD, message=p.unread_why or "Page non lue.", page=p.number)
        for p in sheets
        if p.state is PageState.NON_LUE
    ]
    return EnvoiResult(
        id=envoi.id,
        source=envoi.source,
        sha256=envoi.sha256,
        channel=envoi.channel.value,
        received_at=moment(envoi.received_at),
        pages=len(sheets),
        erreurs=erreurs,
        numero=envoi.numero,
        doublon_de=envoi.duplicate_of,
    )


def _documents(session: Session, envoi: Envoi, sheets: Sequence[Page]) -> list[DocumentResult]:
    rows = documents.of_envoi(session, envoi.id)
    current = documents.current(session, [row.id for row in rows])
    rotations = {page.number: page.rotation for page in sheets}
    return [_document(row.id, envoi, current[row.id], rotations) for row in rows]


def _document(
    document_id: str, envoi: Envoi, read: Document, rotations: dict[int, int]
) -> DocumentResult:
    kind = document_types()[read.type]
    return DocumentResult(
        id=document_id,
        envoi=envoi.id,
        type=read.type,
        type_confidence=read.type_confidence,
        pages=[
            PageResult(source=envoi.source, page=number, rotation=rotations[number])
            for number in read.pages
        ],
        fields={name: _field(f) for name, f in read.fields.items()},
        lines={
            name: [
                {column: f.value for column, f in row.items()} for row in read.lines.get(name, ())
            ]
            for name in kind.lines
        }
        or None,
        marks={name: _mark(read.marks.get(name)) for name in kind.marks} or None,
    )


def _field(field: Field) -> FieldResult:
    return FieldResult(
        value=field.value,
        raw=field.raw,
        confidence=field.confidence,
        page=field.page,
        box=_box(field.box),
        source=field.how.value,
        controle=field.controle,
    )


def _mark(mark: Mark | None) -> MarkResult:
    if mark is None:
        return MarkResult(present=None, confidence=0.0, page=None, box=None)
    return MarkResult(
        present=mark.present, confidence=mark.confidence, page=mark.page, box=_box(mark.box)
    )


def dossier_result(session: Session, row: Dossier) -> DossierResult:
    """A dossier as the result has it."""
    judged = dossiers.judged(session, [row.id]).get(row.id)
    return DossierResult(
        id=row.id,
        reference=row.reference,
        organisme=row.organisme,
        type=row.type,
        rattache_a=row.rattache_a,
        documents=[d.id for d in documents.of_dossier(session, row.id)],
        lot=row.lot_id,
        assure={k: str(v) for k, v in row.assure.items()},
        beneficiaire={k: str(v) for k, v in row.beneficiaire.items()},
        prestation=row.prestation.value if row.prestation else None,
        statut=row.statut.value,
        deadline=moment(row.deadline) if row.deadline else None,
        forclos_le=row.forclos_le.isoformat() if row.forclos_le else None,
        signalements=[Signalement.model_validate(s) for s in row.signalements],
        checklist=[
            FindingResult(
                exigence=f.exigence,
                resultat=f.resultat.value,
                gravite=f.gravite.value,
                documents=[str(d) for d in f.documents],
                raison=f.raison,
                citation=f.citation,
            )
            for f in (judged.findings if judged else ())
        ],
    )


def _box(box: Box | None) -> list[float] | None:
    return box.rounded() if box is not None else None


def moment(at: datetime) -> str:
    """A time as the result has it, with its offset."""
    return at.astimezone(HERE).isoformat(timespec="seconds")
