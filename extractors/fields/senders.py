"""Who writes a letter: the name alone on one of its first lines, over «Objet» and «Madame, Monsieur»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.evidence import read_in
from extractors.fields.houses import names_a_house
from extractors.fields.names import halves_told, split_name
from extractors.fields.people import DOCTOR
from extractors.fields.places import CIVILITIES
from extractors.fields.plausible import is_common, name_of_person
from extractors.layout import Layout, Segment
from models.documents import Kind
from models.reading import Field
from models.reference import city_named, speciality_in
from models.values.text import folded

TOP, LEFT = 0.2, 0.5
"""Shares of the page: senders stand in its head, at the left, who is written to at the right."""
CERTAINTY = 0.75
_WRITTEN_TO = re.compile(r"^(?:a|à|aux?)\s+(?:l['’]|la|monsieur|madame|m\.)", re.IGNORECASE)


def sender(page: Layout, head: Sequence[Segment], genre: Kind) -> Field | None:
    """The sender as `genre` asks for it (whole, surname or given name), from the head of a letter."""
    for segment in head:
        if segment.box.cy > TOP or _WRITTEN_TO.match(segment.text):
            return None
        name = _name(segment)
        if name is None or segment.box.x0 > LEFT:
            continue
        if genre is Kind.NOM_COMPLET:
            return read_in(page, segment.tokens, name, CERTAINTY)
        parts = split_name(name)
        if parts is None:
            return None
        return read_in(page, segment.tokens, parts[genre is Kind.PRENOM], CERTAINTY)
    return None


def _name(segment: Segment) -> str | None:
    """The name of a person that is all that a line says."""
    words = [w for w in segment.text.strip(" .,;:-").split() if folded(w) not in CIVILITIES]
    plain = [folded(w) for w in words]
    name = " ".join(words)
    if not halves_told(name) or not all(w[0].isupper() for w in words) or set(plain) & DOCTOR:
        return None
    if any(c.isdigit() for c in name) or names_a_house(plain) or any(map(is_common, words)):
        return None
    if city_named(name) is not None or speciality_in(name) is not None:
        return None
    return name_of_person(name)
