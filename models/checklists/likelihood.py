"""How likely papers are in a dossier of each type, told by the checklists themselves.

A paper that a type requires is nearly always in its dossiers, one that it has no use for hardly
ever. Everything is in log-odds, so that independent evidence adds up.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from models import rules
from models.checklists.loading import Checklist, checklists
from models.checklists.schema import Requirement

ALWAYS, ONE_OF, AT_TIMES, WELCOME = 0.85, 0.5, 0.5, 0.3
"""Chance that a dossier holds a paper that its type requires, one of several that would do, one
that it requires under a condition, or one that only speaks for it."""
STRANGE, AGAINST = 0.02, 0.005
"""… a paper that the type has no use for, or that speaks against it."""
LACKING = 0.8
"""Against a type, for each required paper that is not there: dossiers often lack one, but seldom
the very paper that tells what they are."""
NEGATIVE = -0.2
"""Weight of a clue from which the mere presence of a paper speaks against a type."""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a type expects: the chance of each paper, and the papers of which one is required."""

    chances: Mapping[str, float]
    required: tuple[frozenset[str], ...]

    clues: Mapping[str, float]
    """How far the mere presence of a paper speaks for the type."""

    def telling(self, kinds: frozenset[str]) -> float:
        return max((self.clues.get(kind, 0.0) for kind in kinds), default=0.0)

    def chance(self, kind: str) -> float:
        return self.chances.get(kind, STRANGE)


@dataclass(frozen=True, slots=True)
class Expectations:
    """Those of all types, and the chance of each paper whatever the type."""

    by_type: Mapping[Key, Expectation]
    anywhere: Mapping[str, float]


def expectations() -> Expectations:
    """As the checklists now are."""
    return _expectations(rules.stamp())


def of_papers(papers: Mapping[str, float], key: Key, known: Expectations) -> float:
    """Log-odds of these papers (type → confidence) for a dossier type against any dossier."""
    expected = known.by_type[key]
    odds = 0.0
    for kind, confidence in papers.items():
        usual = known.anywhere.get(kind)
        if usual is not None:
            likely = confidence * expected.chance(kind) + (1 - confidence) * usual
            odds += math.log(likely / usual)
    lacking = [w for w in expected.required if not any(kind in papers for kind in w)]
    return odds - sum(LACKING * (1 + expected.telling(wanted)) for wanted in lacking)


@lru_cache(maxsize=4)
def _expectations(stamp: rules.Stamp) -> Expectations:
    by_type = {key: _expected(found) for key, found in checklists().items()}
    kinds = {kind for expected in by_type.values() for kind in expected.chances}
    anywhere = {
        kind: sum(e.chance(kind) for e in by_type.values()) / len(by_type) for kind in kinds
    }
    return Expectations(by_type, anywhere)


def _expected(checklist: Checklist) -> Expectation:
    chances: dict[str, float] = {}
    clues: dict[str, float] = {}
    required = []
    for clue in checklist.dossier_type.se_reconnait_a:
        if clue.document and clue.poids > 0:
            chances[clue.document] = WELCOME
            if not clue.si and not clue.mots:
                clues[clue.document] = max(clues.get(clue.document, 0.0), clue.poids)
    for requirement in (r for r in checklist.requirements if r.piece_exigee):
        if not requirement.quand:
            required.append(frozenset(requirement.documents))
        for kind in requirement.documents:
            chances[kind] = max(chances.get(kind, 0.0), _chance(requirement))
    for clue in checklist.dossier_type.se_reconnait_a:
        plain = clue.document and not clue.si and not clue.mots
        if plain and clue.document and clue.poids <= NEGATIVE:
            chances.setdefault(clue.document, AGAINST)
    return Expectation(chances, tuple(required), clues)


def _chance(requirement: Requirement) -> float:
    if requirement.quand:
        return AT_TIMES
    return ONE_OF if len(requirement.documents) > 1 else ALWAYS
