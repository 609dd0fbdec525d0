"""The papers that are set, and the page that their words are set on."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.typeset import SHAPE, Typeset

PAPERS = Path(__file__).with_name("papers.toml")
LETTER, WIDE = 0.0115, 0.5
"""Height of usual print, as a share of the page; width of a letter, in letter heights."""
LEFT, TOP, LEADING = 0.08, 0.14, 0.028
"""Where the first row begins, and how far the next is, as shares of the page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A label, the field that it asks for and its answer."""

    field: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper of a type says. `parts`: the same persons by sections, with short labels."""

    type: str
    title: str
    entries: tuple[Entry, ...]
    parts: Mapping[str, tuple[Entry, ...]]


def papers() -> list[Paper]:
    """All papers of `papers.toml`."""
    listed = tomllib.loads(PAPERS.read_text(encoding="utf-8"))["papier"]
    return [
        Paper(
            p["type"],
            p["titre"],
            _entries(p["champs"]),
            {part["titre"]: _entries(part["champs"]) for part in p["parties"]},
        )
        for p in listed
    ]


def _entries(rows: Any) -> tuple[Entry, ...]:
    return tuple(Entry(*row) for row in rows)


class Pen(Typeset):
    """One page of a paper. `said` says what has been asked for: field -> answer."""

    def __init__(self, title: str) -> None:
        super().__init__(LETTER, WIDE)
        self.said: dict[str, str] = {}
        size = 1.6 * LETTER
        self.text(0.5 - width(title, size) / 2, 0.06, title, size)

    def answer(self, entry: Entry) -> str:
        """The answer of an entry, which from now on should be read."""
        self.said[entry.field] = entry.value
        return entry.value


def width(text: str, size: float = LETTER) -> float:
    """How wide a text is, as a share of the page."""
    return WIDE / SHAPE * size * len(text)
