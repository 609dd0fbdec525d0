"""Plan dossiers, judge them, and compare what is said with what was planted."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.dossiers import cnops, cnops_billing, ivory, ofppt, pmas
from bench.dossiers.facts import facts_of
from bench.dossiers.plan import Case, Lack, Scenario
from models.checklists import Finding, Gravite, Judgement, Resultat, checklist, judge
from models.checklists.conditions import normalised

SCENARIOS: tuple[Scenario, ...] = (
    *ofppt.SCENARIOS,
    *cnops.SCENARIOS,
    *cnops_billing.SCENARIOS,
    *pmas.SCENARIOS,
    *ivory.SCENARIOS,
)
WHOLE, TWO = 0.35, 0.25
"""Shares of dossiers with nothing planted, and with two things."""
BAD = (Resultat.MANQUANT, Resultat.NON_CONFORME, Resultat.A_VERIFIER)


@dataclass
class Tally:
    """Dossiers by outcome, disagreements, and what each requirement was seen to answer."""

    dossiers: int = 0
    statuts: Counter[str] = field(default_factory=Counter)
    types: Counter[tuple[str, str]] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)
    answers: dict[tuple[str, str, str], Counter[str]] = field(default_factory=dict)

    def never_failed(self) -> list[str]:
        """Requirements that no planted dossier made fail."""
        return [
            "/".join(key)
            for key, seen in sorted(self.answers.items())
            if not any(seen[bad.value] for bad in BAD)
        ]


def planned(number: int, seed: int = 6) -> Iterator[Case]:
    """Every lack of every type once, then whole and lacking dossiers by chance, `number` in all."""
    rng = random.Random(seed)
    every = [(s, x) for s in SCENARIOS for x in s.lacks]
    if number < len(every) + len(SCENARIOS):
        every = rng.sample(every, max(0, number - len(SCENARIOS)))
    made = 0
    for scenario in SCENARIOS:
        yield scenario.build("", rng)
        made += 1
    for scenario, lack in every:
        yield _with(scenario, rng, lack)
        made += 1
    while made < number:
        scenario = rng.choice(SCENARIOS)
        drawn = rng.random()
        if drawn < WHOLE:
            yield scenario.build(rng.choice(sorted(scenario.builders)), rng)
        else:
            lack = rng.choice(scenario.lacks)
            yield _with(scenario, rng, lack, *_beside(scenario, lack, rng, drawn))
        made += 1


def _with(scenario: Scenario, rng: random.Random, *lacks: Lack) -> Case:
    case = scenario.build(lacks[0].cas, rng)
    for lack in lacks:
        lack.plant(case)
    return case


def _beside(scenario: Scenario, lack: Lack, rng: random.Random, drawn: float) -> list[Lack]:
    """Another lack that does not touch the same paper, now and then."""
    others = [
        x
        for x in scenario.lacks
        if not (x.seul or lack.seul or x.sur == lack.sur) and x.cas == lack.cas
    ]
    return [rng.choice(others)] if others and drawn > 1 - TWO else []


def run(number: int, seed: int = 6) -> Tally:
    tally = Tally()
    for case in planned(number, seed):
        judged = judge(
            facts_of(case), checklist(case.organisme, case.type), case.received_at.date()
        )
        tally.dossiers += 1
        tally.types[case.organisme, case.type] += 1
        tally.statuts[case.statut] += 1
        tally.planted.update(f"{case.organisme}/{case.type} {p.code}" for p in case.planted)
        tally.disagreements += _disagreements(case, judged)
        for finding in judged.findings:
            key = (case.organisme, case.type, finding.exigence)
            tally.answers.setdefault(key, Counter())[finding.resultat.value] += 1
    return tally


def _disagreements(case: Case, judged: Judgement) -> list[str]:
    codes = "+".join(p.code for p in case.planted) or "entier"
    name = f"{case.organisme}/{case.type} [{codes}]"
    said = [f for f in judged.findings if f.resultat in BAD]
    wrong = []
    if judged.statut.value != case.statut:
        lines = " | ".join(_line(f) for f in said if f.gravite is Gravite.BLOQUANT)
        wrong.append(f"{name} : {judged.statut.value} au lieu de {case.statut} ({lines})")
    for planted in case.planted:
        if planted.resultat == "conforme":
            continue
        if not any(f.resultat.value == planted.resultat and _says(f, planted.mots) for f in said):
            lines = " | ".join(_line(f) for f in said)
            wrong.append(f"{name} : {planted.code} ({planted.resultat}) n'est pas dit ({lines})")
    loud = [f for f in said if f.gravite is Gravite.BLOQUANT]
    if case.planted:
        # A lack may bring doubts elsewhere (no invoice, no dates), but no other fault.
        loud = [f for f in loud if f.resultat is not Resultat.A_VERIFIER]
    told = [f for f in loud if not any(_says(f, p.mots) for p in case.planted)]
    wrong += [f"{name} : dit sans raison {_line(f)}" for f in told]
    return wrong


def _says(finding: Finding, words: tuple[str, ...]) -> bool:
    reason = normalised(f"{finding.libelle} {finding.raison}")
    return all(normalised(word) in reason for word in words)


def _line(finding: Finding) -> str:
    return f"{finding.exigence}={finding.resultat.value} « {finding.raison} »"
