"""Names on cards that print no labels: surname and given name above «Né(e) le»."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractors.fields.addresses import STREETS
from extractors.fields.evidence import read_in
from extractors.fields.names import split_name
from extractors.fields.plausible import name_of_person
from extractors.layout import Layout, Segment
from models.documents import DocumentType
from models.reading import Field
from models.reference import city_named
from models.reference.given_names import is_given_name
from models.values.text import folded

_BORN = re.compile(r"^(?:ne|nee|ne e|ned?|date de naissance|date of birth)\b(?: le)?")
_SIGNS = re.compile(r"[^\w\s'’-]")
_NOT_A_NAME = frozenset({
    "royaume", "maroc", "carte", "nationale", "identite", "electronique", "republique",
    "senegal", "cote", "ivoire", "tunisie", "cedeao", "ecowas", "direction", "generale",
    "surete", "identity", "card", "specimen", "valable", "jusqu",
})  # fmt: skip
_STREETS = re.compile(
    rf"\b(?:b p|{'|'.join(sorted(STREETS))})\b"
    r"|^\d{1,4} (?!jan|fev|mar|avr|mai|jui|aou|sep|oct|nov|dec|ans|jour|mois)[a-z]{3}"
)
_ADDRESS = re.compile(r"^\d{1,4}\s?(?:bis|ter)?\s?,?\s+[A-ZÀ-Þ][^<:]{7,}$")
LIKELY = 0.75
"""Certainty of an address told by its form, and of a name by its place."""
CARDS = frozenset({"cnie", "carte_immatriculation"})
NEXT = 2.5
"""Letter heights between two rows of a card."""
REACH = 9.0
"""Letter heights above the date of birth within which the names stand."""
READ = 0.9


def read_card(page: Layout, kind: DocumentType, known: Mapping[str, Field]) -> dict[str, Field]:
    """`nom` and `prenom` of a `cnie` from its print; `known` is what its zone proved.

    A zone whose line of names was cut keeps its check digits: the print completes the
    names when it begins as the zone does.
    """
    if kind.type not in CARDS or "prenom" in known:
        return {}
    born = next((s for s in page.segments if _BORN.match(s.folded)), None)
    if born is None:
        return {}
    if kind.type != "cnie":
        return _named_above(page, born)
    above = [
        s
        for s in page.segments
        if _is_name(s)
        and s.box.y1 <= born.box.cy
        and born.box.y0 - s.box.y1 < REACH * max(page.letter, born.box.height)
        and s.box.x0 < born.box.x1
    ]
    if len(above) < 2:
        return {}
    nom, prenom = sorted(above, key=lambda s: s.box.cy)[-2:]
    if _given(nom) and not _given(prenom):
        nom, prenom = prenom, nom  # other cards have the given name first
    zone = known.get("nom")
    if zone is not None and not folded(nom.text).startswith(folded(zone.value)[:3]):
        return {}
    return {
        "nom": read_in(page, nom.tokens, _SIGNS.sub("", nom.text.upper()).strip(), READ),
        "prenom": read_in(page, prenom.tokens, _SIGNS.sub("", prenom.text.title()).strip(), READ),
    }


def _named_above(page: Layout, born: Segment) -> dict[str, Field]:
    """The name written whole right above «né(e) le», as on cards of insurers."""
    above = [
        s
        for s in page.segments
        if 0 < born.box.cy - s.box.cy < NEXT * max(page.letter, born.box.height)
        and abs(s.box.x0 - born.box.x0) < 2 * page.letter
    ]
    named = max(above, key=lambda s: s.box.cy, default=None)
    if named is None or any(c.isdigit() or c == ":" for c in named.text):
        return {}
    name = name_of_person(named.text)
    parts = split_name(name) if name is not None and name == named.text else None
    if parts is None or not any(map(is_given_name, parts[1].split())):
        return {}
    return {
        "nom": read_in(page, named.tokens, parts[0], LIKELY),
        "prenom": read_in(page, named.tokens, parts[1], LIKELY),
    }


def read_card_address(page: Layout, kind: DocumentType) -> dict[str, Field]:
    """`adresse` of a `cnie` whose back prints it without a label: «96, RUE AL ARAAR CASABLANCA»."""
    if kind.type != "cnie":
        return {}
    for segment in page.segments:
        match = _ADDRESS.match(segment.text)
        if match is not None and (city_named(segment.text) or _STREETS.search(segment.folded)):
            return {"adresse": read_in(page, segment.tokens, match.group().strip(), LIKELY)}
    return {}


def _given(segment: Segment) -> bool:
    return all(map(is_given_name, segment.text.split()))


def _is_name(segment: Segment) -> bool:
    words = segment.folded.split()
    letters = [c for c in segment.text if c.isalpha()]
    return (
        1 <= len(words) <= 4
        and len(letters) >= 2
        and segment.text.upper() == segment.text
        and not any(c.isdigit() for c in segment.text)
        and all(ord(c) < 0x250 for c in letters)
        and not any(w in _NOT_A_NAME for w in words)
    )
