"""The families of the base whom papers may name, each with a probability.

One agreement may be chance or misreading; several make a person. Each kind of agreement counts
once for each family, in log-odds; «nobody of the base» stands among the rivals with its own weight.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process
from sqlalchemy.orm import Session

from flows.dossiers.mentions import Kind, Mention, Number, Role, Traces, bare
from flows.dossiers.names import LONG, comparable, is_whole, likeness, one_off
from models.entities import Assure
from storage.records import assures

EXACT = {Kind.IMMATRICULATION: 5.5, Kind.MATRICULE: 3.5, Kind.CIN: 5.0}
"""Log-odds of a number that is exactly that of the family."""
NEARLY = {Kind.IMMATRICULATION: 2.5, Kind.MATRICULE: 0.8, Kind.CIN: 2.0}
"""… with one wrong character."""
OTHER = -2.0
"""… well read and quite different, where the base knows the number."""
NAMES = ((97.0, 5.0), (92.0, 4.5), (88.0, 3.4), (84.0, 2.2), (75.0, 0.8))
"""Least likeness of names, and log-odds."""
STRANGE_NAME, STRANGE = 60.0, -2.5
"""An insured's name read well and unlike anybody's of the family."""
SURNAME, SURNAME_LIKENESS = 0.4, 84.0
"""A surname alone."""
BORN, BORN_ELSE = 3.0, -0.8
"""The date of birth of the member named, or another."""
BORN_NAMELESS = 1.5
NOBODY = 4.0
"""What the agreements must outweigh."""
LEAST_AGREEMENT = 0.8
"""Log-odds under which a family is no candidate at all."""
WELL_READ = 0.8
ALPHABET = "0123456789"
SEARCHED = 70.0
"""Likeness from which a name of the base is looked at more closely."""
MOST_NAMESAKES = 40


@dataclass(frozen=True, slots=True)
class Family:
    """An insured and his dependants; `key` names the family."""

    key: str
    members: tuple[Assure, ...]

    @property
    def insured(self) -> Assure | None:
        return next((m for m in self.members if m.lien == "assure"), None)


class Directory:
    """The families that the papers of an envoi may name, looked up once for all of them."""

    def __init__(self, families: Iterable[Family] = ()) -> None:
        self.families = tuple(families)
        self._numbers: dict[str, set[int]] = {}
        self._births: dict[date, set[int]] = {}
        self._names: dict[tuple[int, int], str] = {}
        for place, family in enumerate(self.families):
            for rank, member in enumerate(family.members):
                self._names[place, rank] = full_name(member)
                for number in _numbers_of(member):
                    self._numbers.setdefault(bare(number), set()).add(place)
                if member.date_naissance is not None:
                    self._births.setdefault(member.date_naissance, set()).add(place)

    def chances(self, traces: Traces) -> dict[str, float]:
        """Probability of each family that the papers are its own; the rest is «nobody known»."""
        if not traces.known:
            return {}
        near = (self.families[place] for place in sorted(self._near(traces)))
        agreed = {f.key: agreement(f, traces) for f in near}
        weights = {key: math.exp(a - NOBODY) for key, a in agreed.items() if a >= LEAST_AGREEMENT}
        whole = 1.0 + sum(weights.values())
        return {key: weight / whole for key, weight in weights.items() if weight / whole > 0.01}

    def _near(self, traces: Traces) -> set[int]:
        """The families of which a number, a name or a birth may be that on the papers."""
        found: set[int] = set()
        for number in traces.numbers:
            for written in (number.value, *_variants(number.value)):
                found |= self._numbers.get(written, set())
        for mention in traces.mentions:
            if is_whole(mention.name):
                found |= {place for place, _ in self._alike(mention.name)}
            if mention.born is not None:
                found |= self._births.get(mention.born, set())
        return found

    def _alike(self, name: str) -> list[tuple[int, int]]:
        hits = process.extract(
            name, self._names, scorer=fuzz.token_sort_ratio, score_cutoff=SEARCHED, limit=None
        )
        return [key for _, _, key in hits]

    def best(self, traces: Traces) -> list[tuple[Family, float]]:
        """The families with their probability, most likely first."""
        chances = self.chances(traces)
        found = [(f, chances[f.key]) for f in self.families if f.key in chances]
        return sorted(found, key=lambda pair: (-pair[1], pair[0].key))


def directory(
    session: Session,
    papers: Sequence[Traces],
    organisme: str | None,
    writings: Sequence[tuple[str, str]] | None = None,
) -> Directory:
    """The families whose numbers or names come near those on the papers.

    `writings`: ids and names of the base, when they were read already.
    """
    numbers = {n.value for t in papers for n in t.numbers if n.kind in EXACT}
    people = list(assures.bearing(session, numbers, organisme=organisme))
    met = {bare(v) for p in people for v in _numbers_of(p)}
    misread = {variant for number in numbers - met for variant in _variants(number)}
    people += assures.bearing(session, misread, organisme=organisme)
    ids = {person.id for person in people}
    names = {m.name for t in papers for m in t.mentions if is_whole(m.name)}
    if writings is None:
        writings = assures.writings(session, organisme=organisme) if names else []
    base = tuple(writings)
    for name in sorted(names):
        ids |= _namesakes(name, base)
    families = assures.families(session, ids)
    return Directory(Family(members[0].id, tuple(members)) for members in families if members)


@lru_cache(maxsize=256)
def _namesakes(name: str, base: tuple[tuple[str, str], ...]) -> frozenset[str]:
    """The people of the base whose names come near; a whole base takes long to search."""
    near = process.extract(
        name,
        _comparable(base),
        scorer=fuzz.token_sort_ratio,
        score_cutoff=SEARCHED,
        limit=MOST_NAMESAKES,
    )
    return frozenset(id for _, _, id in near)


@lru_cache(maxsize=2)
def _comparable(base: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {id: comparable(name) for id, name in base}


def agreement(family: Family, traces: Traces) -> float:
    """Log-odds that the papers speak of this family: each kind of agreement once."""
    found: dict[tuple[str, str], float] = {}
    for number in traces.numbers:
        _add(found, ("numero", number.kind), _number(family, number))
    for mention in traces.mentions:
        for member, value in _named(family, mention):
            _add(found, ("nom", member.id), value)
        for member, value in _births(family, mention):
            _add(found, ("naissance", member.id), value)
    strange = any(_is_strange(family, m) for m in traces.mentions)
    return sum(found.values()) + (STRANGE if strange else 0.0)


def member_agreement(
    member: Assure, mentions: Iterable[Mention], numbers: Iterable[Number]
) -> float:
    """Log-odds that these mentions name this member of a family."""
    best_name = best_birth = 0.0
    for mention in mentions:
        best_name = max(best_name, _name(member, mention))
        if mention.born and member.date_naissance and mention.born == member.date_naissance:
            best_birth = BORN
    card = any(n.kind is Kind.CIN and bare(member.cin or "") == n.value for n in numbers)
    return best_name + best_birth + (EXACT[Kind.CIN] if card else 0.0)


def full_name(person: Assure) -> str:
    return comparable(f"{person.nom} {person.prenom}")


def _add(found: dict[tuple[str, str], float], key: tuple[str, str], value: float) -> None:
    """The best agreement of each kind; a disagreement only where nothing agrees."""
    if value:
        found[key] = max(found.get(key, value), value)


def _number(family: Family, number: Number) -> float:
    if number.kind not in EXACT:
        return 0.0
    known = {bare(v) for m in family.members for v in _of_kind(m, number.kind) if v}
    if not known:
        return 0.0
    if number.value in known:
        return EXACT[number.kind]
    if any(len(k) >= LEAST_NEAR and one_off(k, number.value) for k in known):
        return NEARLY[number.kind]
    well_read = number.confidence >= WELL_READ and len(number.value) >= LONG
    return OTHER if well_read and number.kind is Kind.IMMATRICULATION else 0.0


LEAST_NEAR = 5
"""Characters from which one wrong one still says something."""


def _of_kind(person: Assure, kind: Kind) -> tuple[str | None, ...]:
    if kind is Kind.IMMATRICULATION:
        return person.numero_immatriculation, person.numero_immatriculation_assure
    return (person.matricule,) if kind is Kind.MATRICULE else (person.cin,)


def _numbers_of(person: Assure) -> Iterable[str]:
    return (v for kind in EXACT for v in _of_kind(person, kind) if v)


def _named(family: Family, mention: Mention) -> Iterable[tuple[Assure, float]]:
    """The member whom the mention names best, if any."""
    rated = [(m, _name(m, mention)) for m in family.members]
    member, value = max(rated, key=lambda pair: (pair[1], pair[0].lien == "assure"))
    if value:
        yield member, value


def _name(member: Assure, mention: Mention) -> float:
    known = full_name(member)
    if not is_whole(mention.name):
        surname = comparable(member.nom)
        return SURNAME if likeness(surname, mention.name) >= SURNAME_LIKENESS else 0.0
    alike = likeness(known, mention.name)
    return next((value for least, value in NAMES if alike >= least), 0.0)


def _births(family: Family, mention: Mention) -> Iterable[tuple[Assure, float]]:
    if mention.born is None:
        return
    for member in family.members:
        same = member.date_naissance == mention.born
        named = _name(member, mention) > SURNAME
        if same:
            yield member, BORN if named else BORN_NAMELESS
        elif named and isinstance(member.date_naissance, date):
            yield member, BORN_ELSE


def _is_strange(family: Family, mention: Mention) -> bool:
    if mention.role is not Role.ASSURE or mention.confidence < WELL_READ:
        return False
    return is_whole(mention.name) and all(
        likeness(full_name(m), mention.name) < STRANGE_NAME for m in family.members
    )


def _variants(number: str) -> Iterable[str]:
    """Numbers one wrong character away."""
    if not LEAST_NEAR <= len(number) <= 12:
        return
    for place in range(len(number)):
        before, after = number[:place], number[place + 1 :]
        yield before + after
        for digit in ALPHABET:
            yield before + digit + after
            yield before + digit + number[place:]
    for digit in ALPHABET:
        yield number + digit


def together(one: Mapping[str, float], other: Mapping[str, float]) -> tuple[float, float]:
    """Probability that two papers are of one known family, and of two."""
    same = sum(p * other.get(key, 0.0) for key, p in one.items())
    return same, sum(one.values()) * sum(other.values()) - same
