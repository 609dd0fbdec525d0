"""Forms set at random: any type, labels of its list, arrangements by blocks on one page.

The papers of `papers.toml` are each set in one arrangement, with common labels; a real form mixes
arrangements, and calls the same thing by other names.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.arrangements.paper import LETTER, TOP, Entry, Paper, Pen
from bench.arrangements.places import PLACES
from models.documents import DocumentType, FieldSpec, Kind, document_types
from models.reading import How
from models.values.text import folded

APART = frozenset({
    "valeur avant (étiquette)", "rubriques", "rubriques côte à côte", "tableau de personnes",
    "plusieurs valeurs", "tableau de cinq", "collées sans rien",
})  # fmt: skip
"""Arrangements that need a page of their own, or that no label of a list can be in."""
BLOCKS = {name: place for name, place in PLACES.items() if name not in APART}
FEWEST, MOST = 3, 14
"""Fields that a form asks for."""
SHORTEST = 4
"""Letters of a label that says enough by itself."""
AMBIGUOUS = frozenset({"fait a", "fait le", "date", "monsieur", "madame", "mademoiselle", "enfant"})
UNTOLD = frozenset({"organisme", "organisme_nom", "emetteur_nom"})
"""Fields of letterheads, which no label asks for."""
FOOT = 0.85
"""Share of the page below which no block begins."""
SURNAMES = (
    "BENNANI", "TAZI", "ALAOUI", "BERRADA", "OUKACHA", "CHRAIBI", "DIOP", "NDIAYE", "SARR", "FALL",
    "KONAN", "KOUAME", "TRAORE", "COULIBALY", "SLAOUI", "ZEROUALI", "EL AMRANI", "BEN SALEM",
)  # fmt: skip
GIVEN = (
    "Youssef", "Salma", "Hind", "Karim", "Nadia", "Omar", "Moussa", "Awa", "Ibrahima", "Khadija",
    "Rachid", "Hassan", "Adjoua", "Mariam", "Fatima Zahra", "Mohamed Amine", "Jean-Marc",
)  # fmt: skip
TOWNS = ("Rabat", "Fès", "Agadir", "Oujda", "Kénitra", "Dakar", "Thiès", "Abidjan", "Bouaké")
TEXTS = {
    "diagnostic": ("Bronchite aiguë", "Diabète de type 2", "Fracture du radius"),
    "affection": ("Polyarthrite rhumatoïde", "Insuffisance rénale"),
    "nature_maladie": ("Angine", "Sciatique"),
    "adresse": ("24 rue des Orangers, Hay Salam", "12 avenue Hassan II"),
    "employeur": ("Atlas Industries", "Société Textile du Sud"),
    "souscripteur": ("Atlas Industries", "Conserverie du Port"),
    "profession": ("Comptable", "Technicien"),
    "specialite": ("Cardiologie", "Pédiatrie"),
}
"""Answers in words, by a part of the field's name."""


class LowerPen(Pen):
    """A pen of which what follows is set `lower` than it says; `end` is below all that it set."""

    def __init__(self, title: str) -> None:
        self.lower, self.end = 0.0, TOP - 0.02
        super().__init__(title)

    def text(
        self, x: float, y: float, text: str, size: float | None = None, how: How = How.OCR
    ) -> float:
        self.end = max(self.end, y + self.lower + LETTER)
        return super().text(x, y + self.lower, text, size, how)


@dataclass(frozen=True, slots=True)
class Form:
    """A page with what should be read of it, and of each field how it was set and what it is called."""

    type: str
    pen: LowerPen
    arranged: dict[str, str]
    labels: dict[str, str]


def forms(number: int, seed: int) -> Iterator[Form]:
    """So many forms; the same for the same seed."""
    dice = random.Random(seed)
    kinds = list(document_types().values())
    made = 0
    while made < number:
        kind = dice.choice(kinds)
        entries = _entries(kind, dice)
        if len(entries) >= FEWEST:
            made += 1
            yield _form(kind, entries, dice)


def _form(kind: DocumentType, entries: Sequence[Entry], dice: random.Random) -> Form:
    pen = LowerPen(kind.libelle.upper())
    arranged: dict[str, str] = {}
    left = list(entries)
    while left and pen.end < FOOT:
        block = [left.pop(0) for _ in range(min(len(left), dice.randint(2, 5)))]
        name = dice.choice(list(BLOCKS))
        pen.lower = pen.end + 0.02 - TOP
        BLOCKS[name](pen, Paper(kind.type, "", tuple(block), {}))
        arranged |= {entry.field: name for entry in block}
    return Form(kind.type, pen, arranged, {e.field: e.label for e in entries})


def _entries(kind: DocumentType, dice: random.Random) -> list[Entry]:
    """Some fields of a type in any order, both halves of a name together."""
    answered: dict[str, Entry] = {}
    for name, spec in kind.fields.items():
        labels = [label for label in spec.etiquettes if _tells(kind, label)]
        value = answer(name, spec, dice)
        if labels and value is not None and name not in UNTOLD:
            label = dice.choice(labels)
            capitals = dice.random() < 0.2
            label = label.upper() if capitals else label[:1].upper() + label[1:]
            answered[name] = Entry(name, label, value)
    names = dice.sample(list(answered), k=min(len(answered), dice.randint(FEWEST, MOST)))
    ordered: dict[str, Entry] = {}
    for name in names:
        stem = name.removesuffix("prenom").removesuffix("nom")
        both = (f"{stem}nom", f"{stem}prenom")
        for one in both if name in both else (name,):
            if one in answered:
                ordered[one] = answered[one]
    return list(ordered.values())


def _tells(kind: DocumentType, label: str) -> bool:
    """Whether a label asks for one field of its type, in French."""
    plain = folded(label)
    asked = sum(label in spec.etiquettes for spec in kind.fields.values())
    return len(plain) >= SHORTEST and plain.isascii() and plain not in AMBIGUOUS and asked == 1


def answer(name: str, spec: FieldSpec, dice: random.Random) -> str | None:
    """An answer of its kind to what a field asks for; `None` where none is made up."""
    if spec.motif is not None:
        return None
    match spec.genre:
        case Kind.DATE:
            year = dice.randint(1955, 2015) if "naissance" in name else 2025
            return f"{dice.randint(1, 28):02d}/{dice.randint(1, 12):02d}/{year}"
        case Kind.MONTANT:
            whole = f"{dice.randint(20, 99_999):,}".replace(",", " ")
            return f"{whole},{dice.randint(0, 99):02d}"
        case Kind.ENTIER:
            return str(dice.randint(1, 9))
        case Kind.IDENTIFIANT:
            return str(dice.randint(10_000, 999_999_999))
        case Kind.CIN:
            return dice.choice(("BE", "AB", "K", "JB")) + str(dice.randint(100_000, 999_999))
        case Kind.TELEPHONE:
            return f"06{dice.randint(0, 99_999_999):08d}"
        case Kind.NOM:
            return dice.choice(SURNAMES)
        case Kind.PRENOM:
            return dice.choice(GIVEN)
        case Kind.NOM_COMPLET:
            title = "Dr " if "medecin" in name else ""
            return f"{title}{dice.choice(GIVEN)} {dice.choice(SURNAMES)}"
        case Kind.VILLE:
            return dice.choice(TOWNS)
        case Kind.TEXTE:
            return next((dice.choice(said) for part, said in TEXTS.items() if part in name), None)
    return None
