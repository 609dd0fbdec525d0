"""Dates told by what stands before them: two of one stay, and that of the paper behind its number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from extractors.fields.evidence import between, read_in
from extractors.layout import Layout, Row, Token, segments
from models.documents import DocumentType
from models.reading import Field
from models.reference.wording import wording
from models.values.dates import FoundDate, find_dates
from models.values.text import folded, squeezed

STAY = ("date_entree", "date_sortie")
OF_NUMBER: Mapping[str, str] = {
    "numero_facture": "date_facture",
    "numero_bordereau": "date_bordereau",
    "numero_prise_en_charge": "date_attestation",
}
"""Numbers of papers, and the date that the paper bears."""
CERTAINTY, UNSAID = 0.85, 0.7
"""Of two dates that are said to be of a stay, and of «du … au …» with nothing that says of what."""
REACH = 2.5
"""Letter heights within which two dates stand below their label, or a date below its number."""
_JOINED = re.compile(
    r"[\s:._…]*(?:au|a|à|et|jusqu'au|[-–—/>→])?[\s:._…]*(?:le\s)?[\s:._…]*", re.IGNORECASE
)
_OPENING = re.compile(r"[\W_]*(?:(?:du|de|le)\b)?[\W_]*$", re.IGNORECASE)
_FROM, _TO = re.compile(r"\W*du\W*", re.IGNORECASE), re.compile(r"\W*au\W*", re.IGNORECASE)
_BEHIND = re.compile(r"[\s,;:(/–-]*(?:en date )?(?:(?:du|le|date)\b)?[\s:]*", re.IGNORECASE)


def read_stay(page: Layout, kind: DocumentType) -> dict[str, Field]:
    """The first and the last day of a stay: «Séjour : du 12/08/2025 au 19/08/2025», «Entrée /
    Sortie», «Période» over both."""
    if not set(STAY) <= set(kind.fields):
        return {}
    for row in page.rows:
        text = _text(row.tokens)
        for first, last in pairwise(find_dates(text)):
            if last.value < first.value or not _JOINED.fullmatch(text[first.end : last.start]):
                continue
            worth = _of_a_stay(page, row, between(row.tokens, first.start, first.end))
            joined = folded(text[first.end : last.start]).startswith("au")
            if worth == 0 or (worth == UNSAID and not joined):
                continue
            return {
                name: _read(page, row.tokens, date, worth)
                for name, date in zip(STAY, (first, last), strict=True)
            }
    return _stacked_stay(page)


def _stacked_stay(page: Layout) -> dict[str, Field]:
    """The days of a stay under one another, under what says so: «SÉJOUR / du 12/08/2025 / au
    19/08/2025»."""
    for upper, lower in pairwise(page.rows):
        for run in segments(upper.tokens, page.aspect):
            after = _run_over(page, lower, run.tokens[0])
            first, last = find_dates(run.text), find_dates(_text(after))
            if len(first) != 1 or len(last) != 1 or last[0].value < first[0].value:
                continue
            if not _FROM.fullmatch(run.text[: first[0].start]):
                continue
            if not _TO.fullmatch(_text(after)[: last[0].start]):
                continue
            if (
                _of_a_stay(page, upper, between(run.tokens, first[0].start, first[0].end))
                == CERTAINTY
            ):
                return {
                    STAY[0]: _read(page, run.tokens, first[0]),
                    STAY[1]: _read(page, after, last[0]),
                }
    return {}


def _of_a_stay(page: Layout, row: Row, date: Sequence[Token]) -> float:
    """How surely the label of a date, beside it or over it, speaks of a stay or of care given: 0
    where it speaks of something else."""
    before = row.tokens[: row.tokens.index(date[0])]
    parts = [s for s in segments(before, page.aspect) if not _OPENING.fullmatch(s.text)]
    above = [
        t
        for r in page.rows
        if r is not row and 0 < row.box.cy - r.box.cy < REACH * page.letter + row.box.height
        for t in _run_over(page, r, date[0])
    ]
    book = wording()
    for words in (parts[-1].text if parts else "", _text(above)):
        said = set(folded(words).split())
        if said & book.no_stays:
            return 0.0
        if said & book.stays:
            return CERTAINTY
    return UNSAID


def _run_over(page: Layout, row: Row, token: Token) -> Sequence[Token]:
    """The run of words of `row` that stands over a word."""
    return next(
        (
            s.tokens
            for s in segments(row.tokens, page.aspect)
            if s.box.x0 <= token.box.x1 and token.box.x0 <= s.box.x1
        ),
        (),
    )


def read_dated(page: Layout, kind: DocumentType, known: Mapping[str, Field]) -> dict[str, Field]:
    """The date of a paper, right behind its number or below it: «Pièce n° 412 du 10/10/2025»."""
    found: dict[str, Field] = {}
    for number, date in OF_NUMBER.items():
        field = known.get(number)
        if date not in kind.fields or date in known or field is None or field.box is None:
            continue
        if field.page != page.number:
            continue
        for tokens in _behind(page, field):
            text = _text(tokens)
            dates = find_dates(text)
            if dates and _BEHIND.fullmatch(text[: dates[0].start]):
                found[date] = _read(page, tokens, dates[0])
                break
    return found


def _behind(page: Layout, field: Field) -> Iterator[Sequence[Token]]:
    """The words behind a value on its row, then those of the run below it."""
    for row in page.rows:
        own = [i for i, t in enumerate(row.tokens) if _within(t, field)]
        if not own:
            continue
        yield row.tokens[own[-1] + 1 :]
        first = row.tokens[own[0]]
        run = next(s for s in segments(row.tokens, page.aspect) if first in s.tokens)
        below = (r for r in page.rows if r.number > row.number)
        for after in below:
            gap = after.box.y0 - row.box.y1
            if gap > REACH * page.letter:
                return
            if under := _run_over(page, after, run.tokens[0]):
                yield under
                return


def _within(token: Token, field: Field) -> bool:
    """Whether a word is of a value: what else stood beside the label is not."""
    box, place = field.box, token.word.box
    inside = box is not None and box.x0 <= place.cx <= box.x1 and box.y0 <= place.cy <= box.y1
    return inside and squeezed(token.text) in squeezed(field.value)


def _read(
    page: Layout, tokens: Sequence[Token], date: FoundDate, worth: float = CERTAINTY
) -> Field:
    words = between(tokens, date.start, date.end)
    return read_in(page, words, date.value.isoformat(), worth * date.certainty)


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(t.text for t in tokens)
