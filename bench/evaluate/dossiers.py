"""Whether dossiers were put together rightly, and judged without danger.

*Dangerous*: said `complet` when the truth is not, also by a further dossier that holds some of the
true one's pages. A lack is *named* when a requirement that is not `conforme` says one of its words
in its name or reason, and *noticed* when any requirement is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from bench.evaluate.compare import equal, plain
from bench.evaluate.counts import Counts, share
from bench.evaluate.inputs import PageKey, Result, TrueDossier
from bench.evaluate.matching import Matching, best_pairs

COMPLETE = "complet"
OBJECTIONS = frozenset({"manquant", "non_conforme", "a_verifier"})
NONE = "(aucun)"
PageSet = frozenset[PageKey]


@dataclass(frozen=True, slots=True)
class Danger:
    """A dossier called complete in spite of what was planted in it."""

    dossier: str
    type: str
    lacks: tuple[str, ...]


@dataclass(slots=True)
class Dossiers:
    number: int = 0
    pairs: Counts = field(default_factory=Counts)
    """Pairs of pages that are in one dossier."""
    exact: int = 0
    type_right: int = 0
    """Organisme and type."""
    statut_right: int = 0
    statut_accepted: int = 0
    complete: int = 0
    complete_recognised: int = 0
    false_alarms: int = 0
    """Objections, warnings apart, in dossiers that are complete."""
    dangers: list[Danger] = field(default_factory=list)
    lacks: int = 0
    lacks_named: int = 0
    lacks_noticed: int = 0
    with_people: int = 0
    assure_right: int = 0
    beneficiaire_right: int = 0
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    statuts: Counter[tuple[str, str]] = field(default_factory=Counter)
    unnamed: list[tuple[str, str]] = field(default_factory=list)
    """Dossier and code of each lack that no requirement names."""

    @property
    def incomplete(self) -> int:
        return self.number - self.complete

    @property
    def recognised(self) -> float | None:
        return share(self.complete_recognised, self.complete)


@dataclass(frozen=True, slots=True)
class _Given:
    """A dossier of the result with the pages of true dossiers that it holds."""

    raw: Mapping[str, Any]
    pages: PageSet


def dossiers(matching: Matching, result: Result) -> Dossiers:
    true = matching.truth.dossiers
    given = _given(matching, result)
    pairs = best_pairs([d.pages for d in true], [g.pages for g in given])
    score = Dossiers(number=len(true))
    score.pairs = Counts.of_sets(
        set(_page_pairs(d.pages for d in true)), set(_page_pairs(g.pages for g in given))
    )
    for position, dossier in enumerate(true):
        found = given[pairs[position]] if position in pairs else None
        score.exact += found is not None and found.pages == dossier.pages
        _judge(score, dossier, found.raw if found else {})
    used = set(pairs.values())
    score.dangers += _dangers_beside(true, [g for n, g in enumerate(given) if n not in used])
    return score


def _given(matching: Matching, result: Result) -> list[_Given]:
    counted = {page for dossier in matching.truth.dossiers for page in dossier.pages}
    by_id = {found.raw.get("id"): found.pages for found in matching.found}
    return [
        _Given(
            raw,
            frozenset().union(*(by_id.get(n, ()) for n in raw.get("documents") or ())) & counted,
        )
        for raw in result.get("dossiers", ())
    ]


def _page_pairs(sets: Iterable[PageSet]) -> Iterable[tuple[PageKey, PageKey]]:
    return (pair for pages in sets for pair in combinations(sorted(pages), 2))


def _judge(score: Dossiers, true: TrueDossier, given: Mapping[str, Any]) -> None:
    statut = given.get("statut")
    if (given.get("organisme"), given.get("type")) == (true.organisme, true.type):
        score.type_right += 1
    else:
        said = f"{given.get('organisme')}/{given.get('type')}" if given else NONE
        score.confusions[f"{true.organisme}/{true.type}", said] += 1
    score.statut_right += statut == true.statut
    score.statut_accepted += statut in true.accepted
    score.statuts[true.statut, statut or NONE] += 1
    objections = [c for c in given.get("checklist") or () if c.get("resultat") in OBJECTIONS]
    if true.statut == COMPLETE:
        score.complete += 1
        score.complete_recognised += statut == COMPLETE
        score.false_alarms += sum(_alarms(c) for c in objections)
    elif statut == COMPLETE:
        score.dangers.append(_danger(true))
    _lacks(score, true, objections)
    _people(score, true, given)


def _alarms(finding: Mapping[str, Any]) -> bool:
    return finding.get("resultat") != "a_verifier" and finding.get("gravite") != "avertissement"


def _lacks(score: Dossiers, true: TrueDossier, objections: Sequence[Mapping[str, Any]]) -> None:
    said = [plain(f"{c.get('exigence', '')} {c.get('raison', '')}") for c in objections]
    for lack in true.lacks:
        named = any(plain(word) in sentence for sentence in said for word in lack.words)
        score.lacks += 1
        score.lacks_noticed += bool(objections)
        score.lacks_named += named
        if not named:
            score.unnamed.append((true.id, lack.code))


def _people(score: Dossiers, true: TrueDossier, given: Mapping[str, Any]) -> None:
    if not true.assure:
        return
    assure, beneficiaire = given.get("assure") or {}, given.get("beneficiaire") or {}
    score.with_people += 1
    number = "numero_immatriculation"
    score.assure_right += equal(number, assure.get(number, ""), true.assure.get(number, "")) or all(
        _same_name(assure, true.assure, part) for part in ("nom", "prenom")
    )
    score.beneficiaire_right += beneficiaire.get("lien") == true.beneficiaire.get(
        "lien"
    ) and _same_name(beneficiaire, true.beneficiaire, "prenom")


def _same_name(given: Mapping[str, Any], true: Mapping[str, str], part: str) -> bool:
    return plain(str(given.get(part, ""))) == plain(true.get(part, ""))


def _dangers_beside(true: Sequence[TrueDossier], others: Iterable[_Given]) -> Iterable[Danger]:
    """One for each further dossier that is called complete and holds pages of one that is not."""
    for other in others:
        if other.raw.get("statut") != COMPLETE:
            continue
        torn = (d for d in true if d.pages & other.pages and d.statut != COMPLETE)
        if (first := next(torn, None)) is not None:
            yield _danger(first)


def _danger(true: TrueDossier) -> Danger:
    return Danger(true.id, true.type, tuple(lack.code for lack in true.lacks))
