"""What a checklist says of a dossier: one finding a requirement, and a status."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.geometry import Box


class Resultat(StrEnum):
    CONFORME = "conforme"
    MANQUANT = "manquant"
    NON_CONFORME = "non_conforme"
    A_VERIFIER = "a_verifier"
    SANS_OBJET = "sans_objet"


class Gravite(StrEnum):
    BLOQUANT = "bloquant"
    AVERTISSEMENT = "avertissement"


class Statut(StrEnum):
    """In order of precedence. `forclos` and `rejete` are proposed: a person confirms."""

    FORCLOS = "forclos"
    REJETE = "rejete"
    INCOMPLET = "incomplet"
    A_VERIFIER = "a_verifier"
    COMPLET = "complet"

    @property
    def proposed(self) -> bool:
        return self in (Statut.FORCLOS, Statut.REJETE)


class EvidenceKind(StrEnum):
    CHAMP = "champ"
    MARQUE = "marque"
    LIGNE = "ligne"
    """A line of a table: `name` is the table and the row, from 0 (`lignes.2`)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where to look: a field or a mark of a document. `box` as in `models.geometry`."""

    document: str
    kind: EvidenceKind
    name: str
    page: int | None
    box: Box | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one requirement. `raison` is read by a clerk."""

    exigence: str
    libelle: str
    resultat: Resultat
    gravite: Gravite
    documents: tuple[str, ...]
    raison: str
    citation: str
    evidence: tuple[Evidence, ...] = ()
    signalement: str | None = None
    """Code to raise on the dossier when this is not `conforme` (`original_attendu` …)."""
    consequence: Statut | None = None
    """Status proposed when `non_conforme`, other than `incomplet`."""


@dataclass(frozen=True, slots=True)
class Signalement:
    """Something to know about the dossier that is no requirement."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The whole verdict, under one version of the checklist, on one day."""

    organisme: str
    type: str
    statut: Statut
    findings: tuple[Finding, ...]
    checklist_version: str
    judged_on: date
    prestation: str | None
    deadline: datetime | None
    forclos_le: date | None
    signalements: tuple[Signalement, ...]
