"""What a checklist found about a dossier. Never changed: a new look is a new row."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, ScalarSelect, UniqueConstraint, select
from sqlalchemy.orm import Mapped, column_property, mapped_column

from models.entities.append_only import AppendOnly
from models.entities.base import Base, BigSerial, JsonList, Seq, refers, utcnow
from models.entities.dossiers import Statut


class Resultat(StrEnum):
    """Outcome of one requirement (DOMAIN §4)."""

    CONFORME = "conforme"
    MANQUANT = "manquant"
    NON_CONFORME = "non_conforme"
    A_VERIFIER = "a_verifier"
    SANS_OBJET = "sans_objet"


class Gravite(StrEnum):
    BLOQUANT = "bloquant"
    AVERTISSEMENT = "avertissement"


class Judgement(AppendOnly, Base):
    """One run of a checklist over a dossier."""

    __tablename__ = "judgement"
    __table_args__ = (Index(None, "dossier_id", "seq"),)

    seq: Mapped[Seq]
    dossier_id: Mapped[str] = mapped_column(refers("dossier.id"))
    statut: Mapped[Statut]
    checklist: Mapped[str]
    checklist_version: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=utcnow, index=True)


def _dossier_of(judgement_seq: Mapped[int]) -> ScalarSelect[str]:
    """The dossier of a judgement."""
    query = select(Judgement.dossier_id).where(Judgement.seq == judgement_seq)
    return query.correlate_except(Judgement).scalar_subquery()


class Finding(AppendOnly, Base):
    """The outcome of one requirement, with the documents and places that prove it.

    `levee` is the decision (`seq`) by which a person lets the dossier go on in spite of it.
    `dossier_id` is its judgement's: no column here; who makes a row gives it.
    """

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("judgement_seq", "position"),)

    seq: Mapped[Seq]
    judgement_seq: Mapped[int] = mapped_column(refers("judgement.seq"))
    position: Mapped[int]
    exigence: Mapped[str]
    resultat: Mapped[Resultat]
    gravite: Mapped[Gravite]
    raison: Mapped[str]
    citation: Mapped[str]
    documents: Mapped[JsonList]
    evidence: Mapped[JsonList]
    levee: Mapped[int | None] = mapped_column(BigSerial)
    dossier_id: Mapped[str] = column_property(_dossier_of(judgement_seq), expire_on_flush=False)
