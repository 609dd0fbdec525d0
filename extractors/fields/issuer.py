"""Who issues a paper: the house that its letterhead names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.addresses import STREETS
from extractors.fields.evidence import read_in
from extractors.fields.houses import (
    ACRONYMS,
    COMMONPLACE,
    SMALL,
    names_a_house,
    with_its_capital,
)
from extractors.fields.labels import LabelHit
from extractors.fields.plausible import is_common
from extractors.fields.stamps import without_arrival
from extractors.layout import Layout, Segment, Token
from models.reading import Field
from models.reference import city_named
from models.values.text import folded

LONGEST = 9
"""Words of a line that names a house, at most."""
SMALLER = 0.6
"""Share of the width of a name's letters below which what follows in small print describes it."""
PARTING = frozenset("-–—|·•")
"""What stands between the parts of a line of a letterhead."""
AUTHORITY, OVER = frozenset({"ministere", "prefecture", "province"}), 2.0
"""What stands over the house that issues a paper, and by how much less (in letter heights) it is one."""
OFFICES = frozenset({"agence", "bureau", "delegation", "antenne", "departement", "succursale"})
"""What a line adds after a dash to a house's name: one of its offices."""
APART = 0.25
"""Share of the page width from which a name at the right of a title is a column of its own."""


def named_house(page: Layout, head: Sequence[Segment], labels: Sequence[LabelHit]) -> Field | None:
    """The largest print of the head that names a house of some kind."""
    best: tuple[float, Segment] | None = None
    for segment in map(_named_part, map(_in_one_print, map(without_arrival, head))):
        words = folded(segment.text).split()
        if not names_a_house(words) or _length(segment) > LONGEST or _labelled(segment, labels):
            continue
        worth = (
            segment.box.height / page.letter
            - 2 * segment.box.cy
            - (OVER if words[0] in AUTHORITY else 0)
        )
        if len(words) == 1:
            alone = words[0] in ACRONYMS and _begins_its_row(page, segment)
            segment = segment if alone else _completed(head, segment)
            if len(segment.tokens) == 1 and not alone:
                continue  # «FACTURE PHARMACIE» on two lines, the kind of the paper; «Organisme … CNOPS»
        if best is None or worth > best[0]:
            best = (worth, segment)
    if best is None:
        return None
    segment = best[1]
    name = _without_its_city(re.split(r"\s*[①②③④⑤⑥]", segment.text)[0]).strip(" .:-–—|·•")
    whole = with_its_capital(name)
    if whole != name:
        return read_in(
            page, segment.tokens, whole, 0.5, name, f"Lu « {name} », sa première lettre remise."
        )
    return read_in(page, segment.tokens, name, 0.75)


def _begins_address(word: str) -> bool:
    return word[0].isdigit() or folded(word).strip() in STREETS


def _length(segment: Segment) -> int:
    """Words of a line without small words and signs."""
    return sum(any(w not in SMALL for w in folded(t.text).split()) for t in segment.tokens)


def _named_part(segment: Segment) -> Segment:
    """The name of a line that says more: «demande de remboursement – CNOPS», «Assurances Al Amane
    · assurance groupe maladie», «Clinique Arrazi - 19, rue 9 - Salé», «B PMAS» with the letter of
    an emblem."""
    parts: list[list[Token]] = [[]]
    for token in segment.tokens:
        if token.text in PARTING:
            parts.append([])
        else:
            parts[-1].append(token)
            if token.text.endswith(("·", "•")):
                parts.append([])
    parts = [p for n, p in enumerate(parts) if not (n and p and folded(p[0].text) in OFFICES)]
    named = [p for p in parts if not all(_says_nothing(t.text) for t in p)]
    address = len(named) > 1 and any(_begins_address(p[0].text) for p in named[1:])
    tokens = named[0] if len(named) == 1 or address else list(segment.tokens)
    emblem = len(tokens) > 1 and len(tokens[0].text) == 1 and tokens[0].text.isupper()
    return Segment(tuple(tokens[1:] if emblem else tokens))


def _says_nothing(word: str) -> bool:
    plain = folded(word).split()
    return all(w in COMMONPLACE or w in SMALL or is_common(w) for w in plain)


def _in_one_print(segment: Segment) -> Segment:
    """A name without what smaller print adds to it: «ATLAS ASSUR société d'assurances»."""
    tokens = segment.tokens
    large = _print(tokens[0])
    end = next((i for i, t in enumerate(tokens) if i and _small_print(t, large)), len(tokens))
    return Segment(tokens[:end])


def _print(token: Token) -> float:
    """Width of a letter: readers give all words of a line one height."""
    return token.box.width / len(token.text)


def _small_print(token: Token, large: float) -> bool:
    plain = token.text.islower() and len(token.text) > 2 and folded(token.text) not in SMALL
    return plain and _print(token) < SMALLER * large


def _without_its_city(name: str) -> str:
    """«IPM Teranga — Dakar» without the city that a dash parts from it."""
    parts = re.split(r"\s+[-–—]\s+", name)
    last = city_named(parts[-1])
    apart = len(parts) > 1 and last is not None and folded(last) == folded(parts[-1])
    return " - ".join(parts[:-1]) if apart else name


def _begins_its_row(page: Layout, segment: Segment) -> bool:
    """Whether nothing stands near before it on its row: a title far off does not matter."""
    return not any(
        segment.box.x0 - APART <= other.box.x1 <= segment.box.x0
        and other.box.y0 < segment.box.cy < other.box.y1
        for other in page.segments
    )


def _completed(head: Sequence[Segment], segment: Segment) -> Segment:
    """«PHARMACIE» alone on its line, with the name in the same large print below it."""
    for below in head:
        if names_a_house(folded(below.text).split()):
            continue
        gap = below.box.y0 - segment.box.y1
        aligned = abs(below.box.cx - segment.box.cx) < 0.15
        similar = below.box.height >= 0.7 * segment.box.height
        plain = [t for t in below.tokens if not is_common(t.text) and t.text.isalpha()]
        if 0 <= gap < 1.2 * segment.box.height and aligned and similar and plain:
            return Segment((*segment.tokens, *below.tokens))
    return segment


def _labelled(segment: Segment, labels: Sequence[LabelHit]) -> bool:
    """Whether every word of a line belongs to labels."""
    own = {id(t) for hit in labels for t in hit.tokens}
    return all(id(t) in own for t in segment.tokens if any(c.isalnum() for c in t.text))
