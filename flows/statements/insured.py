"""The insured base as statements see it: who is in on a day, who came and left, who is pensioned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from flows.dossiers.mentions import bare
from flows.dossiers.rights import date_of, rights_on
from flows.statements.spans import Days
from models.entities import Assure
from models.values.text import folded
from storage.records import assures

AT_ONCE = 1000


class Category(StrEnum):
    """Of an insured, as payments are listed [000 §6]."""

    ACTIF = "actif"
    PENSIONNE = "pensionne"
    INCONNUE = "inconnue"
    """The base does not say."""


_COLUMNS = ("categorie", "situation_administrative", "situation", "position", "statut")
"""Columns of the file of insured that may say it (`Assure.extra`)."""
_WORDS: Mapping[Category, frozenset[str]] = {
    Category.PENSIONNE: frozenset(
        {"retraite", "retraites", "retraitee", "pensionne", "pensionnes", "pensionnee", "pension", "pensions",
         "veuf", "veuve", "veufs", "veuves", "orphelin", "orpheline", "reversion"}
    ),
    Category.ACTIF: frozenset(
        {"actif", "actifs", "active", "activite", "permanent", "permanente", "permanents", "contractuel",
         "contractuelle", "contractuels", "titulaire", "stagiaire", "salarie", "salariee"}
    ),
}  # fmt: skip


def category_of(person: Assure) -> Category:
    """Whether somebody works or has a pension, when a column of the base says so."""
    for name in _COLUMNS:
        said = set(folded(str(person.extra.get(name) or "")).split())
        for category, words in _WORDS.items():
            if said & words:
                return category
    return Category.INCONNUE


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the base, on a day: `covered` is `None` where the base says nothing of it."""

    person: Assure
    covered: bool | None
    entered: date | None
    left: date | None
    why: str

    @property
    def name(self) -> str:
        return f"{self.person.nom} {self.person.prenom}"

    @property
    def number(self) -> str:
        own = self.person.numero_immatriculation or self.person.numero_immatriculation_assure
        return own or (f"Mle {self.person.matricule}" if self.person.matricule else "")


def members(session: Session, organisme: str | None, on: date) -> Iterator[Member]:
    """Everybody of the base, family by family, read as they are asked for."""
    query = select(Assure)
    if organisme is not None:
        query = query.where(Assure.organisme.is_(None) | (Assure.organisme == organisme))
    head = func.coalesce(
        Assure.numero_immatriculation_assure, Assure.numero_immatriculation, Assure.matricule
    )
    order = (head, Assure.lien != "assure", Assure.nom, Assure.prenom, Assure.id)
    rows = session.scalars(query.order_by(*order).execution_options(yield_per=AT_ONCE))
    for person in rows:
        yield member(person, on)


def member(person: Assure, on: date) -> Member:
    """How it is with a person on a day."""
    known = rights_on(person, on)
    ends = date_of(person, "date_fin")
    why = str(person.extra.get("motif_fin") or "") if ends else ""
    return Member(person, known.ouverts, person.date_effet, ends, why)


def moved(one: Member, days: Days) -> str:
    """`entrée`, `sortie`, or both, in these days; empty for neither."""
    said = [
        word for word, day in (("entrée", one.entered), ("sortie", one.left)) if days.holds(day)
    ]
    return ", ".join(said)


def insured_bearing(
    session: Session, numbers: Iterable[str], organisme: str
) -> Mapping[str, Assure]:
    """The insured whom these numbers name, by number without what is put between its characters."""
    found = assures.bearing(session, numbers, organisme=organisme)
    return {
        bare(number): person
        for person in found
        if person.lien == "assure"
        for number in (person.numero_immatriculation, person.matricule)
        if number
    }
