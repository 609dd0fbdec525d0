"""The day of a paper told apart from other days by the place written beside it: «Settat, le 15/12/2025»."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from extractors.fields.candidates import Candidate
from extractors.fields.days import OWN, placed_days
from extractors.layout import Layout
from models.reading import Field
from models.values.text import folded

BARE = frozenset({"le", "date", "en date", "du", "date de sortie", "sortie le", "date d examen", "date de l examen"})  # fmt: skip
"""Labels that say less surely which day it is than the place written beside it."""


def placed_day(pages: Sequence[Layout]) -> Field | None:
    """The day that stands beside a place, where the paper has one such day."""
    days = [f for page in pages for f in placed_days(page)]
    return days[0] if len({f.value for f in days}) == 1 else None


def told_by_place(found: Sequence[Candidate], day: Field | None) -> list[Candidate]:
    """The readings without those of a bare «le» that the day beside a place rules out."""
    if day is None:
        return list(found)
    return [
        c
        for c in found
        if c.name not in OWN or c.field.value == day.value or folded(c.label) not in BARE
    ]


def read_placed(
    day: Field | None, names: Container[str], known: Mapping[str, Field]
) -> dict[str, Field]:
    """The day beside a place as that of the paper, where nothing else tells it."""
    if day is None:
        return {}
    return {name: day for name in OWN if name in names and name not in known}
