"""Documents as shown on the right of the page: fields, lines, marks, with their boxes.

A sealed document is shown without anything it says: its values are not even loaded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from flows.review import fields as review
from flows.review.fields import Spot
from flows.secrecy import document_thing, field_thing
from models import reading
from models.checklists.readings import genre_of
from models.documents import Column, DocumentType, FieldSpec, Kind, document_types
from models.entities import Document, Target
from models.geometry import Box
from models.permissions import Action, Sort, Thing
from review_ui.queries import envois
from review_ui.views.rows import Cell, FieldRow, LineRow, MarkRow, Option, Paper, Rival, Table
from review_ui.views.sheets import Sheet, sheet
from review_ui.visit import Visit
from review_ui.wording import dates, values, words
from storage.records import documents, thresholds

_COMMON = {"exemplaire": Kind.CHOIX}
"""Fields that every type has, and that its file does not repeat. Whether a paper is an
original is rarely known: it is looked at only where a control hangs on it."""

DOUBT = 0.80
"""Confidence under which the type of a paper, or a cell of a table, is shown as doubtful."""

RIVALS = 3
_PRESENT = {"true": "présent", "false": "absent"}

Asked = Collection[tuple[str, str, str]]
"""What open controls hang on: document, sort of thing (`champ`, `marque`), name. `None`
in its place: no controls to go by, outside a dossier or before it was judged."""


def papers(visit: Visit, shown: Sequence[Document], asked: Asked | None = None) -> list[Paper]:
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
    read = review.sheets(visit.session, open_ids)
    made = []
    for document in shown:
        sheets = {
            page.number: sheet(visit, page, document, numeros[document.envoi_id])
            for page in pages[document.id]
        }
        why = {p.confidential_why for p in pages[document.id] if p.confidential}
        builder = _Builder(visit, document, things[document.id], sheets, read, asked)
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
        read: Mapping[str, review.Sheet],
        asked: Asked | None,
    ) -> None:
        self.visit = visit
        self.document = document
        self.thing = thing
        self.sheets = sheets
        self.kept = read.get(document.id)
        self.asked = asked
        self.kind: DocumentType | None = document_types().get(document.type)
        self.policy = thresholds.policy(visit.session, visit.office.place.settings)

    def paper(self, why_secret: str) -> Paper:
        document, kept = self.document, self.kept
        paper = Paper(
            id=document.id,
            title=words.document_word(document.type),
            type=document.type,
            pages=page_span(list(self.sheets)),
            percent=percent(document.type_confidence),
            doubtful=document.type_confidence < DOUBT,
            secret=self.thing.confidential,
            sealed=kept is None,
            why_secret=why_secret,
            sheets=tuple(self.sheets.values()),
            revision=document.revision,
        )
        if kept is None:
            return paper
        return replace(
            paper,
            editable=self.visit.may(Action.CORRIGER, Thing(Sort.DOCUMENT, self.thing.confidential)),
            fields=tuple(self._fields(kept)),
            tables=tuple(self._tables(kept)),
            marks=tuple(self._marks(kept)),
            unread=tuple(self._unread(kept)),
        )

    def _fields(self, kept: review.Sheet) -> Iterator[FieldRow]:
        specs = self.kind.fields if self.kind else {}
        order = {name: place for place, name in enumerate(specs)}
        read = kept.document.fields
        for name in sorted(read, key=lambda name: order.get(name, len(order))):
            yield self._field(kept, name, read[name], specs.get(name))

    def _field(
        self, kept: review.Sheet, name: str, field: reading.Field, spec: FieldSpec | None
    ) -> FieldRow:
        key = f"{self.document.id}.champ.{name}"
        label = spec.libelle if spec else words.plain(name)
        spot = Spot(Target.FIELD, name)
        if not self.visit.reads(field_thing(self.thing, self.document.type, name)):
            return _withheld(key, str(spot), label, field, self._is_doubtful(name, field))
        genre = spec.genre if spec else _COMMON.get(name)
        value = values.shown(field.value, genre)
        asked = self._is_asked("champ", name)
        doubtful = self._is_doubtful(name, field) and (asked or name not in _COMMON)
        kind = "alerte" if field.controle else "doute" if doubtful else "sur"
        where, located = self._draw(key, label, kind, field.page, field.box)
        return FieldRow(
            key=key,
            spot=str(spot),
            seen=kept.seen.get(spot, 0),
            label=label,
            value=value,
            raw=field.raw if values.differs(field.raw, value, field.value) else "",
            percent=percent(field.confidence),
            confidence=field.confidence,
            doubtful=doubtful,
            how=words.HOWS[field.how],
            controle=field.controle or "",
            rivals=tuple(
                Rival(number, values.shown(v, genre), percent(s))
                for number, (v, s) in enumerate(field.rivals[:RIVALS], 1)
            ),
            sheet=where,
            located=located,
            asked=asked,
            options=_options(genre, spec, field.value),
            decided=self._decided(kept, spot),
            read=field.value,
        )

    def _unread(self, kept: review.Sheet) -> Iterator[FieldRow]:
        """Fields that its type has and that were not found on it."""
        first = next(iter(self.sheets.values()), None)
        for name, spec in (self.kind.fields if self.kind else {}).items():
            if name in kept.document.fields:
                continue
            if not self.visit.reads(field_thing(self.thing, self.document.type, name)):
                continue
            spot = Spot(Target.FIELD, name)
            decided = self._decided(kept, spot)
            yield FieldRow(
                key=f"{self.document.id}.champ.{name}", spot=str(spot),
                seen=kept.seen.get(spot, 0), label=spec.libelle, value="", raw="", percent=0,
                confidence=0.0, doubtful=False, how="", controle="", rivals=(),
                sheet=first.id if first else "", located=False,
                asked=not decided and self._is_asked("champ", name),
                options=_options(spec.genre, spec, ""), decided=decided, absent=True,
            )  # fmt: skip

    def _tables(self, kept: review.Sheet) -> Iterator[Table]:
        for name, rows in kept.document.lines.items():
            spec = self.kind.lines.get(name) if self.kind else None
            known: Mapping[str, Column] = spec.colonnes if spec else {}
            title = spec.libelle if spec else words.plain(name)
            seen = {column for row in rows for column in row}
            columns = [c for c in known if c in seen] + sorted(seen - set(known))
            heads = [known[c].libelle if c in known else words.plain(c) for c in columns]
            made = []
            for place, (number, row) in enumerate(zip(kept.rows.get(name, ()), rows, strict=True)):
                key = f"{self.document.id}.ligne.{name}.{place}"
                label = f"{title}, ligne {place + 1}"
                cells = tuple(
                    _cell(
                        kept,
                        Spot(Target.LINE, name, number, c),
                        f"{head}, ligne {place + 1}",
                        row.get(c),
                        known[c].genre if c in known else None,
                    )
                    for c, head in zip(columns, heads, strict=True)
                )
                whole = Spot(Target.LINE, name, number)
                made.append(LineRow(key, self._draw_row(key, label, row), str(whole), cells))
            yield Table(name, title, tuple(heads), tuple(made))

    def _marks(self, kept: review.Sheet) -> Iterator[MarkRow]:
        for name, mark in kept.document.marks.items():
            spec = self.kind.marks.get(name) if self.kind else None
            key = f"{self.document.id}.marque.{name}"
            label = spec.libelle if spec else words.plain(name)
            where, located = self._draw(key, label, "marque", mark.page, mark.box)
            spot = Spot(Target.MARK, name)
            decided = self._decided(kept, spot)
            asked = self._is_asked("marque", name)
            unsure = mark.present is None or mark.confidence < self.policy.mark
            unsure = unsure and not decided
            # In a dossier a mark is looked at where a control hangs on it, and nowhere else.
            doubtful = unsure and (asked or self.asked is None)
            chip = words.PRESENCE[mark.present]
            if unsure and mark.present is not None:
                chip = words.DOUBTFUL_PRESENCE[mark.present]
            present = "" if mark.present is None else str(mark.present).lower()
            yield MarkRow(
                key=key, spot=str(spot), seen=kept.seen.get(spot, 0), label=label, chip=chip,
                percent=percent(mark.confidence), sheet=where, located=located, doubtful=doubtful,
                options=tuple(Option(v, w, v == present) for v, w in _PRESENT.items()),
                asked=asked, decided=decided,
            )  # fmt: skip

    def _is_doubtful(self, name: str, field: reading.Field) -> bool:
        """Whether a person should look at a value, by the rule of the checklists."""
        least = self.policy.threshold(genre_of(self.document.type, name), field.form)
        return field.confidence < least and field.how is not reading.How.RELECTEUR

    def _decided(self, kept: review.Sheet, spot: Spot) -> str:
        """Who settled it, if anybody."""
        settled = kept.decided.get(spot)
        if settled is None:
            return ""
        return f"{settled.by}, {dates.moment(settled.at)}"

    def _is_asked(self, sort: str, name: str) -> bool:
        return (self.document.id, sort, name) in (self.asked or ())

    def _draw(
        self, key: str, label: str, kind: str, page: int | None, box: Box | None
    ) -> tuple[str, bool]:
        """The page on which a thing is, and whether its place on it is known."""
        on = self.sheets.get(page) if page is not None else None
        if on is None:
            first = next(iter(self.sheets.values()), None)
            return (first.id if first else ""), False
        if box is not None:
            on.outline(key, label, kind, box)
        return on.id, box is not None

    def _draw_row(self, key: str, label: str, row: reading.Row) -> str:
        placed = [cell for cell in row.values() if cell.page is not None and cell.box is not None]
        page = placed[0].page if placed else None
        boxes = [cell.box for cell in placed if cell.page == page and cell.box is not None]
        where, _ = self._draw(key, label, "ligne", page, Box.around(boxes) if boxes else None)
        return where


def _withheld(key: str, spot: str, label: str, field: reading.Field, doubtful: bool) -> FieldRow:
    """A field that this visitor is told of, and no more: whether it is filled in."""
    said = "rempli, contenu réservé" if field.value else "vide"
    return FieldRow(
        key, spot, 0, label, said, "", percent(field.confidence), field.confidence,
        doubtful, words.HOWS[field.how], "", (), "", False, hidden=True,
    )  # fmt: skip


def _options(genre: Kind | None, spec: FieldSpec | None, value: str) -> tuple[Option, ...]:
    """The values of a choice, the present one among them whatever it is."""
    if genre is Kind.BOOLEEN:
        known = ["true", "false"]
    elif genre is Kind.CHOIX and spec is not None and spec.choix:
        known = list(spec.choix)
    else:
        return ()
    if value and value not in known:
        known.append(value)
    return tuple(Option(v, values.shown(v, genre), v == value) for v in known)


def _cell(
    kept: review.Sheet, spot: Spot, label: str, field: reading.Field | None, kind: Kind | None
) -> Cell | None:
    if field is None:
        return Cell(str(spot), kept.seen.get(spot, 0), label, "", False, "")
    shown = values.shown(field.value, kind)
    doubtful = field.confidence < DOUBT
    return Cell(str(spot), kept.seen.get(spot, 0), label, shown, doubtful, field.controle or "")


def percent(confidence: float) -> int:
    """Rounded down, so that nothing uncertain is shown as 100 %."""
    return int(confidence * 100 + 1e-9)
