"""What is to be put on paper: documents, dossiers and the envois that carry them, with their truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Ink(StrEnum):
    """How the blanks of a form are filled in."""

    PRINT = "print"
    TYPED = "typed"
    HAND = "hand"


@dataclass
class Stamp:
    """A rubber stamp: its lines, its outline and its ink."""

    lines: tuple[str, ...]
    shape: str = "rect"
    ink: str = "#2b3fa0"
    width: float = 46.0
    ring: str = ""


@dataclass
class Paper:
    """One document as planned. `fields` and `lines` hold canonical values; the form decides which of them it shows."""

    id: str
    type: str
    family: str
    fields: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    stamps: dict[str, Stamp] = field(default_factory=dict)
    signatures: frozenset[str] = frozenset()
    ink: Ink = Ink.PRINT
    hand: str = "caveat"
    pen: str = "#1b2f86"
    extra: dict[str, Any] = field(default_factory=dict)
    arrival: str = ""
    recipes: tuple[str, ...] = ("bureau",)
    turns: tuple[int, ...] = (0,)
    exemplaire: str = "inconnu"

    def recipe(self, side: int) -> str:
        return self.recipes[min(side, len(self.recipes) - 1)]

    def turn(self, side: int) -> int:
        """Clockwise degrees that bring the source page of this side upright."""
        return self.turns[side] if side < len(self.turns) else 0


@dataclass
class Fault:
    """One lack planted on purpose, said by hand from DOMAIN.md."""

    code: str
    resultat: str
    mots: tuple[str, ...]
    description: str


@dataclass
class Dossier:
    """The papers of one case and what a checker must say of them."""

    id: str
    organisme: str
    type: str
    papers: list[Paper]
    assure: dict[str, str]
    beneficiaire: dict[str, str]
    prestation: str | None
    statut: str
    statuts_acceptes: tuple[str, ...]
    fautes: tuple[Fault, ...] = ()


@dataclass
class Attachment:
    """A file of an e-mail: its papers and how it is made (`scan`, `texte`, `jpeg`)."""

    name: str
    papers: list[Paper]
    kind: str


@dataclass
class Envoi:
    """One arrival: a bag (one PDF) or an e-mail with attachments."""

    source: str
    channel: str
    received_at: str
    attachments: list[Attachment]
    dossiers: list[Dossier]
    mail: dict[str, str] = field(default_factory=dict)
