"""Questions answered by ticking «Oui» or «Non», whether or not a heading stands above them."""

from __future__ import annotations

from extractors.fields.boxes import around, own_box, page_side, tick_boxes
from extractors.fields.evidence import read_in
from extractors.layout import Layout, Row, Token
from models.documents import TableSpec
from models.reading import Field, How, SeenMark
from models.reading import Row as TableRow
from models.values.text import folded

LEAST_WORDS = 3
"""Words of a question."""
UNWORDED = 0.75
"""Certainty of an answer whose boxes bear no word that was read."""
ANSWERS = {"oui": "true", "non": "false"}


def read_questions(page: Layout, spec: TableSpec) -> tuple[TableRow, ...]:
    """One row a question mark; `reponse` where one box alone is ticked."""
    if not {"question", "reponse"} <= set(spec.colonnes):
        return ()
    return tuple(cells for row in page.rows if (cells := _asked(page, row)) is not None)


def _asked(page: Layout, row: Row) -> TableRow | None:
    end = next((i for i, t in enumerate(row.tokens) if "?" in t.text), None)
    if end is None or end + 1 < LEAST_WORDS:
        return None
    words = row.tokens[: end + 1]
    worded = any(folded(t.text).startswith(tuple(ANSWERS)) for t in row.tokens[end + 1 :])
    pair = _pair(page, row, words[-1])
    if not worded and pair is None:
        return None
    text = " ".join(t.text for t in words).replace("?", " ?").replace("  ", " ").strip()
    cells = {"question": read_in(page, words, text, 0.85)}
    answer = _answer(page, row.tokens[end + 1 :]) if worded else _of_pair(page, pair)
    if answer is not None:
        cells["reponse"] = answer
    return cells


def _answer(page: Layout, tokens: tuple[Token, ...]) -> Field | None:
    boxes = tick_boxes(page)
    side = page_side(page, boxes)
    ticked = [
        (value, box)
        for token in tokens
        if (value := ANSWERS.get(folded(token.text))) is not None
        and (box := own_box(around(page, token.box, boxes), side)) is not None
        and box.present
    ]
    if len({value for value, _ in ticked}) != 1:
        return None
    value, box = ticked[0]
    return Field(value, "X", round(0.95 * box.confidence, 4), page.number, box.box, How.CASE_COCHEE)


def _pair(page: Layout, row: Row, last: Token) -> tuple[SeenMark, SeenMark] | None:
    """The two tick boxes after a question whose «O» and «N» were taken for boxes or not read."""
    after = sorted(
        (
            m
            for m in tick_boxes(page)
            if m.box.x0 > last.word.box.x1 and row.box.y0 <= m.box.cy <= row.box.y1
        ),
        key=lambda m: m.box.x0,
    )
    return (after[0], after[1]) if len(after) == 2 else None


def _of_pair(page: Layout, pair: tuple[SeenMark, SeenMark] | None) -> Field | None:
    """Yes before no, as everywhere."""
    if pair is None or pair[0].present is pair[1].present:
        return None
    ticked = pair[0] if pair[0].present else pair[1]
    if not ticked.present:
        return None
    value = "true" if ticked is pair[0] else "false"
    sure = round(UNWORDED * ticked.confidence, 4)
    return Field(value, "X", sure, page.number, ticked.box, How.CASE_COCHEE)
