"""The page stream cut into documents: the best path over types, page numbers, names and letterheads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from extractors.documents.cards import sides_of_one_card
from extractors.documents.links import Weights, links, weights
from extractors.documents.path import Array, Path, best_path, first_costs, further_costs
from extractors.documents.persons import Persons, begins_anew, goes_on
from extractors.documents.traits import Traits, traits
from models.reading import DocumentDraft, PageReading, TypedPage
from models.taught import SHIPPED, Taught

VERSION = "decoupe/5-personnes"
BLANK = "page_blanche"
ALONE = frozenset({BLANK, "feuille_separatrice", "photo_identite", "cnie"})
"""Types whose every page is a document of its own, or never goes on to a next page unsaid."""
CARD = "cnie"
OTHERS = 12.0
"""Evidence that a page which begins anew and names another person begins his paper."""
SIDES = 6.0
"""Evidence that the back of an identity card on a page of its own belongs to the front before it."""


def cut_documents(
    pages: Sequence[TypedPage],
    readings: Mapping[int, PageReading],
    taught: Taught = SHIPPED,
) -> list[DocumentDraft]:
    """Documents in the order of the stream; every page is in exactly one.

    A blank page is a document of its own, unless the paper before it goes on after it: then it
    is the empty back of one of its sheets.
    """
    told = [n for n, page in enumerate(pages) if page.type != BLANK]
    drafts: dict[int, DocumentDraft] = {}
    backs = [b - a > 1 for a, b in pairwise([-1, *told])]
    for draft, places in _cut([pages[n] for n in told], backs, readings, weights(taught)):
        start, end = told[places.start], told[places.stop - 1]
        between = tuple(page.number for page in pages[start : end + 1])
        drafts[start] = replace(draft, pages=between)
    inside = {number for draft in drafts.values() for number in draft.pages}
    for n, page in enumerate(pages):
        if page.number not in inside:
            drafts[n] = DocumentDraft((page.number,), page.type, page.confidence)
    return [drafts[n] for n in sorted(drafts)]


def as_one_document(pages: Sequence[TypedPage]) -> DocumentDraft:
    """These pages as one document, since a person says that they are."""
    names = list(pages[0].scores)
    costs = [first_costs(pages[:1], names)[0]]
    if len(pages) > 1:
        costs += list(further_costs(pages[1:], names))
    return _draft(pages, costs, names, [1.0])


def _cut(
    pages: Sequence[TypedPage],
    backs: Sequence[bool],
    readings: Mapping[int, PageReading],
    own: Weights,
) -> Iterator[tuple[DocumentDraft, range]]:
    """Documents of pages none of which is blank, and their places among these.

    `backs`: whether a blank page lies before each.
    """
    if not pages:
        return
    names = list(pages[0].scores)
    first, further = first_costs(pages, names), further_costs(pages, names)
    for kind in ALONE & set(names):
        further[:, names.index(kind)] = -np.inf
    tied = joins(pages, backs, readings, own)
    if CARD in names:
        card = names.index(CARD)
        sides = [n for n in range(1, len(pages)) if _sides(pages[n - 1], pages[n], readings)]
        tied[sides] = SIDES
        further[sides, card] = first[sides, card]
    found = best_path(first, further, tied, own.types)
    asked: set[tuple[int, int]] = set()
    persons = Persons(readings)
    while parted := _of_others(pages, found, readings, persons, asked):
        tied[parted] = -OTHERS
        found = best_path(first, further, tied, own.types)
    for start, end in found.documents:
        sure = [found.begins[start], *(1 - b for b in found.begins[start + 1 : end])]
        costs = [first[start], *further[start + 1 : end]]
        yield _draft(pages[start:end], costs, names, sure), range(start, end)


def joins(
    pages: Sequence[TypedPage],
    backs: Sequence[bool],
    readings: Mapping[int, PageReading],
    own: Weights,
) -> Array:
    """For each page, the evidence (log-odds) that it goes on the page before it."""
    looks = [traits(readings[page.number]) for page in pages]
    found = np.full(len(pages), -np.inf)
    for n in range(1, len(pages)):
        first, page = pages[n - 1], pages[n]
        if page.type not in ALONE and first.type not in ALONE:
            row = links(looks[n - 1], looks[n], first, page, backs[n])
            found[n] = float(row @ own.links)
    return found


def neighbours(
    pages: Sequence[TypedPage], readings: Mapping[int, PageReading]
) -> Iterator[tuple[int, int, Array]]:
    """The pairs of neighbouring pages that may be of one document: their places, and their evidence
    (the columns of `links`, then what their types say)."""
    before: tuple[int, Traits] | None = None
    back = False
    for place, page in enumerate(pages):
        if page.type == BLANK:
            back = True
            continue
        look = traits(readings[page.number])
        if before is not None and not {pages[before[0]].type, page.type} & ALONE:
            first = pages[before[0]]
            row = links(before[1], look, first, page, back)
            yield before[0], place, np.append(row, _kept_together(first, page))
        before, back = (place, look), False


def _kept_together(first: TypedPage, page: TypedPage) -> float:
    """What the types of two pages cost in one document, against in two."""
    names = list(first.scores)
    begun, further = first_costs([first, page], names), further_costs([first, page], names)
    return float((begun[0] + further[1]).max() - begun[0].max() - begun[1].max())


def _sides(first: TypedPage, page: TypedPage, readings: Mapping[int, PageReading]) -> bool:
    """Whether two pages are the two sides of one identity card."""
    return first.type == page.type == CARD and sides_of_one_card(
        readings[first.number], readings[page.number]
    )


def _of_others(
    pages: Sequence[TypedPage],
    found: Path,
    readings: Mapping[int, PageReading],
    persons: Persons,
    asked: set[tuple[int, int]],
) -> list[int]:
    """Places of pages within the documents found that begin another person's paper; `asked`: the
    pairs of pages that were looked at."""
    parted: list[int] = []
    for start, end in found.documents:
        for place in range(start + 1, end):
            first, page = pages[start], pages[place]
            if (start, place) in asked or first.type != page.type:
                continue
            asked.add((start, place))
            look = traits(readings[page.number])
            anew = begins_anew(look, page)
            if not goes_on(look) and persons.differ(
                page.type, first.number, page.number, anew=anew
            ):
                parted.append(place)
                break  # what follows may go on this one
    return parted


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
