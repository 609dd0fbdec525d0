"""Choices told by words alone: of the letterhead, of the text, beside a label."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.boxes import box_of
from extractors.fields.evidence import told
from extractors.fields.labels import LabelHit, find_labels
from extractors.layout import Layout, Segment, Token, segments
from models.documents import FieldSpec
from models.geometry import Box
from models.reading import Field, How, SeenMark
from models.values.text import folded

STANDS_ALONE = 2
"""Words of a line in which a single word may tell a choice by itself."""
NEXT_ROW = 3.0
"""Letter heights from one printed option down to the next."""
INDENTED = 0.8
"""Letter heights by which options of a list begin at most apart."""


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


def offered(
    page: Layout,
    spec: FieldSpec,
    value: str,
    tokens: Sequence[Token],
    stops: Sequence[LabelHit],
) -> bool:
    """Whether words that tell `value` are one of several options that the form prints: another
    stands on their row, or begins where they do a row above or below."""
    here = Box.around(t.box for t in tokens)
    others = [word for v, words in spec.choix.items() if v != value for word in words]
    for hit in find_labels(page, others):
        label = any(
            not s.option and s.row is hit.row and s.first <= hit.first and hit.last <= s.last
            for s in stops
        )
        down, along = abs(hit.box.cy - here.cy), abs(hit.box.x0 - here.x0) * page.aspect
        near = down <= page.letter or (
            down <= NEXT_ROW * page.letter and along <= INDENTED * page.letter
        )
        if near and not label:
            return True
    return False


def from_text(page: Layout, spec: FieldSpec, boxes: Sequence[SeenMark]) -> Field | None:
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
    return told(page, value, hit.label, 0.8 * hit.quality, places, How.OCR)


def from_letterhead(page: Layout, spec: FieldSpec) -> Field | None:
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
    return told(
        page, value, segment.text, confidence, [t.word.box for t in segment.tokens], How.DEDUIT
    )
