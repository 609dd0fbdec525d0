"""The shape of `models/organismes/<organisme>.toml`, and the loaded profiles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from models import rules
from models.organismes.files import OURS, Frozen, OfOrganisme, by_organisme


class Hours(StrEnum):
    """How «heures ouvrables» run (DOMAIN §5)."""

    JOUR_ENTIER = "jour_entier"
    """24 hours on each working day: 24 hours are one working day."""
    BUREAU = "bureau"
    """Office hours only."""


class Setting(Frozen):
    """A ruling that the sources leave open, with its default and a sentence of help."""

    valeur: bool | int | str
    choix: tuple[str, ...] = ()
    aide: str = Field(min_length=10)

    @model_validator(mode="after")
    def _among_choices(self) -> Setting:
        if self.choix and self.valeur not in self.choix:
            raise ValueError(f"{self.valeur} n'est pas parmi {', '.join(self.choix)}")
        return self


class Attente(Frozen):
    """A waiting period: how long the care of a kind waits, and how papers tell that kind."""

    nature: str
    jours: int = Field(default=0, ge=0)
    mois: int = Field(default=0, ge=0)
    ordinaire: bool = False
    """A kind of which care may be when nothing on the papers tells its kind."""
    factures: tuple[str, ...] = ()
    """Natures of an invoice."""
    champ: str | None = None
    """A ticked box of the sheet of care."""
    mots: tuple[str, ...] = ()


class Organisme(OfOrganisme):
    """Whose rules apply: country, calendar, office hours, lots, settings."""

    libelle: str
    sources: tuple[str, ...]
    pays: str = Field(pattern="^[A-Z]{2}$")
    fuseau: str
    devise: str
    mots: tuple[str, ...] = ()
    """Words on paper that speak for this organisme."""
    mots_du_pays: tuple[str, ...] = ()
    """Words that only speak for its country: they count for little."""
    jours_de_repos: tuple[int, ...] = (6, 7)
    """Weekly days off, Monday = 1."""
    jours_chomes: tuple[date, ...] = ()
    """Exceptional days off (decrees, lunar feasts once announced)."""
    jours_travailles: tuple[date, ...] = ()
    """Days worked although the calendar says off (a lunar feast moved, for instance)."""
    heures_ouvrables: Hours = Hours.JOUR_ENTIER
    bureau_ouvre: time = time(8, 30)
    bureau_ferme: time = time(16, 30)
    lot_max: int = Field(default=30, ge=1)
    exclusions: tuple[str, ...] = ()
    """Products and visits that are not paid, as invoices word them."""
    attentes: tuple[Attente, ...] = ()
    reglages: Mapping[str, Setting] = Field(default_factory=dict)

    @field_validator("fuseau")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        ZoneInfo(value)
        return value

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.fuseau)

    def setting(self, name: str) -> bool | int | str:
        """The value of a setting; `KeyError` when the profile has none of that name."""
        return self.reglages[name].valeur

    def with_settings(self, **values: bool | int | str) -> Organisme:
        """The same profile under other settings (validated)."""
        changed = dict(self.reglages)
        for name, value in values.items():
            old = changed[name]
            changed[name] = Setting(valeur=value, choix=old.choix, aide=old.aide)
        return self.model_copy(update={"reglages": changed})


def organismes() -> Mapping[str, Organisme]:
    """All profiles by name, from the package's own files and the operator's."""
    return _organismes(rules.stamp())


@lru_cache(maxsize=4)
def _organismes(stamp: rules.Stamp) -> Mapping[str, Organisme]:
    return by_organisme(Organisme, "organismes", OURS)


def organisme(name: str) -> Organisme:
    """The profile of that name; `KeyError` when there is none."""
    return organismes()[name]
