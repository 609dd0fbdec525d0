"""What stands in the places of a recognised form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.fields.asked import NAMES, given_of
from extractors.fields.evidence import read_in
from extractors.fields.named import named
from extractors.fields.names import split_name
from extractors.fields.parsed import Parsed
from extractors.fields.parsing import parse
from extractors.fields.plausible import plausible
from extractors.forms.printed import anchor_text
from extractors.forms.recognise import Match
from extractors.forms.register import on_one_line
from extractors.layout import WIDE_GAP, Layout, Token
from models.documents import DocumentType, FieldSpec, Kind
from models.forms import Place
from models.geometry import Box
from models.reading import Field, How, MarkKind

LEVEL = 0.55
"""Letter heights above and below a line within which its words are."""
TALL = 1.9
"""Letter heights from which a place has several lines."""
LEFT, LEFT_OF_NUMBERS = 2.5, 12.0
"""Letter heights left of the example's value within which a value may begin; numbers end together."""
RIGHT = frozenset({Kind.MONTANT, Kind.ENTIER, Kind.DECIMAL})
PAST = 1.2
"""Letter heights between the side of a place and a word that may still be its."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a place holds: `field` is `None` where nothing is written that could be the value."""

    place: Place
    box: Box
    field: Field | None
    empty: bool
    """Whether no word and no tick at all is in it."""
    near: float = 1.0
    """How near to the place a printed word of the form was found, of the page height."""
    level: bool = False
    """Whether one was on its line."""


def read_places(match: Match, kind: DocumentType) -> dict[str, Read]:
    """Of each field with a place on this page, what stands there."""
    page = match.registration.page
    on_page = [(p, match.registration.at(p.box)) for p in match.page.places]
    rooms = [(place, box, _room(match, place, box, on_page)) for place, box in on_page]
    found: dict[str, Read] = {}
    for place, box, room in rooms:
        spec = kind.fields.get(place.name)
        if spec is None or place.name in match.form.aside:
            continue
        if place.option is not None:
            read = _ticked(page, place, box, found.get(place.name))
        else:
            reach = LEFT_OF_NUMBERS if spec.genre in RIGHT else LEFT
            words = _unlabelled(match, place, _words(match, box, room, reach))
            partner = _partner(place, rooms, spec)
            if partner is not None:
                read = _half(match, place, box, spec, words, partner)
            else:
                read = _read(page, place, box, spec, words)
        near, level = match.registration.support(place.box)
        found[place.name] = replace(read, near=near, level=level)
    return found


def _room(
    match: Match, place: Place, box: Box, others: Sequence[tuple[Place, Box]]
) -> tuple[float, float]:
    """How far left and right a value may reach: up to the form's words and other places."""
    page, form = match.registration.page, match.page
    left, right = 0.0, 1.0
    for index, anchor in enumerate(form.anchors):
        if not on_one_line(anchor.box, place.box):
            continue
        token = match.registration.found.get(index)
        here = token.box if token is not None else match.registration.at(anchor.box)
        if anchor.box.cx < place.box.x0:
            left = max(left, here.x1)
        elif anchor.box.cx > place.box.x1:
            right = min(right, here.x0)
    for other, there in others:
        if other is place or other.name == place.name or not on_one_line(there, box):
            continue
        if there.x1 <= box.x0 + 0.2 * box.width:
            left = max(left, (there.x1 + box.x0) / 2)
        elif there.x0 >= box.x1 - 0.2 * box.width:
            right = min(right, there.x0 - 0.2 * page.letter)
    return left, right


def _words(match: Match, box: Box, room: tuple[float, float], reach: float = LEFT) -> list[Token]:
    """The words of a place: those in it, and those that go on beside them, in its room."""
    page = match.registration.page
    printed = {id(token) for token in match.registration.found.values()}
    margin = LEVEL * page.letter
    level = [
        token
        for row in page.rows
        for token in row.tokens
        if box.y0 - margin <= token.box.cy <= box.y1 + margin
        and room[0] <= token.box.cx <= room[1]
        and id(token) not in printed
    ]
    level = _of_the_line(level, box, page.letter)
    past = PAST * page.letter / page.aspect
    first = box.x0 - reach * page.letter / page.aspect
    level = [t for t in level if t.box.x0 >= first]
    kept = [t for t in level if t.box.x1 > box.x0 - past and t.box.x0 < box.x1 + past]
    grown = True
    while kept and grown:
        gap = WIDE_GAP * page.letter / page.aspect
        beside = [
            t
            for t in level
            if t not in kept
            and any(
                o.row == t.row and max(t.box.x0 - o.box.x1, o.box.x0 - t.box.x1) <= gap
                for o in kept
            )
        ]
        kept, grown = kept + beside, bool(beside)
    if box.height <= TALL * page.letter:
        return sorted(kept, key=lambda t: t.box.x0)
    return sorted(kept, key=lambda t: (t.row, t.box.x0))


def _unlabelled(match: Match, place: Place, words: list[Token]) -> list[Token]:
    """Without the words at either end that the form has on this line: its labels, met elsewhere."""
    line = {a.text for a in match.page.anchors if on_one_line(a.box, place.box)} | {""}
    first, last = 0, len(words)
    while first < last and anchor_text(words[first]) in line:
        first += 1
    while last > first and anchor_text(words[last - 1]) in line:
        last -= 1
    return words[first:last]


def _of_the_line(level: list[Token], box: Box, letter: float) -> list[Token]:
    """Without the words of a line above or below, where a place has one line only."""
    if not level or box.height > TALL * letter:
        return level
    best = min(level, key=lambda t: abs(t.box.cy - box.cy) - 0.1 * _over(t.box, box))
    return [t for t in level if abs(t.box.cy - best.box.cy) <= 0.5 * max(letter, best.box.height)]


def _over(word: Box, box: Box) -> float:
    """Width that a word shares with a place."""
    return max(0.0, min(word.x1, box.x1) - max(word.x0, box.x0))


def _read(page: Layout, place: Place, box: Box, spec: FieldSpec, words: Sequence[Token]) -> Read:
    if not words:
        return Read(place, box, None, empty=True)
    text = " ".join(t.text for t in words)
    parsed: Parsed | None
    if spec.genre in (Kind.CHOIX, Kind.BOOLEEN):
        value = named(spec, text)
        parsed = None if value is None else Parsed(value, 0.85)
    else:
        parsed = parse(spec.genre, text, spec.motif) or parse(spec.genre, text)
        parsed = None if parsed is None else plausible(place.name, spec.genre, parsed)
    if parsed is None:
        return Read(place, box, None, empty=False)
    return Read(place, box, _field(page, words, text, parsed, spec), empty=False)


def _half(
    match: Match,
    place: Place,
    box: Box,
    spec: FieldSpec,
    words: Sequence[Token],
    partner: tuple[Place, Box, tuple[float, float]],
) -> Read:
    """Half of a name of which both halves stand side by side: whatever their lengths."""
    page = match.registration.page
    theirs = _words(match, partner[1], partner[2])
    mine = {id(t) for t in words}
    both = sorted([*words, *(t for t in theirs if id(t) not in mine)], key=lambda t: t.box.x0)
    text = " ".join(t.text for t in both)
    whole = parse(Kind.NOM, text)
    whole = None if whole is None else plausible(place.name, Kind.NOM, whole)
    given_first = (place.box.x0 < partner[0].box.x0) == (spec.genre is Kind.PRENOM)
    parts = None if whole is None else split_name(whole.value, given_first=given_first)
    if parts is None:
        return _read(page, place, box, spec, words)
    value = parts[0] if spec.genre is Kind.NOM else parts[1]
    return Read(place, box, _field(page, both, text, Parsed(value, 0.88), spec), empty=False)


def _partner(
    place: Place, rooms: Sequence[tuple[Place, Box, tuple[float, float]]], spec: FieldSpec
) -> tuple[Place, Box, tuple[float, float]] | None:
    """The place of the other half of a name, when it is on the same line with no word between."""
    if spec.genre not in NAMES:
        return None
    for other, there, room in rooms:
        halves = given_of(other.name) == place.name or given_of(place.name) == other.name
        if other is place or not halves or other.name == place.name:
            continue
        if on_one_line(other.box, place.box) and _touching(place, other):
            return other, there, room
    return None


def _touching(one: Place, other: Place) -> bool:
    gap = max(other.box.x0 - one.box.x1, one.box.x0 - other.box.x1)
    return gap < 2 * WIDE_GAP * one.box.height


def _ticked(page: Layout, place: Place, box: Box, before: Read | None) -> Read:
    """A choice told by the tick box that gave it this value on an earlier paper."""
    reach = box.grown(0.5 * box.width, 0.5 * box.height)
    ticks = [
        m
        for m in page.reading.marks
        if m.kind is MarkKind.CASE and reach.holds(m.box.cx, m.box.cy) and m.present
    ]
    if before is not None and before.field is not None:
        return before if not ticks else replace(before, field=None, empty=False)
    if not ticks or place.option is None:
        return Read(place, box, None, empty=True)
    tick = max(ticks, key=lambda m: m.box.intersection(box))
    field = Field(
        place.option, place.option, tick.confidence, page.number, tick.box, How.CASE_COCHEE
    )
    return Read(place, box, field, empty=False)


def _field(
    page: Layout, words: Sequence[Token], text: str, parsed: Parsed, spec: FieldSpec
) -> Field:
    value = parsed.value.upper() if spec.genre is Kind.NOM else parsed.value
    return read_in(page, words, value, parsed.certainty, text, parsed.controle)
