"""Whether stamps, signatures and the like are seen where they are. Unsure counts as not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.evaluate.counts import Counts
from bench.evaluate.matching import Matching


@dataclass(slots=True)
class Mark:
    """`absent`: how often the mark is truly absent and nothing was seen."""

    counts: Counts = field(default_factory=Counts)
    absent: int = 0


@dataclass(slots=True)
class Marks:
    all: Mark = field(default_factory=Mark)
    by_mark: dict[str, Mark] = field(default_factory=dict)

    @property
    def truly_absent(self) -> int:
        return self.all.absent + self.all.counts.extra


def marks(matching: Matching) -> Marks:
    score = Marks()
    for document, found in matching.documents():
        given = (found.raw.get("marks") or {}) if found else {}
        for name, there in document.marks.items():
            seen = _seen(given.get(name))
            for mark in (score.all, score.by_mark.setdefault(name, Mark())):
                mark.counts.right += there and seen
                mark.counts.extra += seen and not there
                mark.counts.missing += there and not seen
                mark.absent += not there and not seen
    return score


def _seen(given: Any) -> bool:
    return bool(given.get("present") if isinstance(given, Mapping) else given)
