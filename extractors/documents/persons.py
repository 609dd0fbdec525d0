"""Whether a page that could go on a paper is another person's paper of the same kind.

Asked only of pages that all else would keep together: a page that begins anew (its own title or
letterhead) or bears another insured's number, and names somebody else by two things at least and
by nothing as the first does, is no rest of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz import fuzz

from extractors.documents.traits import Traits
from extractors.fields.finding import find_fields
from extractors.fields.witness import By
from extractors.layout import lay_out
from models.documents import document_type
from models.reading import PageReading, TypedPage
from models.values.text import folded

WHO = ("nom", "prenom", "cin", "date_naissance")
"""Ends of the names of fields that say who somebody is."""
OWN = ("prenom", "cin", "date_naissance")
"""Those of them that brothers and sisters do not share."""
NUMBERS = ("numero_immatriculation", "matricule")
PAPERS = frozenset(
    {
        "numero_facture",
        "numero_feuille",
        "numero_bulletin",
        "numero_dossier",
        "numero_prise_en_charge",
    }
)
"""Numbers of papers."""
NOT_PATIENTS = ("medecin_", "emetteur_", "etablissement_", "organisme_", "conjoint_")
"""Beginnings of those that say it of somebody else."""
PLAINLY = frozenset({By.ETIQUETTE, By.PHRASE, By.PREUVE})
LEAST = 2
"""Things that are another's, from which it is another person."""
READ = 0.5
"""Confidence from which a reading counts."""
ALIKE = 70.0
"""Likeness (0..100) from which two readings may be of one thing."""
MISREAD = 3
"""Digits in which two dates differ that are not one, misread."""


def begins_anew(page: Traits, typed: TypedPage) -> bool:
    """Whether a page bears a title or a letterhead."""
    return typed.titled or page.crowned


def goes_on(page: Traits) -> bool:
    """Whether a page says that it goes on another."""
    return page.goes_on_here or (page.place is not None and page.place.number > 1)


class Persons:
    """Whom pages name, each page read once as a paper of a type."""

    def __init__(self, readings: Mapping[int, PageReading]) -> None:
        self._readings = readings
        self._known: dict[tuple[str, int], Mapping[str, str]] = {}

    def differ(self, kind: str, first: int, page: int, *, anew: bool) -> bool:
        """Whether two pages, as papers of type `kind`, each name a person, and not the same one;
        where the second does not begin `anew`, by the insured's number too, which a family shares.
        Pages that bear the same number of a paper are of one."""
        if sum(map(_says_who, document_type(kind).fields)) < LEAST:
            return False
        before, here = self._who(kind, first), self._who(kind, page)
        both = before.keys() & here.keys()
        persons = [name for name in both if _says_who(name)]
        if anew and sum(name.endswith(OWN) for name in persons) >= LEAST:
            persons = [name for name in persons if name.endswith(OWN)]  # a family shares the rest
        other = all(_another(name, before[name], here[name]) for name in persons)
        same_paper = any(before[name] == here[name] for name in both & PAPERS)
        numbered = bool(set(NUMBERS) & set(persons))
        return len(persons) >= LEAST and other and not same_paper and (anew or numbered)

    def _who(self, kind: str, number: int) -> Mapping[str, str]:
        if (kind, number) not in self._known:
            self._known[kind, number] = _read_who(kind, self._readings[number])
        return self._known[kind, number]


def _read_who(kind: str, reading: PageReading) -> Mapping[str, str]:
    found = find_fields(document_type(kind), [lay_out(reading, 1)])
    return {
        name: folded(field.value)
        for name, field in found.fields.items()
        if (_says_who(name) or name in PAPERS)
        and found.told[name].by in PLAINLY
        and field.confidence >= READ
        and len(field.value) > 1
    }


def _another(name: str, one: str, two: str) -> bool:
    """Whether two readings are of two things, neither misread."""
    if name.endswith("date_naissance"):
        return sum(a != b for a, b in zip(one, two, strict=False)) >= MISREAD
    return fuzz.ratio(one, two) < ALIKE


def _says_who(name: str) -> bool:
    return name in NUMBERS or (name.endswith(WHO) and not name.startswith(NOT_PATIENTS))
