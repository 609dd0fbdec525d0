"""Lines of tables: a row of headings, columns under them, one row a line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.fields.labels import LabelHit, labels_in_row
from extractors.fields.names import split_name
from extractors.fields.parsing import Parsed, parse
from extractors.layout import Layout, Row, Token
from models.documents import Column, Kind, TableSpec
from models.geometry import Box
from models.reading import Field, How, MarkKind
from models.reading import Row as TableRow
from models.values.text import folded

LEAST_HEADINGS = 2
_COTATION = re.compile(r"^([A-Z]{1,4})\s*[*x×]?\s*(\d+(?:[.,]\d+)?)$")
MOSTLY_HEADINGS = 0.5
"""Share of a row's words that its headings make up."""
STOPS = (
    "total", "sous total", "montant total", "montant global", "montant net", "net a payer", "arrete la presente", "arretee la presente",
    "montant en lettres", "reste a payer", "part organisme", "part assure", "signature", "cachet",
)  # fmt: skip
"""What follows a table, folded: a row beginning with one of these ends it."""
WORDS = frozenset({Kind.TEXTE, Kind.NOM, Kind.PRENOM, Kind.NOM_COMPLET})
UNITS = frozenset({"dh", "dhs", "mad", "fcfa", "cfa", "ttc", "ht", "eur", "dirhams"})
WRAPPING = frozenset({"designation", "analyse", "medicament", "question"})
"""Columns whose text may run on to a second line."""
STRIPS = 500
"""Vertical strips of the page width in which gutters between columns are looked for."""
CROSSING = 0.1
"""Share of the rows that may cross a gutter (titles within the table)."""
TALL_GAP = 5.0
"""Letter heights without a row after which a table is over."""


@dataclass(frozen=True)
class _Headed:
    """A column in its place: it takes what stands between `x0` and `x1`."""

    name: str
    spec: Column
    heading: Box
    x0: float
    x1: float
    oui: Box | None = None
    non: Box | None = None
    """Where «Oui» and «Non» stand above a column that is ticked."""


def read_table(page: Layout, spec: TableSpec) -> tuple[TableRow, ...]:
    """Rows of the table on this page, top to bottom; empty when its headings are not there."""
    best: tuple[TableRow, ...] = ()
    for index, row in enumerate(page.rows):
        headings = _headings(row, spec)
        if headings:
            rows = _rows(page, index, headings, spec)
            if len(rows) > len(best):
                best = rows
    return best


def _headings(row: Row, spec: TableSpec) -> list[_Headed]:
    """The columns that this row heads, or none when it is no row of headings."""
    columns = {label: name for name, c in spec.colonnes.items() for label in c.entetes}
    hits: dict[str, LabelHit] = {}
    for hit in labels_in_row(row, columns):
        name = columns[hit.label]
        if name == "code" and name in hits and "coefficient" in spec.colonnes:
            name = "coefficient"  # «Code acte» then «Cotation»: the second holds the number alone
        hits.setdefault(name, _with_unit(row, hit))
    if len(hits) < min(LEAST_HEADINGS, len(spec.colonnes)):
        return []
    covered = sum(len(hit.tokens) for hit in hits.values())
    if covered < MOSTLY_HEADINGS * len(row.tokens) and len(hits) < 4:
        return []
    spans = _spans(row, [hit.tokens for hit in hits.values()])
    headed: list[_Headed] = []
    for name, hit in hits.items():
        left = max((x1 for x0, x1 in spans if x1 <= hit.box.x0 + 0.001), default=0.0)
        right = min((x0 for x0, x1 in spans if x0 >= hit.box.x1 - 0.001), default=1.0)
        sides = [_word_box(row, word) for word in ("oui", "non")]
        headed.append(_Headed(name, spec.colonnes[name], hit.box, left, right, *sides))
    return sorted(headed, key=lambda c: c.heading.x0)


def _with_unit(row: Row, hit: LabelHit) -> LabelHit:
    """A heading with the unit printed after it: «P.U. (DH)», «Montant TTC»."""
    after = row.tokens[hit.last + 1 : hit.last + 2]
    return replace(hit, last=hit.last + 1) if after and folded(after[0].text) in UNITS else hit


def _word_box(row: Row, word: str) -> Box | None:
    return next((t.box for t in row.tokens if folded(t.text) == word), None)


def _spans(row: Row, groups: Sequence[Sequence[Token]]) -> list[tuple[float, float]]:
    """Horizontal extents of all headings, the unknown ones word by word."""
    known = {id(t) for group in groups for t in group}
    boxes = [Box.around(t.box for t in group) for group in groups]
    boxes += [t.box for t in row.tokens if id(t) not in known]
    return [(b.x0, b.x1) for b in boxes]


def _rows(
    page: Layout, header: int, columns: Sequence[_Headed], spec: TableSpec
) -> tuple[TableRow, ...]:
    body = _body(page, header)
    bands = _bands(body, columns)
    found: list[dict[str, Field]] = []
    for row in body:
        cells = _cells(page, _unnumbered(row, columns, len(found) + 1), columns, bands)
        cells |= _answers(page, row, columns, spec)
        cells = _split_cells(cells, spec, columns)
        if cells and all(name in cells for name in spec.obligatoires):
            found.append(cells)
        elif found and cells and set(cells) <= WRAPPING:
            _continue(found[-1], cells)
    return tuple(found)


def _unnumbered(row: Row, columns: Sequence[_Headed], ordinal: int) -> Row:
    """The row without its own number, printed before the first column of words."""
    first = row.tokens[0]
    number = first.text.strip(".)-°")
    counts = number == str(ordinal) or (ordinal == 1 and number in ("I", "l"))
    beside = len(row.tokens) > 1 and row.tokens[1].box.x0 >= first.box.x1
    column = _column_of(first.box, columns)
    wordy = column is None or column.spec.genre in WORDS or column.heading.x0 > first.box.x1
    return Row(row.tokens[1:], row.number) if counts and beside and wordy else row


def _answers(
    page: Layout, row: Row, columns: Sequence[_Headed], spec: TableSpec
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
        if column.spec.genre is not Kind.BOOLEEN or len(places) != 1:
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


def _split_cells(
    cells: dict[str, Field], spec: TableSpec, columns: Sequence[_Headed]
) -> dict[str, Field]:
    """Cells that hold two columns' values: «Nom et prénom», «K 30» under «Cotation»."""
    headed = {c.name for c in columns}
    halves = {"nom", "prenom"}
    result = dict(cells)
    if halves <= set(spec.colonnes) and len(halves & headed) == 1:
        (name,) = halves & headed
        parts = split_name(cells[name].value) if name in cells else None
        if parts is not None:
            result |= {
                half: replace(cells[name], value=value)
                for half, value in zip(("nom", "prenom"), parts, strict=True)
            }
    if "coefficient" in spec.colonnes and "coefficient" not in cells and "code" in cells:
        match = _COTATION.match(cells["code"].value)
        if match is not None:
            result["code"] = replace(cells["code"], value=match.group(1))
            result["coefficient"] = replace(cells["code"], value=match.group(2).replace(",", "."))
    return result


def _body(page: Layout, header: int) -> list[Row]:
    """The rows below the headings, down to what ends the table."""
    body: list[Row] = []
    bottom = page.rows[header].box.y1
    for row in page.rows[header + 1 :]:
        if row.box.y0 - bottom > TALL_GAP * page.letter or _ends(row):
            break
        body.append(row)
        bottom = row.box.y1
    return body


def _bands(body: Sequence[Row], columns: Sequence[_Headed]) -> list[tuple[float, float, str]]:
    """Vertical strips of the table's words, parted by the gutters that (nearly) no row
    crosses, each with the column whose heading stands over it."""
    inked = [0] * STRIPS
    numbered = [row for row in body if any(c.isdigit() for t in row.tokens for c in t.text)]
    for row in numbered or body:  # titles within the table run over its gutters
        for strip in {s for t in row.tokens for s in range(_strip(t.box.x0), _strip(t.box.x1) + 1)}:
            inked[strip] += 1
    few = int(CROSSING * len(numbered or body))
    bands: list[tuple[float, float, str]] = []
    start: int | None = None
    for strip in range(STRIPS + 1):
        full = strip < STRIPS and inked[strip] > few
        if full and start is None:
            start = strip
        elif not full and start is not None:
            x0, x1 = start / STRIPS, strip / STRIPS
            column = _column_of(Box(x0, 0, x1, 1), columns)
            over = [c for c in columns if x0 <= c.heading.cx <= x1]
            if column is not None and len(over) < 2:
                bands.append((x0, x1, column.name))
            start = None
    return bands


def _strip(x: float) -> int:
    return min(STRIPS - 1, max(0, int(x * STRIPS)))


def _ends(row: Row) -> bool:
    text = folded(" ".join(t.text for t in row.tokens))
    return text.startswith(STOPS)


def _cells(
    page: Layout,
    row: Row,
    columns: Sequence[_Headed],
    bands: Sequence[tuple[float, float, str]],
) -> dict[str, Field]:
    by_column: dict[str, list[Token]] = {}
    for token in row.tokens:
        if not any(c.isalnum() for c in token.text):
            continue
        band = next((n for x0, x1, n in bands if x0 <= token.box.cx <= x1), None)
        if band is None:
            column = _column_of(token.box, columns)
            band = column.name if column is not None else None
        if band is not None:
            by_column.setdefault(band, []).append(token)
    cells: dict[str, Field] = {}
    for column in columns:
        tokens = by_column.get(column.name)
        if not tokens:
            continue
        raw = " ".join(t.text for t in tokens)
        parsed = _parsed(column.spec, raw)
        if parsed is not None:
            read = min(t.word.confidence for t in tokens)
            cells[column.name] = Field(
                parsed.value,
                raw,
                round(min(0.99, read * parsed.certainty), 4),
                page.number,
                Box.around(t.word.box for t in tokens),
                tokens[0].word.how,
                parsed.controle,
            )
    return cells


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


def _column_of(box: Box, columns: Sequence[_Headed]) -> _Headed | None:
    """The column under whose heading a box stands, else the one whose space it shares."""
    best: tuple[float, _Headed] | None = None
    for column in columns:
        under = min(box.x1, column.heading.x1) - max(box.x0, column.heading.x0)
        shared = min(box.x1, column.x1) - max(box.x0, column.x0)
        worth = 10 * max(0.0, under) + shared + min(0.0, under)
        if shared > -0.02 and (best is None or worth > best[0]):
            best = (worth, column)
    return best[1] if best else None


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
