"""The insured and the person cared for, as the papers of a case name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from flows.dossiers.names import comparable, likeness
from models.checklists import Person
from models.reading import Document, Field

SAME_NAME = 86.0
"""Likeness (0..100, order of words free) of two writings of one name."""
CARDS = frozenset({"carte_immatriculation", "certificat_garantie"})
"""Papers whose bearer is the insured."""


SILENCE = 0.5
"""Confidence that the insured himself is cared for, when the papers were read to name nobody."""


def insured(documents: Iterable[Document]) -> Person:
    """The insured, from the papers that name him best."""
    found: dict[str, Field] = {}
    for document in documents:
        fields = document.fields
        own = document.type in CARDS or "assure_nom" not in fields
        _take(found, "numero_immatriculation", fields.get("numero_immatriculation"))
        _take(found, "matricule", fields.get("matricule"))
        _take(found, "cin", fields.get("assure_cin"))
        _take(found, "date_naissance", fields.get("assure_date_naissance"))
        _take(found, "nom", fields.get("assure_nom"))
        _take(found, "prenom", fields.get("assure_prenom"))
        if document.type in CARDS and own:
            _take(found, "nom", fields.get("nom"))
            _take(found, "prenom", fields.get("prenom"))
            _take(found, "date_naissance", fields.get("date_naissance"))
    return _person(found, "assure")


def cared_for(documents: Sequence[Document], assure: Person) -> Person:
    """The person cared for; the insured himself when the papers say so or name no other."""
    found: dict[str, Field] = {}
    lien: Field | None = None
    for document in documents:
        fields = document.fields
        lien = _better(lien, fields.get("beneficiaire_lien"))
        _take(found, "nom", fields.get("beneficiaire_nom"))
        _take(found, "prenom", fields.get("beneficiaire_prenom"))
        _take(found, "date_naissance", fields.get("beneficiaire_date_naissance"))
        _take(found, "sexe", fields.get("beneficiaire_sexe"))
    if "nom" not in found and "prenom" not in found:
        for document in documents:
            _take(found, "nom", document.fields.get("patient_nom"))
            _take(found, "prenom", document.fields.get("patient_prenom"))
    person = _person(found, lien.value if lien else None, lien.confidence if lien else 1.0)
    nameless = person.nom is None and person.prenom is None
    if person.lien == "assure":
        return _himself(assure, person, person.confidence.get("lien", 1.0))
    if nameless and person.lien is None:
        # Silence is no proof: a form that names nobody may be one that was not read.
        return _himself(assure, person, SILENCE)
    if person.lien is None and _same_person(person, assure):
        return _himself(assure, person, person.confidence.get("nom", 1.0))
    return person


def _himself(assure: Person, person: Person, lien: float) -> Person:
    return Person(
        numero_immatriculation=assure.numero_immatriculation,
        matricule=assure.matricule,
        nom=assure.nom or person.nom,
        prenom=assure.prenom or person.prenom,
        cin=assure.cin,
        date_naissance=assure.date_naissance or person.date_naissance,
        lien="assure",
        sexe=person.sexe,
        confidence={**person.confidence, **assure.confidence, "lien": lien},
    )


def _same_person(one: Person, other: Person) -> bool:
    names = [comparable(f"{p.nom or ''} {p.prenom or ''}") for p in (one, other)]
    return likeness(*names) >= SAME_NAME


def _take(found: dict[str, Field], name: str, field_: Field | None) -> None:
    best = _better(found.get(name), field_.written if field_ else None)
    if best is not None:
        found[name] = best


def _better(one: Field | None, other: Field | None) -> Field | None:
    if one is None or other is None:
        return one or other
    return other if other.confidence > one.confidence else one


def _person(found: Mapping[str, Field], lien: str | None, lien_confidence: float = 1.0) -> Person:
    def text(name: str) -> str | None:
        return found[name].value if name in found else None

    born = text("date_naissance")
    confidence = {name: f.confidence for name, f in found.items()}
    return Person(
        numero_immatriculation=text("numero_immatriculation"),
        matricule=text("matricule"),
        nom=text("nom"),
        prenom=text("prenom"),
        cin=text("cin"),
        date_naissance=date.fromisoformat(born) if born else None,
        lien=lien,
        sexe=text("sexe"),
        confidence={**confidence, "lien": lien_confidence},
    )
