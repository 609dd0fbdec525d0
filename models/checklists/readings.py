"""Values that can be trusted: fields and marks at or over their threshold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from models.checklists.conditions import NameKind
from models.checklists.facts import Channel, DossierFacts, Piece, Policy
from models.checklists.vocabulary import fields_of
from models.documents import Kind, document_types
from models.reading import Document, Field, How
from models.reference.trust import ALL

Value = str | float | bool
WORDED = frozenset({Kind.TEXTE, Kind.NOM, Kind.PRENOM, Kind.NOM_COMPLET, Kind.VILLE})
"""Kinds of values that are words; at most a code of an act has none («50»)."""
LONG_NUMBER = 5
"""Digits from which they are no code of an act."""


def parsed(value: str, kind: NameKind) -> Value | None:
    """A value of the formats of DOMAIN §3 as conditions see it; `None` when ill-formed."""
    if kind is NameKind.NOMBRE:
        try:
            return float(value)
        except ValueError:
            return None
    if kind is NameKind.BOOLEEN:
        return {"true": True, "false": False}.get(value)
    if kind is NameKind.DATE:
        return value if as_date(value) else None
    return value or None


YEARS = range(1900, 2101)
"""A date outside these was misread."""


def as_date(value: str) -> date | None:
    """The date of an ISO value; `None` when it is none, or none that a dossier can bear."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def is_trusted(field: Field | None, threshold: float) -> bool:
    """Read over the threshold or said by a person, with a value, and no check against it."""
    return (
        field is not None
        and field.value != ""
        and (field.confidence >= threshold or field.how is How.RELECTEUR)
        and field.controle is None
    )


def is_sure(document: Document, name: str, policy: Policy) -> bool:
    """Whether a field of a paper can be believed without a person's look."""
    field = document.fields.get(name)
    form = field.form if field is not None else None
    return is_trusted(field, policy.threshold(genre_of(document.type, name), form))


def sure_text(document: Document, name: str, policy: Policy) -> str:
    """What a field of a paper says when it can be believed; else nothing."""
    field = document.fields.get(name)
    return field.value if field is not None and is_sure(document, name, policy) else ""


def is_filled(document: Document, name: str, policy: Policy) -> bool:
    """Whether something was surely written in a field that can stand there: a date or a number
    that slipped into the blank of an illness does not."""
    field = document.fields.get(name)
    if field is None or field.value == "" or field.confidence < policy.presence:
        return False
    if genre_of(document.type, name) not in WORDED:
        return True
    digits = sum(char.isdigit() for char in field.value)
    return digits < LONG_NUMBER or any(char.isalpha() for char in field.value)


def genre_of(type_name: str, field: str) -> str:
    """The kind of value that a field of a type holds; that of all kinds where it is unknown."""
    kind = document_types().get(type_name)
    spec = kind.fields.get(field) if kind is not None else None
    return spec.genre.value if spec is not None else ALL


def sure_values(facts: DossierFacts, piece: Piece) -> dict[str, Value]:
    """Fields, marks, exemplaire and type of a piece that can be trusted, by name."""
    document, policy = piece.document, facts.policy
    known: dict[str, Value] = {}
    if not facts.is_sure(piece):
        return known
    known["type"] = document.type
    names = fields_of(document.type)
    for name, field in document.fields.items():
        if name in names and name != "exemplaire" and is_sure(document, name, policy):
            value = parsed(field.value, names[name].kind)
            if value is not None:
                known[name] = value
    for name, mark in document.marks.items():
        if mark.present is not None and mark.confidence >= policy.mark:
            known[name] = mark.present
    exemplaire = exemplaire_of(facts, piece)
    if exemplaire is not None:
        known["exemplaire"] = exemplaire
    return known


def exemplaire_of(facts: DossierFacts, piece: Piece) -> str | None:
    """`original`, `copie` … when it can be told (DOMAIN §3); an e-mail is a copy always."""
    said = _said_exemplaire(facts, piece)
    if facts.channel_of(piece) is Channel.EMAIL:
        return said if said in COPIES else "copie"
    return said


COPIES = ("copie", "duplicata", "copie_conforme")
EXEMPLAIRE_WORDS = {
    "exemplaire": {name: name for name in ("original", *COPIES)},
    "mention": {name: name for name in ("original", "copie", "duplicata")},
    "original": {"true": "original", "false": "copie"},
}
"""Fields that say what exemplaire a paper is, and how; the first that says so decides."""


def _said_exemplaire(facts: DossierFacts, piece: Piece) -> str | None:
    for name, words in EXEMPLAIRE_WORDS.items():
        field = piece.document.fields.get(name)
        if field is not None and is_trusted(field, facts.policy.reading) and field.value in words:
            return words[field.value]
    return None


def sure_date(facts: DossierFacts, piece: Piece, name: str) -> date | None:
    """A date field that can be trusted, whatever the piece."""
    field = piece.document.fields.get(name)
    sure = facts.is_sure(piece) and is_sure(piece.document, name, facts.policy)
    if field is None or not sure:
        return None
    return as_date(field.value)


def row_dates(facts: DossierFacts, piece: Piece, tables: Iterable[str]) -> tuple[date, ...]:
    """Trusted dates of the lines of these tables."""
    found = []
    for table in tables:
        for row in piece.document.lines.get(table, ()):
            cell = row.get("date")
            if cell is not None and is_trusted(cell, facts.policy.reading):
                day = as_date(cell.value)
                if day is not None:
                    found.append(day)
    return tuple(found)
