"""The papers of `*.toml`, and their pages set as words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from bench.typeset import SHAPE, Typeset
from models.reading import PageReading

FOLDER = Path(__file__).parent
COLUMNS = 100
LEFT, TOP, LEADING = 0.04, 0.04, 0.0175
"""Where the first line begins and how far the next is, as shares of the page."""
LETTER = 0.0105
"""Height of print, as a share of the page."""
STEP = (1 - 2 * LEFT) / COLUMNS
"""Width of a column of the grid, as a share of the page."""

OURS = {
    "rapport_contre_visite": {"patient_nom": "assure_nom", "patient_prenom": "assure_prenom"},
    "decompte": {"assure_nom": "nom", "assure_prenom": "prenom"},
    "accuse_reception": {"assure_nom": "nom", "assure_prenom": "prenom"},
}
"""«The names on them» (DOMAIN §3), as the authors called them, and as we do."""


class Family(StrEnum):
    CORE = "core"
    MEDICAL = "medical"
    ADMINISTRATIVE = "administrative"


class Side(StrEnum):
    LESSON = "lesson"
    """May be looked at."""
    RESERVE = "reserve"
    """Only measured with."""


@dataclass(frozen=True, slots=True)
class Paper:
    """`page`: lines of a grid of fixed width. `lines`: the rows of each table."""

    family: Family
    number: int
    type: str
    issuer: str
    page: tuple[str, ...]
    fields: Mapping[str, str | bool]
    lines: Mapping[str, list[dict[str, Any]]]

    @property
    def side(self) -> Side:
        return Side.LESSON if self.number % 2 else Side.RESERVE

    @property
    def name(self) -> str:
        return f"{self.family}/{self.number:03}"


def papers(family: Family) -> Iterator[Paper]:
    """All papers of a family."""
    text = (FOLDER / f"{family}.toml").read_text(encoding="utf-8")
    for one in tomllib.loads(text)["papier"]:
        yield Paper(
            family,
            one["numero"],
            one["type"],
            one["emetteur"],
            tuple(one["page"].splitlines()),
            {OURS.get(one["type"], {}).get(n, n): value for n, value in one["champs"].items()},
            one.get("lignes", {}),
        )


def reading(paper: Paper) -> PageReading:
    """The page as a reader gives it that misreads nothing: each letter on its column of the grid."""
    pen = Typeset(LETTER, STEP * SHAPE / LETTER)
    for number, line in enumerate(paper.page):
        for word in re.finditer(r"\S+", line):
            pen.text(LEFT + STEP * word.start(), TOP + LEADING * number, word.group())
    return pen.reading()
