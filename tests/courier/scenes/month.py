"""What a provider deposits once a month: one invoice for several patients, its bordereau, and each patient's own papers."""

from __future__ import annotations

import random

from ..desk import monthly
from ..layout.registry import families
from .case import Case, Written, play
from .scenarios import Scenario


def month(
    key: str, split: str, scenario: Scenario, specs: tuple[str, ...], seed: str
) -> list[Case]:
    """One case a patient (DOMAIN §3: a dossier each, all citing the invoice). The invoice has its home in the first."""
    rng = random.Random(f"{seed}:{key}:mois")
    first = play(key, split, scenario, specs, seed)
    cases = [first]
    for n in range(2, rng.randrange(4, 8)):
        one = play(f"{key}p{n}", split, scenario, (), seed, like=first.story)
        one.joined = True
        cases.append(one)
    stories = [c.story for c in cases]
    shared = [monthly.invoice(stories, key)]
    if "bordereau" in scenario.flags:
        shared.insert(0, monthly.slip(stories, key))
    for paper in shared:
        serves = first.story.nature if paper.type == "facture" else scenario.organisme
        own = families(paper.type, split, serves)
        whole = [f for f in own if f.size == ""] or [f for f in families(paper.type, split) if f.size == ""]  # fmt: skip
        family = rng.choice(whole)
        paper.family = family.name
        paper.extra["devise"] = first.story.currency
        paper.hand = first.written[0].paper.hand if first.written else ""
        first.written.insert(0, Written(paper, family, paper.type))
    first.dossier.papers = [w.paper for w in first.written]
    return cases
