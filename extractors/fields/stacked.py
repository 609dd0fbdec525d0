"""Headings that stand on several rows: «Prix» over «unitaire», «Montant» over «(DH)»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extractors.fields.labels import labels_in_row
from extractors.layout import Layout, Row, Token

MOST = 5
"""Rows of words that headings are spread over, at most: three of each, some set between."""
NEAR = 0.9
"""Letter heights between two rows of the same headings, at most."""
SPACE = 0.6
"""Letter heights between two words of one heading, at most."""
_NUMBER = re.compile(r"\d{3}|\d[.,/]\d")


def stacked(page: Layout, first: int, labels: Iterable[str]) -> Iterator[tuple[int, Row]]:
    """The rows from `first` on taken as one row of headings: the last of them, and that row.

    Each heading has its words in the order in which they are read, one row after the other.
    """
    rows = [page.rows[first]]
    if _counts(rows[0]) or not labels_in_row(rows[0], labels):
        return
    for last in range(first + 1, min(first + MOST, len(page.rows))):
        row = page.rows[last]
        if _counts(row) or row.box.y0 - rows[-1].box.y1 > NEAR * page.letter:
            return
        rows.append(row)
        groups = sorted(_groups(rows), key=lambda group: min(t.box.x0 for _, t in group))
        tokens = tuple(t for group in groups for _, t in sorted(group, key=_as_read))
        yield last, Row(tokens, rows[0].number, page.aspect)


def _as_read(placed: tuple[int, Token]) -> tuple[int, float]:
    return placed[0], placed[1].box.x0


def _counts(row: Row) -> bool:
    """Whether a row holds amounts, dates or numbers, as no headings do."""
    return any(_NUMBER.search(t.text) for t in row.tokens)


def _groups(rows: Sequence[Row]) -> list[list[tuple[int, Token]]]:
    """Words with their row, those together that stand over one another or are one text."""
    groups: list[list[tuple[int, Token]]] = []
    for place, row in enumerate(rows):
        for token in row.tokens:
            space = SPACE * token.box.height / row.aspect
            touched = [
                g for g in groups
                if any(_together(other, token, space if at == place else 0.0) for at, other in g)
            ]  # fmt: skip
            groups = [g for g in groups if not any(g is t for t in touched)]
            groups.append([*(p for g in touched for p in g), (place, token)])
    return groups


def _together(one: Token, other: Token, space: float) -> bool:
    return min(one.box.x1, other.box.x1) + space > max(one.box.x0, other.box.x0)
