"""The tables that are set: their headings and what their cells say."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

MONEY = frozenset({"montant", "prix_unitaire", "ppv", "salaire"})
WORDY = frozenset({"designation", "medicament", "analyse"})
"""Columns whose text wraps."""
NEEDED = frozenset({*WORDY, "montant", "nom", "prenom", "valeur"})
"""Columns that no paper leaves empty."""


@dataclass(frozen=True)
class Column:
    name: str
    head: str
    short: str
    right: bool
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    type: str
    table: str
    columns: tuple[Column, ...]

    def truth(self) -> list[dict[str, str]]:
        return [
            {c.name: c.cells[n] for c in self.columns if c.name and c.cells[n]}
            for n in range(len(self.columns[0].cells))
        ]


@cache
def samples() -> tuple[Sample, ...]:
    text = (Path(__file__).parent / "samples.toml").read_text(encoding="utf-8")
    return tuple(
        Sample(
            t["type"],
            t["table"],
            tuple(
                Column(c["nom"], c["titre"], c["court"], c.get("cote") == "d", tuple(c["cellules"]))
                for c in t["colonnes"]
            ),
        )
        for t in tomllib.loads(text)["tableaux"]
    )


def with_gaps(sample: Sample) -> Sample:
    """The sample with every third cell empty of the columns that may be."""
    columns = (
        c if c.name in NEEDED else replace(c, cells=tuple(_emptied(c.cells, place)))
        for place, c in enumerate(sample.columns)
    )
    return replace(sample, columns=tuple(columns))


def _emptied(cells: Sequence[str], place: int) -> Iterator[str]:
    return ("" if (number + place) % 3 == 0 else cell for number, cell in enumerate(cells))
