"""A value with the words that it was read in."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.layout import Layout, Token
from models.documents import Kind
from models.geometry import Box
from models.reading import Field, How

CHOSEN = frozenset({Kind.CHOIX, Kind.BOOLEEN})
"""Kinds of values that are chosen among those of their file, not read."""
MOST_RIVALS = 4
"""Other readings that are kept with a value."""


def read_in(
    page: Layout,
    tokens: Sequence[Token],
    value: str,
    certainty: float,
    raw: str | None = None,
    controle: str | None = None,
) -> Field:
    """The field `value` of these words: as sure as the reader was of the least sure of them,
    times `certainty`, what makes them the value."""
    read = min(t.word.confidence for t in tokens)
    return Field(
        value,
        raw if raw is not None else " ".join(t.text for t in tokens),
        round(min(0.99, read * certainty), 4),
        page.number,
        Box.around(t.word.box for t in tokens),
        tokens[0].word.how,
        controle,
    )


def between(tokens: Sequence[Token], start: int, end: int) -> list[Token]:
    """The words that hold characters `start` to `end` of their text, one space between words."""
    kept: list[Token] = []
    at = 0
    for token in tokens:
        if at < end and at + len(token.text) > start:
            kept.append(token)
        at += len(token.text) + 1
    return kept


def told(
    page: Layout, value: str, raw: str, confidence: float, boxes: Sequence[Box], how: How
) -> Field:
    """A value told by these boxes of the page, never quite certain."""
    return Field(value, raw, round(min(confidence, 0.99), 4), page.number, Box.around(boxes), how)
