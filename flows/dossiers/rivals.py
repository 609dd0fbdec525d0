"""A dossier whose type is not certain is complete only if it is so under each type it may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from models.checklists import (
    Checklist,
    DossierFacts,
    Finding,
    Gravite,
    Guess,
    Judgement,
    Resultat,
    Statut,
    checklist,
    guess_dossier_type,
    judge,
    statut_of,
)

NEAR = 0.1
"""Probability from which another type may well be the right one."""
REQUIREMENT = "type_de_dossier"
WEAK = 0.5
"""Probability under which a type is only the likeliest of several."""


def near_rivals(guesses: Sequence[Guess], chosen: Checklist | None = None) -> tuple[Checklist, ...]:
    """The other types that the papers may well make, nearest first. `guesses`: best first.

    `chosen`: the type that was chosen, when it is not the first.
    """
    if not guesses:
        return ()
    own = (chosen.organisme, chosen.type) if chosen else (guesses[0].organisme, guesses[0].type)
    return tuple(
        checklist(guess.organisme, guess.type)
        for guess in guesses
        if (guess.organisme, guess.type) != own and guess.score >= NEAR
    )


def rivals_of(
    facts: DossierFacts, organisme: str | None, guesses: Sequence[Guess], chosen: Checklist
) -> tuple[Checklist, ...]:
    """The rivals of the chosen type, each once. A doubtful reading may point to a type
    (`guesses`); it must not put out of sight those that the papers make without it."""
    plain = guess_dossier_type(facts, organisme)
    near = (*near_rivals(guesses, chosen), *near_rivals(plain, chosen))
    return tuple({(rival.organisme, rival.type): rival for rival in near}.values())


def under_all(
    found: Judgement, facts: DossierFacts, rivals: Sequence[Checklist], on: date
) -> Judgement:
    """The verdict, `a_verifier` where a complete dossier would lack something as a rival type."""
    if found.statut is not Statut.COMPLET:
        return found
    otherwise = [r for r in rivals if judge(facts, r, on).statut is not Statut.COMPLET]
    if not otherwise:
        return found
    names = ", ".join(f"« {r.dossier_type.libelle} » ({r.organisme})" for r in otherwise[:3])
    return _with_doubt(
        found,
        facts,
        f"Le type du dossier n'est pas certain : ce peut être aussi {names}, "
        "qui demanderait autre chose. Confirmer le type.",
    )


def weakly_typed(found: Judgement, facts: DossierFacts) -> Judgement:
    """The verdict on papers that hardly tell what dossier they make: a person says which."""
    return _with_doubt(
        found,
        facts,
        "Les pièces ne disent pas assez quel dossier elles font : celui-ci est le plus vraisemblable. "
        "Confirmer le type.",
    )


def _with_doubt(found: Judgement, facts: DossierFacts, reason: str) -> Judgement:
    doubt = Finding(
        exigence=REQUIREMENT,
        libelle="Type du dossier",
        resultat=Resultat.A_VERIFIER,
        gravite=Gravite.BLOQUANT,
        documents=tuple(piece.id for piece in facts.pieces),
        raison=reason,
        citation="règle sans source",
    )
    findings = (*found.findings, doubt)
    return replace(found, findings=findings, statut=statut_of(findings))
