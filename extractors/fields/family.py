"""Lines of people whom a form asks for one by one, with the same labels under their own heading:
«Nom … Prénom … Date de naissance …», again for each child."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.fields.evidence import read_in
from extractors.fields.headings import composed_headings
from extractors.fields.labels import LabelHit, labels_in_row
from extractors.fields.parsing import parse
from extractors.fields.places import right_of
from extractors.fields.plausible import name_of_person
from extractors.fields.under import below
from extractors.layout import Layout, Row, Token
from models.documents import Kind, TableSpec
from models.reading import Field
from models.reading import Row as TableRow
from models.reference.wording import wording
from models.values.text import folded

CERTAINTY = 0.8


def not_of_others(rows: Sequence[TableRow], page: Layout, name: str) -> tuple[TableRow, ...]:
    """The lines of people without those that stand under another person's heading («CONJOINT»)."""
    role = _role(name)
    others = [h for h in _headings(page) if h.role != role] if role is not None else []
    if not others:
        return tuple(rows)
    said = [
        r for r in page.rows if any(_speaks_of(w, name) for w in folded(_text(r.tokens)).split())
    ]
    return tuple(row for row in rows if not _under_another(row, others, said))


def _under_another(row: TableRow, others: Sequence[LabelHit], said: Sequence[Row]) -> bool:
    top = min((f.box.y0 for f in row.values() if f.box is not None), default=0.0)
    over = [h for h in others if h.box.y1 <= top]
    if not over:
        return False
    nearest = max(over, key=lambda h: h.box.y1)
    return not any(nearest.box.y0 <= r.box.y0 and r.box.y0 <= top for r in said)


def read_family(page: Layout, name: str, spec: TableSpec) -> tuple[TableRow, ...]:
    """The people of the table `name` that labels under their headings ask for one by one."""
    role = _role(name)
    if role is None:
        return ()
    headings = sorted(_headings(page), key=lambda h: h.row.number)
    found: list[TableRow] = []
    for at, heading in enumerate(headings):
        if heading.role == role:
            end = headings[at + 1].row.number if at + 1 < len(headings) else len(page.rows)
            within = [r for r in page.rows if heading.row.number < r.number < end]
            found += _people(page, within, spec)
    return tuple(row for row in found if not spec.obligatoires or set(spec.obligatoires) & set(row))


def _people(page: Layout, rows: Sequence[Row], spec: TableSpec) -> Iterator[TableRow]:
    """One person for each time that the labels begin again."""
    labels = {label: None for column in spec.colonnes.values() for label in column.entetes}
    hits = [hit for row in rows for hit in labels_in_row(row, labels)]
    person: dict[str, Field] = {}
    asked: set[str] = set()
    for hit in hits:
        columns = [c for c, column in spec.colonnes.items() if hit.label in column.entetes]
        if asked & set(columns):
            yield person
            person, asked = {}, set()
        asked |= set(columns)
        if len(columns) == 1 and (field := _value(page, hit, hits, spec, columns[0])) is not None:
            person[columns[0]] = field
    yield person


def _value(
    page: Layout, hit: LabelHit, stops: Sequence[LabelHit], spec: TableSpec, column: str
) -> Field | None:
    kind = spec.colonnes[column].genre
    tokens = right_of(page, hit, stops) or below(page, hit, stops)
    parsed = parse(kind, _text(tokens)) if tokens and kind is not Kind.CHOIX else None
    if parsed is None:
        return None
    value: str | None = parsed.value
    if kind in (Kind.NOM, Kind.PRENOM):
        value = name_of_person(parsed.value)
        value = value.upper() if value is not None and kind is Kind.NOM else value
    return read_in(page, tokens, value, CERTAINTY * parsed.certainty) if value else None


def _headings(page: Layout) -> list[LabelHit]:
    return [h for h in composed_headings(page) if h.role is not None]


def _role(name: str) -> str | None:
    """Whom the lines of a table speak of: the role that is called as the table is."""
    return wording().role_phrases.get((name,))


def _speaks_of(word: str, name: str) -> bool:
    return word.rstrip("s") == name.rstrip("s")


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(t.text for t in tokens)
