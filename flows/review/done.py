"""What an act did, as the screen tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from models.entities import Gravite, Resultat, Statut


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A requirement whose outcome changed; `None`: it was not, or is no longer, asked."""

    exigence: str
    libelle: str
    gravite: Gravite
    before: Resultat | None
    after: Resultat | None
    raison: str


@dataclass(frozen=True, slots=True)
class Change:
    """What changed on a dossier that was judged again; pairs are (before, after)."""

    dossier_id: str
    reference: str
    revision: int
    statut: tuple[Statut, Statut]
    deadline: tuple[datetime | None, datetime | None]
    forclos_le: tuple[date | None, date | None]
    findings: tuple[FindingChange, ...] = ()

    @property
    def told(self) -> bool:
        """Whether there is anything to tell."""
        pairs = (self.statut, self.deadline, self.forclos_le)
        return bool(self.findings) or any(before != after for before, after in pairs)


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was done. `act` is its number, to undo it; `documents` those it made or changed."""

    act: int
    sentence: str
    documents: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A finding that keeps a dossier from being complete. `lifted_by`: who let it go on."""

    exigence: str
    libelle: str
    resultat: Resultat
    raison: str
    medical: bool
    may_lift: bool
    lifted_by: str | None
