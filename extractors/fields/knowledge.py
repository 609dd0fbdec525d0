"""Readings brought near to what is known, the reason kept: the drugs of an ordonnance.

A reading is replaced only where it is close to exactly one known value and something
else read beside it agrees (the dosage); what was read stays in `raw`, and `controle` says
so (DOMAIN §3: never silently).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.reading import Field
from models.reading import Row as TableRow
from models.reference.drugs import nearest_drug

BROUGHT_NEAR = 0.75
"""Confidence that such a value has at most: a person looks at it."""


def with_known_drugs(rows: Sequence[TableRow]) -> tuple[TableRow, ...]:
    """The prescriptions, misread names brought near to the list of drugs."""
    return tuple(_with_drug(row) for row in rows)


def _with_drug(row: TableRow) -> TableRow:
    name, dosage = row.get("medicament"), row.get("dosage")
    if name is None:
        return row
    known = nearest_drug(name.value, dosage.value if dosage is not None else None)
    return {**row, "medicament": _near(name, known)} if known is not None else row


def _near(field: Field, known: str) -> Field:
    return replace(
        field,
        value=known,
        confidence=min(field.confidence, BROUGHT_NEAR),
        controle=f"Lu « {field.value} », rapproché de la liste des médicaments : à vérifier.",
    )
