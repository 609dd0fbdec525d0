"""Which dossier type do these papers make? A ranking, from the clues of each checklist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.checklists.conditions import normalised
from models.checklists.context import names_of, with_piece
from models.checklists.facts import DossierFacts, Piece
from models.checklists.loading import Checklist, checklists
from models.checklists.schema import AgeDate, Clue
from models.organismes import Organisme, organismes

UNTOLD = 0.5
"""Strength of a clue whose condition cannot be told."""
SILENT_TYPES = frozenset({"page_blanche", "feuille_separatrice", "autre"})
CLUES, COVERED, PRESENT = 0.6, 0.25, 0.15
"""Shares of the score: telling clues; papers that belong there; papers that are required."""
MUTE_ORGANISME = 0.5
"""What remains of a score when nothing on paper speaks for the organisme."""
COUNTRY = 0.5
"""What the country's words are worth beside one word of the organisme."""
NAMING_FIELDS = ("organisme_nom", "souscripteur", "emetteur_nom", "employeur")


@dataclass(frozen=True, slots=True)
class Guess:
    """A dossier type with a score in 0..1 (a ranking, not a probability)."""

    organisme: str
    type: str
    score: float


def guess_dossier_type(facts: DossierFacts, organisme: str | None = None) -> list[Guess]:
    """All dossier types (of one organisme, or of all), best first."""
    spoken = {name: _speaks(facts, profile) for name, profile in organismes().items()}
    loudest = max(spoken.values(), default=0.0)
    names = {
        name: names_of(facts, profile, AgeDate.DEMANDE)
        for name, profile in organismes().items()
        if organisme in (None, name)
    }
    guesses = []
    for (owner, kind), checklist in checklists().items():
        if owner not in names:
            continue
        score = _score(facts, checklist, names[owner])
        if organisme is None:
            heard = spoken[owner] / loudest if loudest else 0.0
            score *= MUTE_ORGANISME + (1 - MUTE_ORGANISME) * heard
        guesses.append(Guess(owner, kind, round(score, 4)))
    return sorted(guesses, key=lambda g: (-g.score, g.organisme, g.type))


def _speaks(facts: DossierFacts, profile: Organisme) -> float:
    """How many of the organisme's words stand on the papers; its country's count less."""
    said = [facts.words]
    for piece in facts.pieces:
        fields = piece.document.fields
        said += [fields[name].value for name in NAMING_FIELDS if name in fields]
    text = f" {normalised(' '.join(said))} "
    own = sum(f" {normalised(word)} " in text for word in profile.mots)
    country = any(f" {normalised(word)} " in text for word in profile.mots_du_pays)
    return own + (COUNTRY if country else 0.0)


def _score(facts: DossierFacts, checklist: Checklist, names: Mapping[str, Any]) -> float:
    kind = checklist.dossier_type
    weighed = (c.poids * _strength(facts, checklist, c, names) for c in kind.se_reconnait_a)
    clues = min(1.0, max(0.0, sum(weighed)))
    theirs = {d for r in checklist.requirements for d in r.documents}
    theirs |= {c.document for c in kind.se_reconnait_a if c.document and c.poids > 0}
    papers = [p.document.type for p in facts.pieces if p.document.type not in SILENT_TYPES]
    covered = sum(name in theirs for name in papers) / len(papers) if papers else 0.0
    always = [r for r in checklist.requirements if r.piece_exigee and not r.quand]
    present = sum(any(d in papers for d in r.documents) for r in always)
    share = present / len(always) if always else 0.0
    # Without a clue, the rest says nothing.
    return clues * (CLUES + COVERED * covered + PRESENT * share)


def _strength(
    facts: DossierFacts, checklist: Checklist, clue: Clue, names: Mapping[str, Any]
) -> float:
    if clue.canal is not None:
        return float(facts.channel == clue.canal)
    if clue.mots:
        text = f" {normalised(facts.words)} "
        return float(any(f" {normalised(word)} " in text for word in clue.mots))
    pieces = facts.by_type.get(str(clue.document), ())
    return max((_told(facts, checklist, clue, names, piece) for piece in pieces), default=0.0)


def _told(
    facts: DossierFacts, checklist: Checklist, clue: Clue, names: Mapping[str, Any], piece: Piece
) -> float:
    strength = piece.document.type_confidence
    if clue.si is None:
        return strength
    holds = checklist.condition(clue.si).holds(with_piece(names, facts, piece))
    if holds is None:
        # An untold condition halves what speaks for the type, and says nothing against.
        return strength * UNTOLD if clue.poids > 0 else 0.0
    return strength if holds else 0.0
