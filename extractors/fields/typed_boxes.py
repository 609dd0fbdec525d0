"""Tick boxes that are typed, not drawn: «(X) oui ( ) non», «[x] marié», «☒ assuré»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.layout import Layout, Token
from models.geometry import Box
from models.reading import MarkKind, SeenMark

READ = 0.9
"""Certainty that such signs are a box, of whose signs were read surely."""
WIDEST = 3.5
"""Letter heights within which the brackets of an empty box stand."""
_TICKED = re.compile(r"[(\[][xX×✓✔*][)\]]|[☒☑⌧✗✘]")
_EMPTY = re.compile(r"[(\[][_.]*[)\]]|[☐□▢◻]")
_SIGNS = frozenset("()[]xX×✓✔*_.")


def typed_boxes(page: Layout) -> Iterator[SeenMark]:
    """Each box that the words of the page make, ticked or empty, from top to bottom."""
    for row in page.rows:
        at = 0
        while at < len(row.tokens):
            count, ticked = _box_at(page, row.tokens[at : at + 3])
            tokens = row.tokens[at : at + count]
            if tokens:
                sure = READ * min(t.word.confidence for t in tokens)
                box = Box.around(t.word.box for t in tokens)
                yield SeenMark(MarkKind.CASE, box, round(sure, 4), ticked)
            at += max(1, count)


def _box_at(page: Layout, tokens: Sequence[Token]) -> tuple[int, bool]:
    """How many of these words, from the first on, make a box (0: none), and whether it is ticked."""
    for count in range(1, len(tokens) + 1):
        text = "".join(t.text for t in tokens[:count])
        wide = (tokens[count - 1].box.x1 - tokens[0].box.x0) * page.aspect
        if (not set(text) <= _SIGNS and count > 1) or wide > WIDEST * page.letter:
            return 0, False
        if _TICKED.fullmatch(text) or _EMPTY.fullmatch(text):
            return count, _TICKED.fullmatch(text) is not None
    return 0, False
