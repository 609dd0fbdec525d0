"""Values told by tick boxes, by a word beside a label, or by the letterhead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.boxes import box_of, tick_boxes
from extractors.fields.denied import read_denied
from extractors.fields.evidence import told
from extractors.fields.initials import ticked_letter
from extractors.fields.labels import LabelHit
from extractors.fields.named import from_letterhead, from_text, named, offered
from extractors.fields.options import YES_NO, options_of, ticked
from extractors.fields.places import right_of
from extractors.fields.under import below
from extractors.layout import Layout
from models.documents import FieldSpec, Kind, Place
from models.geometry import Box
from models.reading import Field, How, SeenMark
from models.values.text import folded

LETTERS = frozenset({"O", "N", "ON", "O/N", "Y", "YN", "Y/N"})
"""Of «Oui» and «Non», of «Yes» and «No», where a question offers letters."""
SAID = {
    **YES_NO,
    "absent": "false", "absente": "false", "absence": "false", "negatif": "false", "negative": "false",
    "neant": "false", "aucun": "false", "aucune": "false",
    "present": "true", "presente": "true", "positif": "true", "positive": "true",
}  # fmt: skip
"""What is written after a question for yes and no."""
OWN_BOX = 0.85
"""Certainty of an answer that one box alone gives."""


def read_choice(
    page: Layout, name: str, spec: FieldSpec, stops: Sequence[LabelHit]
) -> Field | None:
    """The value of a `choix` or `booleen` field on this page, or `None` when nothing tells it."""
    anchors = [h for h in stops if h.means(name, spec)]
    boxes = tick_boxes(page)
    lettered = spec.genre is Kind.BOOLEEN and any(map(_lettered, anchors))
    found = None if lettered else ticked(page, spec, anchors, boxes, stops)
    found = found or ticked_letter(page, spec, anchors, boxes, stops)
    if found is not None or lettered:
        return found
    answers = YES_NO.keys() if spec.genre is Kind.BOOLEEN else ()
    for anchor in anchors:
        others = [s for s in stops if s.label not in answers]
        tokens = right_of(page, anchor, others) or below(page, anchor, others)
        written = " ".join(t.text for t in tokens)
        value = named(spec, written) or _said(spec, written)
        if (
            tokens
            and value is not None
            and not _boxed(page, Box.around(t.box for t in tokens), boxes)
            and not offered(page, spec, value, tokens, stops)
        ):
            confidence = min(t.word.confidence for t in tokens) * anchor.quality * 0.85
            return told(page, value, written, confidence, [t.word.box for t in tokens], How.OCR)
    found = from_letterhead(page, spec) if Place.ENTETE in spec.ou else None
    if found is None and Place.TEXTE in spec.ou:
        found = from_text(page, spec, boxes) or read_denied(page, name, spec)
    if found is None and spec.genre is Kind.BOOLEEN:
        found = _own_box(page, spec, anchors, boxes, stops)
    return found


def _lettered(anchor: LabelHit) -> bool:
    """Whether a question is answered at one of two letters («URGENCE : O □ N □»), maybe read as one
    word: a box beyond them is not its own."""
    after = anchor.row.tokens[anchor.last + 1 : anchor.last + 2]
    return any(t.text.strip(":./") in LETTERS for t in after)


def _boxed(page: Layout, words: Box, boxes: Sequence[SeenMark]) -> bool:
    """Whether a tick box stands beside or between these words."""
    within = (
        words.x0 <= box.cx <= words.x1 and abs(box.cy - words.cy) <= page.letter
        for box in (page.straight(m.box) for m in boxes)
    )
    return box_of(page, words, boxes) is not None or any(within)


def _said(spec: FieldSpec, written: str) -> str | None:
    """«Oui», «Non», «absente» written after the label of a question, what goes on with it behind a comma or
    in brackets: «oui (médullaires)»."""
    words = folded(written).split()
    apart = len(words) == 1 or re.match(r"\s*\w+\s*[,;(–—-]", written)
    return SAID.get(words[0]) if spec.genre is Kind.BOOLEEN and words and apart else None


def _own_box(
    page: Layout,
    spec: FieldSpec,
    anchors: Sequence[LabelHit],
    boxes: Sequence[SeenMark],
    stops: Sequence[LabelHit],
) -> Field | None:
    """The answer of a label that has one tick box to itself: «□ Dossier chronique»."""
    own = {id(t) for a in anchors for t in a.tokens}
    options = options_of(page, spec, boxes, anchors, stops)
    if any(o.box is not None and id(o.hit.tokens[0]) not in own for o in options):
        return None
    for anchor in anchors:
        box = box_of(page, anchor.box, boxes)
        after = anchor.row.tokens[anchor.last + 1 :]
        if box is None or box.present is None or any(folded(t.text) in YES_NO for t in after):
            continue
        if box.box.cx > anchor.box.cx and any("?" in t.text for t in anchor.row.tokens):
            continue  # of a question's «Oui» and «Non», of which the words were not read
        value = "true" if box.present else "false"
        confidence = OWN_BOX * box.confidence * anchor.quality
        return told(page, value, anchor.label, confidence, [box.box], How.CASE_COCHEE)
    return None
