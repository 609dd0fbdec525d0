"""Draws the dossiers of a split: every dossier type in turn, then the everyday ones; half with one lack, some with two."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

from ..town import names
from ..town.story import COUNTRY
from .case import Case, play
from .month import month
from .scenarios import SCENARIOS, Scenario

EVERYDAY = {"feuille_de_soins", "facture", "bulletin_adhesion"}


def draws(split: str, count: int, seed: str) -> Iterator[tuple[Scenario, tuple[str, ...]]]:
    """Rounds of scenarios with rotating lacks: each dossier type once, then what mailrooms get every day, and a few variants."""
    rng = random.Random(f"{seed}:{split}:plan")
    daily = [s for s in SCENARIOS if EVERYDAY & {r.type for r in s.roles}]
    done = 0
    while done < count:
        turn = list(SCENARIOS)
        rng.shuffle(turn)
        first: list[Scenario] = []
        for s in turn:
            if (s.organisme, s.type) not in {(f.organisme, f.type) for f in first}:
                first.append(s)
        rest = [s for s in turn if s not in first][:6] + rng.sample(daily, 18)
        rng.shuffle(rest)
        for scenario in first + rest:
            if done == count:
                return
            yield scenario, _lacks(scenario, rng)
            done += 1


def _lacks(scenario: Scenario, rng: random.Random) -> tuple[str, ...]:
    chance = rng.random()
    pool = list(scenario.manques)
    if chance < 0.42 or not pool:
        return ()
    one = rng.choice(pool)
    if chance < 0.84:
        return (one,)
    role = one.partition(":")[2].partition(".")[0]
    others = [x for x in pool if x.partition(":")[2].partition(".")[0] != role]
    if not others or _papers_left(scenario, one) < 2:
        return (one,)
    return (one, rng.choice(others))


def _papers_left(scenario: Scenario, spec: str) -> int:
    return len(scenario.roles) - spec.startswith("manque:")


def cases(split: str, count: int, seed: str) -> list[Case]:
    """`count` dossiers; now and then a brother of the one before."""
    rng = random.Random(f"{seed}:{split}:brothers")
    out: list[Case] = []
    turns: Counter[str] | None = Counter() if split == "neuf" else None  # so many houses, few pages
    for n, (scenario, specs) in enumerate(draws(split, count, seed), 1):
        specs = _never_empty(scenario, specs)
        surname = ""
        if (
            out
            and rng.random() < 0.12
            and COUNTRY[scenario.organisme] == COUNTRY[out[-1].scenario.organisme]
        ):
            surname = out[-1].story.assure.nom
        assert surname in ("", *names.surnames(split, COUNTRY[scenario.organisme]))
        if "mensuelle" in scenario.flags:
            out += month(f"{split}-{n:03d}", split, scenario, specs, seed)
            continue
        out.append(play(f"{split}-{n:03d}", split, scenario, specs, seed, surname, turns=turns))
    return out


def _never_empty(scenario: Scenario, specs: tuple[str, ...]) -> tuple[str, ...]:
    """A dossier must keep at least one paper."""
    gone = sum(s.startswith("manque:") for s in specs)
    return specs if gone < len(scenario.roles) else ()
