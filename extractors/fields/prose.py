"""The running text of a page: sentences go on over the ends of its lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.layout import Layout, Token
from models.values.text import folded

LEADERS = re.compile(r"[.…_]{2,}|…")
"""The blanks of a printed sentence, beside what a hand wrote in them."""


GOES_ON = frozenset({
    "de", "du", "des", "d", "le", "la", "les", "l", "a", "au", "aux", "et", "ou", "par", "pour", "sous", "dans",
    "en", "sur", "avec", "que", "qui", "est", "numero", "no", "mme", "mlle", "monsieur", "madame", "dr", "docteur",
})  # fmt: skip
"""Last words of a line after which its sentence goes on, wherever the line ends."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A page's text on one line; `bare` is as long, without accents. Of each character, `owners`
    has the token that it came from (-1: none)."""

    page: Layout
    text: str
    bare: str
    owners: Sequence[int]

    def tokens(self, start: int, end: int) -> tuple[Token, ...]:
        """The words that hold these characters."""
        return tuple(self.page.tokens[i] for i in sorted(set(self.owners[start:end]) - {-1}))


def prose_of(page: Layout) -> Prose:
    """A row that begins like a new paragraph is parted from the one before by « . »."""
    parts: list[str] = []
    owners: list[int] = []
    index = 0
    before: Token | None = None
    for row in page.rows:
        first = row.tokens[0]
        if before is not None and _new_paragraph(page, before, first):
            parts.append(". ")
            owners += [-1, -1]
        for token in row.tokens:
            said = LEADERS.sub("", token.text)
            if said:
                parts.append(said + " ")
                owners += [index] * len(said) + [-1]
            index += 1
        before = row.tokens[-1]
    text = "".join(parts)
    return Prose(page, text, unaccented(text), owners)


def unaccented(text: str) -> str:
    """The same text, as long, without accents."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFD", c)[0] for c in text).replace("’", "'")


def _new_paragraph(page: Layout, before: Token, first: Token) -> bool:
    """Whether a line did not reach the right edge, or the next one stands apart; a comma and a colon go on."""
    if before.text.endswith((",", ":")) or folded(before.text) in GOES_ON:
        return False
    right = max(t.box.x1 for t in page.tokens)
    return (
        before.box.x1 < right - 0.25
        or first.box.y0 - before.box.y1 > 1.6 * page.letter
        or (first.box.height > 1.5 * before.box.height)
    )
