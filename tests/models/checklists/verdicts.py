"""Judging in the tests: under other settings, and what one requirement got."""

from __future__ import annotations

from models.checklists import DossierFacts, Judgement, Resultat, checklist, judge
from models.checklists.loading import groups, resolve
from tests.models.checklists.papers import TODAY


def judged(key: tuple[str, str], dossier: DossierFacts, **settings: bool | str) -> Judgement:
    chosen = checklist(*key)
    if settings:
        profile = chosen.profile.with_settings(**settings)
        chosen = resolve(chosen.dossier_type, groups(), profile)
    return judge(dossier, chosen, TODAY)


def resultat(judgement: Judgement, exigence: str) -> Resultat:
    return next(f.resultat for f in judgement.findings if f.exigence == exigence)


def raison(judgement: Judgement, exigence: str) -> str:
    return next(f.raison for f in judgement.findings if f.exigence == exigence)
