"""Values told by tick boxes, by a word beside a label, or by the letterhead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.fields.labels import LabelHit, find_labels
from extractors.fields.places import right_of
from extractors.fields.under import below
from extractors.layout import Layout, Segment, segments
from models.documents import FieldSpec, Kind, Place
from models.geometry import Box
from models.reading import Field, How, MarkKind, SeenMark
from models.values.text import folded

NEAR = 2.2
"""Letter heights between a tick box and the word it belongs to."""
YES_NO = {"oui": "true", "non": "false"}
EVEN = 0.3
"""Letter heights by which one gap beside a box is at least shorter, to tell its side."""
DOUBTED = 0.3
"""What is left of a certainty where boxes may stand on the words' other side."""
CODE = re.compile(r"\d{1,2}[\W_]*|[A-Za-z]\W")
"""The number of an option, printed between its box and its word: «□ 01 conjoint»."""
OWN_BOX = 0.85
"""Certainty of an answer that one box alone gives."""
STANDS_ALONE = 2
"""Words of a line in which a single word may tell a choice by itself."""
TOLD_ALONE = 4
"""Letters of a word that tells a choice though no label is beside it."""
SWALLOWED = 0.6
"""Box widths by which a word may begin before its box, when a reader took the tick for a letter."""
SECTION_REACH = 0.16
"""Share of the page height below its label in which the boxes of a choice stand."""


@dataclass(frozen=True, slots=True)
class _Option:
    value: str
    hit: LabelHit
    box: SeenMark | None


@dataclass(frozen=True, slots=True)
class _Around:
    """The boxes next to a word, each with its distance."""

    before: tuple[float, SeenMark] | None
    after: tuple[float, SeenMark] | None


def read_choice(
    page: Layout, name: str, spec: FieldSpec, stops: Sequence[LabelHit]
) -> Field | None:
    """The value of a `choix` or `booleen` field on this page, or `None` when nothing tells it."""
    anchors = [h for h in stops if h.means(name, spec)]
    boxes = [m for m in page.reading.marks if m.kind is MarkKind.CASE]
    ticked = _ticked(page, spec, anchors, boxes, stops)
    if ticked is not None:
        return ticked
    answers = YES_NO.keys() if spec.genre is Kind.BOOLEEN else ()
    for anchor in anchors:
        others = [s for s in stops if s.label not in answers]
        tokens = right_of(page, anchor, others) or below(page, anchor, others)
        written = " ".join(t.text for t in tokens)
        value = named(spec, written) or _said(spec, written)
        if (
            tokens
            and value is not None
            and box_of(page, Box.around(t.box for t in tokens), boxes) is None
        ):
            confidence = min(t.word.confidence for t in tokens) * anchor.quality * 0.85
            return _field(page, value, written, confidence, [t.word.box for t in tokens], How.OCR)
    found = _from_letterhead(page, spec) if Place.ENTETE in spec.ou else None
    if found is None and Place.TEXTE in spec.ou:
        found = _from_text(page, spec, boxes)
    if found is None and spec.genre is Kind.BOOLEEN:
        found = _own_box(page, spec, anchors, boxes, stops)
    return found


def _said(spec: FieldSpec, written: str) -> str | None:
    """«Oui» or «Non» written after the label of a question."""
    words = folded(written).split()
    return YES_NO.get(words[0]) if spec.genre is Kind.BOOLEEN and len(words) == 1 else None


def _own_box(
    page: Layout,
    spec: FieldSpec,
    anchors: Sequence[LabelHit],
    boxes: Sequence[SeenMark],
    stops: Sequence[LabelHit],
) -> Field | None:
    """The answer of a label that has one tick box to itself: «□ Dossier chronique»."""
    own = {id(t) for a in anchors for t in a.tokens}
    options = _options(page, spec, boxes, anchors, stops)
    if any(o.box is not None and id(o.hit.tokens[0]) not in own for o in options):
        return None
    for anchor in anchors:
        box = box_of(page, anchor.box, boxes)
        told = anchor.row.tokens[anchor.last + 1 :]
        if box is None or box.present is None or any(folded(t.text) in YES_NO for t in told):
            continue
        value = "true" if box.present else "false"
        confidence = OWN_BOX * box.confidence * anchor.quality
        return _field(page, value, anchor.label, confidence, [box.box], How.CASE_COCHEE)
    return None


def _ticked(
    page: Layout,
    spec: FieldSpec,
    anchors: Sequence[LabelHit],
    boxes: Sequence[SeenMark],
    stops: Sequence[LabelHit],
) -> Field | None:
    if not boxes:
        return None
    options = _options(page, spec, boxes, anchors, stops)
    if anchors and spec.genre is Kind.CHOIX and not any(o.box and o.box.present for o in options):
        # The answer may stand on a further row, or far from the label.
        options = _options(page, spec, boxes, (), stops)
    chosen = [o for o in options if o.box is not None and o.box.present]
    values = {o.value for o in chosen}
    if len(values) != 1:
        return None
    option = chosen[0]
    assert option.box is not None
    rest_seen = sum(o.box is not None and o.box.present is False for o in options)
    confidence = option.box.confidence * option.hit.quality * (0.95 if rest_seen else 0.85)
    alone = spec.genre is Kind.CHOIX and len({o.value for o in options}) == 1
    behind = (option.box.box.x0 - option.hit.box.x1) * page.aspect > page.letter
    if (alone and behind) or _other_way(page, option, boxes) or _between(page, option, options):
        confidence *= DOUBTED
    return _field(
        page, option.value, option.hit.label, confidence, [option.box.box], How.CASE_COCHEE
    )


def _between(page: Layout, option: _Option, options: Sequence[_Option]) -> bool:
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


def _options(
    page: Layout,
    spec: FieldSpec,
    boxes: Sequence[SeenMark],
    anchors: Sequence[LabelHit],
    stops: Sequence[LabelHit],
) -> list[_Option]:
    words = {word: value for value, words in spec.choix.items() for word in words}
    if spec.genre is Kind.BOOLEEN and anchors:
        words |= YES_NO
    hits = find_labels(page, words)
    if spec.genre is Kind.BOOLEEN:
        hits = [h for h in hits if not _of_another(h, anchors, stops)]
    if anchors:
        beside = [h for h in hits if any(_beside(page, a.box, h.box) for a in anchors)]
        hits = beside or [h for h in hits if any(_under(a.box, h.box) for a in anchors)]
    else:
        hits = [h for h in hits if len(folded(h.label)) >= TOLD_ALONE]
    arounds = [_around(page, _with_code(page, hit), boxes) for hit in hits]
    side = _side(arounds) or _page_side(page, boxes)
    return _each_its_own(
        [_Option(words[h.label], h, _own(a, side)) for h, a in zip(hits, arounds, strict=True)]
    )


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


def _each_its_own(options: Sequence[_Option]) -> list[_Option]:
    """A box that two words claim is that of the word to its right: boxes stand before words."""
    kept: list[_Option] = []
    for option in options:
        rivals = [o for o in options if o.box is not None and o.box is option.box]
        right_of_it = [o for o in rivals if option.box and o.hit.box.cx > option.box.box.cx]
        taken = len({o.value for o in rivals}) > 1 and right_of_it and option not in right_of_it
        kept.append(_Option(option.value, option.hit, None) if taken else option)
    return kept


def _with_code(page: Layout, hit: LabelHit) -> Box:
    """The words of an option with the number printed before them."""
    tokens = list(hit.tokens)
    code = hit.row.tokens[hit.first - 1] if hit.first else None
    if code is not None and CODE.fullmatch(code.text):
        near = (tokens[0].box.x0 - code.box.x1) * page.aspect <= NEAR * page.letter
        tokens = [code, *tokens] if near else tokens
    return Box.around(t.box for t in tokens)


def _side(arounds: Sequence[_Around]) -> int:
    """Where the boxes of a group stand: below 0 before their words, above 0 after, 0 unknown.

    Between two words a box may be of either: those at the ends of the group tell, the first
    before all, as the last box of a row may be that of the first word of the next.
    """
    side = sum((a.before is None) - (a.after is None) for a in arounds)
    return -1 if side > 0 and arounds[0].before is not None else side


def _page_side(page: Layout, boxes: Sequence[SeenMark]) -> int:
    """As `_side`, from the gaps on both sides of every box of the page."""
    return sum(_leans(page, box) for box in boxes)


def _leans(page: Layout, mark: SeenMark) -> int:
    level = page.straight(mark.box).cy
    tokens = [
        t for row in page.rows for t in row.tokens if abs(t.box.cy - level) <= 0.8 * page.letter
    ]
    right = [t.box.x0 - mark.box.x1 for t in tokens if t.box.cx > mark.box.x1]
    left = [mark.box.x0 - t.box.x1 for t in tokens if t.box.cx < mark.box.x0]
    reach = NEAR * page.letter / page.aspect
    after, before = min([*right, reach]), min([*left, reach])
    if abs(after - before) * page.aspect < EVEN * page.letter:
        return 0
    return -1 if after < before else 1


def _own(around: _Around, side: int) -> SeenMark | None:
    """A word's box, on the side of its group; the nearest where nothing tells the side."""
    if side:
        near = around.before if side < 0 else around.after
    else:
        near = min(
            (n for n in (around.before, around.after) if n), default=None, key=lambda n: n[0]
        )
    return near[1] if near else None


def _other_way(page: Layout, option: _Option, boxes: Sequence[SeenMark]) -> bool:
    """Whether the other boxes of the page stand on the other side of their words."""
    if option.box is None:
        return False
    side = _page_side(page, boxes)
    return side * (1 if option.box.box.cx > option.hit.box.cx else -1) < 0


def _beside(page: Layout, anchor: Box, option: Box) -> bool:
    return abs(option.cy - anchor.cy) <= page.letter and option.cx > anchor.cx


def _under(anchor: Box, option: Box) -> bool:
    return 0 <= option.cy - anchor.cy <= SECTION_REACH


def box_of(page: Layout, word: Box, boxes: Sequence[SeenMark]) -> SeenMark | None:
    """The box on the word's level nearest to its left, else to its right."""
    return _own(_around(page, word, boxes), 0)


def _around(page: Layout, word: Box, boxes: Sequence[SeenMark]) -> _Around:
    """The nearest boxes on the word's level; one that was read into the word is beside it too."""
    height = max(page.letter, word.height)
    before: list[tuple[float, SeenMark]] = []
    after: list[tuple[float, SeenMark]] = []
    for mark in boxes:
        if abs(page.straight(mark.box).cy - word.cy) > 0.8 * height:
            continue
        left = (word.x0 - mark.box.x1) * page.aspect
        right = (mark.box.x0 - word.x1) * page.aspect
        within = -mark.box.width * page.aspect - 0.5 * height
        starts = mark.box.x0 <= word.x0 + SWALLOWED * mark.box.width
        if starts and mark.box.cx < word.cx and within <= left <= NEAR * height:
            before.append((left, mark))
        elif mark.box.cx > word.cx and -0.5 * height <= right <= (NEAR - 0.6) * height:
            after.append((right + 0.6 * height, mark))
    return _Around(
        min(before, default=None, key=lambda n: abs(n[0])),
        min(after, default=None, key=lambda n: n[0]),
    )


def named(spec: FieldSpec, written: str) -> str | None:
    """The one choice that written words name."""
    text = f" {folded(written)} "
    if not text.strip():
        return None
    named = {
        value
        for value, words in spec.choix.items()
        if any(f" {folded(word)} " in text for word in words)
    }
    # Several choices printed side by side are the form's own words, not an answer.
    return named.pop() if len(named) == 1 else None


def _from_text(page: Layout, spec: FieldSpec, boxes: Sequence[SeenMark]) -> Field | None:
    """The choice whose words stand on the page, when those of no other do."""
    hits = {
        value: hit for value, words in spec.choix.items() for hit in find_labels(page, words)[:1]
    }
    if len(hits) != 1:
        return None
    value, hit = hits.popitem()
    run = next(r for r in segments(hit.row.tokens, page.aspect) if hit.tokens[0] in r.tokens)
    if len(hit.tokens) == 1 and len(run.tokens) > STANDS_ALONE:
        return None  # one word inside a sentence tells nothing
    if box_of(page, hit.box, boxes) is not None:
        return None  # an option of the form, which its tick box decides
    places = [t.word.box for t in hit.tokens]
    return _field(page, value, hit.label, 0.8 * hit.quality, places, How.OCR)


def _from_letterhead(page: Layout, spec: FieldSpec) -> Field | None:
    """The choice whose words the page's large or upper print names first."""
    best: tuple[float, str, Segment] | None = None
    for segment in page.segments:
        if segment.box.cy > 0.35:
            continue
        text = f" {segment.folded} "
        for value, words in spec.choix.items():
            for word in words:
                # «Joindre l'original de l'ordonnance» is a sentence.
                if f" {folded(word)} " in text and f" l {folded(word)} " not in text:
                    worth = segment.box.height / page.letter + (0.5 - segment.box.cy) * 2
                    if best is None or worth > best[0]:
                        best = (worth, value, segment)
    if best is None:
        return None
    _, value, segment = best
    confidence = 0.85 * min(t.word.confidence for t in segment.tokens)
    return _field(
        page, value, segment.text, confidence, [t.word.box for t in segment.tokens], How.DEDUIT
    )


def _field(
    page: Layout, value: str, raw: str, confidence: float, boxes: Sequence[Box], how: How
) -> Field:
    return Field(value, raw, round(min(confidence, 0.99), 4), page.number, Box.around(boxes), how)
