"""What is printed on the papers that leave, by organisme: `papiers/<organisme>.toml`.

Kept apart from the profile: a new telephone number changes no checklist, hence no
checklist's version.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from functools import lru_cache
from typing import Literal

from pydantic import Field

from models import rules
from models.organismes.files import OURS, Address, Frozen, OfOrganisme, by_organisme


class Addressee(StrEnum):
    """To whom a letter goes."""

    ASSURE = "assure"
    PRESTATAIRE = "prestataire"
    COMPAGNIE = "compagnie"
    MEDECIN_CONSEIL = "medecin_conseil"


class LotSender(StrEnum):
    """Who sends a lot: the office itself, or the establishment whose dossiers it holds."""

    EMETTEUR = "emetteur"
    ETABLISSEMENT = "etablissement"


class PrintedRule(Frozen):
    """A sentence printed on a paper, with the words of its source."""

    phrase: str = Field(min_length=10)
    citation: str = Field(pattern=r"^00[0-4] .+$")
    extrait: str = Field(min_length=10)


class AnswerRule(PrintedRule):
    """The answer to the pharmacy: for which dossier types there is one."""

    types: tuple[str, ...] = Field(min_length=1)
    alertes: tuple[int, ...] = ()
    """Hours after the deposit at which people are warned that the answer is not given."""
    escalade: int | None = None
    """Hours after the deposit at which those who answer for it are."""


class Reminder(StrEnum):
    """Whom reminders are for."""

    GESTIONNAIRE = "gestionnaire"
    """All of them."""
    RELECTEUR = "relecteur"
    """Dossiers and réclamations."""
    COURRIER = "courrier"
    """Lots that wait for their accusé."""
    ADHESION = "adhesion"
    """Insured whose bulletin is missing."""


class Stationery(OfOrganisme):
    """Letterhead, addressees and printed rules of an organisme."""

    emetteur: str = Field(min_length=2)
    """Who writes: the large line of the letterhead."""
    service: str = ""
    contrat: str = ""
    adresse: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    ville: str = ""
    """«Fait à …»."""
    signataire: str
    destinataire: tuple[str, ...] = Field(min_length=1)
    """To whom lots and covering letters go."""
    medecin: tuple[str, ...] = Field(min_length=1)
    expediteur_des_lots: LotSender
    bordereau_special_chronique: str = ""
    """Title of the bordereau of dossiers that go on a special one; empty: there is none."""
    ecrire_a: Mapping[str, Addressee]
    """To whom to write about a dossier, by its lane (`voie`)."""
    sources: Mapping[str, str]
    """What a source is called on a letter, by its number."""
    courriel_compagnie: Address | Literal[""] = ""
    """Where the company takes mail: answers that break the contract go back there."""
    rappels: Mapping[Reminder, tuple[Address, ...]] = Field(default_factory=dict)
    """Who has the day's reminders by mail, by what they do."""
    rappels_heure: time = time(8, 0)
    regle_du_lot: PrintedRule | None = None
    reponse: AnswerRule | None = None

    def source(self, citation: str) -> str:
        """A citation as an outsider reads it: `Protocole de gestion OFPPT, §3 a`."""
        number, _, place = citation.partition(" ")
        name = self.sources.get(number)
        return ", ".join(filter(None, (name, place))) if name else citation


def stationeries() -> Mapping[str, Stationery]:
    """All of them by organisme, from the package's own files and the operator's (`papiers/`)."""
    return _stationeries(rules.stamp())


@lru_cache(maxsize=4)
def _stationeries(stamp: rules.Stamp) -> Mapping[str, Stationery]:
    return by_organisme(Stationery, "papiers", OURS / "papiers")


def stationery(organisme: str) -> Stationery:
    """That of an organisme; `KeyError` when there is none."""
    return stationeries()[organisme]
