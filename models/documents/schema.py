"""The shape of `models/documents/<type>.toml`, and the loaded types.

A file says how a paper of that type is recognised (titles and telling phrases), what
its fields are called on paper (labels), and which tables and marks it bears. Text in
the files is matched without case, accents and punctuation, with a little tolerance
for misread letters: write it once, in its most usual form.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from models.reference.signing import common_phrases, hand_names


class Kind(StrEnum):
    """What a value is, hence how it is parsed, checked and shown."""

    DATE = "date"
    MONTANT = "montant"
    ENTIER = "entier"
    DECIMAL = "decimal"
    IDENTIFIANT = "identifiant"
    CIN = "cin"
    INPE = "inpe"
    ICE = "ice"
    RIB = "rib"
    EAN13 = "ean13"
    TELEPHONE = "telephone"
    EMAIL = "email"
    NOM = "nom"
    PRENOM = "prenom"
    NOM_COMPLET = "nom_complet"
    VILLE = "ville"
    TEXTE = "texte"
    MONTANT_LETTRES = "montant_lettres"
    DUREE = "duree"
    JOURS = "jours"
    """A length of time counted in days."""
    AGE = "age"
    BOOLEEN = "booleen"
    CHOIX = "choix"


class Place(StrEnum):
    """Where a value stands relative to its label."""

    DROITE = "droite"
    DESSOUS = "dessous"
    ENTETE = "entete"
    """No label: the letterhead (top of the first page)."""
    TEXTE = "texte"
    """Anywhere in running text; the kind or `motif` alone tells it."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Title(_Frozen):
    """A phrase that speaks for a type. `poids` 1 settles it alone, 0.2 only helps.

    Negative weights speak against it. `titre` phrases count in full only where titles
    stand: large print or the upper part of the page.
    """

    texte: str = Field(min_length=2)
    poids: float = Field(ge=-1, le=1)
    titre: bool = False


class Heading(_Frozen):
    """Words that make a title of the type together, in any order, whatever stands between.

    `mots`: groups parted by spaces, all of which must be there; `a|b` is a group of either,
    `a*` any word that begins so, `-a` a word that must not be there.
    """

    mots: str = Field(min_length=3)
    poids: float = Field(gt=0, le=1)

    @model_validator(mode="after")
    def _says_something(self) -> Heading:
        if all(group.startswith("-") for group in self.mots.split()):
            raise ValueError(f"intitulé sans mot : {self.mots!r}")
        return self


class FieldSpec(_Frozen):
    """One field of a type (name in DOMAIN §3)."""

    libelle: str
    """What the reviewer reads, in French."""
    genre: Kind
    etiquettes: tuple[str, ...] = ()
    """Labels on paper, French and Arabic, longest and most telling first."""
    ou: tuple[Place, ...] = (Place.DROITE, Place.DESSOUS)
    section: tuple[str, ...] = ()
    """Headings under which the label counts (`bénéficiaire des soins`, `conjoint`…): in a
    file, the name of one of the type's `sections`."""
    motif: str | None = None
    """Regular expression the value must match (before normalisation), or capture in group 1."""
    choix: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """For `choix` and `booleen`: value -> words printed beside its tick box or written."""
    sensible: bool = False
    """Medical content on an administrative form: shown only to who must check it."""


class Column(_Frozen):
    libelle: str
    genre: Kind
    entetes: tuple[str, ...]
    """Column headings on paper."""
    choix: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """For `choix` and `booleen`: value -> words written in the cell."""


class TableSpec(_Frozen):
    libelle: str
    colonnes: Mapping[str, Column]
    obligatoires: tuple[str, ...] = ()
    """A row without one of these is not a row."""

    @model_validator(mode="after")
    def _known_columns(self) -> TableSpec:
        unknown = set(self.obligatoires) - set(self.colonnes)
        if unknown:
            raise ValueError(f"obligatoires: colonnes inconnues {sorted(unknown)}")
        return self


class MarkSpec(_Frozen):
    libelle: str
    genre: str = Field(pattern="^(cachet|signature|photo|vignette|codes_barres)$")
    ancres: tuple[str, ...] = ()
    """Words printed where the mark belongs (`cachet et signature du médecin`)."""
    mains: tuple[str, ...] = ()
    """Hands of `models/reference/mains.toml` that the mark is asked of, however a form words it."""

    @model_validator(mode="before")
    @classmethod
    def _with_common_phrases(cls, data: Any) -> Any:
        """`tournures` names phrases of `mains.toml`; the mark is loaded with them."""
        if "tournures" not in data:
            return data
        own = {name: value for name, value in data.items() if name != "tournures"}
        return own | {"ancres": (*common_phrases(data["tournures"]), *own.get("ancres", ()))}

    @field_validator("mains")
    @classmethod
    def _known_hands(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := set(value) - hand_names():
            raise ValueError(f"mains inconnues : {sorted(unknown)}")
        return value


class DocumentType(_Frozen):
    """A document type of DOMAIN §2."""

    type: str
    libelle: str
    coeur: bool = False
    confidentiel: bool = False
    """Medical secret by nature (DOMAIN §6)."""
    titres: tuple[Title, ...] = ()
    intitules: tuple[Heading, ...] = ()
    """Titles worded as nobody has foreseen: what `titres` does not hold word for word."""
    sections: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Headings by name: a field says `section = "beneficiaire"` for all of that name."""
    fields: Mapping[str, FieldSpec] = Field(default_factory=dict)
    lines: Mapping[str, TableSpec] = Field(default_factory=dict)
    marks: Mapping[str, MarkSpec] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _with_headings(cls, data: Any) -> Any:
        """Fields name their section; they are loaded with its headings."""
        sections = data.get("sections", {})
        for name, field in data.get("fields", {}).items():
            section = field.get("section")
            if isinstance(section, str):
                if section not in sections:
                    raise ValueError(f"{name} : section inconnue {section}")
                field["section"] = sections[section]
        return data

    @field_validator("type")
    @classmethod
    def _snake(cls, value: str) -> str:
        if not value.replace("_", "").isalnum() or value != value.lower():
            raise ValueError("un type s'écrit en minuscules avec des tirets bas")
        return value


def secret_type(name: str) -> bool:
    """Whether papers of that type are medical secrets by nature; one that nobody knows may be."""
    kind = document_types().get(name)
    return kind is None or kind.confidentiel


@cache
def document_types() -> Mapping[str, DocumentType]:
    """All types by name, from the package's own files.

    Raises `pydantic.ValidationError` or `ValueError` when a file is not well-formed.
    """
    loaded: dict[str, DocumentType] = {}
    for file in sorted(resources.files("models.documents").iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".toml"):
            continue
        kind = DocumentType.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
        if f"{kind.type}.toml" != file.name:
            raise ValueError(f"{file.name} décrit le type {kind.type}")
        loaded[kind.type] = kind
    return loaded


def document_type(name: str) -> DocumentType:
    """The type of that name; `KeyError` when DOMAIN §2 has none such."""
    return document_types()[name]
