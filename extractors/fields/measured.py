"""Facts told by their unit alone, however the sentence around them goes.

The only kilos of a medical report are the patient's weight, the only centimetres between a child's
height and a tall man's their height, the only square metres the surface of their body; the length of
time that a treatment takes follows a word of lasting («pour», «s'étendra sur», «prévoir»), its dose the
name of a drug.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from extractors.fields.evidence import read_in
from extractors.fields.parsing import parse
from extractors.fields.plausible import is_common
from extractors.fields.prose import Prose, prose_of
from extractors.layout import Layout
from models.documents import DocumentType
from models.reading import Field
from models.values.text import as_digits, folded

CERTAINTY = 0.75
WEIGHTS, HEIGHTS, SURFACES = (2.0, 250.0), (100.0, 215.0), (0.3, 2.7)
"""Kilos, centimetres and square metres that a person has."""
NEAR = 4
"""Words before a measure that may say of what else it is."""
_NUMBER = r"(?<![\d.,/])\d{1,3}(?:\s?[.,]\s?[\dOo]{1,2})?"
_WEIGHT = re.compile(rf"({_NUMBER})\s?(?:kgs?|kilos?|kilogrammes?)\b(?!\s?/)", re.IGNORECASE)
_HEIGHT = re.compile(rf"({_NUMBER})\s?(?:cms?|centimetres?)\b(?!\s?/)", re.IGNORECASE)
_METRES = re.compile(
    r"(?<![\d.,/])([12])\s?(?:[.,]|m|metre)\s?(\d\d)(?:\s?m(?:etres?)?)?\b(?!\s?[²2])"
)
_SURFACE = re.compile(
    rf"({_NUMBER})\s?(?:m\s?(?:2\b|²)|metres?\s(?:carres?|2\b))(?!\s?/)", re.IGNORECASE
)
_SURFACE_AFTER = re.compile(
    r"(?<![/\w])m\s?(?:2\b|²)[^\d.;,]{0,25}?(\d[.,][\dOo]{1,2})(?!\d)"
    r"(?!\s?(?:m\s?[2²]|kg|cm|mg|g\b))",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"(?<![\d/.,-])(?:\d{1,3}|un|une|deux|trois|quatre|six|douze)\s?(?:\(\d+\)\s?)?"
    r"(?:jours?|semaines?|mois|ans?|annees?)\b",
    re.IGNORECASE,
)
_DOSE = re.compile(
    r"\b([A-Za-z][a-z-]{4,}) (\d{1,4}(?:[.,]\d+)?) ?(mg|g|mcg|µg|ug|UI|ml)\b(?! ?(?:/|par))",
    re.IGNORECASE,
)
_LASTING = re.compile(
    r"\b(?:pour|pendant|durant|sur|duree|dur\w+|etend\w*|etal\w+|period\w+|compter|prevoi\w*|prevu\w*"
    r"|necessit\w+|soit|echeance|prolong\w+|poursui\w+)\b"
)
OF_A_TIME = frozenset({
    "depuis", "apres", "dans", "avant", "tous", "toutes", "chaque", "age", "agee", "ages", "il", "y", "a",
    "bout", "remontant", "par", "delai", "recul", "controle", "revoir", "reevaluation", "et",
})  # fmt: skip
"""Words just before a length of time that is not how long a treatment takes."""
OF_ANOTHER = frozenset({
    "perte", "perdu", "amaigrissement", "amaigri", "maigri", "prise", "pris", "gain", "gagne", "tumeur",
    "masse", "lesion", "nodule", "perimetre", "tour", "cicatrice", "naissance", "ideal", "habituel", "plus",
    "moins", "arret", "repos",
})  # fmt: skip
"""Words before a measure that is not the patient's weight or height today."""


def read_measured(page: Layout, kind: DocumentType) -> dict[str, Field]:
    """The measures of the type that the page gives one value of."""
    asked = [name for name in READERS if name in kind.fields]
    if not asked:
        return {}
    prose = prose_of(page)
    found: dict[str, Field] = {}
    for name in asked:
        told = list(READERS[name](prose))
        if len({value for value, _ in told}) != 1:
            continue
        value, (start, end) = told[0]
        parsed = parse(kind.fields[name].genre, value)
        if parsed is not None:
            raw = prose.text[start:end]
            found[name] = read_in(page, prose.tokens(start, end), parsed.value, CERTAINTY, raw)
    return found


Told = Iterator[tuple[str, tuple[int, int]]]
"""Values as written in figures, each with its place in the prose."""


def _measure(pattern: re.Pattern[str], within: tuple[float, float]) -> Callable[[Prose], Told]:
    def read(prose: Prose) -> Told:
        for match in pattern.finditer(prose.bare):
            value = as_digits(match[1]).replace(" ", "").replace(",", ".")
            if within[0] <= float(value) <= within[1] and not _said(prose, match, OF_ANOTHER):
                yield value, match.span(1)

    return read


def _height(prose: Prose) -> Told:
    yield from _measure(_HEIGHT, HEIGHTS)(prose)
    for match in _METRES.finditer(prose.bare):
        metres = re.search(r"m", match[0], re.IGNORECASE)
        if metres is not None and not _said(prose, match, OF_ANOTHER):
            yield match[1] + match[2], match.span()


def _surface(prose: Prose) -> Told:
    told = list(_measure(_SURFACE, SURFACES)(prose))
    yield from told or _measure(_SURFACE_AFTER, SURFACES)(prose)


def _length(prose: Prose) -> Told:
    for match in _LENGTH.finditer(prose.bare):
        sentence = re.split(r"[.;]\s", prose.bare[: match.start()])[-1].lower()
        if _LASTING.search(sentence) and not set(sentence.split()[-2:]) & OF_A_TIME:
            yield prose.text[match.start() : match.end()], match.span()


def _dose(prose: Prose) -> Told:
    for match in _DOSE.finditer(prose.bare):
        if not is_common(prose.text[slice(*match.span(1))]):
            yield prose.text[match.start() : match.end()], match.span()


def _said(prose: Prose, match: re.Match[str], words: frozenset[str]) -> bool:
    """Whether one of these words stands shortly before, in the same sentence."""
    before = re.split(r"[.;]\s", prose.bare[: match.start()])[-1]
    return bool(words & set(folded(before).split()[-NEAR:]))


READERS: dict[str, Callable[[Prose], Told]] = {
    "poids": _measure(_WEIGHT, WEIGHTS),
    "taille": _height,
    "surface_corporelle": _surface,
    "doses_journalieres": _dose,
    "duree": _length,
}
