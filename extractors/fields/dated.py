"""Readings of the day of a paper that the place written beside it tells apart from other days."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from extractors.fields.candidates import Candidate
from extractors.fields.days import OWN, placed_days
from extractors.layout import Layout
from models.reading import Field
from models.values.text import folded

BARE = frozenset({"le", "date", "en date", "du", "date de sortie", "sortie le", "date d examen", "date de l examen"})  # fmt: skip
"""Labels that say less surely which day it is than the place written beside it."""


def told_by_place(found: Sequence[Candidate], pages: Sequence[Layout]) -> list[Candidate]:
    """The readings without those of a bare «le» that the place written beside another day rules out."""
    days = {f.value for page in pages for f in placed_days(page)}
    if len(days) != 1:
        return list(found)
    return [
        c
        for c in found
        if c.name not in OWN or c.field.value in days or folded(c.label) not in BARE
    ]


def read_placed(
    pages: Sequence[Layout], names: Container[str], known: Mapping[str, Field]
) -> dict[str, Field]:
    """The day of the paper where one place and day stand on it: «Settat, 15/12/2025»."""
    days = [f for page in pages for f in placed_days(page)]
    if len({f.value for f in days}) != 1:
        return {}
    return {name: days[0] for name in OWN if name in names and name not in known}
