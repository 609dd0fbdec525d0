"""A form made of a corrected paper, and made better by each further one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from rapidfuzz import fuzz

from extractors.fields.evidence import CHOSEN
from extractors.fields.parsing import parse
from extractors.forms.printed import anchor_text, boxes_of_values, printed, words_of_values
from extractors.forms.register import LEAST, Registration, refined, register
from extractors.layout import Layout, Token, lay_out
from models.documents import FieldSpec, document_type
from models.forms import Anchor, Form, FormPage, Place
from models.geometry import Box
from models.reading import Document, Field, How, MarkKind, PageReading
from models.values.text import squeezed

MOST_BOXES = 6
"""Boxes of a place that are kept, the latest."""
LONGEST = 12
"""Words of a value that is looked for on its page."""
ALIKE = 60
"""Likeness (of 100) from which the words in a box are its value, misread."""
INSIDE = 0.5
"""Share of a word that lies in a box to be one of its words."""
SETTLED, STALE = 3, 0.34
"""Examples after which a word that fewer than a third of them bear is no word of the form."""


def example(
    document: Document, readings: Mapping[int, PageReading], shown: Collection[str] = ()
) -> tuple[FormPage, ...]:
    """What a corrected paper teaches: of each page, its printed words and where its values stand.

    `shown`: fields whose place a person pointed at; the others' places must bear their value.
    """
    values = words_of_values(document)
    return tuple(
        _page(document, lay_out(readings[number], number), values, shown)
        for number in document.pages
    )


def teaches(pages: tuple[FormPage, ...]) -> bool:
    """Whether there is a form in it: enough printed words, and a value in its place."""
    return any(len(p.anchors) >= 2 * LEAST and p.places for p in pages)


def improved(form: Form, pages: tuple[FormPage, ...], readings: Mapping[int, Layout]) -> Form:
    """The form with what a further example of it teaches. `readings`: its pages, by order."""
    examples = form.examples + 1
    merged = []
    for order, known in enumerate(form.pages):
        layout = readings.get(order)
        found = register(known, layout) if layout is not None else None
        if found is None or order >= len(pages):
            merged.append(known)
            continue
        merged.append(_merged(known, pages[order], refined(found), examples))
    return replace(form, pages=tuple(merged), examples=examples, version=form.version + 1)


def _page(
    document: Document, page: Layout, values: frozenset[str], shown: Collection[str]
) -> FormPage:
    words = printed(page, values, boxes_of_values(document, page.number))
    kind = document_type(document.type)
    places = [
        place
        for name, field in document.fields.items()
        if name in kind.fields and field.page in (page.number, None)
        if (place := _place(name, field, kind.fields[name], page, name in shown)) is not None
    ]
    anchors = tuple(Anchor(anchor_text(word), word.box) for word in words)
    return FormPage(page.aspect, anchors, tuple(places))


def _place(name: str, field: Field, spec: FieldSpec, page: Layout, shown: bool) -> Place | None:
    if spec.genre in CHOSEN:
        tick = _ticked(page, field)
        return None if tick is None else Place(name, (tick,), field.value)
    inside = words_in(page, field.box) if field.box is not None else []
    text = " ".join(token.text for token in inside)
    if field.box is not None and (shown or _says(spec, field, text)):
        straight = [token.box for token in inside] or [page.straight(field.box)]
        return Place(name, (Box.around(straight),))
    where = _found(page, spec, field)
    return None if where is None else Place(name, (where,))


def _ticked(page: Layout, field: Field) -> Box | None:
    """The tick box that gave a choice its value."""
    if field.box is None or field.how is How.DEDUIT:
        return None
    at = field.box.grown(0.004, 0.004)
    ticks = [m.box for m in page.reading.marks if m.kind is MarkKind.CASE and m.present]
    near = [box for box in ticks if box.intersection(at) > 0.3 * min(box.area, at.area)]
    return page.straight(near[0]) if len(near) == 1 else None


def _says(spec: FieldSpec, field: Field, text: str) -> bool:
    """Whether the words in a box are the value, or what readers made of it."""
    read = parse(spec.genre, text, spec.motif)
    if read is not None and squeezed(read.value) == squeezed(field.value):
        return True
    plain = squeezed(text)
    told = (squeezed(field.value), squeezed(field.raw))
    return bool(plain) and max(fuzz.ratio(plain, one) for one in told) >= ALIKE


def _found(page: Layout, spec: FieldSpec, field: Field) -> Box | None:
    """Where the only words of the page stand that say the value."""
    wanted = squeezed(field.value)
    hits: list[list[Token]] = []
    for row in page.rows:
        for first in range(len(row.tokens)):
            for last in range(first + 1, min(len(row.tokens), first + LONGEST) + 1):
                run = list(row.tokens[first:last])
                text = " ".join(t.text for t in run)
                if squeezed(text) == wanted or _exactly(spec, text, wanted):
                    hits.append(run)
                    break
    places = {id(run[-1]): run for run in hits}  # the shortest run that ends there
    if len(places) != 1:
        return None
    run = min((r for r in hits), key=len)
    return Box.around(t.box for t in run)


def _exactly(spec: FieldSpec, text: str, wanted: str) -> bool:
    if abs(len(squeezed(text)) - len(wanted)) > 6:
        return False
    read = parse(spec.genre, text, spec.motif)
    return read is not None and squeezed(read.value) == wanted


def words_in(page: Layout, box: Box) -> list[Token]:
    """The words that lie in a box of the page as it is (not straightened)."""
    return [t for t in page.tokens if box.intersection(t.word.box) > INSIDE * t.word.box.area]


def _merged(known: FormPage, given: FormPage, found: Registration, examples: int) -> FormPage:
    """A page of the form with the words and places of a further example, in the form's own plane."""
    again = set(found.found)
    anchors = [
        replace(anchor, seen=anchor.seen + 1) if index in again else anchor
        for index, anchor in enumerate(known.anchors)
    ]
    taken = {(token.box.x0, token.box.y0) for token in found.found.values()}
    back = found.back()
    anchors += [
        replace(anchor, box=back(anchor.box))
        for anchor in given.anchors
        if (anchor.box.x0, anchor.box.y0) not in taken and examples < SETTLED
    ]
    if examples >= SETTLED:
        anchors = [a for a in anchors if a.seen > STALE * examples]
    places = {(place.name, place.option): place for place in known.places}
    for place in given.places:
        key = place.name, place.option
        boxes = tuple(back(box) for box in place.boxes)
        before = places[key].boxes if key in places else ()
        places[key] = Place(place.name, (*before, *boxes)[-MOST_BOXES:], place.option)
    return FormPage(known.aspect, tuple(anchors), tuple(places.values()))
