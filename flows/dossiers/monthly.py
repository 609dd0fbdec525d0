"""The monthly invoice of many patients: at home in no dossier, cited by that of each patient."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import isnan, nan

from flows.dossiers.mentions import Kind, Traces, bare
from flows.dossiers.names import comparable, is_whole, likeness
from models.reading import Document, Field, How, Row

IDENTICAL, SAME_NAME, OTHER_NAME = 100.0, 88.0, 62.0
"""Likeness of two writings of one name, from which a line is of somebody, and under which it is of another."""
CENT = 0.005
FEWEST = 2
"""Patients from which an invoice is of several."""
FOR_ALL = frozenset({"montant_total", "part_organisme", "part_assure", "montant_lettres", "tva"})
"""What is printed once for all patients: no one's own, yet borne for each of them."""
OF_ONE = frozenset(
    {"patient_nom", "patient_prenom", "assure_nom", "assure_prenom", "numero_immatriculation"}
)
"""Who is named: read once on such an invoice, it is of any of its patients."""


def is_monthly(document: Document) -> bool:
    """Whether it is an invoice whose lines are of several patients."""
    if document.type != "facture":
        return False
    patients: list[str] = []
    for name in filter(is_whole, map(_patient, _lines(document))):
        if all(likeness(name, other) < SAME_NAME for other in patients):
            patients.append(name)
    return len(patients) >= FEWEST


def part_of(document: Document, traces: Traces) -> Document | None:
    """The invoice as far as it is of the people of these papers; `None` when none of it is."""
    own = tuple(row for row in _lines(document) if _is_of(row, traces))
    if not own:
        return None
    fields = {n: f for n, f in document.fields.items() if n not in FOR_ALL | OF_ONE}
    total = _total(document, own, traces)
    if total is not None:
        fields["montant_total"] = total
    for name in ("patient_nom", "numero_immatriculation"):
        if name in own[0]:
            fields[name] = own[0][name]
    return replace(document, fields=fields, lines={**document.lines, "lignes": own})


def parts_of(
    documents: Iterable[tuple[str, Document]], traces: Traces
) -> Sequence[tuple[str, Document, Document]]:
    """Of each invoice (with its id), the part of these people, and the whole as far as it speaks
    for them: with the names of their part."""
    found = ((id, part_of(document, traces), document) for id, document in documents)
    return [(id, part, _borne(whole, part)) for id, part, whole in found if part is not None]


def _borne(whole: Document, part: Document) -> Document:
    for_all = {n: f for n, f in whole.fields.items() if n in FOR_ALL}
    return replace(whole, fields={**part.fields, **for_all})


def _total(document: Document, own: Sequence[Row], traces: Traces) -> Field | None:
    """What their lines come to, when all lines make the total, each is surely theirs or another's
    (then none was left out), and theirs name one person: KOUASSI Ayo is not KOUASSI Aya."""
    whole = document.fields.get("montant_total")
    amounts = _amounts(_lines(document))
    if whole is None or amounts is None or abs(sum(amounts) - _number(whole)) >= CENT:
        return None
    if not _of_one(own) or any(
        not _is_of(row, traces) and _may_be_of(row, traces) for row in _lines(document)
    ):
        return None
    due = sum(_amounts(own) or ())
    return replace(whole, value=f"{due:.2f}", raw="", box=None, how=How.DEDUIT, rivals=())


def _of_one(rows: Sequence[Row]) -> bool:
    """Whether all lines that name somebody name the same, letter for letter, in any order."""
    names = [name for name in map(_patient, rows) if name]
    numbers = {number for number in map(_registered, rows) if number}
    return len(numbers) <= 1 and all(likeness(name, names[0]) >= IDENTICAL for name in names)


def _amounts(rows: Sequence[Row]) -> list[float] | None:
    """The amount of each line, when each has one."""
    cells = [row.get("montant") for row in rows]
    read = [_number(cell) for cell in cells if cell is not None]
    return read if len(read) == len(rows) and not any(map(isnan, read)) else None


def _number(field: Field) -> float:
    try:
        return float(field.value)
    except ValueError:
        return nan


def _lines(document: Document) -> Sequence[Row]:
    return document.lines.get("lignes", ())


def _patient(row: Row) -> str:
    return comparable(row["patient_nom"].value) if "patient_nom" in row else ""


def _registered(row: Row) -> str:
    return bare(row["numero_immatriculation"].value) if "numero_immatriculation" in row else ""


def _is_of(row: Row, traces: Traces) -> bool:
    number = _registered(row)
    numbers = {n.value for n in traces.numbers if n.kind is Kind.IMMATRICULATION}
    if number and number in numbers:
        return True
    name = _patient(row)
    return is_whole(name) and _nearness(name, traces) >= SAME_NAME


def _may_be_of(row: Row, traces: Traces) -> bool:
    name = _patient(row)
    return not is_whole(name) or _nearness(name, traces) >= OTHER_NAME


def _nearness(name: str, traces: Traces) -> float:
    return max((likeness(name, m.name) for m in traces.mentions), default=0.0)
