"""What a paper says of persons and cases: names in their roles, numbers, amounts, dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from flows.dossiers.names import comparable
from models.reading import Document, Field

LEAST_DIGITS = 4
"""Digits under which a number tells nobody apart."""


class Role(StrEnum):
    """In what quality a person is named."""

    ASSURE = "assure"
    SOIGNE = "soigne"
    """The person cared for: beneficiary or patient."""
    PORTEUR = "porteur"
    """Whose paper it is (identity card, certificate)."""
    PROCHE = "proche"
    """Spouse, child or parent named beside another."""
    CITE = "cite"
    """Found in the words of a paper, in no known place."""


class Kind(StrEnum):
    """What a number numbers."""

    IMMATRICULATION = "immatriculation"
    MATRICULE = "matricule"
    CIN = "cin"
    PRISE_EN_CHARGE = "prise_en_charge"
    DOSSIER = "dossier"
    FACTURE = "facture"


@dataclass(frozen=True, slots=True)
class Mention:
    """A person named on a paper. `name` is comparable (`flows.dossiers.names`)."""

    role: Role
    name: str
    confidence: float
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Number:
    kind: Kind
    value: str
    confidence: float


@dataclass(frozen=True)
class Traces:
    """All that a paper (or several) says of whose case it is."""

    mentions: tuple[Mention, ...] = ()
    numbers: tuple[Number, ...] = ()
    amounts: frozenset[str] = field(default_factory=frozenset)

    def __or__(self, other: Traces) -> Traces:
        return Traces(
            tuple(dict.fromkeys((*self.mentions, *other.mentions))),
            tuple(dict.fromkeys((*self.numbers, *other.numbers))),
            self.amounts | other.amounts,
        )

    @property
    def known(self) -> bool:
        return bool(self.mentions or self.numbers)


INSURED_S = frozenset({"carte_immatriculation", "certificat_garantie", "rib", "reclamation"})
"""Papers whose bearer is the insured."""
NAMES = (
    (Role.ASSURE, "assure_nom", "assure_prenom", "assure_date_naissance"),
    (Role.SOIGNE, "beneficiaire_nom", "beneficiaire_prenom", "beneficiaire_date_naissance"),
    (Role.SOIGNE, "patient_nom", "patient_prenom", ""),
    (Role.PORTEUR, "nom", "prenom", "date_naissance"),
    (Role.PORTEUR, "titulaire", "", ""),
    (Role.PORTEUR, "nom_enveloppe", "", ""),
    (Role.PROCHE, "conjoint_nom", "conjoint_prenom", "conjoint_date_naissance"),
    (Role.PROCHE, "epoux_nom", "", ""),
    (Role.PROCHE, "epouse_nom", "", ""),
    (Role.PROCHE, "pere", "", ""),
    (Role.PROCHE, "mere", "", ""),
)
NUMBERS = {
    "numero_immatriculation": Kind.IMMATRICULATION,
    "matricule": Kind.MATRICULE,
    "cin": Kind.CIN,
    "assure_cin": Kind.CIN,
    "conjoint_cin": Kind.CIN,
    "numero_prise_en_charge": Kind.PRISE_EN_CHARGE,
    "numero_dossier": Kind.DOSSIER,
    "numero_facture": Kind.FACTURE,
}
TOTALS = ("montant_total", "montant_accorde")
SMALLEST_TELLING_AMOUNT = 50.0
ROWS_OF_PEOPLE = ("enfants", "personnes", "dossiers")


def traces_of(document: Document) -> Traces:
    """What one document says."""
    fields = {name: field.written for name, field in document.fields.items()}
    mentions = [
        m for m in (_mention(document.type, fields, *names) for names in NAMES) if m is not None
    ]
    mentions += _listed(document)
    return Traces(
        tuple(mentions),
        tuple(_numbers(fields)),
        frozenset(v for n in TOTALS if n in fields and _tells(v := fields[n].value)),
    )


def joined(papers: Iterable[Traces]) -> Traces:
    """What several papers say together."""
    whole = Traces()
    for paper in papers:
        whole |= paper
    return whole


def _mention(
    type_name: str, fields: Mapping[str, Field], role: Role, nom: str, prenom: str, born: str
) -> Mention | None:
    parts = [fields[name] for name in (nom, prenom) if name in fields and fields[name].value]
    if not parts:
        return None
    name = comparable(" ".join(part.value for part in parts))
    if not name:
        return None
    if role is Role.PORTEUR and type_name in INSURED_S:
        role = Role.ASSURE
    confidence = min(part.confidence for part in parts)
    return Mention(role, name, confidence, _day(fields.get(born)))


def _listed(document: Document) -> Iterable[Mention]:
    """The persons of a table: children of a form, members of a list, dossiers of a bordereau."""
    for table in ROWS_OF_PEOPLE:
        for row in document.lines.get(table, ()):
            parts = [row[name] for name in ("nom", "prenom") if name in row and row[name].value]
            name = comparable(" ".join(part.value for part in parts))
            if name:
                confidence = min(part.confidence for part in parts)
                yield Mention(Role.PROCHE, name, confidence, _day(row.get("date_naissance")))


def _numbers(fields: Mapping[str, Field]) -> Iterable[Number]:
    for name, kind in NUMBERS.items():
        if name not in fields:
            continue
        value = bare(fields[name].value)
        if sum(c.isdigit() for c in value) >= LEAST_DIGITS:
            yield Number(kind, value, fields[name].confidence)


def bare(number: str) -> str:
    """An identifier without what people put between its characters."""
    return "".join(c for c in number.upper() if c.isalnum())


def _day(found: Field | None) -> date | None:
    if found is None:
        return None
    try:
        return date.fromisoformat(found.value)
    except ValueError:
        return None


def _tells(amount: str) -> bool:
    try:
        return float(amount) >= SMALLEST_TELLING_AMOUNT
    except ValueError:
        return False
