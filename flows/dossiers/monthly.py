"""The monthly invoice of many patients: at home in no dossier, cited by that of each patient."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import isnan, nan

from flows.dossiers.mentions import Kind, Traces, bare
from flows.dossiers.names import comparable, is_whole, likeness
from models.reading import Document, Field, How, Row

SAME_NAME, OTHER_NAME = 88.0, 62.0
"""Likeness of names from which a line is of somebody, and under which it is of another."""
CENT = 0.005
FEWEST = 2
"""Patients from which an invoice is of several."""
OF_THE_WHOLE = frozenset(
    {"montant_total", "part_organisme", "part_assure", "montant_lettres", "tva"}
    | {"patient_nom", "patient_prenom", "assure_nom", "assure_prenom", "numero_immatriculation"}
)
"""What is printed once for all patients, and says nothing of one."""


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
    fields = {n: f for n, f in document.fields.items() if n not in OF_THE_WHOLE}
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
    """Of each invoice (with its id), the part of these people, and the whole."""
    found = ((id, part_of(document, traces), document) for id, document in documents)
    return [(id, part, whole) for id, part, whole in found if part is not None]


def _total(document: Document, own: Sequence[Row], traces: Traces) -> Field | None:
    """What these people's lines come to, when all lines make the total and each is surely theirs
    or another's: then none was left out."""
    whole = document.fields.get("montant_total")
    amounts = _amounts(_lines(document))
    if whole is None or amounts is None or abs(sum(amounts) - _number(whole)) >= CENT:
        return None
    if any(not _is_of(row, traces) and _may_be_of(row, traces) for row in _lines(document)):
        return None
    due = sum(_amounts(own) or ())
    return replace(whole, value=f"{due:.2f}", raw="", box=None, how=How.DEDUIT, rivals=())


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


def _is_of(row: Row, traces: Traces) -> bool:
    number = bare(row["numero_immatriculation"].value) if "numero_immatriculation" in row else ""
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
