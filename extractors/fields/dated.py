"""The day of a paper told apart from other days by the place written beside it: «Settat, le 15/12/2025»."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence

from extractors.fields.candidates import Candidate
from extractors.fields.days import OF_ANOTHER, OWN, placed_days
from extractors.fields.evidence import read_in
from extractors.fields.prose import prose_of
from extractors.fields.stamps import in_an_arrival
from extractors.layout import Layout
from models.reading import Field
from models.values.dates import find_dates
from models.values.text import folded

_PLAIN = re.compile(r"[/.\-A-Za-zÀ-ÿ]\s?(?:19|20)\d\d")
"""A day with its whole year: no piece of a telephone number."""
CELLS = 2
"""Runs of words on a row beyond which it is one of a table."""
NEAR = 5
"""Words before a day that say of what it is."""
ONLY = 0.55
"""Certainty of the one day that a paper tells, whatever it says of it."""
DOUBT = "Seul jour du papier, qui ne se dit pas le sien."
NOT_OWN = OF_ANOTHER - {"vu", "vue", "visite", "consultation", "presente", "presentee"}
"""What is said before a day that is not the paper's even where no other is written."""
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


def only_day(
    pages: Sequence[Layout], names: Container[str], known: Mapping[str, Field]
) -> dict[str, Field]:
    """The one day that a paper tells, out of arrival stamps, as its own where nothing else tells it:
    «Vu le 3 mars 2026», «Valable un mois à dater du 3 mars 2026»."""
    asked = [name for name in OWN if name in names and name not in known]
    said = {field.value for field in known.values()}
    found: dict[str, Field] = {}
    for page in pages if asked else ():
        prose = prose_of(page)
        for date in find_dates(prose.text):
            tokens = prose.tokens(date.start, date.end)
            written = prose.text[date.start : date.end]
            if not tokens or not _PLAIN.search(written) or in_an_arrival(page, tokens[0]):
                continue
            if sum(s.tokens[0].row == tokens[0].row for s in page.segments) > CELLS:
                continue
            before = folded(prose.text[: date.start]).split()[-NEAR:]
            if NOT_OWN & set(before) or date.value.isoformat() in said:
                return {}
            sure = ONLY * date.certainty
            field = read_in(page, tokens, date.value.isoformat(), sure, controle=DOUBT)
            found.setdefault(field.value, field)
    return {name: field for name in asked for field in found.values()} if len(found) == 1 else {}
