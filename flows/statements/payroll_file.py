"""The file of declared employees that an employer gives instead of a paper: CSV or XLSX.

Its columns are known by the heads that the paper's own table may have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.intake.tables import rows_of
from models.documents import document_types
from models.errors import BadInput
from models.values.dates import parse_date
from models.values.identifiers import compact
from models.values.text import folded

PAPER, TABLE = "bordereau_declaration_salaires", "personnes"
KEPT = (
    "nom",
    "prenom",
    "matricule",
    "numero_immatriculation",
    "cin",
    "date_naissance",
    "mouvement",
)
"""What is kept of a line; the wage is nobody's affair here."""
_FURTHER = {"cin": ("cin", "cnie", "n cin", "n cnie")}


@dataclass(frozen=True, slots=True)
class PayrollFile:
    """The people of a file; `skipped`: lines without a name."""

    people: tuple[dict[str, str], ...]
    skipped: tuple[int, ...]


def read(name: str, data: bytes) -> PayrollFile:
    """The people of a file; `BadInput` where it is no table, or nobody is named in it."""
    filled = [(line, row) for line, row in rows_of(data) if any(row)]
    found = _head(filled)
    if found is None:
        raise BadInput(
            f"Le fichier « {name} » n'a pas de ligne qui nomme ses colonnes (nom, prénom, matricule, "
            "n° d'immatriculation…).",
            code="salaires_colonnes",
        )
    start, columns = found
    people, skipped = [], []
    for line, row in filled[start + 1 :]:
        person = _person(columns, row)
        if person.get("nom"):
            people.append(person)
        else:
            skipped.append(line)
    if not people:
        raise BadInput(f"Le fichier « {name} » ne nomme personne.", code="salaires_vide")
    return PayrollFile(tuple(people), tuple(skipped))


def _head(rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[int, Mapping[int, str]] | None:
    """Where the heads are (a title may stand above them), and what each column is."""
    known = _heads()
    for place, (_, row) in enumerate(rows[:20]):
        columns = {n: known[folded(cell)] for n, cell in enumerate(row) if folded(cell) in known}
        if "nom" in columns.values() and len(set(columns.values())) > 1:
            return place, columns
    return None


def _heads() -> Mapping[str, str]:
    """Each head as files write it, folded; «nom et prénom» in one column is the name."""
    columns = document_types()[PAPER].lines[TABLE].colonnes
    found: dict[str, str] = {}
    for name in reversed(KEPT):
        heads = (*columns[name].entetes, name) if name in columns else _FURTHER.get(name, ())
        found |= {folded(head.replace("_", " ")): name for head in heads}
    return found


def _person(columns: Mapping[int, str], row: Sequence[str]) -> dict[str, str]:
    person = {name: row[n].strip() for n, name in columns.items() if n < len(row)}
    for name in ("matricule", "numero_immatriculation", "cin"):
        if person.get(name):
            person[name] = compact(person[name])
    if person.get("date_naissance"):
        day = parse_date(person["date_naissance"])
        person["date_naissance"] = day.isoformat() if day else ""
    return {name: value for name, value in person.items() if value}
