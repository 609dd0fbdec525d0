"""The monthly invoice of many patients: at home in no dossier, cited by that of each patient."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flows.dossiers.mentions import Kind, Traces, bare
from flows.dossiers.names import comparable, is_whole, likeness
from models.reading import Document, Row

SAME_NAME = 88.0
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
    for name in ("patient_nom", "numero_immatriculation"):
        if name in own[0]:
            fields[name] = own[0][name]
    return replace(document, fields=fields, lines={**document.lines, "lignes": own})


def parts_of(
    documents: Iterable[tuple[str, Document]], traces: Traces
) -> Sequence[tuple[str, Document]]:
    """Of each invoice (with its id), the part of these people."""
    found = ((id, part_of(document, traces)) for id, document in documents)
    return [(id, part) for id, part in found if part is not None]


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
    return is_whole(name) and any(likeness(name, m.name) >= SAME_NAME for m in traces.mentions)
