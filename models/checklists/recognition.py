"""Which dossier type do these papers make? A ranking, from the clues of each checklist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
ABROAD = 0.15
"""What remains when the papers speak of another country."""
LONELY = 0.1
"""Score, at most, of papers for which hardly a clue speaks, where they all belong."""
LONG_WORD = 9
"""Letters from which a word is recognised without the spaces around it."""
NAMING_FIELDS = ("organisme_nom", "souscripteur", "emetteur_nom", "employeur")
HINT = 0.5
"""Confidence from which a reading serves to guess a type, though it proves nothing yet."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A dossier type with a score in 0..1 (a ranking, not a probability)."""

    organisme: str
    type: str
    score: float


def guess_dossier_type(facts: DossierFacts, organisme: str | None = None) -> list[Guess]:
    """All dossier types (of one organisme, or of all), best first."""
    text = _said(facts)
    told = countries_told(text)
    spoken = {
        name: _speaks(text, profile) if not told or profile.pays in told else 0
        for name, profile in organismes().items()
    }
    loudest = max(spoken.values(), default=0)
    guesses = []
    for name, profile in organismes().items():
        if organisme not in (None, name):
            continue
        names = names_of(facts, profile, AgeDate.DEMANDE)
        for (owner, kind), checklist in checklists().items():
            if owner != name:
                continue
            score = _score(facts, checklist, names)
            if score < LONELY:
                score = (score + LONELY * _covered(facts, checklist)) / 2
            if organisme is None:
                heard = spoken[name] / loudest if loudest else 0.0
                score *= MUTE_ORGANISME + (1 - MUTE_ORGANISME) * heard
            if organisme is None and told and profile.pays not in told:
                score *= ABROAD
            guesses.append(Guess(owner, kind, round(score, 4)))
    return sorted(guesses, key=lambda g: (-g.score, g.organisme, g.type))


def hinted(facts: DossierFacts) -> DossierFacts:
    """The same facts with readings too doubtful to prove anything, but good enough to guess by."""
    policy = facts.policy
    least = min(policy.reading, HINT)
    lower = replace(policy, reading=least, presence=least, mark=least, type=0.0)
    return replace(facts, policy=lower)


def countries_told(text: str) -> frozenset[str]:
    """The countries (of our organismes) whose money or towns stand most often in a text."""
    said = f" {normalised(text)} "
    counted = {
        profile.pays: sum(f" {normalised(word)} " in said for word in profile.mots_du_pays)
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


def _score(facts: DossierFacts, checklist: Checklist, names: Mapping[str, Any]) -> float:
    kind = checklist.dossier_type
    weighed = (c.poids * _strength(facts, checklist, c, names) for c in kind.se_reconnait_a)
    clues = min(1.0, max(0.0, sum(weighed)))
    papers = _papers(facts)
    always = [r for r in checklist.requirements if r.piece_exigee and not r.quand]
    present = sum(any(d in papers for d in r.documents) for r in always)
    share = present / len(always) if always else 0.0
    # Without a clue, the rest says nothing.
    return clues * (CLUES + COVERED * _covered(facts, checklist) + PRESENT * share)


def _covered(facts: DossierFacts, checklist: Checklist) -> float:
    """Share of the papers for which the dossier type has a use."""
    theirs = {d for r in checklist.requirements for d in r.documents if r.piece_exigee}
    theirs |= {
        c.document for c in checklist.dossier_type.se_reconnait_a if c.document and c.poids > 0
    }
    papers = _papers(facts)
    return sum(name in theirs for name in papers) / len(papers) if papers else 0.0


def _papers(facts: DossierFacts) -> list[str]:
    return [p.document.type for p in facts.pieces if p.document.type not in SILENT_TYPES]


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
