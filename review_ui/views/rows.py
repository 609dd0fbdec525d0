"""What stands on the right of the page: a document's type, fields, lines and marks, as rows."""

from __future__ import annotations

from dataclasses import dataclass

from review_ui.views.sheets import Sheet
from review_ui.wording import words


@dataclass(frozen=True, slots=True)
class Rival:
    """Another reading of the same place; `number` is the key that takes it."""

    number: int
    value: str
    percent: int


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values that a choice has."""

    value: str
    word: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A value. `raw` is empty when it says no more than the value. `sheet` is a page's id.

    `spot` and `seen` name its place and version for the acts; `look`: it wants a person's
    eye; `asked`: a control of the dossier hangs on it. `options`: of a choice. `read`: the
    value as it is kept, which the act of accepting names.
    """

    key: str
    spot: str
    seen: int
    label: str
    value: str
    raw: str
    percent: int
    confidence: float
    doubtful: bool
    how: str
    controle: str
    rivals: tuple[Rival, ...]
    sheet: str
    located: bool
    asked: bool = False
    options: tuple[Option, ...] = ()
    decided: str = ""
    absent: bool = False
    hidden: bool = False
    read: str | None = None

    @property
    def look(self) -> bool:
        if self.hidden:
            return False
        return self.doubtful or bool(self.controle) or (self.absent and self.asked)


@dataclass(frozen=True, slots=True)
class Cell:
    spot: str
    seen: int
    label: str
    value: str
    doubtful: bool
    controle: str


@dataclass(frozen=True, slots=True)
class LineRow:
    key: str
    sheet: str
    spot: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class MarkRow:
    key: str
    spot: str
    seen: int
    label: str
    chip: words.Chip
    percent: int
    sheet: str
    located: bool
    doubtful: bool
    options: tuple[Option, ...]
    asked: bool = False
    decided: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document. When `sealed`, it is there, of a type, on pages, and says nothing.

    `secret`: it is a medical secret, whether or not this visitor may read it. `revision`
    is its version for the acts. `editable`: this visitor may settle its values.
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
    revision: int = 0
    editable: bool = False
    fields: tuple[FieldRow, ...] = ()
    tables: tuple[Table, ...] = ()
    marks: tuple[MarkRow, ...] = ()
    unread: tuple[FieldRow, ...] = ()

    @property
    def to_see(self) -> list[FieldRow]:
        """The fields that want a look: those that a control hangs on first."""
        wanted = [row for row in (*self.fields, *self.unread) if row.look]
        return sorted(wanted, key=lambda row: not row.asked)

    @property
    def sure(self) -> list[FieldRow]:
        return [row for row in self.fields if not row.look]

    @property
    def not_found(self) -> list[FieldRow]:
        return [row for row in self.unread if not row.look]

    @property
    def doubtful_marks(self) -> list[MarkRow]:
        return [row for row in self.marks if row.doubtful]

    @property
    def attention(self) -> int:
        """How many of its values want a look."""
        cells = sum(
            cell is not None and (cell.doubtful or bool(cell.controle))
            for table in self.tables
            for row in table.rows
            for cell in row.cells
        )
        return (
            len(self.to_see)
            + len(self.doubtful_marks)
            + cells
            + (self.doubtful and not self.sealed)
        )
