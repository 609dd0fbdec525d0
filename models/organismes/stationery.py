"""What is printed on the papers that leave, by organisme: `papiers/<organisme>.toml`.

Kept apart from the profile: a new telephone number changes no checklist, hence no
checklist's version.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from functools import lru_cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field

from models import rules

ADDRESS = r"^([^@\s,<>]+@[^@\s,<>]+)?$"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


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


class PrintedRule(_Frozen):
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


class Stationery(_Frozen):
    """Letterhead, addressees and printed rules of an organisme."""

    organisme: str
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
    courriel_compagnie: str = Field("", pattern=ADDRESS)
    """Where the company takes mail: answers that break the contract go back there."""
    rappels: Mapping[Reminder, tuple[str, ...]] = Field(default_factory=dict)
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
    folder = resources.files("models.organismes").joinpath("papiers")
    files = {
        file.name.removesuffix(".toml"): file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda f: f.name)
        if file.name.endswith(".toml")
    }
    files |= dict(rules.texts("papiers")) if stamp else {}
    loaded: dict[str, Stationery] = {}
    for name, text in files.items():
        read = Stationery.model_validate(tomllib.loads(text))
        if read.organisme != name:
            raise ValueError(f"{name}.toml décrit l'organisme {read.organisme}")
        loaded[name] = read
    return loaded


def stationery(organisme: str) -> Stationery:
    """That of an organisme; `KeyError` when there is none."""
    return stationeries()[organisme]
