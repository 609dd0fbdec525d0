"""A page's probability over all types, from its titles, phrases, barcodes and look."""

from __future__ import annotations

import math
import re

from extractors.layout import Layout, lay_out
from extractors.types.titles import evidence, phrases_on
from models.documents import document_types
from models.reading import MarkKind, PageReading, TypedPage

VERSION = "types/1-titres"
OWN_TITLE = 0.5
"""Title evidence from which a page is taken to begin a paper."""
CEILING = 2.0
"""Evidence piles up ever more slowly towards this."""
SHARPNESS = 9.0
"""How fast evidence turns into certainty."""
NOTHING_KNOWN = 0.32
"""Evidence that «autre» has by itself: what a type must beat to be believed."""
SEPARATOR_CODE = re.compile(r"^(LIASSE:SEP\b.*|PATCH\s?-?T|LIASSE:ENVOI\b.*)$", re.IGNORECASE)


def classify(reading: PageReading, number: int) -> TypedPage:
    """The type of page `number`. Blank pages and separators settle it alone."""
    types = document_types()
    separator = _separator(reading)
    if separator is not None:
        return TypedPage(number, _settled("feuille_separatrice", 0.999), separator=separator)
    if reading.blank:
        return TypedPage(number, _settled("page_blanche", 0.99))
    page = lay_out(reading, number)
    spoken = phrases_on(page)
    found = {name: evidence(page, kind, spoken) for name, kind in types.items()}
    totals = {name: told.total for name, told in found.items()}
    totals["autre"] = NOTHING_KNOWN
    if totals["page_blanche"] <= 0:
        totals["page_blanche"] = -1.0  # told by its lack of ink, which was looked at above
    _look(page, totals)
    totals = {name: CEILING * math.tanh(total / CEILING) for name, total in totals.items()}
    highest = max(totals.values())
    weights = {n: math.exp(SHARPNESS * (v - highest)) for n, v in totals.items()}
    whole = sum(weights.values())
    scores = {n: w / whole for n, w in weights.items()}
    best = _best(scores)
    titled = found[best].title >= OWN_TITLE
    return TypedPage(
        number, scores, titled, reading.text if best == "feuille_separatrice" else None
    )


def _separator(reading: PageReading) -> str | None:
    for code in reading.barcodes:
        if SEPARATOR_CODE.match(code.text.strip()):
            return code.text.strip()
    return None


def _look(page: Layout, totals: dict[str, float]) -> None:
    """What the page looks like where it says little."""
    kinds = [mark.kind for mark in page.reading.marks]
    words = len(page.tokens)
    if sum(t.text.count("<<") for t in page.tokens) >= 2:
        totals["cnie"] = totals.get("cnie", 0.0) + 0.9  # a machine-readable zone
    if MarkKind.PHOTO in kinds and words <= 12:
        totals["photo_identite"] = totals.get("photo_identite", 0.0) + 0.9
    if kinds.count(MarkKind.VIGNETTE) >= 2 and words <= 80:
        totals["vignettes"] = totals.get("vignettes", 0.0) + 0.6


def _settled(name: str, confidence: float) -> dict[str, float]:
    rest = (1 - confidence) / (len(document_types()) - 1)
    return {n: confidence if n == name else rest for n in document_types()}


def _best(scores: dict[str, float]) -> str:
    return max(scores, key=lambda n: scores[n])
