"""Readings brought near to what the base of insured people knows of the one whom they name.

A value is proposed as the base has it only where it is close to exactly one known value and
others of the same paper agree with that person exactly; what was read stays in `raw` and first of
the rivals (`Field.written`), and `controle` says so (DOMAIN §3: never silently).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extractors.fields.evidence import MOST_RIVALS
from extractors.fields.knowledge import brought
from models.reading import Field, How
from models.values.text import folded

SURE = 0.97
"""Confidence from which a reading is believed rather than the base: people and numbers change."""
WELL_READ = 0.85
"""Confidence from which a name that only its spelling sets apart is taken for what is written."""
NUMBERS = ("numero_immatriculation", "matricule", "cin")
NAMES = ("nom", "prenom")
EDITS, LONG = 2, 8
"""Characters by which a number or a date may be misread; half as many for a number that is not
so long."""
ALIKE = 60.0
"""Likeness (0..100) of a misread name."""
OF_ANYBODY = (*NAMES, "date_naissance", "cin")
INSURED, CARED_FOR = "assure_", ("beneficiaire_", "patient_", "conjoint_", "")
BASE = "la base des assurés"


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the base, as far as papers tell: by the end of a field's name, his value."""

    lien: str
    values: Mapping[str, str]


def with_insured(fields: Mapping[str, Field], family: Sequence[Known]) -> dict[str, Field]:
    """The fields of a paper that speaks of this family, each as read or brought near."""
    result = dict(fields)
    proven = False
    insured = next((person for person in family if person.lien == "assure"), None)
    if insured is not None:
        own = {n: n.removeprefix(INSURED) for n in fields if n.startswith(INSURED)}
        own |= {n: n for n in NUMBERS[:2] if n in fields}
        ends = {own[name] for name in _agreed(fields, own, insured)}
        proven = bool(ends & set(NUMBERS)) or set(NAMES) <= ends
        _settle(result, own, insured, family, proven=False)
    for prefix in CARED_FOR:
        asked = {f"{prefix}{end}": end for end in OF_ANYBODY if f"{prefix}{end}" in fields}
        person = _alone_likest(fields, asked, family)
        if person is not None:
            _settle(result, asked, person, family, proven=proven)
    return result


def _alone_likest(
    fields: Mapping[str, Field], asked: Mapping[str, str], family: Sequence[Known]
) -> Known | None:
    """The one of the family of whom a paper says most."""
    if not set(asked.values()) & set(NAMES):
        return None
    rated = sorted(
        ((_likeness(fields, asked, person), person) for person in family), key=lambda r: -r[0]
    )
    alone = len(rated) == 1 or (rated and rated[0][0] > rated[1][0])
    return rated[0][1] if alone else None


def _likeness(fields: Mapping[str, Field], asked: Mapping[str, str], person: Known) -> float:
    agreed = _agreed(fields, asked, person)
    near = [n for n, e in asked.items() if _close(e, fields[n].value, person.values.get(e, ""))]
    return len(agreed) + 0.5 * len(set(near) - agreed)


def _settle(
    result: dict[str, Field],
    asked: Mapping[str, str],
    person: Known,
    family: Sequence[Known],
    *,
    proven: bool,
) -> None:
    """What the paper says of a person. `proven`: the family is his by what else the paper says."""
    agreed = _agreed(result, asked, person)
    ends = {asked[name] for name in agreed}
    for name, end in asked.items():
        known, field = person.values.get(end), result[name]
        if not known or name in agreed or field.confidence >= SURE:
            continue
        if not (_proven(ends, end) or (proven and ends & set(NAMES))):
            continue
        if end in NAMES and field.confidence >= WELL_READ and _as_written(field.value, known):
            continue
        if _close(end, field.value, known) and not _anothers(end, field.value, known, family):
            rivals = (r for r in field.rivals if r[0] not in (field.value, known))
            near = brought(field, known, BASE)
            seen = ((field.value, field.confidence), *rivals)
            result[name] = replace(near, rivals=seen[:MOST_RIVALS], how=How.DEDUIT)


def _agreed(fields: Mapping[str, Field], asked: Mapping[str, str], person: Known) -> set[str]:
    """The fields that say exactly what the base knows."""
    return {
        name
        for name, end in asked.items()
        if (known := folded(person.values.get(end, ""))) and folded(fields[name].value) == known
    }


def _proven(agreed: set[str], end: str) -> bool:
    """Whether what agrees is enough to name the person, the field `end` left out."""
    numbered = bool(agreed & set(NUMBERS))
    named = set(NAMES) <= agreed
    born = "date_naissance" in agreed
    some = bool(agreed & set(NAMES))
    if end in NAMES:
        return numbered or (born and some)
    return named or (numbered and (some or born)) or (some and born)


def _close(end: str, read: str, known: str) -> bool:
    """Whether a reading may be the known value, misread."""
    if not known:
        return False
    if end in NAMES:
        return fuzz.ratio(folded(read), folded(known)) >= ALIKE
    most = EDITS if len(known) >= LONG else EDITS // 2
    return Levenshtein.distance(read, known, score_cutoff=most) <= most


def _as_written(read: str, known: str) -> bool:
    """Whether a paper may well write a name so: «Y. Fabrice», «BUHLAL» for BOUHLAL, «ELBAKKALI»."""
    shortened = any(len(word) == 1 for word in folded(read).split())
    return shortened or _consonants(known) in _consonants(read)


def _consonants(name: str) -> str:
    return "".join(c for c in folded(name) if c.isalpha() and c not in "aeiouy")


def _anothers(end: str, read: str, known: str, family: Sequence[Known]) -> bool:
    """Whether another known value is as close to what was read."""
    others = {person.values.get(end) or known for person in family} - {known}
    return any(_close(end, read, other) for other in others)
