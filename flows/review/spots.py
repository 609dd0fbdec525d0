"""A place of a document that a person can settle: a field, a mark, a cell of a table, a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flows.review.errors import MissingError
from flows.secrecy import document_thing, field_thing
from models.documents import Column, FieldSpec, document_types
from models.entities import Decision, Document, Page, Target
from models.permissions import Sort, Thing

EXEMPLAIRE = "exemplaire"


@dataclass(frozen=True, slots=True)
class Spot:
    """`row` and `column` are for tables; a `LINE` without `column` is the whole line."""

    target: Target
    name: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = [self.target.value, self.name]
        if self.row is not None:
            parts.append(str(self.row))
        if self.column is not None:
            parts.append(self.column)
        return ":".join(parts)

    @classmethod
    def parse(cls, text: str) -> Spot:
        """The spot that `str` wrote; `MissingError` when it is none."""
        parts = text.split(":")
        wanted = {"field": 2, "mark": 2, "attribute": 2, "type": 2, "cut": 2}.get(parts[0])
        if wanted == len(parts) and all(parts):
            return cls(Target(parts[0]), parts[1])
        if parts[0] == "line" and len(parts) in (3, 4) and parts[2].isdecimal() and all(parts):
            return cls(Target.LINE, parts[1], int(parts[2]), parts[3] if len(parts) > 3 else None)
        raise MissingError(f"« {text} » ne désigne aucun champ.")

    @classmethod
    def of(cls, decision: Decision) -> Spot:
        """The place that a decision is about."""
        return cls(decision.target, decision.name or "", decision.row, decision.column)


def spec_of(type_: str, spot: Spot) -> FieldSpec | Column | None:
    """What the document type says of the spot; `None` for a whole line and for `exemplaire`.

    `MissingError` when papers of that type have no such field.
    """
    kind = document_types()[type_]
    if spot.target is Target.FIELD:
        if spot.name in kind.fields:
            return kind.fields[spot.name]
        if spot.name == EXEMPLAIRE:
            return None
    elif spot.target is Target.LINE and spot.name in kind.lines and spot.row is not None:
        if spot.column is None:
            return None
        column = kind.lines[spot.name].colonnes.get(spot.column)
        if column is not None:
            return column
    raise MissingError(f"Un document « {kind.libelle} » n'a pas de champ « {spot} ».")


def label_of(type_: str, spot: Spot) -> str:
    """What people call the spot."""
    kind = document_types().get(type_)
    if kind is None:
        return spot.name
    if spot.target is Target.MARK and spot.name in kind.marks:
        return kind.marks[spot.name].libelle
    if spot.target is Target.LINE and spot.name in kind.lines:
        table = kind.lines[spot.name]
        column = table.colonnes.get(spot.column or "")
        return f"{table.libelle}, {column.libelle}" if column else f"{table.libelle}, une ligne"
    if spot.name == EXEMPLAIRE:
        return "Exemplaire"
    return kind.fields[spot.name].libelle if spot.name in kind.fields else spot.name


def spot_thing(document: Document, pages: Iterable[Page], spot: Spot) -> Thing:
    """The value of a spot, as what `may` is asked about."""
    paper = document_thing(document, pages)
    if spot.target is Target.FIELD:
        return field_thing(paper, document.type, spot.name)
    return Thing(Sort.CHAMP, paper.confidential, spot.name)
