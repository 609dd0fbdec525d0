"""Questions answered by ticking «Oui» or «Non», whether or not a heading stands above them."""

from __future__ import annotations

from extractors.fields.choices import box_of
from extractors.layout import Layout, Row, Token
from models.documents import TableSpec
from models.geometry import Box
from models.reading import Field, How, MarkKind
from models.reading import Row as TableRow
from models.values.text import folded

LEAST_WORDS = 3
"""Words of a question."""
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
    if not any(folded(t.text).startswith(tuple(ANSWERS)) for t in row.tokens[end + 1 :]):
        return None
    text = " ".join(t.text for t in words).replace("?", " ?").replace("  ", " ").strip()
    cells = {"question": _cell(page, words, text)}
    answer = _answer(page, row.tokens[end + 1 :])
    if answer is not None:
        cells["reponse"] = answer
    return cells


def _answer(page: Layout, tokens: tuple[Token, ...]) -> Field | None:
    boxes = [m for m in page.reading.marks if m.kind is MarkKind.CASE]
    ticked = [
        (value, box)
        for token in tokens
        if (value := ANSWERS.get(folded(token.text))) is not None
        and (box := box_of(page, token.box, boxes)) is not None
        and box.present
    ]
    if len({value for value, _ in ticked}) != 1:
        return None
    value, box = ticked[0]
    return Field(value, "X", round(0.95 * box.confidence, 4), page.number, box.box, How.CASE_COCHEE)


def _cell(page: Layout, tokens: tuple[Token, ...], text: str) -> Field:
    read = min(t.word.confidence for t in tokens)
    return Field(
        text,
        " ".join(t.text for t in tokens),
        round(0.85 * read, 4),
        page.number,
        Box.around(t.word.box for t in tokens),
        tokens[0].word.how,
    )
