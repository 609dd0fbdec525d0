"""The worst cases, each with a picture: what a person should look at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bench.evaluate.crops import Crops
from bench.evaluate.fields import WrongField
from bench.evaluate.inputs import PageKey, TrueDocument, value_of
from bench.evaluate.scores import Scores

T = TypeVar("T")
WRONG, MISSING, TYPES, A_FIELD = 60, 24, 24, 4
"""Most cases shown of each sort, and of one field."""


@dataclass(frozen=True, slots=True)
class Case:
    """`picture`: a `data:` address, or `None` when the page cannot be shown."""

    where: str
    what: str
    true: str
    read: str
    confidence: float | None
    picture: str | None


def wrong_values(scores: Scores, crops: Crops) -> list[Case]:
    """Wrong values, the surest first: those that nobody would have looked at."""
    surest = sorted(scores.fields.wrong, key=lambda w: -w.confidence)
    picked = _spread(surest, [f"{w.document.type}.{w.name}" for w in surest], WRONG)
    return [_wrong(wrong, crops) for wrong in picked]


def missing_values(scores: Scores, crops: Crops) -> list[Case]:
    """Values on paper that were not given, of the documents that were found as such."""
    found = {d.id for d, f in scores.matching.documents() if f is not None and f.type == d.type}
    wanted = [(d, name) for d, name in scores.fields.missing if d.id in found]
    picked = _spread(wanted, [f"{d.type}.{name}" for d, name in wanted], MISSING, a_sort=1)
    cases = []
    for document, name in picked:
        true = document.fields[name]
        key = _page(document, true.page)
        cases.append(
            Case(
                _where(key, document),
                f"{document.type}.{name}",
                str(true.accepted[0]),
                "—",
                None,
                crops.crop(key, true.box),
            )
        )
    return cases


def wrong_types(scores: Scores, crops: Crops) -> list[Case]:
    """Documents taken for something else, by their first page."""
    wrong = [(d, f) for d, f in scores.matching.documents() if f is None or f.type != d.type]
    names = [f"{d.type}>{f.type if f else None}" for d, f in wrong]
    return [
        Case(
            _where(document.order[0], document),
            f"{len(document.order)} page(s), famille {document.family}",
            document.type,
            str(found.type) if found else "(aucun document)",
            float(found.raw.get("type_confidence") or 0.0) if found else None,
            crops.thumbnail(document.order[0]),
        )
        for document, found in _spread(wrong, names, TYPES, a_sort=2)
    ]


def _wrong(wrong: WrongField, crops: Crops) -> Case:
    document, given = wrong.document, wrong.given
    if wrong.true is not None:
        key, box = _page(document, wrong.true.page), wrong.true.box
    else:
        page = given.get("page")
        source = document.order[0].source
        key = PageKey(source, page) if isinstance(page, int) else document.order[0]
        box = None
    shown = box or given.get("box")
    return Case(
        _where(key, document),
        f"{document.type}.{wrong.name}",
        str(wrong.true.accepted[0]) if wrong.true else "(rien sur le papier)",
        str(value_of(given)),
        wrong.confidence,
        crops.crop(key, shown),
    )


def _spread(cases: Sequence[T], sorts: Sequence[str], most: int, a_sort: int = A_FIELD) -> list[T]:
    """The first cases, no more than `a_sort` of one sort."""
    seen: Counter[str] = Counter()
    picked: list[T] = []
    for case, sort in zip(cases, sorts, strict=True):
        seen[sort] += 1
        if seen[sort] <= a_sort and len(picked) < most:
            picked.append(case)
    return picked


def _page(document: TrueDocument, number: int) -> PageKey:
    return document.order[min(max(number, 1), len(document.order)) - 1]


def _where(key: PageKey, document: TrueDocument) -> str:
    return f"{key.source}, page {key.page} ({document.id})"


def dangers(scores: Scores) -> Iterable[tuple[str, str, str]]:
    """Dossier, type and lacks of each dangerous error."""
    return ((d.dossier, d.type, ", ".join(d.lacks)) for d in scores.dossiers.dangers)
