"""Documents as shown on the right of the page: fields, lines, marks, with their boxes.

A sealed document is shown without anything it says: its values are not even loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models import reading
from models.documents import DocumentType, Kind, document_types
from models.entities import Document
from models.geometry import Box
from models.permissions import Thing
from review_ui.queries import envois
from review_ui.secrecy import document_thing, field_thing
from review_ui.views.sheets import Sheet, sheet
from review_ui.visit import Visit
from review_ui.wording import values, words
from storage.records import documents

_COMMON = {"exemplaire": Kind.CHOIX}
"""Fields that every type has, and that its file does not repeat."""

DOUBT = 0.80
"""Confidence under which a value is shown as doubtful (that of the checklists)."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field. `raw` is empty when it says no more than the value. `sheet` is a page's id."""

    key: str
    label: str
    value: str
    raw: str
    percent: int
    confidence: float
    doubtful: bool
    how: str
    controle: str
    rivals: tuple[tuple[str, int], ...]
    sheet: str
    located: bool
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    value: str
    doubtful: bool
    controle: str


@dataclass(frozen=True, slots=True)
class LineRow:
    key: str
    sheet: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    columns: tuple[str, ...]
    rows: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class MarkRow:
    key: str
    label: str
    chip: words.Chip
    percent: int
    sheet: str
    located: bool
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """A document. When `sealed`, it is there, of a type, on pages, and says nothing.

    `secret`: it is a medical secret, whether or not this visitor may read it.
    """

    id: str
    title: str
    type: str
    pages: str
    percent: int
    doubtful: bool
    secret: bool
    sealed: bool
    why_secret: str
    sheets: tuple[Sheet, ...]
    fields: tuple[FieldRow, ...] = ()
    tables: tuple[Table, ...] = ()
    marks: tuple[MarkRow, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def attention(self) -> int:
        """How many of its values want a look."""
        return sum(f.doubtful or bool(f.controle) for f in self.fields)


def papers(visit: Visit, shown: Sequence[Document]) -> list[Paper]:
    """The documents as this visitor may see them, in the order given."""
    pages = documents.pages(visit.session, [d.id for d in shown])
    numeros = {
        envoi_id: envoi.numero
        for envoi_id, envoi in envois.by_ids(
            visit.session, list({d.envoi_id for d in shown})
        ).items()
    }
    things = {d.id: document_thing(d, pages[d.id]) for d in shown}
    open_ids = [d.id for d in shown if visit.reads(things[d.id])]
    current = documents.current(visit.session, open_ids)
    made = []
    for document in shown:
        sheets = {
            page.number: sheet(visit, page, document, numeros[document.envoi_id])
            for page in pages[document.id]
        }
        why = {p.confidential_why for p in pages[document.id] if p.confidential}
        read = current.get(document.id)
        builder = _Builder(visit, document, things[document.id], sheets, read)
        made.append(builder.paper("; ".join(sorted(w for w in why if w))))
    return made


def page_span(numbers: Sequence[int]) -> str:
    """`p. 4`, `p. 4–6`, `p. 4, 7`."""
    if len(numbers) > 1 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"p. {numbers[0]}–{numbers[-1]}"
    return "p. " + ", ".join(map(str, numbers))


class _Builder:
    """One document into rows, its boxes drawn on its sheets on the way."""

    def __init__(
        self,
        visit: Visit,
        document: Document,
        thing: Thing,
        sheets: Mapping[int, Sheet],
        read: reading.Document | None,
    ) -> None:
        self.visit = visit
        self.document = document
        self.thing = thing
        self.sheets = sheets
        self.read = read
        self.kind: DocumentType | None = document_types().get(document.type)

    def paper(self, why_secret: str) -> Paper:
        document, read = self.document, self.read
        return Paper(
            id=document.id,
            title=words.document_word(document.type),
            type=document.type,
            pages=page_span(list(self.sheets)),
            percent=percent(document.type_confidence),
            doubtful=document.type_confidence < DOUBT,
            secret=self.thing.confidential,
            sealed=read is None,
            why_secret=why_secret,
            sheets=tuple(self.sheets.values()),
            fields=tuple(self._fields(read)) if read else (),
            tables=tuple(self._tables(read)) if read else (),
            marks=tuple(self._marks(read)) if read else (),
            unread=tuple(self._unread(read)) if read else (),
        )

    def _fields(self, read: reading.Document) -> Iterator[FieldRow]:
        specs = self.kind.fields if self.kind else {}
        order = {name: place for place, name in enumerate(specs)}
        names = sorted(read.fields, key=lambda name: order.get(name, len(order)))
        for name in names:
            field, spec = read.fields[name], specs.get(name)
            key = f"{self.document.id}.champ.{name}"
            label = spec.libelle if spec else words.plain(name)
            if not self.visit.reads(field_thing(self.thing, self.document.type, name)):
                yield _withheld(key, label, field)
                continue
            genre = spec.genre if spec else _COMMON.get(name)
            value = values.shown(field.value, genre)
            doubtful = field.confidence < DOUBT
            kind = "alerte" if field.controle else "doute" if doubtful else "sur"
            where, located = self._draw(key, label, kind, field.page, field.box)
            yield FieldRow(
                key=key,
                label=label,
                value=value,
                raw=field.raw if values.differs(field.raw, value, field.value) else "",
                percent=percent(field.confidence),
                confidence=field.confidence,
                doubtful=doubtful,
                how=words.HOWS[field.how],
                controle=field.controle or "",
                rivals=tuple((values.shown(v, genre), percent(s)) for v, s in field.rivals[:3]),
                sheet=where,
                located=located,
            )

    def _tables(self, read: reading.Document) -> Iterator[Table]:
        for name, rows in read.lines.items():
            spec = self.kind.lines.get(name) if self.kind else None
            known = {c: (s.libelle, s.genre) for c, s in spec.colonnes.items()} if spec else {}
            seen = {column for row in rows for column in row}
            columns = [c for c in known if c in seen] + sorted(seen - set(known))
            made = []
            for place, row in enumerate(rows):
                key = f"{self.document.id}.ligne.{name}.{place}"
                label = f"{spec.libelle if spec else words.plain(name)}, ligne {place + 1}"
                cells = tuple(_cell(row.get(c), known.get(c, ("", None))[1]) for c in columns)
                made.append(LineRow(key, self._draw_row(key, label, row), cells))
            yield Table(
                title=spec.libelle if spec else words.plain(name),
                columns=tuple(known[c][0] if c in known else words.plain(c) for c in columns),
                rows=tuple(made),
            )

    def _marks(self, read: reading.Document) -> Iterator[MarkRow]:
        for name, mark in read.marks.items():
            spec = self.kind.marks.get(name) if self.kind else None
            key = f"{self.document.id}.marque.{name}"
            label = spec.libelle if spec else words.plain(name)
            where, located = self._draw(key, label, "marque", mark.page, mark.box)
            doubtful = mark.present is None or mark.confidence < DOUBT
            chip = words.PRESENCE[mark.present]
            if doubtful and mark.present is not None:
                chip = words.DOUBTFUL_PRESENCE[mark.present]
            yield MarkRow(key, label, chip, percent(mark.confidence), where, located, doubtful)

    def _unread(self, read: reading.Document) -> Iterator[str]:
        """Fields that its type has and that were not found on it."""
        for name, spec in (self.kind.fields if self.kind else {}).items():
            if name not in read.fields:
                yield spec.libelle

    def _draw(
        self, key: str, label: str, kind: str, page: int | None, box: Box | None
    ) -> tuple[str, bool]:
        """The page on which a thing is, and whether its place on it is known."""
        on = self.sheets.get(page) if page is not None else None
        if on is None:
            return "", False
        if box is not None:
            on.outline(key, label, kind, box)
        return on.id, box is not None

    def _draw_row(self, key: str, label: str, row: reading.Row) -> str:
        placed = [cell for cell in row.values() if cell.page is not None and cell.box is not None]
        page = placed[0].page if placed else None
        boxes = [cell.box for cell in placed if cell.page == page and cell.box is not None]
        where, _ = self._draw(key, label, "ligne", page, Box.around(boxes) if boxes else None)
        return where


def _withheld(key: str, label: str, field: reading.Field) -> FieldRow:
    """A field that this visitor is told of, and no more: whether it is filled in."""
    said = "rempli, contenu réservé" if field.value else "vide"
    return FieldRow(
        key, label, said, "", percent(field.confidence), field.confidence,
        field.confidence < DOUBT, words.HOWS[field.how], "", (), "", False, hidden=True,
    )  # fmt: skip


def _cell(field: reading.Field | None, kind: Kind | None) -> Cell | None:
    if field is None:
        return None
    shown = values.shown(field.value, kind)
    return Cell(shown, field.confidence < DOUBT, field.controle or "")


def percent(confidence: float) -> int:
    """Rounded down, so that nothing uncertain is shown as 100 %."""
    return int(confidence * 100 + 1e-9)
