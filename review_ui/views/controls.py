"""A checklist's findings, what is wrong first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.entities import Dossier, Finding, Gravite, Resultat
from review_ui.views.rows import Paper
from review_ui.wording import words
from storage.records.dossiers import Judged

_ORDER = (
    Resultat.MANQUANT,
    Resultat.NON_CONFORME,
    Resultat.A_VERIFIER,
    Resultat.CONFORME,
    Resultat.SANS_OBJET,
)
_SETTLED = (Resultat.CONFORME, Resultat.SANS_OBJET)


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that a finding speaks of; `key` is what proves it there, if anything."""

    document: str
    title: str
    key: str


@dataclass(frozen=True, slots=True)
class Control:
    """The outcome of one requirement. `bloquant` tells whether the dossier hangs on it."""

    title: str
    chip: words.Chip
    gravite: str
    bloquant: bool
    raison: str
    citation: str
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Controls:
    """A checklist: `open` wants somebody, `settled` does not. `tally` says how many of each."""

    open: tuple[Control, ...]
    settled: tuple[Control, ...]
    tally: tuple[tuple[words.Chip, int], ...]


def controls(dossier: Dossier, judged: Judged | None, shown: Sequence[Paper]) -> Controls | None:
    """What the latest judgement found; `None` when the dossier was never judged."""
    if judged is None:
        return None
    names = words.requirement_words(dossier.organisme, dossier.type)
    by_id = {paper.id: paper for paper in shown}

    def place(finding: Finding) -> tuple[bool, bool, int]:
        settled = finding.resultat in _SETTLED
        warning = not settled and finding.gravite is not Gravite.BLOQUANT
        return settled, warning, _ORDER.index(finding.resultat)

    findings = sorted(judged.findings, key=place)
    made = [(f, _control(f, names, by_id)) for f in findings]
    return Controls(
        open=tuple(c for f, c in made if f.resultat not in _SETTLED),
        settled=tuple(c for f, c in made if f.resultat in _SETTLED),
        tally=tuple(
            (words.RESULTATS[r], n)
            for r in _ORDER
            if (n := sum(f.resultat is r for f in judged.findings))
        ),
    )


def phrase(dossier: Dossier, judged: Judged | None) -> str:
    """What a dossier lacks, in one phrase."""
    if judged is None:
        return "Pas encore contrôlé"
    names = words.requirement_words(dossier.organisme, dossier.type)

    def blocking(resultat: Resultat) -> list[str]:
        return [
            names.get(f.exigence, words.plain(f.exigence))
            for f in judged.findings
            if f.resultat is resultat and f.gravite is Gravite.BLOQUANT
        ]

    parts = []
    if missing := blocking(Resultat.MANQUANT):
        parts.append(f"Manque : {_listed(missing)}")
    if wrong := blocking(Resultat.NON_CONFORME):
        parts.append(f"Non conforme : {_listed(wrong)}")
    if doubts := blocking(Resultat.A_VERIFIER):
        one = f"À vérifier : {_listed(doubts)}"
        parts.append(
            one if not parts and len(doubts) < 3 else f"{len(doubts)}\u00a0à\u00a0vérifier"
        )
    return " · ".join(parts) or "Toutes les pièces sont là"


def _listed(names: Sequence[str], most: int = 3) -> str:
    """`a, b, c et 2 autres`: capital letters are for the first word alone."""
    shown = [names[0], *(n[:1].lower() + n[1:] if n[1:2].islower() else n for n in names[1:most])]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" et {more} autre{'s' if more > 1 else ''}" if more > 0 else "")


def _control(finding: Finding, names: Mapping[str, str], by_id: Mapping[str, Paper]) -> Control:
    title = names.get(finding.exigence, words.plain(finding.exigence))
    return Control(
        title=title,
        chip=words.RESULTATS[finding.resultat],
        gravite=words.GRAVITES[finding.gravite],
        bloquant=finding.gravite is Gravite.BLOQUANT,
        raison=_said(finding.raison, title),
        citation=finding.citation,
        cited=tuple(
            Cited(document, f"{paper.title}, {paper.pages}", _proof(finding, paper))
            for document in dict.fromkeys(finding.documents)
            if (paper := by_id.get(document))
        ),
    )


def _said(raison: str, title: str) -> str:
    """The reason, unless it says no more than the title and the result beside it."""
    return "" if raison in (f"{title} : conforme.", "Sans objet pour ce dossier.") else raison


def notes(case_notes: Sequence[str], judged: Judged | None) -> list[str]:
    """What is to know about the dossier and is not already said by a finding."""
    said = {finding.raison for finding in judged.findings} if judged else set()
    return [note for note in case_notes if note not in said]


def _proof(finding: Finding, paper: Paper) -> str:
    """The first thing on that document that the finding rests on and that has a place."""
    located = {field.key for field in paper.fields if field.located}
    located |= {mark.key for mark in paper.marks if mark.located}
    for item in finding.evidence:
        if isinstance(item, dict) and item.get("document") == paper.id:
            key = f"{paper.id}.{item.get('genre')}.{item.get('nom')}"
            if key in located:
                return key
    return ""
