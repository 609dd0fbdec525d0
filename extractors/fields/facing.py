"""Forms whose labels stand behind their answers («BENNANI | nom du malade»), read as if before.

A column of words is one of such labels when those of several rows begin it, each a label with
nothing behind it, and what ends right before it is mostly of the kind that they ask for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.fields.boxes import tick_boxes
from extractors.fields.captions import TELLING, fits
from extractors.fields.labels import LabelHit, labels_in_row
from extractors.fields.spoken import INTRODUCING
from extractors.fields.wording import composed_labels
from extractors.layout import Layout, Row, Token
from models.documents import DocumentType
from models.geometry import Box

FEWEST, SURE = 4, 2
"""Labels of one column from which it is one of labels, and those whose answers are told by
themselves."""
LEAST, MOST = 1.0, 3.5
"""Letter heights between an answer and the label behind it."""
ALIGNED = 0.008
"""Share of the page width within which the labels of a column begin."""


@dataclass(frozen=True, slots=True)
class _Parted:
    """A row whose words from `at` on may be the label of those before it."""

    row: Row
    at: int

    @property
    def label(self) -> tuple[Token, ...]:
        return self.row.tokens[self.at :]

    @property
    def answer(self) -> tuple[Token, ...]:
        return self.row.tokens[: self.at]


def facing(page: Layout, kind: DocumentType) -> Layout:
    """The page with each label that stands behind its answer put before it, a colon after it;
    words keep the places that they have on the paper."""
    for column in _columns(page):
        asked = [(p, hit) for p in column if (hit := _asks(p, kind)) is not None]
        told = [p for p, hit in asked if _told(p, hit, kind)]
        if len(asked) < FEWEST or 2 * len(asked) < len(column) or len(told) < SURE:
            continue
        boxes = [page.straight(mark.box) for mark in tick_boxes(page)]
        turned = {id(p.row): _turned(p) for p in column if not _ticked(p, boxes)}
        return replace(page, rows=tuple(turned.get(id(row), row) for row in page.rows))
    return page


def _columns(page: Layout) -> Iterator[list[_Parted]]:
    """Rows that are parted at one place, by their widest gap, from left to right."""
    parted = sorted(
        (p for row in page.rows if (p := _parted(row, page)) is not None),
        key=lambda p: p.label[0].box.x0,
    )
    column: list[_Parted] = []
    for part in parted:
        if column and part.label[0].box.x0 - column[-1].label[0].box.x0 > ALIGNED:
            if len(column) >= FEWEST:
                yield column
            column = []
        column.append(part)
    if len(column) >= FEWEST:
        yield column


def _parted(row: Row, page: Layout) -> _Parted | None:
    gaps = [
        (row.tokens[i].box.x0 - row.tokens[i - 1].box.x1) * page.aspect / page.letter
        for i in range(1, len(row.tokens))
    ]
    widest = max(gaps, default=0.0)
    return _Parted(row, gaps.index(widest) + 1) if LEAST <= widest <= MOST else None


def _asks(part: _Parted, kind: DocumentType) -> LabelHit | None:
    """The label that the words of a column begin with, with no answer of its own behind it."""
    if any(c.isdigit() or c == ":" for t in part.label for c in t.text):
        return None
    if _first_label(part.answer, part.row, kind) is not None:
        return None
    return _first_label(part.label, part.row, kind)


def _first_label(tokens: Sequence[Token], row: Row, kind: DocumentType) -> LabelHit | None:
    own = Row(tuple(tokens), row.number, row.aspect)
    listed = {label for spec in kind.fields.values() for label in spec.etiquettes}
    hits = [*composed_labels(own, kind, row.aspect), *labels_in_row(own, sorted(listed))]
    asking = [h for h in hits if any(h.means(n, s) for n, s in kind.fields.items())]
    return next((h for h in asking if _begins(own.tokens[: h.first])), None)


def _begins(before: Sequence[Token]) -> bool:
    return all(t.text.lower() in INTRODUCING for t in before)


def _told(part: _Parted, hit: LabelHit, kind: DocumentType) -> bool:
    kinds = {s.genre for n, s in kind.fields.items() if hit.means(n, s)}
    return kinds <= TELLING and any(fits(genre, part.answer) for genre in kinds)


def _ticked(part: _Parted, boxes: Sequence[Box]) -> bool:
    """Whether tick boxes stand among the words: what they choose is told by their places."""
    return any(part.row.box.y0 <= b.cy <= part.row.box.y1 for b in boxes)


def _turned(part: _Parted) -> Row:
    """The row with its label first."""
    label, answer = part.label, part.answer
    left = label[0].box.x0 - answer[0].box.x0
    right = label[-1].box.x1 - answer[-1].box.x1
    last = replace(label[-1], word=replace(label[-1].word, text=f"{label[-1].text} :"))
    moved = (
        *(_moved(t, -left) for t in (*label[:-1], last)),
        *(_moved(t, right) for t in answer),
    )
    return replace(part.row, tokens=moved)


def _moved(token: Token, by: float) -> Token:
    box = token.box
    return replace(token, box=Box(box.x0 + by, box.y0, box.x1 + by, box.y1))
