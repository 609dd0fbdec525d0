"""Dossiers, their documents, and what the checklists found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.entities import (
    Document,
    Dossier,
    DossierWord,
    Etape,
    Finding,
    JsonList,
    JsonObject,
    Judgement,
    Prestation,
    Statut,
    utcnow,
)
from storage.records import sealed_values
from storage.records.dossier_words import bare
from storage.records.numbers import Series, next_number


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement and its findings, in order."""

    judgement: Judgement
    findings: Sequence[Finding]


def open_dossier(
    session: Session,
    *,
    envoi_id: str,
    organisme: str,
    type: str,
    documents: Iterable[str],
    assure: JsonObject | None = None,
    beneficiaire: JsonObject | None = None,
    prestation: Prestation | None = None,
    deadline: datetime | None = None,
    forclos_le: date | None = None,
    deposited_at: datetime | None = None,
    rattache_a: str | None = None,
    signalements: JsonList | None = None,
) -> Dossier:
    """Open a dossier on `documents` (ids), none of which may have another home."""
    dossier = Dossier(
        reference=next_number(session, Series.DOSSIER, utcnow()),
        organisme=organisme,
        type=type,
        assure=assure or {},
        beneficiaire=beneficiaire or {},
        prestation=prestation,
        deadline=deadline,
        forclos_le=forclos_le,
        deposited_at=deposited_at,
        rattache_a=rattache_a,
        signalements=signalements or [],
        envoi_id=envoi_id,
    )
    session.add(dossier)
    session.flush()
    join(session, dossier.id, documents)
    return dossier


def join(session: Session, dossier_id: str, documents: Iterable[str]) -> None:
    """Add documents to a dossier; `ValueError` when one is at home in another."""
    wanted = set(documents)
    free = session.scalars(
        update(Document)
        .where(
            Document.id.in_(wanted),
            Document.dossier_id.is_(None) | (Document.dossier_id == dossier_id),
        )
        .values(dossier_id=dossier_id)
        .returning(Document.id)
    )
    if missing := wanted - set(free):
        raise ValueError(f"documents unknown or at home elsewhere: {sorted(missing)}")


def judge(
    session: Session,
    dossier: Dossier,
    *,
    statut: Statut,
    checklist: str,
    checklist_version: str,
    findings: Iterable[Finding],
    at: datetime | None = None,
) -> Judgement:
    """Keep what a checklist found, and show its outcome on the dossier.

    `findings` come without `judgement_seq`, `position` and `dossier_id`, which are set here.
    """
    judgement = Judgement(
        dossier_id=dossier.id,
        statut=statut,
        checklist=checklist,
        checklist_version=checklist_version,
        at=at or utcnow(),
    )
    session.add(judgement)
    session.flush()
    for position, finding in enumerate(findings):
        finding.judgement_seq, finding.position = judgement.seq, position
        finding.dossier_id = dossier.id
        session.add(finding)
    dossier.statut = statut
    session.flush()
    return judgement


def judged(session: Session, dossier_ids: Sequence[str]) -> dict[str, Judged]:
    """The latest judgement of each dossier that has one."""
    newest = (
        select(func.max(Judgement.seq))
        .where(Judgement.dossier_id.in_(dossier_ids))
        .group_by(Judgement.dossier_id)
    )
    judgements = session.scalars(select(Judgement).where(Judgement.seq.in_(newest))).all()
    sealed_values.warm(session, [judgement.dossier_id for judgement in judgements])
    by_seq: dict[int, list[Finding]] = {judgement.seq: [] for judgement in judgements}
    query = select(Finding).where(Finding.judgement_seq.in_(list(by_seq)))
    for finding in session.scalars(query.order_by(Finding.judgement_seq, Finding.position)):
        by_seq[finding.judgement_seq].append(finding)
    return {j.dossier_id: Judged(j, by_seq[j.seq]) for j in judgements}


def get(session: Session, dossier_id: str) -> Dossier:
    """The dossier; `NoResultFound` when there is none."""
    return session.get_one(Dossier, dossier_id)


def by_reference(session: Session, reference: str) -> Dossier | None:
    """The dossier that a person names."""
    return session.scalar(select(Dossier).where(Dossier.reference == reference.strip().upper()))


def joining(session: Session, dossier_id: str) -> Sequence[Dossier]:
    """The dossiers that came later and joined this one (answers, complements), in order."""
    query = select(Dossier).filter_by(rattache_a=dossier_id)
    return session.scalars(query.order_by(Dossier.id)).all()


def of_envoi(session: Session, envoi_id: str) -> Sequence[Dossier]:
    """The dossiers that an envoi opened, in order."""
    return session.scalars(select(Dossier).filter_by(envoi_id=envoi_id).order_by(Dossier.id)).all()


def queue(session: Session, *, limit: int = 100, offset: int = 0) -> Sequence[Dossier]:
    """Dossiers, least time left first; those without a deadline last."""
    order = (Dossier.deadline.is_(None), Dossier.deadline, Dossier.id)
    return session.scalars(select(Dossier).order_by(*order).limit(limit).offset(offset)).all()


def late(session: Session, now: datetime, *, limit: int = 100) -> Sequence[Dossier]:
    """The dossiers whose answer is overdue and that nobody has settled, the oldest debt first."""
    settled = [etape for etape in Etape if etape.settled]
    query = select(Dossier).where(Dossier.deadline < now, Dossier.etape.not_in(settled))
    return session.scalars(query.order_by(Dossier.deadline, Dossier.id).limit(limit)).all()


def of_insured(
    session: Session, organisme: str, numero_immatriculation: str, *types: str
) -> Sequence[Dossier]:
    """The dossiers of an insured, of these types when any are given, latest first."""
    bearing = select(DossierWord.dossier_id).where(DossierWord.word == bare(numero_immatriculation))
    query = select(Dossier).where(
        Dossier.id.in_(bearing),
        Dossier.organisme == organisme,
        Dossier.assure["numero_immatriculation"].as_string() == numero_immatriculation,
    )
    if types:
        query = query.where(Dossier.type.in_(types))
    return session.scalars(query.order_by(Dossier.created_at.desc(), Dossier.id)).all()
