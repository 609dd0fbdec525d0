"""Which dossier type do these papers make? A ranking, from the clues of each checklist."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from models.checklists.conditions import normalised
from models.checklists.context import names_of, with_piece
from models.checklists.facts import DossierFacts, Piece
from models.checklists.likelihood import expectations, of_papers
from models.checklists.loading import Checklist, checklists
from models.checklists.schema import AgeDate, Clue
from models.organismes import Organisme, organismes

UNTOLD = 0.5
"""Strength of a clue whose condition cannot be told."""
SILENT_TYPES = frozenset({"page_blanche", "feuille_separatrice", "autre"})
CLUE, PLAIN_CLUE = 4.0, 1.0
"""Log-odds of a clue of weight 1 that holds; of one that is the mere presence of a paper, which
`likelihood` counts already."""
NAMED, ABROAD = 1.5, 3.5
"""Log-odds of the organisme that the papers name most; against those of another country."""
NO_CASE = 0.0
"""Log-odds that papers which tell nothing make no dossier of any type."""
LONG_WORD = 9
"""Letters from which a word is recognised without the spaces around it."""
NAMING_FIELDS = ("organisme_nom", "souscripteur", "emetteur_nom", "employeur")
HINT = 0.5
"""Confidence from which a reading serves to guess a type, though it proves nothing yet."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A dossier type with its probability, as far as the papers tell."""

    organisme: str
    type: str
    score: float


def guess_dossier_type(facts: DossierFacts, organisme: str | None = None) -> list[Guess]:
    """All dossier types (of one organisme, or of all), best first."""
    text = _said(facts)
    told = countries_told(text)
    spoken = {name: _speaks(text, profile) for name, profile in organismes().items()}
    loudest = max(spoken.values(), default=0)
    papers = _papers(facts)
    known = expectations()
    odds: dict[tuple[str, str], float] = {}
    for name, profile in organismes().items():
        if organisme not in (None, name):
            continue
        names = names_of(facts, profile, AgeDate.DEMANDE)
        for (owner, kind), found in checklists().items():
            if owner != name:
                continue
            heard = of_papers(papers, (owner, kind), known) + _clues(facts, found, names)
            if organisme is None:
                heard += NAMED * spoken[name] / loudest if loudest else 0.0
                heard -= ABROAD if told and profile.pays not in told else 0.0
            odds[owner, kind] = heard
    shares = _shares(odds) if papers else dict.fromkeys(odds, 0.0)
    guesses = [Guess(owner, kind, round(share, 4)) for (owner, kind), share in shares.items()]
    return sorted(guesses, key=lambda g: (-g.score, g.organisme, g.type))


def _shares(odds: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """The probability of each type; what is left is that of no dossier at all."""
    most = max((NO_CASE, *odds.values()))
    weights = {key: math.exp(value - most) for key, value in odds.items()}
    whole = sum(weights.values()) + math.exp(NO_CASE - most)
    return {key: weight / whole for key, weight in weights.items()}


def hinted(facts: DossierFacts) -> DossierFacts:
    """The same facts with readings too doubtful to prove anything, but good enough to guess by."""
    policy = facts.policy
    least = min(policy.reading, HINT)
    lower = replace(policy, reading=least, presence=least, mark=least, type=0.0)
    return replace(facts, policy=lower)


def countries_told(text: str) -> frozenset[str]:
    """The countries (of our organismes) whose money or towns stand most often in a text: a town in
    the name of a clinic abroad stands there once, that of the papers on each."""
    said = f" {normalised(text)} "
    counted = {
        profile.pays: sum(said.count(f" {normalised(word)} ") for word in profile.mots_du_pays)
        for profile in organismes().values()
    }
    most = max(counted.values(), default=0)
    return frozenset(c for c, number in counted.items() if number == most) if most else frozenset()


def _said(facts: DossierFacts) -> str:
    said = [facts.words]
    for piece in facts.pieces:
        fields = piece.document.fields
        said += [fields[name].value for name in NAMING_FIELDS if name in fields]
    return " ".join(said)


def _speaks(text: str, profile: Organisme) -> int:
    """How many of the organisme's words stand on the papers."""
    said = f" {normalised(text)} "
    return sum(f" {normalised(word)} " in said for word in profile.mots)


def _clues(facts: DossierFacts, checklist: Checklist, names: Mapping[str, Any]) -> float:
    """Log-odds of what the checklist says its dossiers are recognised by."""
    heard = 0.0
    for clue in checklist.dossier_type.se_reconnait_a:
        worth = PLAIN_CLUE if clue.document and not clue.si and not clue.mots else CLUE
        heard += worth * clue.poids * _strength(facts, checklist, clue, names)
    return heard


def _papers(facts: DossierFacts) -> dict[str, float]:
    """The types of the papers, each with the best confidence that one is there."""
    found: dict[str, float] = {}
    for piece in facts.pieces:
        kind = piece.document.type
        if kind not in SILENT_TYPES:
            found[kind] = max(found.get(kind, 0.0), piece.document.type_confidence)
    return found


def _strength(
    facts: DossierFacts, checklist: Checklist, clue: Clue, names: Mapping[str, Any]
) -> float:
    if clue.canal is not None:
        return float(facts.channel == clue.canal)
    if clue.document is None:
        return _heard(clue, facts.words)
    pieces = facts.by_type.get(clue.document, ())
    return max((_told(facts, checklist, clue, names, piece) for piece in pieces), default=0.0)


def _told(
    facts: DossierFacts, checklist: Checklist, clue: Clue, names: Mapping[str, Any], piece: Piece
) -> float:
    strength = piece.document.type_confidence
    if clue.mots:
        strength *= _heard(clue, facts.words_of.get(piece.id, ""))
    if clue.si is None:
        return strength
    holds = checklist.condition(clue.si).holds(with_piece(names, facts, piece))
    if holds is None:
        # An untold condition halves what speaks for the type, and says nothing against.
        return strength * UNTOLD if clue.poids > 0 else 0.0
    return strength if holds else 0.0


def _heard(clue: Clue, words: str) -> float:
    text = f" {normalised(words)} "
    run = text.replace(" ", "")
    return float(any(_stands(normalised(word), text, run) for word in clue.mots))


def _stands(word: str, text: str, run: str) -> bool:
    """Whether it stands in the text; a long word may be stuck to its neighbours."""
    bare = word.replace(" ", "")
    return f" {word} " in text or (len(bare) >= LONG_WORD and bare in run)
