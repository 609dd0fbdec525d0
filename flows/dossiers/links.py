"""The odds that two papers belong to one case, from what each says."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.dossiers.mentions import Kind, Mention, Number, Role, Traces
from flows.dossiers.names import PARTICLES, is_whole, likeness, same_number
from flows.dossiers.people import together

SAME_NUMBER = {
    Kind.PRISE_EN_CHARGE: 5.0,
    Kind.FACTURE: 4.0,
    Kind.DOSSIER: 5.0,
    Kind.IMMATRICULATION: 5.0,
    Kind.MATRICULE: 4.0,
    Kind.CIN: 5.0,
}
OTHER_NUMBER = {Kind.IMMATRICULATION: -4.0, Kind.PRISE_EN_CHARGE: -3.0, Kind.MATRICULE: -2.0}
"""Two numbers of a kind of which a case has one, both well read."""
SAME_NAME, ALIKE, SAME_SURNAME, OTHER_NAME = 3.5, 1.2, 0.4, -4.0
SURE_LIKENESS, SOME_LIKENESS, UNLIKE = 88.0, 76.0, 62.0
SAME_BIRTH = 2.5
SAME_AMOUNT = 1.5
ONE_FAMILY, TWO_FAMILIES = 4.5, -4.5
"""Both papers name people of the base: of one family, or of two."""
OTHER_CARED_FOR = -1.5
"""Two members of one family cared for."""
OTHER_COUNTRY = -2.5
STRONGEST = 6.0
BESIDE = frozenset({Role.PROCHE, Role.CITE})
"""Roles in which others than the case's own people are named too."""


@dataclass(frozen=True)
class Evidence:
    """What is known of a paper for linking it. `families`: probabilities, of `people.Directory`.

    `countries`: those whose words stand on it; none when it does not say.
    """

    traces: Traces = field(default_factory=Traces)
    families: Mapping[str, float] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()


def link(one: Evidence, other: Evidence) -> float:
    """Log-odds that the papers are of one case; 0 when neither says anything of the other."""
    said = _numbers(one.traces, other.traces)
    names = _names(one.traces, other.traces)
    same, different = together(one.families, other.families)
    family = ONE_FAMILY * same + TWO_FAMILIES * different
    if names < 0 < family:
        names = 0.0  # two members of a family bear two names
    said += names + family
    if one.traces.amounts & other.traces.amounts:
        said += SAME_AMOUNT
    if one.countries and other.countries and not one.countries & other.countries:
        said += OTHER_COUNTRY
    if _two_patients(one.traces, other.traces):
        said += OTHER_CARED_FOR
    return max(-STRONGEST, min(STRONGEST, said))


def probability(odds: float) -> float:
    """The link's log-odds as a probability."""
    return 1.0 / (1.0 + math.exp(-odds))


def _numbers(one: Traces, other: Traces) -> float:
    best = worst = 0.0
    for a in one.numbers:
        for b in other.numbers:
            if same_number(a.value, b.value) and _comparable(a, b):
                best = max(best, SAME_NUMBER[a.kind])
            elif a.kind is b.kind:
                worst = min(worst, OTHER_NUMBER.get(a.kind, 0.0) * min(a.confidence, b.confidence))
    return best or worst


def _comparable(one: Number, other: Number) -> bool:
    """Numbers of one kind; forms mix up an insured's numbers, so these count as one kind."""
    own = (Kind.IMMATRICULATION, Kind.MATRICULE)
    return one.kind is other.kind or (one.kind in own and other.kind in own)


def _names(one: Traces, other: Traces) -> float:
    best, worst = 0.0, 0.0
    families = False
    for a in one.mentions:
        for b in other.mentions:
            if a.born and a.born == b.born:
                best = max(best, SAME_BIRTH)
            if not (is_whole(a.name) and is_whole(b.name)):
                families = families or _shares_surname(a.name, b.name)
                continue
            alike = likeness(a.name, b.name)
            if alike >= SURE_LIKENESS:
                best = max(best, SAME_NAME)
            elif alike >= SOME_LIKENESS:
                best = max(best, ALIKE)
            elif alike < UNLIKE:
                if _shares_surname(a.name, b.name):
                    families = True
                elif not {a.role, b.role} & BESIDE:
                    worst = min(worst, OTHER_NAME * min(a.confidence, b.confidence))
    if best:
        return best
    return SAME_SURNAME if families else worst


def _shares_surname(one: str, other: str) -> bool:
    shared = set(one.split()) & set(other.split()) - PARTICLES
    return any(len(word) > 2 for word in shared)


def _two_patients(one: Traces, other: Traces) -> bool:
    """Whether each names whom it cares for, and these are two."""
    ours, theirs = _cared_for(one), _cared_for(other)
    return bool(ours and theirs) and all(
        likeness(a.name, b.name) < UNLIKE for a in ours for b in theirs
    )


def _cared_for(traces: Traces) -> list[Mention]:
    return [m for m in traces.mentions if m.role is Role.SOIGNE and is_whole(m.name)]
