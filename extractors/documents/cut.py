"""The page stream cut into documents: the best path over types, page numbers, names and letterheads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from extractors.documents.links import links, traits, weights
from extractors.documents.path import Array, best_path, first_costs, further_costs
from models.reading import DocumentDraft, PageReading, TypedPage

VERSION = "decoupe/2-apprentissage-1"
ALONE = frozenset({"page_blanche", "feuille_separatrice", "photo_identite", "cnie"})
"""Types whose every page is a document of its own, or never goes on to a next page unsaid."""


def cut_documents(
    pages: Sequence[TypedPage], readings: Mapping[int, PageReading]
) -> list[DocumentDraft]:
    """Documents in the order of the stream; every page is in exactly one."""
    if not pages:
        return []
    names = list(pages[0].scores)
    first, further = first_costs(pages, names), further_costs(pages, names)
    for kind in ALONE & set(names):
        further[:, names.index(kind)] = -np.inf
    found = best_path(first, further, joins(pages, readings), weights().types)
    return [
        _draft(
            pages[start:end],
            [first[start], *further[start + 1 : end]],
            names,
            [found.begins[start], *(1 - b for b in found.begins[start + 1 : end])],
        )
        for start, end in found.documents
    ]


def joins(pages: Sequence[TypedPage], readings: Mapping[int, PageReading]) -> Array:
    """For each page, the evidence (log-odds) that it goes on the page before it."""
    looks = [traits(readings[page.number]) for page in pages]
    found = np.full(len(pages), -np.inf)
    for n in range(1, len(pages)):
        if pages[n].type not in ALONE and pages[n - 1].type not in ALONE:
            row = links(looks[n - 1], looks[n], pages[n - 1], pages[n])
            found[n] = float(row @ weights().links)
    return found


def _draft(
    pages: Sequence[TypedPage], costs: Sequence[Array], names: Sequence[str], sure: Sequence[float]
) -> DocumentDraft:
    """One document, of the type that its pages most likely make together."""
    total = np.sum(costs, axis=0)
    chances = np.exp(total - total.max())
    chances /= chances.sum()
    best = int(np.argmax(chances))
    alone = pages[0].scores[names[best]]
    confidence = alone if len(pages) == 1 else float(chances[best])
    return DocumentDraft(
        tuple(page.number for page in pages), names[best], confidence, round(min(sure), 6)
    )
