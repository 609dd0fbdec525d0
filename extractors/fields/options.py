"""The options of a choice, each word with its tick box, and the one that is ticked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from extractors.fields.boxes import NEAR, Around, around, own_box, page_side, side_of
from extractors.fields.evidence import told
from extractors.fields.groups import own_boxes
from extractors.fields.labels import LabelHit, find_labels
from extractors.fields.understood import OF
from extractors.layout import Layout
from models.documents import FieldSpec, Kind
from models.geometry import Box
from models.reading import Field, How, SeenMark
from models.values.text import folded

YES_NO = {"oui": "true", "non": "false"}
DOUBTED = 0.3
"""What is left of a certainty where boxes may stand on the words' other side."""
CODE = re.compile(r"\d{1,2}[\W_]*|[A-Za-z]\W")
"""The number of an option, printed between its box and its word: «□ 01 conjoint»."""
TOLD_ALONE = 4
"""Letters of a word that tells a choice though no label is beside it."""
SECTION_REACH = 0.16
"""Share of the page height below its label in which the boxes of a choice stand."""
WELL_SEEN = 0.8
"""A box seen at least so surely is ticked rather than another that is guessed under a scrawl."""


@dataclass(frozen=True, slots=True)
class Option:
    """A word that tells a value, and the tick box that is its own."""

    value: str
    hit: LabelHit
    box: SeenMark | None
    doubted: bool = False
    """Whether another option has it beside too, and the group does not tell whose it is."""


def ticked(
    page: Layout,
    spec: FieldSpec,
    anchors: Sequence[LabelHit],
    boxes: Sequence[SeenMark],
    stops: Sequence[LabelHit],
) -> Field | None:
    if not boxes:
        return None
    options = options_of(page, spec, boxes, anchors, stops)
    if anchors and spec.genre is Kind.CHOIX and not any(o.box and o.box.present for o in options):
        # The answer may stand on a further row, or far from the label.
        options = options_of(page, spec, boxes, (), stops)
    chosen = [o for o in options if o.box is not None and o.box.present]
    chosen = [o for o in chosen if o.box and o.box.confidence >= WELL_SEEN] or chosen
    values = {o.value for o in chosen}
    if len(values) != 1:
        return None
    option = chosen[0]
    assert option.box is not None
    rest_seen = sum(o.box is not None and o.box.present is False for o in options)
    confidence = option.box.confidence * option.hit.quality * (0.95 if rest_seen else 0.85)
    alone = spec.genre is Kind.CHOIX and len({o.value for o in options}) == 1
    behind = (option.box.box.x0 - option.hit.box.x1) * page.aspect > page.letter
    if (
        option.doubted
        or (alone and behind)
        or _other_way(page, option, boxes)
        or _between(page, option, options)
    ):
        confidence *= DOUBTED
    return told(page, option.value, option.hit.label, confidence, [option.box.box], How.CASE_COCHEE)


def _between(page: Layout, option: Option, options: Sequence[Option]) -> bool:
    """Whether a box may as well be that of the option on its other side, of which none was seen,
    and no other option's box tells on which side of their words the boxes stand."""
    assert option.box is not None
    box, side = option.box.box, option.box.box.cx - option.hit.box.cx
    if any(o.box and o.box is not option.box and (o.box.box.cx - o.hit.box.cx) * side > 0 for o in options):  # fmt: skip
        return False
    for other in options:
        level = abs(other.hit.box.cy - option.hit.box.cy) <= page.letter
        if other.box is not None or other.value == option.value or not level:
            continue
        beyond = other.hit.box.x0 - box.x1 if side > 0 else box.x0 - other.hit.box.x1
        if -box.width <= beyond and beyond * page.aspect <= NEAR * page.letter:
            return True
    return False


def _other_way(page: Layout, option: Option, boxes: Sequence[SeenMark]) -> bool:
    """Whether the other boxes of the page stand on the other side of their words."""
    if option.box is None:
        return False
    side = page_side(page, boxes)
    return side * (1 if option.box.box.cx > option.hit.box.cx else -1) < 0


def options_of(
    page: Layout,
    spec: FieldSpec,
    boxes: Sequence[SeenMark],
    anchors: Sequence[LabelHit],
    stops: Sequence[LabelHit],
) -> list[Option]:
    words = {word: value for value, words in spec.choix.items() for word in words}
    if spec.genre is Kind.BOOLEEN and anchors:
        words |= YES_NO
    hits = _without_whose(find_labels(page, words))
    if spec.genre is Kind.BOOLEEN:
        own = {id(t) for a in anchors for t in a.tokens}
        asked = [h for h in hits if not all(id(t) in own for t in h.tokens)]
        hits = [h for h in asked or hits if not _of_another(h, anchors, stops)]
    if anchors:
        beside = [h for h in hits if any(_beside(page, a.box, h.box) for a in anchors)]
        under = [h for h in hits if any(_under(a.box, h.box) for a in anchors)]
        whole = len({words[h.label] for h in beside}) > 1 or not _on_one_row(under)
        hits = beside if beside and whole else under or beside
    else:
        hits = [h for h in hits if len(folded(h.label)) >= TOLD_ALONE]
    arranged = own_boxes(page, hits, boxes)
    if arranged:
        return [Option(words[h.label], h, arranged.get(i)) for i, h in enumerate(hits)]
    arounds = [around(page, _with_code(page, hit), boxes) for hit in hits]
    arounds = [Around(a.before, None) if h.rest else a for h, a in zip(hits, arounds, strict=True)]
    rows = [
        [arounds[i] for i, _ in own]
        for _, own in groupby(enumerate(hits), key=lambda found: id(found[1].row))
    ]
    told_by_group = side_of(page, rows)
    side = told_by_group or page_side(page, boxes)
    options = _each_its_own(
        [Option(words[h.label], h, own_box(a, side)) for h, a in zip(hits, arounds, strict=True)]
    )
    if not told_by_group:
        options = [replace(o, doubted=_shared(o, options, arounds)) for o in options]
    return _broken_off(options, arounds) if side < 0 else options


def _on_one_row(hits: Sequence[LabelHit]) -> bool:
    """Whether several words stand on one row, and no others."""
    return len(hits) > 1 and all(h.row is hits[0].row for h in hits)


def _without_whose(hits: Sequence[LabelHit]) -> list[LabelHit]:
    """Words that tell values, with what says whose as a part of them: «conjoint(e) de l'assuré(e)»
    is one option."""
    kept: list[LabelHit] = []
    for hit in hits:
        before = kept[-1] if kept and kept[-1].row is hit.row else None
        between = hit.row.tokens[before.last + 1 : hit.first] if before is not None else ()
        begins = folded(hit.tokens[0].text).split()
        elided = not between and before is not None and begins[:1] in (["l"], ["d"])
        if before is not None and (elided or (len(between) == 1 and folded(between[0].text) in OF)):
            kept[-1] = replace(before, last=hit.last)
        else:
            kept.append(hit)
    return kept


def _shared(option: Option, options: Sequence[Option], arounds: Sequence[Around]) -> bool:
    return option.box is not None and any(
        near is not None and near[1] is option.box
        for other, beside in zip(options, arounds, strict=True)
        if other.value != option.value
        for near in (beside.before, beside.after)
    )


def _broken_off(options: Sequence[Option], arounds: Sequence[Around]) -> list[Option]:
    """A box left at the end of a row is that of the first word of the next."""
    owned = {id(o.box) for o in options}
    kept = list(options[:1])
    for (one, other), around_one in zip(pairwise(options), arounds, strict=False):
        last = around_one.after[1] if around_one.after else None
        begins = other.hit.row is not one.hit.row
        free = last is not None and id(last) not in owned
        kept.append(replace(other, box=last) if begins and free and other.box is None else other)
    return kept


def _of_another(hit: LabelHit, anchors: Sequence[LabelHit], stops: Sequence[LabelHit]) -> bool:
    """Whether a word is of a longer label that asks for something else: «□ Maladie chronique» is
    no answer of «□ Accident»."""
    return any(
        s.row is hit.row
        and s.first <= hit.first
        and hit.last <= s.last
        and len(s.tokens) > len(hit.tokens)
        and not s.option
        and s not in anchors
        for s in stops
    )


def _each_its_own(options: Sequence[Option]) -> list[Option]:
    """A box that two words claim is that of the word to its right: boxes stand before words."""
    kept: list[Option] = []
    for option in options:
        rivals = [o for o in options if o.box is not None and o.box is option.box]
        right_of_it = [o for o in rivals if option.box and o.hit.box.cx > option.box.box.cx]
        taken = len({o.value for o in rivals}) > 1 and right_of_it and option not in right_of_it
        kept.append(replace(option, box=None) if taken else option)
    return kept


def _with_code(page: Layout, hit: LabelHit) -> Box:
    """The words of an option with the number printed before them."""
    tokens = list(hit.tokens)
    code = hit.row.tokens[hit.first - 1] if hit.first else None
    if code is not None and CODE.fullmatch(code.text):
        near = (tokens[0].box.x0 - code.box.x1) * page.aspect <= NEAR * page.letter
        tokens = [code, *tokens] if near else tokens
    return Box.around(t.box for t in tokens)


def _beside(page: Layout, anchor: Box, option: Box) -> bool:
    return abs(option.cy - anchor.cy) <= page.letter and option.cx > anchor.cx


def _under(anchor: Box, option: Box) -> bool:
    return 0 <= option.cy - anchor.cy <= SECTION_REACH
