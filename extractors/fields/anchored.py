"""Fields found beside or below their printed labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import takewhile

from extractors.fields.asked import NAMES, asked_by
from extractors.fields.candidates import Candidate, candidate
from extractors.fields.captions import captions
from extractors.fields.labels import LabelHit, announces
from extractors.fields.names import halves_told
from extractors.fields.places import (
    after_the_list,
    beside,
    right_of,
    unannounced,
    wrapped,
)
from extractors.fields.stamps import stamped, stamps_of
from extractors.fields.under import below, below_it
from extractors.layout import Layout, Token
from models.documents import FieldSpec, Kind, Place

WHOLE_ROW = 0.85
"""Totals stand at the far end of their row: the first words of an amount may be that far."""
NUMBERED: Mapping[Kind, int] = {Kind.INPE: 9, Kind.ICE: 15, Kind.RIB: 24}
"""Kinds of numbers and their digits."""
RUNNING_ON = frozenset({Kind.TEXTE, Kind.RIB, Kind.VILLE})
"""Kinds of values that may go on in the next line of a cell."""
BLANKS = 20.0
"""Letter heights between the two blanks for one name, at most."""
PART = 4
"""Digits from which a number that is not whole is one badly read."""

Standing = tuple[Place, tuple[Token, ...]]
"""Words, and where they stand from their label."""


def candidates(
    page: Layout,
    specs: Mapping[str, FieldSpec],
    hits: Sequence[LabelHit],
    headings: Sequence[LabelHit],
    stops: Sequence[LabelHit],
    before: Set[str] = frozenset(),
) -> list[Candidate]:
    """All readings of the fields whose labels were hit. `headings` are section titles; `before`,
    the fields that earlier pages of the document ask for."""
    found: list[Candidate] = []
    stamps = stamps_of(page, stops)
    under = captions(page, stops, hits, specs)
    for hit in hits:
        for asked in asked_by(page, hit, specs, hits, headings, stops, stamps, before):
            spec = specs[asked.name]
            if any(_said_again(hit, other) and other.means(asked.name, spec) for other in hits):
                continue
            for place, tokens in _places(page, hit, stops, spec, under, asked.both):
                read = candidate(page, asked, spec, hit, tokens, place, stops)
                if read is not None:
                    found.append(read)
                    if place is Place.DROITE and announces(hit.row, hit.last):
                        break  # what stands below is another's
    return found


def unreadable(
    page: Layout,
    specs: Mapping[str, FieldSpec],
    hits: Sequence[LabelHit],
    stops: Sequence[LabelHit],
) -> frozenset[str]:
    """Fields of which the place on the paper holds a number that was not read whole.

    Another number of the same kind on the page (a doctor's stamp) is somebody else's.
    """
    found: set[str] = set()
    stamps = stamps_of(page, stops)
    for hit in hits:
        for name, spec in specs.items():
            if spec.genre not in NUMBERED or not hit.means(name, spec) or stamped(stamps, hit):
                continue
            standing = _beside_or_below(page, hit, stops, spec)
            digits = sum(c.isdigit() for t in standing[0][1] for c in t.text) if standing else 0
            if PART <= digits < NUMBERED[spec.genre]:
                found.add(name)
    return frozenset(found)


def _places(
    page: Layout,
    hit: LabelHit,
    stops: Sequence[LabelHit],
    spec: FieldSpec,
    under: Mapping[int, tuple[Token, ...]],
    both: bool,
) -> list[Standing]:
    """Where the value of a label may stand, the likeliest first; `both` halves of a name."""
    if id(hit) in under:
        return [(Place.DESSOUS, under[id(hit)])]
    found = _beside_or_below(page, hit, stops, spec)
    if both and found and found[0][0] is Place.DROITE and not halves_told(_text(found[0][1])):
        found[0] = (Place.DROITE, _both_blanks(page, hit, stops, found[0][1]))
    if both and found and found[-1][0] is Place.DESSOUS and len(found[-1][1]) == 1:
        longer = below(page, hit, stops, rows=2)
        if halves_told(_text(longer)):  # «HAKIMI / Salma»
            found[-1] = (Place.DESSOUS, longer)
    if not found and spec.genre is Kind.TEXTE:
        found = _beside_or_below(page, hit, [s for s in stops if not unannounced(s)], spec)
    return found


def _said_again(hit: LabelHit, other: LabelHit) -> bool:
    """Whether a stroke parts a label from the same in another language: «Diagnosis / Diagnostic»."""
    between = hit.row.tokens[hit.last + 1 : other.first]
    stroke = [t.text for t in between] == ["/"] or (
        not between and hit.tokens[-1].text.endswith("/")
    )
    return other.row is hit.row and other.first > hit.last and stroke


def _of_the_list(
    page: Layout, hit: LabelHit, stops: Sequence[LabelHit], spec: FieldSpec
) -> tuple[Token, ...]:
    """What a label asks for of the answers to several: a name is what stands before a number."""
    tokens = after_the_list(page, hit, stops)
    if spec.genre not in NAMES:
        return tokens
    return tuple(takewhile(lambda t: not any(c.isdigit() for c in t.text), tokens))


def _both_blanks(
    page: Layout, hit: LabelHit, stops: Sequence[LabelHit], found: tuple[Token, ...]
) -> tuple[Token, ...]:
    """A name whose other half stands in a blank of its own («Participant : Fanta ..... KUASSI»)."""
    longer = right_of(page, hit, stops, touching=BLANKS)
    half = len(found) == 1 or not any(t.text.isupper() for t in found)
    return longer if half and halves_told(_text(longer)) else found


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(t.text for t in tokens)


def _beside_or_below(
    page: Layout, hit: LabelHit, stops: Sequence[LabelHit], spec: FieldSpec
) -> list[Standing]:
    places: list[Standing] = []
    if Place.DROITE in spec.ou:
        found = (
            right_of(page, hit, stops, WHOLE_ROW, WHOLE_ROW / page.letter)
            if spec.genre is Kind.MONTANT
            else right_of(page, hit, stops)
        )
        found = found or _of_the_list(page, hit, stops, spec)
        found = found or beside(page, hit, stops) or wrapped(page, hit, stops)
        places.append((Place.DROITE, found))
    if Place.DESSOUS in spec.ou or not (places and places[-1][1]):
        under = below(page, hit, stops)
        if spec.genre in RUNNING_ON and under:
            under = (*under, *below_it(page, under, stops))
        places.append((Place.DESSOUS, under))
    return [(place, tokens) for place, tokens in places if tokens]
