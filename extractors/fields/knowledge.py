"""Readings brought near to what is known, the reason kept: drugs, cities, specialities, given names.

A reading is replaced only where it is close to exactly one known value and something
else speaks for a misreading (a dosage that agrees, a reader in doubt); what was read stays
in `raw`, and `controle` says so (DOMAIN §3: never silently).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.fields.people import DOCTOR
from models.documents import DocumentType, Kind
from models.reading import Field, How
from models.reading import Row as TableRow
from models.reference import (
    city_named,
    nearest_city,
    nearest_given_name,
    nearest_speciality,
    speciality_in,
)
from models.reference.drugs import nearest_drug
from models.values.text import folded

BROUGHT_NEAR = 0.75
"""Confidence that such a value has at most: a person looks at it."""


IN_DOUBT = 0.85
"""Confidence from which a reading is believed rather than a name that is near it."""
WORDED = 5
"""Letters from which a word beside a speciality may belong to it: «Gynécologue accoucheur»."""
PRACTISING = frozenset({"medecin", "specialiste", "chirurgien", "service", "de", "en", "et", "du"})
"""What may stand before a speciality and belong to it: «Médecin pédiatre»."""
SPECIALITY = "medecin_specialite"


def with_known_words(fields: Mapping[str, Field], kind: DocumentType) -> dict[str, Field]:
    """The fields, cities, specialities and given names as the tables write them."""
    found: dict[str, Field] = {}
    for name, field in fields.items():
        genre = kind.fields[name].genre
        if name == SPECIALITY:
            speciality = _speciality(field)
            if speciality is not None:
                found[name] = speciality
        elif genre is Kind.VILLE:
            found[name] = _city(field)
        elif genre is Kind.PRENOM:
            found[name] = _given_name(field)
        else:
            found[name] = field
    return found


def _speciality(field: Field) -> Field | None:
    """The speciality without what stands beside it; nothing when a number says it is an address."""
    known = speciality_in(field.value)
    if known is not None:
        words = folded(field.value).split()
        others = [w for w in words if w not in folded(known).split()]
        beside = len(others) > 1 or any(len(w) < WORDED and w not in PRACTISING for w in others)
        return replace(field, value=known) if beside or _numbered(field) else field
    if folded(field.value).split()[0] in DOCTOR:
        return None  # his name
    near = nearest_speciality(field.value)
    if near is not None:
        return brought(field, near, "la liste des spécialités")
    return None if _numbered(field) else field


def _numbered(field: Field) -> bool:
    return any(c.isdigit() for c in field.value)


def _city(field: Field) -> Field:
    if field.how is How.TEXTE_PDF:
        return field  # written so, not misread
    near = nearest_city(field.value)
    if near is not None and folded(near) != folded(field.value):
        return brought(field, near, "la liste des villes")
    named = city_named(field.value)
    if named is not None and folded(named) != folded(field.value) and field.confidence < IN_DOUBT:
        return brought(field, named, "la liste des villes")
    return field


def _given_name(field: Field) -> Field:
    misread = field.confidence < IN_DOUBT and field.how is not How.TEXTE_PDF
    if not misread or len(field.value.split()) != 1:
        return field
    near = nearest_given_name(field.value)
    return brought(field, near, "la liste des prénoms") if near is not None else field


def with_known_drugs(rows: Sequence[TableRow]) -> tuple[TableRow, ...]:
    """The prescriptions, misread names brought near to the list of drugs."""
    return tuple(_with_drug(row) for row in rows)


def _with_drug(row: TableRow) -> TableRow:
    name, dosage = row.get("medicament"), row.get("dosage")
    if name is None:
        return row
    known = nearest_drug(name.value, dosage.value if dosage is not None else None)
    if known is None:
        return row
    return {**row, "medicament": brought(name, known, "la liste des médicaments")}


def brought(field: Field, known: str, table: str) -> Field:
    """A value as a table has it, what was read kept and said."""
    return replace(
        field,
        value=known,
        confidence=min(field.confidence, BROUGHT_NEAR),
        controle=f"Lu « {field.value} », rapproché de {table} : à vérifier.",
    )
