"""The evidence of titles and telling phrases (`titres` of the type files)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from extractors.layout import Layout, Segment
from extractors.meaning import Phrasebook
from models.documents import DocumentType, Title, document_types
from models.values.text import folded, squeezed

TITLE_ZONE = 0.38
"""Titles stand in this upper share of the page, or are printed large."""
LARGE = 1.3
"""Times the usual letter height."""
CLOSE = 88.0
"""Similarity (0..100) at which a long phrase counts as read."""
RESEMBLING = 0.65
"""Worth of a title that was not read letter for letter: it may be another, similar one."""
FUZZY_FROM = 9
"""Phrases shorter than this many letters must be read exactly."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a type's phrases add up to on a page. `title` is the best title alone."""

    total: float
    title: float


def evidence(page: Layout, kind: DocumentType, spoken: frozenset[str]) -> Evidence:
    """Weights of the phrases found, titles discounted where no title stands.

    `spoken`: the phrases on the page (`phrases_on`).
    """
    best_title = total = 0.0
    own: set[int] = set()
    for phrase in kind.titres:
        if phrase.titre and phrase.poids > 0:
            worth, where = _title(page, phrase, frozenset())
            best_title = max(best_title, worth)
            own |= where
    for phrase in kind.titres:
        if phrase.titre and phrase.poids < 0:
            # A line that is this type's own title says nothing against it.
            total -= _title(page, phrase, frozenset(own))[0]
        elif not phrase.titre and _phrase(page, phrase, spoken):
            total += phrase.poids
    return Evidence(best_title + total, best_title)


def phrases_on(page: Layout) -> frozenset[str]:
    """The telling phrases of all types that stand on the page, folded."""
    return _phrasebook().spoken(page)


@cache
def _phrasebook() -> Phrasebook:
    return Phrasebook(
        phrase.texte
        for kind in document_types().values()
        for phrase in kind.titres
        if not phrase.titre
    )


def _phrase(page: Layout, phrase: Title, spoken: frozenset[str]) -> bool:
    wanted = folded(phrase.texte)
    if wanted in spoken:
        return True
    tight = wanted.replace(" ", "")
    return len(tight) >= FUZZY_FROM and tight in page.squeezed


def _title(page: Layout, phrase: Title, without: frozenset[int]) -> tuple[float, set[int]]:
    """What the phrase is worth where it stands best, and the segments (positions) it stands on."""
    wanted = squeezed(phrase.texte)
    best = 0.0
    where: set[int] = set()
    for position, segment in enumerate(page.segments):
        match = 0.0 if position in without else _match(segment, wanted, fuzzy=phrase.poids > 0)
        if not match:
            continue
        where.add(position)
        covers = len(wanted) / max(1, len(segment.folded.replace(" ", "")))
        worth = abs(phrase.poids) * match
        worth *= 1.0 if covers >= 0.5 else 0.55 if covers >= 0.25 else 0.3
        worth *= 1.0 if _prominent(page, segment) else 0.4
        best = max(best, worth)
    return best, where


def _match(segment: Segment, wanted: str, fuzzy: bool) -> float:
    """1 for the phrase itself, less for something that resembles it, 0 for neither."""
    text = segment.folded.replace(" ", "")
    if wanted in text:
        return 1.0
    if not fuzzy or len(wanted) < FUZZY_FROM or len(text) < len(wanted) - 2:
        return 0.0
    return RESEMBLING if fuzz.partial_ratio(wanted, text, score_cutoff=CLOSE) else 0.0


def _prominent(page: Layout, segment: Segment) -> bool:
    return segment.box.cy <= TITLE_ZONE or segment.box.height >= LARGE * page.letter
