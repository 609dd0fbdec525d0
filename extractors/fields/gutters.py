"""Which column of a table a word stands in: by gutters, by headings, by the amount it begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.columns import Headed
from extractors.layout import Row, Token, segments
from models.documents import Kind
from models.geometry import Box

STRIPS = 500
"""Vertical strips of the page width in which gutters between columns are looked for."""
CROSSING = 0.1
"""Share of the rows that may cross a gutter (titles within the table)."""
MOSTLY_PARTED = 0.75
"""Share of the rows that gaps part into columns, above which the others are sentences."""
SPACE = 0.6
"""Letter heights of a space within an amount, at most."""
CENTS = re.compile(r"\d[.,]\d{2}$")
NUMBERS = frozenset({Kind.IDENTIFIANT, Kind.ENTIER})
"""Kinds of numbers that no amount is."""
THOUSANDS, HUNDREDS = re.compile(r"\d{1,3}"), re.compile(r"\d{3}(?:[.,]\d{2})")


def strips(body: Sequence[Row], columns: Sequence[Headed]) -> list[tuple[float, float, str]]:
    """Vertical strips of the table's words, parted by the gutters that (nearly) no row
    crosses, each with the column whose heading stands over it."""
    inked = [0] * STRIPS
    numbered = [row for row in body if any(c.isdigit() for t in row.tokens for c in t.text)]
    # Titles within the table and sentences below it run over its gutters.
    parted = [row for row in numbered if len(segments(row.tokens, row.aspect)) > 1]
    shown = (parted if len(parted) >= MOSTLY_PARTED * len(numbered) else numbered) or body
    for row in shown:
        for strip in {s for t in row.tokens for s in range(_strip(t.box.x0), _strip(t.box.x1) + 1)}:
            inked[strip] += 1
    few = int(CROSSING * len(shown))
    bands: list[tuple[float, float, str]] = []
    start: int | None = None
    for strip in range(STRIPS + 1):
        full = strip < STRIPS and inked[strip] > few
        if full and start is None:
            start = strip
        elif not full and start is not None:
            x0, x1 = start / STRIPS, strip / STRIPS
            column = column_of(Box(x0, 0, x1, 1), columns)
            over = [c for c in columns if x0 <= c.heading.cx <= x1]
            if column is not None and len(over) < 2:
                column = _of_its_kind(column, x0, x1, shown, columns)
                bands.append((x0, x1, column.name))
            start = None
    return bands


def _of_its_kind(
    column: Headed, x0: float, x1: float, rows: Sequence[Row], columns: Sequence[Headed]
) -> Headed:
    """The column, or the one of amounts beside it where every word of the strip is an amount."""
    if column.spec is None or column.spec.genre not in NUMBERS:
        return column
    words = [t.text for row in rows for t in row.tokens if x0 <= t.box.cx <= x1]
    at = columns.index(column)
    beside = (*columns[max(0, at - 1) : at], *columns[at + 1 : at + 2])
    money = [c for c in beside if c.spec is not None and c.spec.genre is Kind.MONTANT]
    return money[0] if len(money) == 1 and all(map(CENTS.search, words)) else column


def _strip(x: float) -> int:
    return min(STRIPS - 1, max(0, int(x * STRIPS)))


def column_of(box: Box, columns: Sequence[Headed]) -> Headed | None:
    """The column under whose heading a box stands, else the one whose space it shares."""
    best: tuple[float, Headed] | None = None
    for column in columns:
        under = min(box.x1, column.heading.x1) - max(box.x0, column.heading.x0)
        shared = min(box.x1, column.x1) - max(box.x0, column.x0)
        worth = 10 * max(0.0, under) + shared + min(0.0, under)
        if shared > -0.02 and (best is None or worth > best[0]):
            best = (worth, column)
    return best[1] if best else None


def thousands(tokens: Sequence[Token], index: int, aspect: float) -> bool:
    """Whether a word is the thousands of the amount after it («1 310,50»), nearer to it than
    to the column before."""
    if index + 1 >= len(tokens) or not THOUSANDS.fullmatch(tokens[index].text):
        return False
    token, after = tokens[index], tokens[index + 1]
    if not HUNDREDS.fullmatch(after.text):
        return False
    gap = after.box.x0 - token.box.x1
    before = token.box.x0 - tokens[index - 1].box.x1 if index else 1.0
    return gap < before and gap * aspect < SPACE * after.box.height
