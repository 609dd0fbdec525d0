"""What the company decided about dossiers: each answer as it came, whether it holds or was sent back."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, Id, JsonList, refers, utcnow


class AnswerDecision(StrEnum):
    """What a company decides [000 §3]."""

    REMBOURSEMENT_TOTAL = "remboursement_total"
    REMBOURSEMENT_PARTIEL = "remboursement_partiel"
    REJET_ADMINISTRATIF = "rejet_administratif"
    REJET_CONTRACTUEL = "rejet_contractuel"
    COMPLEMENT_INFORMATION = "complement_information"
    CONTRE_VISITE = "contre_visite"
    ACCORD = "accord"

    @property
    def waits(self) -> bool:
        """Whether the dossier waits for something more after it."""
        return self in (AnswerDecision.COMPLEMENT_INFORMATION, AnswerDecision.CONTRE_VISITE)

    @property
    def refuses(self) -> bool:
        return self in (AnswerDecision.REJET_ADMINISTRATIF, AnswerDecision.REJET_CONTRACTUEL)

    @property
    def pays(self) -> bool:
        return self in (AnswerDecision.REMBOURSEMENT_TOTAL, AnswerDecision.REMBOURSEMENT_PARTIEL)


class AnswerSource(StrEnum):
    """Where an answer was taken from."""

    SAISIE = "saisie"
    PAPIER = "papier"
    COURRIEL = "courriel"
    FICHIER = "fichier"


class AnswerState(StrEnum):
    """`RENVOYEE`: it broke the contract and went back to the company: the dossier did not move."""

    ENREGISTREE = "enregistree"
    RENVOYEE = "renvoyee"


class CompanyAnswer(Base):
    """One answer about one dossier. Triggers refuse to change anything of it but `cancelled`: the
    act that recorded it was undone (or done again).

    `amount` is a decimal string. `breaches` is a list of `{"code", "message", "gravite"}`: what was
    wrong with it when it was recorded. `until`: when the delay that it starts runs out.
    `document_id`, `envoi_id`, `line`: the paper, the mail, the line of a file that says so.
    """

    __tablename__ = "company_answer"
    __table_args__ = (Index(None, "dossier_id", "id"), Index(None, "at"))

    id: Mapped[Id]
    dossier_id: Mapped[str] = mapped_column(refers("dossier.id"))
    decision: Mapped[AnswerDecision]
    decided_on: Mapped[date | None]
    amount: Mapped[str | None]
    reason: Mapped[str | None]
    numero: Mapped[str | None]
    source: Mapped[AnswerSource]
    document_id: Mapped[str | None] = mapped_column(refers("document.id"), index=True)
    envoi_id: Mapped[str | None] = mapped_column(refers("envoi.id"), index=True)
    line: Mapped[int | None]
    state: Mapped[AnswerState]
    breaches: Mapped[JsonList]
    until: Mapped[datetime | None] = mapped_column(index=True)
    letter_id: Mapped[str | None] = mapped_column(refers("letter.id"))
    actor: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=utcnow)
    cancelled: Mapped[bool] = mapped_column(default=False)
