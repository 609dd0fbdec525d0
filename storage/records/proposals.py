"""A document as proposals, and proposals with decisions as a document.

Pure: rows in, values out. The current value of anything is the latest decision, else the
latest proposal of the latest reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.entities import Decision, Proposal, Target
from models.reading import Document, Field, How, Mark
from storage.records import codec, decisions

ADDED = 10_000
"""Number of the first row that a person adds to a table: those that are read never reach it."""
_TRUTH = {None: None, "true": True, "false": False}


def from_document(document: Document, document_id: str, version: str) -> list[Proposal]:
    """`document` as rows, beginning with the `TYPE` one that opens a reading."""

    def row(target: Target, confidence: float, **rest: Any) -> Proposal:
        return Proposal(
            document_id=document_id,
            target=target,
            confidence=float(confidence),
            version=version,
            **rest,
        )

    def cell(target: Target, field: Field, **place: Any) -> Proposal:
        return row(
            target,
            field.confidence,
            value=field.value,
            raw=field.raw,
            page=field.page,
            box=codec.box_to_json(field.box),
            how=field.how,
            controle=field.controle,
            rivals=codec.rivals_to_json(field.rivals),
            form=field.form,
            **place,
        )

    rows = [
        row(Target.TYPE, document.type_confidence, value=document.type),
        row(Target.CUT, document.cut_confidence),
    ]
    rows += [cell(Target.FIELD, field, name=name) for name, field in document.fields.items()]
    for name, lines in document.lines.items():
        rows.append(row(Target.LINE, 1.0, name=name, value=str(len(lines))))
        for number, line in enumerate(lines):
            rows += [
                cell(Target.LINE, field, name=name, row=number, column=column)
                for column, field in line.items()
            ]
    for name, mark in document.marks.items():
        present = None if mark.present is None else str(mark.present).lower()
        box = codec.box_to_json(mark.box)
        rows.append(
            row(Target.MARK, mark.confidence, name=name, value=present, page=mark.page, box=box)
        )
    return rows


@dataclass(frozen=True, slots=True)
class Laid:
    """A document, and by table the numbers by which the record knows its lines."""

    document: Document
    rows: Mapping[str, tuple[int, ...]]


def to_document(
    pages: tuple[int, ...], proposed: Iterable[Proposal], decided: Iterable[Decision] = ()
) -> Document:
    """The document that the rows, each in the order of `seq`, now make."""
    return laid(pages, proposed, decided).document


def laid(
    pages: tuple[int, ...], proposed: Iterable[Proposal], decided: Iterable[Decision] = ()
) -> Laid:
    """The same, with the numbers of its lines. Of `decided` only what stands counts."""
    state = _State()
    for proposal in proposed:
        state.propose(proposal)
    for decision in decisions.standing(decided):
        state.decide(decision)
    rows = {name: tuple(sorted(rows)) for name, rows in state.lines.items()}
    return Laid(_document(pages, state, rows), rows)


def _document(pages: tuple[int, ...], state: _State, rows: Mapping[str, Sequence[int]]) -> Document:
    return Document(
        pages=pages,
        type=state.type,
        type_confidence=state.type_confidence,
        fields=state.fields,
        lines={
            name: tuple(state.lines[name][n] for n in numbers) for name, numbers in rows.items()
        },
        marks=state.marks,
        cut_confidence=state.cut_confidence,
    )


def latest_reading(proposed: Sequence[Proposal]) -> Sequence[Proposal]:
    """The proposals since the last `TYPE` one."""
    opens = [n for n, proposal in enumerate(proposed) if proposal.target is Target.TYPE]
    return proposed[opens[-1] :] if opens else proposed


def reading_from(proposed: Sequence[Proposal], opening: int | None) -> Sequence[Proposal]:
    """The reading that the `TYPE` proposal `opening` (`seq`) opens; `None`: the latest."""
    if opening is None:
        return latest_reading(proposed)
    kept: list[Proposal] = []
    for proposal in proposed:
        if proposal.seq > opening and proposal.target is Target.TYPE:
            break
        if proposal.seq >= opening:
            kept.append(proposal)
    return kept


class _State:
    """A document while rows are laid over it."""

    def __init__(self) -> None:
        self._begin("autre", 0.0)

    def _begin(self, type_: str, confidence: float) -> None:
        self.type = type_
        self.type_confidence = confidence
        self.cut_confidence = 1.0
        self.fields: dict[str, Field] = {}
        self.lines: dict[str, dict[int, dict[str, Field]]] = {}
        self.marks: dict[str, Mark] = {}

    def propose(self, row: Proposal) -> None:
        name = row.name or ""
        match row.target:
            case Target.TYPE:
                self._begin(row.value or "autre", row.confidence)
            case Target.CUT:
                self.cut_confidence = row.confidence
            case Target.FIELD:
                self.fields[name] = _field(row)
            case Target.LINE if row.row is not None:
                cells = self.lines.setdefault(name, {}).setdefault(row.row, {})
                cells[row.column or ""] = _field(row)
            case Target.LINE:
                self.lines[name] = {number: {} for number in range(int(row.value or 0))}
            case Target.MARK:
                box = codec.box_from_json(row.box)
                self.marks[name] = Mark(_TRUTH[row.value], row.confidence, row.page, box)

    def decide(self, row: Decision) -> None:
        name = row.name or ""
        match row.target:
            case Target.TYPE if row.value is not None:
                self.type, self.type_confidence = row.value, 1.0
            case Target.CUT:
                self.cut_confidence = 1.0
            case Target.FIELD:
                _settle(self.fields, name, row)
            case Target.LINE if row.row is not None and row.column is None:
                # a whole row: taken away, or added empty
                if row.value is None:
                    self.lines.get(name, {}).pop(row.row, None)
                else:
                    self.lines.setdefault(name, {}).setdefault(row.row, {})
            case Target.LINE if row.row is not None:
                cells = self.lines.setdefault(name, {}).setdefault(row.row, {})
                _settle(cells, row.column or "", row)
            case Target.MARK:
                seen = self.marks.get(name)
                page, box = (seen.page, seen.box) if seen else (None, None)
                self.marks[name] = Mark(_TRUTH[row.value], 1.0, page, box)


def _field(row: Proposal) -> Field:
    return Field(
        value=row.value or "",
        raw=row.raw or "",
        confidence=row.confidence,
        page=row.page,
        box=codec.box_from_json(row.box),
        how=row.how or How.OCR,
        controle=row.controle,
        rivals=codec.rivals_from_json(row.rivals),
        form=row.form,
    )


def _settle(fields: dict[str, Field], name: str, decided: Decision) -> None:
    """Put a person's value in place of what was read; its place on the page stays known."""
    if decided.value is None:
        fields.pop(name, None)
        return
    read = fields.get(name)
    shown = decided.page is not None
    fields[name] = Field(
        value=decided.value,
        raw=decided.raw if decided.raw is not None else (read.raw if read else ""),
        confidence=1.0,
        page=decided.page if shown else (read.page if read else None),
        box=codec.box_from_json(decided.box) if shown else (read.box if read else None),
        how=How.RELECTEUR,
    )
