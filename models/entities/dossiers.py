"""A dossier: the documents of one case."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, Id, JsonList, JsonObject, SafeText, refers, utcnow


class Prestation(StrEnum):
    """The family by which lots are made (DOMAIN §1)."""

    AMBULATOIRE = "ambulatoire"
    HOSPITALISATION = "hospitalisation"


class Statut(StrEnum):
    """Outcome of the checklist (DOMAIN §4). `FORCLOS` and `REJETE` wait for a person."""

    COMPLET = "complet"
    INCOMPLET = "incomplet"
    A_VERIFIER = "a_verifier"
    FORCLOS = "forclos"
    REJETE = "rejete"

    @property
    def mots(self) -> str:
        """As a sentence says it."""
        return _MOTS[self]


_MOTS = {
    Statut.COMPLET: "complet",
    Statut.INCOMPLET: "incomplet",
    Statut.A_VERIFIER: "à vérifier",
    Statut.FORCLOS: "forclos (proposé)",
    Statut.REJETE: "rejeté (proposé)",
}


class Etape(StrEnum):
    """Where a dossier is on its way through people's hands."""

    A_TRAITER = "a_traiter"
    COMPLEMENT = "complement"
    """A complement was asked for: the answer is awaited."""
    MEDECIN = "medecin"
    """With the médecin conseil."""
    DE_COTE = "de_cote"
    VALIDE = "valide"
    """A person declared it complete."""
    REJETE = "rejete"
    REPONDU = "repondu"
    """The company's answer is recorded, and given to who deposited."""
    ANNULE = "annule"
    """Opened by a person who took it back: it holds no paper."""

    @property
    def settled(self) -> bool:
        return self is Etape.VALIDE or self.closed

    @property
    def closed(self) -> bool:
        """Whether no delay of ours runs any more."""
        return self in (Etape.REJETE, Etape.REPONDU, Etape.ANNULE)


WAITING = "etape IN ('a_traiter', 'complement', 'medecin', 'de_cote') AND statut <> 'complet'"
"""Dossiers that wait for a person or an answer, however many others were settled long ago. A
question that says it in these very words is answered by the index over these alone."""


class Dossier(Base):
    """One case of one insured or provider.

    `reference` is for people. `statut` is that of the latest judgement, kept here for
    the queue. `deadline` is when our answer is due, `forclos_le` the last day on which
    rights can still be used; `deposited_at` is what the clocks start from, where known.
    `prestation` is `None` for types that travel in no lot. `signalements` is a list of
    `{"code", "message"}`. `envoi_id` is the envoi that opened it. `rappel_le`: when a dossier
    put aside comes back. `revision` counts the acts of people on it.
    """

    __tablename__ = "dossier"
    __table_args__ = (
        Index(None, "deadline", "id"),
        Index(None, "statut", "deadline"),
        Index(None, "etape", "deadline"),
        # counted for every screen of the queue, without a look at the dossiers themselves
        Index(None, "etape", "statut", "deadline", "rappel_le", "id"),
        Index(None, "organisme", "type"),
        Index(
            "ix_dossier_waiting",
            "deadline",
            "id",
            postgresql_where=text(WAITING),
            sqlite_where=text(WAITING),
        ),
    )

    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(unique=True)
    organisme: Mapped[str]
    type: Mapped[str]
    assure: Mapped[JsonObject]
    beneficiaire: Mapped[JsonObject]
    prestation: Mapped[Prestation | None]
    statut: Mapped[Statut] = mapped_column(default=Statut.A_VERIFIER)
    deadline: Mapped[datetime | None]
    forclos_le: Mapped[date | None]
    deposited_at: Mapped[datetime | None]
    lot_id: Mapped[str | None] = mapped_column(refers("lot.id"), index=True)
    rattache_a: Mapped[str | None] = mapped_column(refers("dossier.id"))
    signalements: Mapped[JsonList]
    envoi_id: Mapped[str] = mapped_column(refers("envoi.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    etape: Mapped[Etape] = mapped_column(
        default=Etape.A_TRAITER, server_default=Etape.A_TRAITER.value
    )
    rappel_le: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=0, server_default=text("0"))


class DossierWord(Base):
    """A word of a name, or a number, of the people of a dossier: what it is found by.

    Kept by `storage.records.dossier_words` whenever the people change. Words compare byte by byte.
    """

    __tablename__ = "dossier_word"

    word: Mapped[str] = mapped_column(
        SafeText().with_variant(Text(collation="C"), "postgresql"), primary_key=True
    )
    dossier_id: Mapped[str] = mapped_column(refers("dossier.id"), primary_key=True, index=True)
