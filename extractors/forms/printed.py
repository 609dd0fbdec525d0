"""Which words of a paper are the form's own, and may be kept of it.

A word is kept when it is one of forms and sentences, as our own files know them
(`extractors.fields.plausible`), when it holds no digit, and when nothing that the paper says of
anybody has it. Names, places, numbers and words that nobody knows are never kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from extractors.fields.plausible import LONG, is_common
from extractors.layout import Layout, Token
from models.documents import document_types
from models.geometry import Box
from models.reading import Document, How
from models.reference.given_names import is_given_name
from models.values.text import folded, squeezed

SHORTEST = 2
"""Letters of a word that is kept."""
INSIDE = 0.5
"""Share of a word from which it counts as part of a value's box."""


def printed(page: Layout, values: frozenset[str], taken: Iterable[Box]) -> list[Token]:
    """The words of `page` that are its form's. `values`: words of values; `taken`: their boxes."""
    places = list(taken)
    return [token for token in page.tokens if _is_printed(token, values, places)]


def words_of_values(document: Document) -> frozenset[str]:
    """Every word of every value of a paper, folded."""
    fields = [*document.fields.values()]
    fields += [cell for rows in document.lines.values() for row in rows for cell in row.values()]
    return frozenset(
        word
        for field in fields
        if field.how not in (How.CASE_COCHEE, How.DEDUIT)
        for text in (field.value, field.raw)
        for word in folded(text).split()
    )


def boxes_of_values(document: Document, number: int) -> list[Box]:
    """Where the values of a paper stand on page `number`, those of its tables and marks too."""
    fields = [*document.fields.values()]
    fields += [cell for rows in document.lines.values() for row in rows for cell in row.values()]
    found = [f.box for f in fields if f.page == number and f.box and f.how is not How.CASE_COCHEE]
    return found + [m.box for m in document.marks.values() if m.page == number and m.box]


def anchor_text(token: Token) -> str:
    """A word as anchors have it."""
    return squeezed(token.text)


def may_be_printed(token: Token) -> bool:
    """Whether the word alone may be a form's."""
    parts = folded(token.text).split()
    return (
        len(anchor_text(token)) >= SHORTEST
        and not any(c.isdigit() for c in token.text)
        and token.word.how is not How.MANUSCRIT
        and any(len(part) >= SHORTEST for part in parts)
        and all(is_common(p) or p in _short() or len(p) < SHORTEST for p in parts)
    )


@cache
def _short() -> frozenset[str]:
    """Short words of labels («nom», «tel», «cin»), which are too short to tell from names elsewhere."""
    labels = (
        label
        for kind in document_types().values()
        for spec in kind.fields.values()
        for label in spec.etiquettes
    )
    words = {word for label in labels for word in folded(label).split()}
    return frozenset(w for w in words if SHORTEST <= len(w) < LONG and not is_given_name(w))


def _is_printed(token: Token, values: frozenset[str], taken: list[Box]) -> bool:
    if not may_be_printed(token):
        return False
    if any(part in values for part in folded(token.text).split()):
        return False
    box = token.word.box
    return not any(box.intersection(place) > INSIDE * box.area for place in taken)
