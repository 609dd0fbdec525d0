"""Whose papers these are: the persons and numbers that documents name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from models.checklists import Person
from models.reading import Document, Field
from models.values.text import folded

SAME_NAME = 86.0
"""Similarity (0..100, word order ignored) of two writings of one name."""
MAYBE_SAME_NAME = 60.0
"""Under this, two writings are of two persons, even by hand."""
NUMBERS = (
    "numero_immatriculation",
    "matricule",
    "assure_cin",
    "cin",
    "numero_prise_en_charge",
    "numero_dossier",
)
"""Fields that tell one case or family from another."""
LEAST_DIGITS = 5

INSURED = ("assure_nom", "assure_prenom"), ("nom", "prenom"), ("patient_nom", "patient_prenom")
CARED_FOR = ("beneficiaire_nom", "beneficiaire_prenom"), ("patient_nom", "patient_prenom")
CARDS = frozenset({"carte_immatriculation", "certificat_garantie"})
"""Papers whose bearer is the insured."""
NAMED_PAPERS = CARDS | {"cnie", "rib", "certificat_non_emploi"}


@dataclass(frozen=True)
class Identity:
    """Names (folded, surname then given) and numbers met on some papers."""

    names: frozenset[str] = field(default_factory=frozenset)
    numbers: frozenset[str] = field(default_factory=frozenset)

    def __or__(self, other: Identity) -> Identity:
        return Identity(self.names | other.names, self.numbers | other.numbers)

    @property
    def known(self) -> bool:
        return bool(self.names or self.numbers)

    def likeness(self, other: Identity) -> float:
        """1 for a shared number or name, 0 for strangers, in between for a family."""
        if any(_same_number(a, b) for a in self.numbers for b in other.numbers):
            return 1.0
        best = max(
            (fuzz.token_sort_ratio(a, b) for a in self.names for b in other.names), default=0.0
        )
        if best >= SAME_NAME:
            return 0.95
        if best >= MAYBE_SAME_NAME:
            return 0.5
        family = {n.split()[0] for n in self.names} & {n.split()[0] for n in other.names}
        return 0.5 if family else 0.0


def identity_of(document: Document) -> Identity:
    """The persons and numbers of one document, as surely read as they may be."""
    fields = document.fields
    names = {
        folded(f"{fields[nom].value} {fields[prenom].value}")
        for nom, prenom in (*INSURED, *CARED_FOR)
        if nom in fields and prenom in fields
    }
    numbers = {
        fields[name].value
        for name in NUMBERS
        if name in fields and sum(c.isdigit() for c in fields[name].value) >= LEAST_DIGITS
    }
    return Identity(frozenset(n for n in names if n), frozenset(numbers))


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


def cared_for(documents: Iterable[Document], assure: Person) -> Person:
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
    if person.lien == "assure" or (person.nom is None and person.prenom is None):
        return _himself(assure, person)
    if person.lien is None and _same_person(person, assure):
        return _himself(assure, person)
    return person


def _himself(assure: Person, person: Person) -> Person:
    return Person(
        numero_immatriculation=assure.numero_immatriculation,
        matricule=assure.matricule,
        nom=assure.nom or person.nom,
        prenom=assure.prenom or person.prenom,
        cin=assure.cin,
        date_naissance=assure.date_naissance or person.date_naissance,
        lien="assure",
        sexe=person.sexe,
        confidence={**person.confidence, **assure.confidence},
    )


def _same_person(one: Person, other: Person) -> bool:
    names = [folded(f"{p.nom or ''} {p.prenom or ''}") for p in (one, other)]
    return all(names) and fuzz.token_sort_ratio(*names) >= SAME_NAME


def _same_number(one: str, other: str) -> bool:
    if one == other:
        return True
    return min(len(one), len(other)) >= 8 and Levenshtein.distance(one, other) <= 1


def _take(found: dict[str, Field], name: str, field_: Field | None) -> None:
    best = _better(found.get(name), field_)
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
