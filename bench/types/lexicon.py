"""The words of each type that the text classifier is shown beside real papers, and words that
mean the same: what one insurer calls «adhérent» another calls «participant»."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.documents import DocumentType

FOLDER = Path(__file__).parent / "lexicon"
NEUTRAL = Path(__file__).parent / "neutral.toml"
ALIKE = (
    ("assuré", "adhérent", "affilié", "participant", "sociétaire", "mutualiste", "assuré principal"),
    ("patient", "malade", "bénéficiaire", "personne soignée"),
    ("médecin", "praticien", "docteur", "prescripteur", "médecin traitant"),
    ("organisme", "caisse", "compagnie", "mutuelle", "assureur", "institution", "gestionnaire"),
    ("établissement", "clinique", "centre de soins", "structure sanitaire", "prestataire", "hôpital"),
    ("souscripteur", "employeur", "société", "entreprise", "contractant"),
    ("montant", "somme", "total", "prix", "coût"),
    ("cachet", "visa", "tampon", "timbre"),
    ("numéro", "n°", "réf", "référence"),
    ("dossier", "sinistre", "demande"),
    ("date", "fait le", "en date du"),
    ("signature", "émargement", "paraphe"),
    ("conjoint", "époux", "épouse", "femme"),
    ("police", "contrat", "convention"),
    ("frais", "dépenses", "débours"),
    ("soins", "prestations", "actes médicaux"),
    ("médicaments", "produits pharmaceutiques", "spécialités"),
    ("séances", "cures"),
    ("hospitalisation", "séjour", "internement"),
    ("joindre", "annexer", "fournir"),
    ("certifie", "atteste", "déclare", "confirme"),
)  # fmt: skip
"""Words that one paper has where another has the next."""
CHANGED = 0.35
"""How often one is put for the other."""


@dataclass(frozen=True, slots=True)
class Words:
    titles: tuple[str, ...]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that a type's papers may bear."""

    titles: tuple[str, ...]
    phrases: tuple[str, ...]
    labels: tuple[str, ...]


@cache
def lexicon() -> Mapping[str, Words]:
    found: dict[str, Words] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for kind, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
            had = found.get(kind, Words((), ()))
            found[kind] = Words(
                tuple(dict.fromkeys((*had.titles, *row["titres"]))),
                tuple(dict.fromkeys((*had.phrases, *row["phrases"]))),
            )
    return found


@cache
def neutral() -> tuple[str, ...]:
    """Lines that stand on papers of any type."""
    return tuple(tomllib.loads(NEUTRAL.read_text(encoding="utf-8"))["lignes"])


def vocabulary(kind: DocumentType, more: Words | None) -> Vocabulary:
    """What the type's file knows, and what the lexicon adds."""
    titles = [t.texte for t in kind.titres if t.titre and t.poids > 0]
    for heading in kind.intitules:
        groups = [g for g in heading.mots.split() if not g.startswith("-")]
        for pick in range(3):
            words = [group.split("|") for group in groups]
            titles.append(" ".join(w[pick % len(w)].rstrip("*") for w in words))
    phrases = [t.texte for t in kind.titres if not t.titre and t.poids > 0]
    labels = [text for field in kind.fields.values() for text in field.etiquettes[:6]]
    labels += [
        text for t in kind.lines.values() for c in t.colonnes.values() for text in c.entetes[:3]
    ]
    if more is not None:
        titles += more.titles
        phrases += more.phrases
    return Vocabulary(tuple(titles or phrases), tuple(phrases or titles), tuple(labels))


def alike(text: str, rng: random.Random) -> str:
    """The text with some words put by others that mean the same."""
    for group in ALIKE:
        for word in group:
            if word in text and rng.random() < CHANGED:
                other: Sequence[str] = [w for w in group if w != word]
                return re.sub(rf"\b{re.escape(word)}\b", rng.choice(other), text)
    return text
