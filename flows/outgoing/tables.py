"""Tables that leave: what a statement or a register is made of, before it is a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from flows.outgoing import french
from flows.outgoing.facts import Sender
from flows.outgoing.french import CURRENCIES, Currency

Value = str | int | Decimal | date | None
Row = tuple[Value, ...]
NONE_KNOWN = "–"


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXTE = "texte"
    NOMBRE = "nombre"
    MONTANT = "montant"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """`wide`: its share of the page, beside the others."""

    title: str
    kind: Kind = Kind.TEXTE
    wide: float = 1.0

    @property
    def right(self) -> bool:
        """Whether its cells stand to the right."""
        return self.kind in (Kind.NOMBRE, Kind.MONTANT)


@dataclass(frozen=True, slots=True)
class Bars:
    """A drawing of a column of its table: which names, which numbers."""

    title: str
    points: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading. Rows may come one by one, and can then be gone through once.

    `notes` say what must be known to read it, above all what it cannot tell.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    total: Row | None = None
    notes: tuple[str, ...] = ()
    bars: Bars | None = None
    source: str = ""
    """The source that asks for it, as an outsider reads it."""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole paper: who writes it, to whom, of when, and its tables."""

    sender: Sender
    title: str
    about: str
    to: str
    day: date
    number: str
    """What the foot of each page calls it."""
    tables: tuple[Table, ...]

    @property
    def currency(self) -> Currency:
        return CURRENCIES[self.sender.profile.devise]


def shown(value: Value, column: Column, currency: Currency) -> str:
    """A value as paper shows it."""
    if value is None:
        return NONE_KNOWN
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return french.figures(value, currency)
    if isinstance(value, int):
        return f"{value:,}".replace(",", french.NARROW)
    return value
