"""Whether a paper bears the name of a person, in spite of misread letters."""

from __future__ import annotations

from rapidfuzz import fuzz

from models.checklists.conditions import normalised
from models.checklists.facts import DossierFacts, Person, Piece
from models.checklists.readings import as_date, is_trusted
from models.reading import Field

SAME_NAME = 85.0
"""Similarity (0..100, order of words free) over which two names are one."""
OTHER_NAME = 60.0
"""… and under which, both read well, they are two."""

IDENTIFIERS = (
    ("cin", "cin"),
    ("numero_immatriculation", "numero_immatriculation"),
)
NAME_FIELDS = (
    ("nom", "prenom"),
    ("patient_nom", "patient_prenom"),
    ("beneficiaire_nom", "beneficiaire_prenom"),
    ("assure_nom", "assure_prenom"),
    ("titulaire", ""),
)


def bears_name(facts: DossierFacts, piece: Piece, person: Person) -> bool | None:
    """True, false, or `None` when it cannot be told.

    The same identifier settles it. Names that resemble each other are two readings
    that agree, whatever their confidence; names that differ prove something only when
    both were read well.
    """
    fields = {name: field.written for name, field in piece.document.fields.items()}
    for name, attribute in IDENTIFIERS:
        theirs = person.sure(attribute, facts.policy.reading)
        ours = fields.get(name)
        if ours is not None and isinstance(theirs, str) and _bare(ours.value) == _bare(theirs):
            return True
    for surname, forename in NAME_FIELDS:
        if surname in fields:
            return _same(facts, fields[surname], fields.get(forename), piece, person)
    return None


def is_of_another(facts: DossierFacts, piece: Piece) -> bool:
    """Whether the paper surely bears neither the beneficiary's name nor the insured's.

    A paper that names a patient must name the beneficiary.
    """
    if bears_name(facts, piece, facts.beneficiaire) is not False:
        return False
    return "patient_nom" in piece.document.fields or (
        bears_name(facts, piece, facts.assure) is False
    )


def _same(
    facts: DossierFacts, nom: Field, prenom: Field | None, piece: Piece, person: Person
) -> bool | None:
    threshold = facts.policy.reading
    if not person.nom:
        return None
    written = normalised(f"{nom.value} {prenom.value if prenom else ''}")
    known = normalised(f"{person.nom} {(person.prenom or '') if prenom else ''}")
    likeness = max(
        fuzz.token_sort_ratio(written, known),
        fuzz.ratio(written.replace(" ", ""), known.replace(" ", "")),  # «AITTALEB», «AIT TALEB»
    )
    if prenom is None:  # a surname alone, or a whole name in one blank
        whole = normalised(f"{person.nom} {person.prenom or ''}")
        likeness = max(
            likeness, fuzz.token_set_ratio(written, known), fuzz.token_sort_ratio(written, whole)
        )
    if likeness >= SAME_NAME:
        return True
    well_read = is_trusted(nom, threshold) and (prenom is None or is_trusted(prenom, threshold))
    well_known = bool(person.sure("nom", threshold)) and (
        prenom is None or bool(person.sure("prenom", threshold))
    )
    if not (well_read and well_known) or likeness >= OTHER_NAME or _same_birth(piece, person):
        return None
    return False


def _same_birth(piece: Piece, person: Person) -> bool:
    field = piece.document.fields.get("date_naissance")
    return field is not None and as_date(field.written.value) == person.date_naissance is not None


def _bare(identifier: str) -> str:
    return normalised(identifier).replace(" ", "")
