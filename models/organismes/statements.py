"""Which statements an organisme is owed, and when: `etats/<organisme>.toml`, each with its source.

The operator's own files (`etats/` of his rules) stand for ours: other tables, other days, and the
addresses to which statements go by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from pydantic import Field, model_validator

from models import rules
from models.organismes.files import OURS, Address, Frozen, OfOrganisme, by_organisme

UNSOURCED = "unsourced"


class Frequency(StrEnum):
    """Over which stretch of time a statement is made."""

    DECADE = "decade"
    """Ten days: 1–10, 11–20, 21 to the end of the month."""
    MENSUEL = "mensuel"
    TRIMESTRIEL = "trimestriel"
    ANNUEL = "annuel"
    """From the beginning of the exercise to the day on which it is drawn up."""


class Contents(StrEnum):
    """The tables that a statement may be made of."""

    PRIMES_REMBOURSEMENTS = "primes_remboursements"
    PRIMES_ENCAISSEES = "primes_encaissees"
    LISTE_ASSURES = "liste_assures"
    SINISTRES = "sinistres"
    REGLEMENTS_ACTIFS = "reglements_actifs"
    REGLEMENTS_PENSIONNES = "reglements_pensionnes"
    REGLEMENTS_PRESTATAIRES = "reglements_prestataires"
    RAPPROCHEMENT_SALAIRES = "rapprochement_salaires"
    PRODUCTION = "production"
    SINISTRES_DIRECTS = "sinistres_directs"
    SINISTRES_TIERS_PAYANT = "sinistres_tiers_payant"
    REGISTRE_PRESTATAIRES = "registre_prestataires"
    REGISTRE_PRESTATIONS = "registre_prestations"
    FACTURES_A_PAYER = "factures_a_payer"
    TICKETS_MODERATEURS = "tickets_moderateurs"
    PIECES_ORIGINALES = "pieces_originales"


class Wanted(Frozen):
    """One table that is owed, with the words of its source."""

    contenu: Contents
    frequence: Frequency
    titre: str = Field(min_length=5)
    citation: str = Field(pattern=r"^(00[0-4] .+|unsourced)$")
    extrait: str = ""

    @model_validator(mode="after")
    def _quoted(self) -> Wanted:
        if (self.citation == UNSOURCED) == bool(self.extrait):
            raise ValueError("un état cite les mots de sa source, ou se dit «unsourced»")
        return self


class StatementRules(OfOrganisme):
    """All that an organisme is owed."""

    destinataire: str = Field(min_length=3)
    """To whom statements go, as their heading says it."""
    envoyer_a: tuple[Address, ...] = ()
    """Addresses to which each goes by mail when it is made; none: it waits to be downloaded."""
    preparer_le: int = Field(default=2, ge=1, le=28)
    """Day of the following month from which it is made: what was decided on the last day is in."""
    au_plus_tard: int = Field(default=5, ge=1, le=28)
    """Day of the following month by which it is owed."""
    exercice_arrete_au: str = Field(default="12-31", pattern=r"^\d\d-\d\d$")
    annuel_au_plus_tard: str = Field(default="01-31", pattern=r"^\d\d-\d\d$")
    """Month and day of the yearly one; before the exercise's end, it is of the next year."""
    etats: tuple[Wanted, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> StatementRules:
        if self.preparer_le > self.au_plus_tard:
            raise ValueError("un état se prépare avant d'être dû")
        return self

    @property
    def frequencies(self) -> tuple[Frequency, ...]:
        """Those of which there is something."""
        return tuple(one for one in Frequency if self.of(one))

    def of(self, frequency: Frequency) -> tuple[Wanted, ...]:
        """The tables of that frequency, in their order."""
        return tuple(one for one in self.etats if one.frequence is frequency)


def all_statement_rules() -> Mapping[str, StatementRules]:
    """Those of every organisme, from the package's own files and the operator's."""
    return _loaded(rules.stamp())


@lru_cache(maxsize=4)
def _loaded(stamp: rules.Stamp) -> Mapping[str, StatementRules]:
    return by_organisme(StatementRules, "etats", OURS / "etats")


def statement_rules(organisme: str) -> StatementRules:
    """Those of an organisme; `KeyError` when there are none."""
    return all_statement_rules()[organisme]
