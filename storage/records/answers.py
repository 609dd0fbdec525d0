"""The company's answers: kept as they came, found again by dossier or by evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from models.entities import AnswerDecision, AnswerState, CompanyAnswer, Document, Dossier, Etape
from storage.records import sealed_values

ANSWER_PAPER = "reponse_compagnie"


def keep(session: Session, answer: CompanyAnswer) -> CompanyAnswer:
    """Keep an answer, cancelled until the act that records it has looked at what was before."""
    answer.cancelled = True
    session.add(answer)
    session.flush()
    return answer


def of_dossier(session: Session, dossier_id: str) -> Sequence[CompanyAnswer]:
    """All of a dossier, the oldest first, those sent back or cancelled too."""
    query = select(CompanyAnswer).filter_by(dossier_id=dossier_id)
    return session.scalars(query.order_by(CompanyAnswer.id)).all()


def holding(session: Session, dossier_ids: Sequence[str]) -> Mapping[str, CompanyAnswer]:
    """The latest answer that holds of each dossier that has one."""
    query = select(CompanyAnswer).where(
        CompanyAnswer.dossier_id.in_(dossier_ids),
        CompanyAnswer.cancelled.is_(False),
        CompanyAnswer.state == AnswerState.ENREGISTREE,
    )
    sealed_values.warm(session, query.with_only_columns(CompanyAnswer.dossier_id))
    return {one.dossier_id: one for one in session.scalars(query.order_by(CompanyAnswer.id))}


def newest(session: Session, *, limit: int, offset: int = 0) -> Sequence[CompanyAnswer]:
    """The latest first."""
    query = select(CompanyAnswer).order_by(CompanyAnswer.id.desc()).limit(limit).offset(offset)
    sealed_values.warm(session, query.with_only_columns(CompanyAnswer.dossier_id))
    return session.scalars(query).all()


def total(session: Session) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(CompanyAnswer)) or 0


def unread_papers(session: Session, *, limit: int = 100) -> Sequence[Document]:
    """Papers of the company that no answer cites yet, the oldest first."""
    cited = exists().where(
        CompanyAnswer.document_id == Document.id, CompanyAnswer.cancelled.is_(False)
    )
    query = select(Document).where(
        Document.type == ANSWER_PAPER, Document.retired_at.is_(None), ~cited
    )
    return session.scalars(query.order_by(Document.id).limit(limit)).all()


def run_out(
    session: Session, organisme: str, before: datetime
) -> Sequence[tuple[CompanyAnswer, Dossier]]:
    """Dossiers that wait for what the company asked for, whose delay ends before a moment."""
    query = (
        select(CompanyAnswer, Dossier)
        .join(Dossier, Dossier.id == CompanyAnswer.dossier_id)
        .where(
            CompanyAnswer.until < before,
            CompanyAnswer.cancelled.is_(False),
            CompanyAnswer.state == AnswerState.ENREGISTREE,
            CompanyAnswer.decision == AnswerDecision.COMPLEMENT_INFORMATION,
            Dossier.organisme == organisme,
            Dossier.etape == Etape.COMPLEMENT,
        )
        .order_by(CompanyAnswer.until)
    )
    sealed_values.warm(session, query.with_only_columns(CompanyAnswer.dossier_id))
    return [(row[0], row[1]) for row in session.execute(query)]
