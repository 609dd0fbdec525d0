"""What the type files know of each type's words, indexed once for the whole process."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from extractors.types.headings import HeadingIndex
from extractors.types.phrases import PhraseIndex
from models.documents import DocumentType, document_types

LABEL_FROM = 8
"""Letters of a label that says something of the type; «nom» and «date» stand everywhere."""


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase of a type: its place in the order of types, and its weight."""

    kind: int
    weight: float


@dataclass(frozen=True, slots=True)
class Knowledge:
    """`*_of`: by the number of a phrase in its index, what it says of which types."""

    names: tuple[str, ...]
    titles: PhraseIndex
    titles_of: Mapping[int, tuple[Said, ...]]
    bodies: PhraseIndex
    bodies_of: Mapping[int, tuple[Said, ...]]
    labels: PhraseIndex
    labels_of: Mapping[int, tuple[Said, ...]]
    headings: HeadingIndex


@cache
def knowledge() -> Knowledge:
    """The knowledge of `models/documents`."""
    types = document_types()
    names = tuple(types)
    titles, titles_of = _indexed(
        [
            (phrase.texte, Said(n, phrase.poids))
            for n, kind in enumerate(types.values())
            for phrase in kind.titres
            if phrase.titre
        ]
    )
    bodies, bodies_of = _indexed(
        [
            (phrase.texte, Said(n, phrase.poids))
            for n, kind in enumerate(types.values())
            for phrase in kind.titres
            if not phrase.titre
        ]
    )
    labels, labels_of = _indexed(_labels(types))
    return Knowledge(
        names, titles, titles_of, bodies, bodies_of, labels, labels_of, HeadingIndex(types)
    )


def _indexed(
    said: list[tuple[str, Said]],
) -> tuple[PhraseIndex, dict[int, tuple[Said, ...]]]:
    index = PhraseIndex(text for text, _ in said)
    of: dict[int, dict[int, float]] = {}
    for text, one in said:
        if text in index.names:
            of.setdefault(index.names[text], {})[one.kind] = one.weight
    return index, {
        number: tuple(Said(kind, weight) for kind, weight in kinds.items())
        for number, kinds in of.items()
    }


def _labels(types: Mapping[str, DocumentType]) -> list[tuple[str, Said]]:
    """Names of fields, columns and marks, worth the more the fewer types have them."""
    having: dict[str, set[int]] = {}
    for n, kind in enumerate(types.values()):
        for text in _labels_of(kind):
            if len(text.replace(" ", "")) >= LABEL_FROM:
                having.setdefault(text, set()).add(n)
    return [
        (text, Said(n, math.log(len(types) / len(kinds))))
        for text, kinds in having.items()
        for n in sorted(kinds)
    ]


def _labels_of(kind: DocumentType) -> set[str]:
    found: set[str] = set()
    for field in kind.fields.values():
        found.update(field.etiquettes)
    for table in kind.lines.values():
        for column in table.colonnes.values():
            found.update(column.entetes)
    for mark in kind.marks.values():
        found.update(mark.ancres)
    for headings in kind.sections.values():
        found.update(headings)
    return found
