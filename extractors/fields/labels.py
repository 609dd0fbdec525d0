"""Printed labels found on a page, and what stands to the right of them and below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from extractors.layout import WIDE_GAP, Layout, Row, Token, segments
from models.documents import FieldSpec
from models.geometry import Box
from models.reference.wording import wording
from models.values.text import folded, squeezed

FUZZY_FROM = 8
"""Labels shorter than this many letters must be read exactly."""
CLOSE = 87.0
SAME_LENGTH = 0.93
"""What is read for a label is about as long as it."""
ALONE = 0.6
"""Share of its run of words that a section title makes up."""
GLUED_FROM, GLUED_REST = 9, 3
"""Letters of a label, and of what follows it in the same word, from which the two are parted."""
WORD = 4
"""Letters of a word that is read as itself wherever it is one of the vocabulary."""
SEVERAL = 2
TELLING = 12
"""Letters from which a title may also begin a longer line."""


@dataclass(frozen=True)
class LabelHit:
    """A label read on row `row`, tokens `first` to `last` (inclusive). `quality` 0..1."""

    label: str
    row: Row
    first: int
    last: int
    quality: float
    rest: int = 0
    """Letters that follow the label within its last word («PRÉNOMALAMI»)."""
    names: tuple[str, ...] | None = None
    """Fields that the label means; `None`: those whose list holds `label`."""
    role: str | None = None
    """Whose it is, where the label itself says so (`models/reference/etiquettes.toml`)."""
    option: bool = False
    """Whether it is a word beside tick boxes, on a row that offers several."""

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.row.tokens[self.first : self.last + 1]

    @property
    def box(self) -> Box:
        return Box.around(t.box for t in self.tokens)

    def means(self, name: str, spec: FieldSpec) -> bool:
        """Whether this is a label of the field `name`."""
        return self.label in spec.etiquettes if self.names is None else name in self.names


def find_labels(page: Layout, labels: Iterable[str]) -> list[LabelHit]:
    """Where any of `labels` stands on the page, from top to bottom."""
    wanted = tuple(labels)
    return [hit for row in page.rows for hit in labels_in_row(row, wanted)]


def find_headings(
    page: Layout, titles: Iterable[str], options: Iterable[str] = ()
) -> list[LabelHit]:
    """Titles of sections: long ones anywhere, short ones only where they stand alone.

    A row of several `options` (words beside tick boxes) bears no title.
    """
    choices = tuple(options)
    return [
        hit
        for hit in find_labels(page, titles)
        if _stands_alone(page, hit) and len(labels_in_row(hit.row, choices)) < SEVERAL
    ]


def find_options(page: Layout, options: Iterable[str]) -> list[LabelHit]:
    """Words beside tick boxes, on the rows that offer several: they end values too."""
    choices = tuple(options)
    rows = (labels_in_row(row, choices) for row in page.rows)
    return [replace(hit, option=True) for hits in rows if len(hits) >= SEVERAL for hit in hits]


def not_options(hits: Sequence[LabelHit], options: Sequence[LabelHit]) -> list[LabelHit]:
    """The hits that are no words beside tick boxes: «Assuré» among «Assuré □ Conjoint □»."""
    choices = {id(t) for o in options if o.option for t in o.tokens}
    return [
        h for h in hits if announces(h.row, h.last) or not all(id(t) in choices for t in h.tokens)
    ]


def announces(row: Row, last: int) -> bool:
    """Whether a colon, dots or a question mark follow the token."""
    if row.tokens[last].text.rstrip().endswith((":", "°", "=", "..", "…", "?")):
        return True
    after = row.tokens[last + 1] if last + 1 < len(row.tokens) else None
    if after is None:
        return False
    abbreviates = row.tokens[last].text.endswith(".") and after.text[0].isdigit()
    return abbreviates or after.text.startswith((":", "=", "..", "?"))


def _stands_alone(page: Layout, hit: LabelHit) -> bool:
    letters = len(squeezed(hit.label))
    run = next(r for r in segments(hit.row.tokens, page.aspect) if hit.tokens[0] in r.tokens)
    leads = letters >= TELLING and run.tokens[0] is hit.tokens[0]
    return leads or letters >= ALONE * len(squeezed(run.text))


def labels_in_row(row: Row, labels: Iterable[str]) -> list[LabelHit]:
    """The labels read on one row, left to right; of two that overlap, the longest is kept."""
    longer = len(row.squeezed) + 1  # than what may stand there, a letter misread included
    hits = [
        hit
        for label in labels
        if 0 < len(text := squeezed(label)) <= longer
        for hit in _in_row(row, label, text)
    ]
    return longest(hits)


def longest(hits: Iterable[LabelHit]) -> list[LabelHit]:
    """Hits of one row, left to right; of two that overlap the longer and better read."""
    kept: list[LabelHit] = []
    for hit in sorted(hits, key=lambda h: (-len(squeezed(h.label)) * h.quality**2, h.first)):
        if all(k.last < hit.first or hit.last < k.first for k in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: h.first)


def _in_row(row: Row, label: str, text: str) -> list[LabelHit]:
    hits: list[LabelHit] = []
    start = row.squeezed.find(text)
    exact = start >= 0
    while start >= 0:
        hit = _hit(row, label, start, start + len(text), 1.0)
        if hit is not None:
            hits.append(hit)
        start = row.squeezed.find(text, start + 1)
    if not exact and len(text) >= FUZZY_FROM and len(row.squeezed) >= len(text) - 1:
        found = fuzz.partial_ratio_alignment(text, row.squeezed, score_cutoff=CLOSE)
        if found is not None and found.dest_end - found.dest_start >= SAME_LENGTH * len(text):
            hit = _hit(row, label, found.dest_start, found.dest_end, found.score / 100 - 0.05)
            if hit is not None and not _says_another(hit):
                hits.append(hit)
    return hits


def _hit(row: Row, label: str, start: int, end: int, quality: float) -> LabelHit | None:
    """A hit on whole tokens only; a fuzzy one may be one letter off its edges."""
    owners = row.owners
    first, last = owners[start], owners[end - 1]
    lead = start - owners.index(first)
    rest = len(owners) - 1 - owners[::-1].index(last) - (end - 1)
    slack = 0 if quality == 1.0 else 1
    if lead > slack or _torn(row, first, last):
        return None
    if rest > slack:
        within = end - owners.index(last)
        if end - start < GLUED_FROM or rest < GLUED_REST or within < GLUED_REST:
            return None
        return LabelHit(label, row, first, last, 0.9 * quality, rest)
    return LabelHit(label, row, first, last, quality)


def _says_another(hit: LabelHit) -> bool:
    """Whether a word near to one of the label's is a word of labels itself: «Type de facture» is
    no misread «Date de facture», nor «Ministère» a misread «N° sinistre»."""
    own = {_stem(w) for w in folded(hit.label).split()}
    said = [w for t in hit.tokens for w in folded(t.text).split() if len(w) >= WORD]
    known = wording().vocabulary | wording().neighbours
    return any(w in known and _stem(w) not in own for w in said)


def _stem(word: str) -> str:
    """A word without the endings of its feminine and plural."""
    return word.rstrip("es")


def _torn(row: Row, first: int, last: int) -> bool:
    """Whether a colon or a wide gap parts the words: «Nom      Prénom» are two labels, and
    «Spécialité : Médecin …» has its value behind the colon."""
    if any(t.text.endswith(":") for t in row.tokens[first:last]):
        return True
    pairs = zip(row.tokens[first:last], row.tokens[first + 1 : last + 1], strict=True)
    return any(
        (after.box.x0 - before.box.x1) * row.aspect
        > WIDE_GAP * max(before.box.height, after.box.height)
        for before, after in pairs
    )
