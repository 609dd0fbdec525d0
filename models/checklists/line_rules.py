"""Rules that look at a table line by line: what each says is wrong, with the line it is on.

A rule answers the lines at fault, none, or `None` when it cannot be told. A line is at
fault only when it was read well; one that may be leaves the answer open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from models.checklists.claims import CENT, DRUGS
from models.checklists.conditions import normalised
from models.checklists.facts import DossierFacts, Piece
from models.checklists.readings import as_date, is_trusted, sure_date, sure_values
from models.organismes import Organisme
from models.reading import Field

SAME_DRUG = 82.0
"""Likeness (0..100) of two writings of a drug's name."""
LEAST_LETTERS = 4
FORMS = frozenset(
    {
        *("comprime", "comprimes", "gelule", "gelules", "sachet", "sachets", "sirop", "ampoule"),
        *("ampoules", "boite", "boites", "flacon", "tube", "pommade", "creme", "collyre", "spray"),
        *("injectable", "solution", "suspension", "suppositoire", "suppositoires", "gouttes"),
    }
)
"""Words of a drug's form, which name no drug."""


@dataclass(frozen=True, slots=True)
class LineFault:
    """A line that a rule refuses. `row` counts from 0; `cell` is where to look."""

    table: str
    row: int
    said: str
    cell: Field


Faults = tuple[LineFault, ...] | None
Rule = Callable[[DossierFacts, Piece, Organisme], Faults]


@dataclass(frozen=True, slots=True)
class _Line:
    table: str
    row: int
    cells: Mapping[str, Field]

    def fault(self, cell: Field) -> LineFault:
        label = self.cells.get("designation")
        said = label.value if label is not None and label.value else f"ligne {self.row + 1}"
        return LineFault(self.table, self.row, said, cell)


def _lines(piece: Piece, *tables: str) -> Iterator[_Line]:
    for table in tables:
        for row, cells in enumerate(piece.document.lines.get(table, ())):
            yield _Line(table, row, cells)


def _gathered(answers: Iterable[LineFault | bool | None]) -> Faults:
    """The faults among the answers; `None` when there is none and one line is open."""
    found, unknown = [], False
    for answer in answers:
        if isinstance(answer, LineFault):
            found.append(answer)
        unknown = unknown or answer is None
    return tuple(found) if found or not unknown else None


def excluded(facts: DossierFacts, piece: Piece, profile: Organisme) -> Faults:
    """Lines that name a product or a visit of the organisme's excluded list."""

    def answer(line: _Line) -> LineFault | bool | None:
        label = line.cells.get("designation")
        if label is None or not label.value:
            return None
        said = f" {normalised(label.value)} "
        if not any(f" {normalised(words)} " in said for words in profile.exclusions):
            return True
        return line.fault(label) if is_trusted(label, facts.policy.reading) else None

    return _gathered(answer(line) for line in _lines(piece, "lignes", "actes"))


def not_prescribed(facts: DossierFacts, piece: Piece, profile: Organisme) -> Faults:
    """Drugs that are billed and stand on no prescription, when every prescription was read."""
    drugs = [line for line in _lines(piece, "lignes") if _is_drug(facts, piece, line)]
    if not drugs:
        return ()
    prescribed = [
        cell.value
        for paper in facts.by_type.get("ordonnance", ())
        for line in _lines(paper, "prescriptions")
        if (cell := line.cells.get("medicament")) is not None
    ]
    complete = bool(prescribed) and all(
        _all_read(facts, p) for p in facts.by_type.get("ordonnance", ())
    )

    def answer(line: _Line) -> LineFault | bool | None:
        label = line.cells.get("designation")
        if label is None or not _names_of(label.value):
            return None
        if any(_same_drug(label.value, other) for other in prescribed):
            return True
        return line.fault(label) if complete and is_trusted(label, facts.policy.reading) else None

    return _gathered(answer(line) for line in drugs)


def outside_stay(facts: DossierFacts, piece: Piece, profile: Organisme) -> Faults:
    """Acts billed on a day before the entry or after the discharge."""
    entry = sure_date(facts, piece, "date_entree")
    leaving = sure_date(facts, piece, "date_sortie")
    dated = [(line, cell) for line in _lines(piece, "lignes") if (cell := line.cells.get("date"))]
    if not dated:
        return ()
    if entry is None or leaving is None or leaving < entry:
        return None

    def answer(line: _Line, cell: Field) -> LineFault | bool | None:
        day: date | None = as_date(cell.value)
        if day is None:
            return None
        if entry <= day <= leaving:
            return True
        return line.fault(cell) if is_trusted(cell, facts.policy.reading) else None

    return _gathered(answer(line, cell) for line, cell in dated)


def wrong_sum(facts: DossierFacts, piece: Piece, profile: Organisme) -> Faults:
    """Lines whose amount is neither quantity by price, nor quantity by coefficient by the price
    of their key letter («B 80» at 1,10)."""
    table = list(_lines(piece, "lignes"))
    rated = any("coefficient" in line.cells for line in table)

    def answer(line: _Line) -> LineFault | bool | None:
        cells = [line.cells.get(n) for n in ("quantite", "prix_unitaire", "montant")]
        if any(c is None or not c.value for c in cells):
            return True
        factors = [c for c in (*cells, line.cells.get("coefficient")) if c is not None]
        try:
            quantity, price, amount, *coefficient = (float(c.value) for c in factors)
        except ValueError:
            return None
        products = [quantity * price, *(quantity * price * c for c in coefficient)]
        if any(abs(product - amount) < CENT for product in products):
            return True
        if rated and not coefficient:
            return None  # its own may not have been read
        sure = all(is_trusted(c, facts.policy.reading) for c in factors)
        return line.fault(factors[2]) if sure else None

    return _gathered(answer(line) for line in table)


def _all_read(facts: DossierFacts, paper: Piece) -> bool:
    """Whether a prescription's table was read, every drug of it well."""
    rows = paper.document.lines.get("prescriptions", ())
    return (
        bool(rows)
        and facts.is_sure(paper)
        and all(is_trusted(row.get("medicament"), facts.policy.reading) for row in rows)
    )


def _is_drug(facts: DossierFacts, piece: Piece, line: _Line) -> bool:
    if sure_values(facts, piece).get("nature") == "pharmacie":
        return True
    code = line.cells.get("code")
    return bool(DRUGS.columns & set(line.cells)) or (
        code is not None
        and DRUGS.code.fullmatch(re.sub(r"[^A-Z0-9]", "", code.value.upper())) is not None
    )


def _names_of(written: str) -> list[str]:
    """The words of a drug's writing that may name it."""
    words = re.findall(r"[a-z]+", normalised(written))
    return [w for w in words if len(w) >= LEAST_LETTERS and w not in FORMS]


def _same_drug(billed: str, prescribed: str) -> bool:
    ours, theirs = _names_of(billed), _names_of(prescribed)
    return any(fuzz.ratio(one, other) >= SAME_DRUG for one in ours[:2] for other in theirs)


LINE_RULES: Mapping[str, Rule] = {
    "exclues": excluded,
    "non_prescrites": not_prescribed,
    "hors_sejour": outside_stay,
    "calcul_faux": wrong_sum,
}
"""What a file may ask of the lines of a paper (`lignes = "…"`)."""
