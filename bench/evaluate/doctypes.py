"""Whether documents were taken for what they are, and what they were taken for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from bench.evaluate.counts import Counts, share
from bench.evaluate.inputs import SEPARATORS
from bench.evaluate.matching import Matching

NONE = "(aucun)"


@dataclass(frozen=True, slots=True)
class Types:
    """`macro`: mean F1 over the types that the truth has; `macro_content` leaves blanks out."""

    documents_right: float | None
    pages_right: float | None
    macro: float
    macro_content: float
    by_type: dict[str, Counts]
    numbers: dict[str, int]
    confusions: list[tuple[str, str, int]]


def types(matching: Matching) -> Types:
    truth = matching.truth
    by_type: dict[str, Counts] = {}
    confusions: Counter[tuple[str, str]] = Counter()
    for document, found in matching.documents():
        said = found.type if found else None
        mine = by_type.setdefault(document.type, Counts())
        if said == document.type:
            mine.right += 1
            continue
        mine.missing += 1
        confusions[document.type, said or NONE] += 1
        if said:
            by_type.setdefault(said, Counts()).extra += 1
    for stranger in matching.strangers():
        if stranger.pages and stranger.type:
            by_type.setdefault(stranger.type, Counts()).extra += 1
    numbers = Counter(d.type for d in truth.documents)
    pages_right = sum(
        key in matching.claims and matching.claims[key].type == page.type
        for key, page in truth.pages.items()
    )
    return Types(
        share(sum(c.right for c in by_type.values()), len(truth.documents)),
        share(pages_right, len(truth.pages)),
        _mean_f1(by_type, set(numbers)),
        _mean_f1(by_type, set(numbers) - SEPARATORS),
        {name: by_type[name] for name in sorted(numbers)},
        dict(numbers),
        [(true, said, n) for (true, said), n in confusions.most_common()],
    )


def _mean_f1(by_type: dict[str, Counts], names: set[str]) -> float:
    return sum(by_type[name].f1 for name in names) / len(names) if names else 0.0
