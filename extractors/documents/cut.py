"""The page stream cut into documents, by the best path over «begins here» and «goes on»."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from extractors.documents.page_numbers import PagePlace, page_place
from models.reading import DocumentDraft, PageReading, TypedPage

VERSION = "decoupe/1"
ALONE = frozenset({"page_blanche", "feuille_separatrice", "photo_identite", "cnie"})
"""Types whose every page is a document of its own, or never goes on to a next page unsaid."""
KNOWN_TITLE = 0.6
"""Probability of a type from which a page is taken to carry its own title."""
_GOES_ON = re.compile(r"\b(suite|report|à reporter|verso|tournez)\b", re.I)
_REFERENCE = re.compile(r"\b[A-Z]{0,4}[-/]?\d{2,}[-/\dA-Z]*\b")


def cut_documents(
    pages: Sequence[TypedPage], readings: Mapping[int, PageReading]
) -> list[DocumentDraft]:
    """Documents in the order of the stream; every page is in exactly one."""
    drafts: list[DocumentDraft] = []
    run: list[TypedPage] = []
    certainty = 1.0
    for page in pages:
        goes_on = _goes_on(run, page, readings) if run else 0.0
        if run and goes_on >= 0.5:
            run.append(page)
            certainty = min(certainty, goes_on)
            continue
        if run:
            drafts.append(_draft(run, certainty))
        run, certainty = [page], (1 - goes_on if drafts or run else 1.0)
    if run:
        drafts.append(_draft(run, certainty))
    return drafts


def _goes_on(
    run: Sequence[TypedPage], page: TypedPage, readings: Mapping[int, PageReading]
) -> float:
    """Probability that `page` belongs to the document of `run`."""
    last = run[-1]
    if page.type in ALONE or last.type in ALONE:
        return 0.02
    place, before = _place(readings, page), _place(readings, last)
    if place is not None and place.number == 1:
        return 0.04
    if place is not None and place.number > 1 and before is not None:
        follows = place.number == before.number + 1 and place.count in (before.count, 0)
        return 0.97 if follows else 0.3
    odds = -0.4
    same = sum(math.sqrt(page.scores.get(t, 0) * last.scores.get(t, 0)) for t in page.scores)
    if page.type == "autre":
        # Nothing on it says what it is: the back or the rest of the paper before, perhaps.
        odds += 0.5
    elif page.titled and page.confidence >= KNOWN_TITLE:
        odds -= 2.4 if page.type != last.type else 1.4
    elif page.type == last.type:
        odds += 1.6
    else:
        odds += 1.2 * (same - 0.5)
    odds += 1.6 * _shared_references(readings[last.number], readings[page.number])
    if _GOES_ON.search(_head(readings[page.number])) or _GOES_ON.search(
        _foot(readings[last.number])
    ):
        odds += 1.2
    if place is not None and place.number > 1:
        odds += 1.8
    return 1 / (1 + math.exp(-odds))


def _place(readings: Mapping[int, PageReading], page: TypedPage) -> PagePlace | None:
    return page_place(readings[page.number])


def _shared_references(first: PageReading, second: PageReading) -> float:
    """Share (0..1) of the second page's long numbers and references met on the first."""
    references = set(_REFERENCE.findall(second.text))
    telling = {r for r in references if len(r) >= 6}
    if not telling:
        return 0.0
    known = set(_REFERENCE.findall(first.text))
    return len(telling & known) / len(telling)


def _head(reading: PageReading) -> str:
    return " ".join(w.text for w in reading.words if w.box.cy < 0.15)


def _foot(reading: PageReading) -> str:
    return " ".join(w.text for w in reading.words if w.box.cy > 0.88)


def _draft(run: Sequence[TypedPage], certainty: float) -> DocumentDraft:
    """One document; its type is that of its most telling page, the first one when equal."""
    totals: dict[str, float] = {}
    for position, page in enumerate(run):
        weight = 1.0 if position == 0 else 0.6
        for name, score in page.scores.items():
            if name != "autre" or len(run) == 1 or position == 0:
                totals[name] = max(totals.get(name, 0.0), weight * score)
    kind = max(totals, key=lambda name: totals[name])
    confidence = max(page.scores.get(kind, 0.0) for page in run)
    return DocumentDraft(tuple(p.number for p in run), kind, confidence, certainty)
