"""Lines of tables: a row of headings, columns under them, one row a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from extractors.fields.bodies import rows_under
from extractors.fields.cells import recognised, split_cells
from extractors.fields.columns import LEAST_HEADINGS, Headed, headings, labels_of
from extractors.fields.evidence import read_in
from extractors.fields.gutters import column_of, strips, thousands
from extractors.fields.parsed import Parsed
from extractors.fields.parsing import parse
from extractors.fields.stacked import stacked
from extractors.layout import Layout, Row, Token
from models.documents import Column, Kind, TableSpec
from models.geometry import Box
from models.reading import Field, How, MarkKind
from models.reading import Row as TableRow
from models.values.identifiers import ean13_valid, rib_valid
from models.values.text import folded

WORDS = frozenset({Kind.TEXTE, Kind.NOM, Kind.PRENOM, Kind.NOM_COMPLET})
WRAPPING = frozenset({"designation", "analyse", "medicament", "question"})
"""Columns whose text may run on to a second line."""
KEYED: Mapping[Kind, tuple[int, Callable[[str], bool]]] = {
    Kind.RIB: (24, rib_valid),
    Kind.EAN13: (13, ean13_valid),
}
"""Kinds whose numbers prove themselves: digits, and the check."""
MOSTLY_SAID = 3
"""Cells that a row has, at least, to be a line although it lacks one that lines have."""
LISTED = frozenset({"montant", "prix_unitaire", "valeur", "medicament", "rib", "matricule"})
"""Columns of bills and of lists, one of which headings on several rows have: no form's words."""
STACKED = 3
"""Columns that rows of headings have together, at least: two are words of a form over one another."""


def read_table(page: Layout, spec: TableSpec) -> tuple[TableRow, ...]:
    """Rows of the table on this page, top to bottom; empty when its headings are not there."""
    return table_from(page, spec)[0]


def table_from(
    page: Layout, spec: TableSpec, before: Sequence[Headed] = ()
) -> tuple[tuple[TableRow, ...], Sequence[Headed]]:
    """Rows of the table on this page, top to bottom, and its columns.

    `before`: the columns of the page before, under which a table goes on that repeats
    no headings.
    """
    best: tuple[tuple[bool, int, int], tuple[TableRow, ...], Sequence[Headed]]
    best = ((False, 0, 0), (), ())
    for last, columns in _headings(page, spec):
        rows = _rows(page, last, columns, spec)
        asked = set(spec.obligatoires) <= {c.name for c in columns}
        worth = (asked, sum(len(r) for r in rows), len(columns))
        if rows and worth > best[0]:
            best = (worth, rows, columns)
    if best[1] or not before or not page.rows:
        return best[1], best[2]
    return _rows(page, -1, before, spec), before


def _headings(page: Layout, spec: TableSpec) -> Iterator[tuple[int, Sequence[Headed]]]:
    """Rows of headings, and rows that together are, each with the last of its rows.

    What is wholly above a row of headings is none («Malade ALAMI» over «Désignation | Net»).
    """
    alone = [headings(row, spec, page.aspect) for row in page.rows]
    labels = tuple(labels_of(spec))
    for first, columns in enumerate(alone):
        if columns:
            yield first, columns
        for last, row in stacked(page, first, labels):
            together = headings(row, spec, page.aspect)
            own = next((k for k in range(first + 1, last + 1) if alone[k]), first)
            reach = columns or all(c.heading.y1 > page.rows[own].box.cy for c in together)
            names = {c.name for c in together if c.name}
            if len(names) >= STACKED and names & LISTED and reach:
                yield last, together


def _rows(
    page: Layout, header: int, columns: Sequence[Headed], spec: TableSpec
) -> tuple[TableRow, ...]:
    body = rows_under(page, header, "question" in spec.colonnes)
    kept = [c for c in columns if c.name]
    bands = strips(body, columns)
    headed = {c.name for c in kept}
    # A column beyond the edge of the scan is asked of no row.
    needed = [n for n in spec.obligatoires if n in headed or len(headed) < LEAST_HEADINGS]
    found: list[dict[str, Field]] = []
    for row in body:
        cells = _cells(page, _unnumbered(row, columns, len(found) + 1), columns, bands)
        cells |= _answers(page, row, kept, spec)
        cells = recognised(split_cells(cells, spec, kept), spec)
        enough = len(needed) == len(spec.obligatoires) or _figures(cells) > 0
        if cells and enough and all(name in cells for name in needed):
            if found and (_is_no_longer(found[0], cells) or _is_the_total(found, cells)):
                break
            found.append(cells)
        elif len(found) > 1 and _says_most(cells, kept, _figures(cells)):
            found.append(cells)
        elif found and cells and set(cells) <= WRAPPING and _follows(page, row, found[-1]):
            _continue(found[-1], cells)
    return tuple(found)


def _says_most(cells: Mapping[str, Field], columns: Sequence[Headed], figures: int) -> bool:
    """Whether a row says all but one thing of a line: what it lacks was not read."""
    return len(cells) >= max(MOSTLY_SAID, len({c.name for c in columns}) - 1) and figures > 0


def _is_no_longer(first: Mapping[str, Field], cells: Mapping[str, Field]) -> bool:
    """Whether a row says so much less than the first that it is no line of the same table."""
    if "montant" not in first and 2 * len(cells) <= len(first):
        return True
    return len(cells) < len(first) and _figures(first) > 0 and _figures(cells) == 0


def _is_the_total(rows: Sequence[Mapping[str, Field]], cells: Mapping[str, Field]) -> bool:
    """Whether a row that holds nothing but an amount is the sum of those above it."""
    if set(cells) != {"montant"} or any(set(row) == {"montant"} for row in rows):
        return False
    above = sum(Decimal(row["montant"].value) for row in rows if "montant" in row)
    return Decimal(cells["montant"].value) >= above


def _figures(cells: Mapping[str, Field]) -> int:
    return sum(any(c.isdigit() for c in f.raw) for f in cells.values())


def _unnumbered(row: Row, columns: Sequence[Headed], ordinal: int) -> Row:
    """The row without its own number, printed before the first column of words."""
    first = row.tokens[0]
    number = first.text.strip(".)-°")
    counts = number == str(ordinal) or (ordinal == 1 and number in ("I", "l"))
    beside = len(row.tokens) > 1 and row.tokens[1].box.x0 >= first.box.x1
    column = column_of(first.box, columns)
    wordy = (
        column is None
        or column.spec is None
        or column.spec.genre in WORDS
        or column.heading.x0 > first.box.x1
    )
    return Row(row.tokens[1:], row.number, row.aspect) if counts and beside and wordy else row


def _answers(
    page: Layout, row: Row, columns: Sequence[Headed], spec: TableSpec
) -> dict[str, Field]:
    """Yes/no columns answered by a tick under «Oui» or «Non»."""
    found: dict[str, Field] = {}
    ticks = [
        m
        for m in page.reading.marks
        if m.kind is MarkKind.CASE and m.present and row.box.y0 <= m.box.cy <= row.box.y1
    ]
    words = [t for t in row.tokens if t.text.strip(".") in ("X", "x", "×", "✓", "✔")]
    places = [(m.box, m.confidence) for m in ticks] + [(t.word.box, 0.85) for t in words]
    for column in columns:
        if column.spec is None or column.spec.genre is not Kind.BOOLEEN or len(places) != 1:
            continue
        box, confidence = places[0]
        sides = {"true": column.oui, "false": column.non}
        near = {v: abs(box.cx - s.cx) for v, s in sides.items() if s is not None}
        if len(near) == 2:
            value = min(near, key=lambda v: near[v])
            found[column.name] = Field(
                value, "X", round(0.95 * confidence, 4), page.number, box, How.CASE_COCHEE
            )
    return found


def _cells(
    page: Layout,
    row: Row,
    columns: Sequence[Headed],
    bands: Sequence[tuple[float, float, str]],
) -> dict[str, Field]:
    by_column = _keyed(row, columns)
    claimed = {id(t) for tokens in by_column.values() for t in tokens}
    for index, token in enumerate(row.tokens):
        if id(token) in claimed or not any(c.isalnum() for c in token.text):
            continue
        place = row.tokens[index + 1].box if thousands(row.tokens, index, row.aspect) else token.box
        band = next((n for x0, x1, n in bands if x0 <= place.cx <= x1), None)
        if band is None:
            column = column_of(place, columns)
            band = column.name if column is not None else None
        if band is not None:
            by_column.setdefault(band, []).append(token)
    cells: dict[str, Field] = {}
    for column in columns:
        tokens = by_column.get(column.name)
        if not tokens or column.spec is None:
            continue
        raw = " ".join(t.text for t in tokens)
        parsed = _parsed(column.spec, raw)
        if parsed is not None:
            cells[column.name] = read_in(
                page, tokens, parsed.value, parsed.certainty, raw, parsed.controle
            )
    return cells


def _keyed(row: Row, columns: Sequence[Headed]) -> dict[str, list[Token]]:
    """Words that a check digit makes one number («007 450 0087… 59»), for the column of its kind."""
    found: dict[str, list[Token]] = {}
    for column in columns:
        if column.spec is None or column.spec.genre not in KEYED:
            continue
        length, valid = KEYED[column.spec.genre]
        runs = (
            row.tokens[start:end]
            for start in range(len(row.tokens))
            for end in range(start + 1, min(start + 9, len(row.tokens)) + 1)
        )
        for run in runs:
            digits = "".join(t.text for t in run)
            if len(digits) == length and digits.isdecimal() and valid(digits):
                found[column.name] = list(run)
                break
    return found


def _parsed(column: Column, raw: str) -> Parsed | None:
    if column.choix:
        text = f" {folded(raw)} "
        named = {v for v, ws in column.choix.items() if any(f" {folded(w)} " in text for w in ws)}
        return Parsed(named.pop(), 0.85) if len(named) == 1 else None
    if column.genre is Kind.IDENTIFIANT:
        # Codes of acts are short: letter keys (C, CS, K, B …) and their like.
        plain = raw.strip(" .:;|")
        return Parsed(plain.upper(), 0.85) if plain else None
    if column.genre is Kind.TEXTE:
        # One letter is a whole cell where letter keys are listed («C», «K», «B»).
        plain = raw.strip(" .:;|")
        return Parsed(plain, 0.85) if any(c.isalnum() for c in plain) else None
    return parse(column.genre, raw)


def _follows(page: Layout, row: Row, cells: Mapping[str, Field]) -> bool:
    """Whether a row stands so near below the last that it goes on with its text, and is no title
    of the lines below: farther left than that text, or in capitals below small letters."""
    boxes = [f.box for f in cells.values() if f.box is not None]
    near = bool(boxes) and row.box.y0 - max(b.y1 for b in boxes) < 1.2 * page.letter
    text = " ".join(t.text for t in row.tokens)
    begun = [f for name, f in cells.items() if name in WRAPPING and f.box is not None]
    left = min((f.box.x0 for f in begun if f.box is not None), default=0.0)
    outdented = (left - row.tokens[0].word.box.x0) * page.aspect > page.letter
    capitals = text.isupper() and not any(f.raw.isupper() for f in begun)
    return near and not (outdented or capitals)


def _continue(row: dict[str, Field], cells: Mapping[str, Field]) -> None:
    for name, more in cells.items():
        if name in row and row[name].box is not None and more.box is not None:
            old = row[name]
            assert old.box is not None
            row[name] = Field(
                f"{old.value} {more.value}",
                f"{old.raw} {more.raw}",
                min(old.confidence, more.confidence),
                old.page,
                Box.around([old.box, more.box]),
                old.how,
            )
