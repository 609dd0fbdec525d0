"""Lines of the invoice of several patients whose table has no headings: «date, patient, number,
act, amount».

Such an invoice makes one dossier per patient (DOMAIN §3), so whose each line is matters most. The
numbers of the insured tell the columns: they stand one below the other and come again on the lines
of the same patient; his name is at their left, what was done at their right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from statistics import median

from extractors.fields.evidence import read_in
from extractors.fields.parsing import parse
from extractors.fields.unheaded import ALIGNED, CERTAINTY, is_amount
from extractors.layout import Layout, Row, Segment, Token, segments
from models.documents import Kind, TableSpec
from models.reading import Field
from models.reading import Row as TableRow

FEWEST_LINES = 3
FEWEST_PATIENTS = 2
LEAST_LETTERS = 3
WRAPPED = 0.8
"""Letter heights between a line and what is left of its cells below it, at most."""
_NUMBER = re.compile(r"[A-Z]{0,2}\d{6,13}")
_FRANCS = re.compile(r"\d{1,3}(?:[\s.]\d{3})+|\d{3}")
COLUMNS = frozenset({"patient_nom", "numero_immatriculation", "designation", "montant"})


@dataclass
class _Line:
    """One line of the table, its cells as words; `bottom` is that of its lowest row."""

    number: Token
    amount: Segment
    date: list[Token]
    name: list[Token]
    what: list[Token]
    bottom: float


def read_of_patients(page: Layout, spec: TableSpec) -> tuple[TableRow, ...]:
    """The lines, none unless several patients are told apart. A line without a number is left
    out: whose it is would be a guess."""
    if not set(spec.colonnes) >= COLUMNS:
        return ()
    found = {row.number: line for row in page.rows if (line := _line(page, row)) is not None}
    lines = _in_columns(list(found.values()))
    if not _of_several(lines):
        return ()
    kept = {id(line) for line in lines}
    last: _Line | None = None
    for row in page.rows:
        line = found.get(row.number)
        if line is not None:
            last = line if id(line) in kept else None
        elif last is not None and row.box.y0 - last.bottom < WRAPPED * page.letter:
            _wrap(last, row)
        else:
            last = None
    return tuple(dict(_cells(page, line)) for line in lines)


def _line(page: Layout, row: Row) -> _Line | None:
    parts = [s for s in segments(row.tokens, page.aspect) if any(c.isalnum() for c in s.text)]
    if not parts or not _is_amount(parts[-1]):
        return None
    before = [t for s in parts[:-1] for t in s.tokens]
    at = next((n for n, t in enumerate(before) if _NUMBER.fullmatch(t.text)), None)
    if at is None:
        return None
    figures = list(takewhile(_in_figures, before[:at]))
    date = figures if parse(Kind.DATE, _said(figures)) is not None else []
    name, what = before[len(figures) : at], before[at + 1 :]
    return _Line(before[at], parts[-1], date, name, what, row.box.y1)


def _in_figures(word: Token) -> bool:
    return any(c.isdigit() for c in word.text) or not any(c.isalpha() for c in word.text)


def _is_amount(segment: Segment) -> bool:
    """Also one of whole francs: beside a name and a number it is no count."""
    return is_amount(segment) or _FRANCS.fullmatch(segment.text.strip()) is not None


def _in_columns(lines: Sequence[_Line]) -> list[_Line]:
    """Those whose numbers stand below each other, and so do their amounts."""
    if not lines:
        return []
    left = median(line.number.box.x0 for line in lines)
    right = median(line.amount.box.x1 for line in lines)
    return [
        line
        for line in lines
        if abs(line.number.box.x0 - left) < ALIGNED and abs(line.amount.box.x1 - right) < ALIGNED
    ]


def _of_several(lines: Sequence[_Line]) -> bool:
    """Several numbers, one of them again on another line, names before and acts behind them."""
    if len(lines) < FEWEST_LINES:
        return False
    numbers = Counter(line.number.text for line in lines)
    named = [line for line in lines if _is_name(line.name) and _letters(line.what)]
    return FEWEST_PATIENTS <= len(numbers) < len(lines) and 2 * len(named) > len(lines)


def _is_name(words: Sequence[Token]) -> bool:
    said = _said(words)
    return _letters(words) and not any(c.isdigit() for c in said) and said[:1].isupper()


def _letters(words: Sequence[Token]) -> bool:
    return sum(c.isalpha() for t in words for c in t.text) >= LEAST_LETTERS


def _wrap(line: _Line, row: Row) -> None:
    """Put the words of a row below a line into the cells that they go on."""
    if any(_is_amount(Segment((t,))) for t in row.tokens):
        return
    line.bottom = row.box.y1
    for token in row.tokens:
        if token.box.cx < line.number.box.x0:
            line.name.append(token)
        elif token.box.cx > line.number.box.x1:
            line.what.append(token)


def _cells(page: Layout, line: _Line) -> Iterator[tuple[str, Field]]:
    cells = (
        ("date", line.date, Kind.DATE),
        ("patient_nom", line.name, Kind.NOM_COMPLET),
        ("numero_immatriculation", [line.number], Kind.IDENTIFIANT),
        ("designation", line.what, Kind.TEXTE),
        ("montant", line.amount.tokens, Kind.MONTANT),
    )
    for name, words, kind in cells:
        parsed = parse(kind, _joined(words)) if words else None
        if parsed is not None:
            yield name, read_in(page, words, parsed.value, CERTAINTY)


def _joined(words: Sequence[Token]) -> str:
    """A word cut at the end of its cell put together again: «Marie-» over «Laure»."""
    return _said(words).replace("- ", "-")


def _said(words: Sequence[Token]) -> str:
    return " ".join(t.text for t in words)
