"""What the corrections of an office add to the recognition of types and to the cutting of papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TaughtPage:
    """A page that people went through: its words (those of forms alone), and what a page just like
    it gains in log-odds, by type."""

    words: tuple[str, ...]
    gains: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Taught:
    """A version taught by corrections, on top of what is shipped (`SHIPPED`, which adds nothing).

    `links`: by column of `extractors.documents.links`, the weight that stands for the shipped one.
    """

    number: int = 0
    pages: tuple[TaughtPage, ...] = ()
    links: Mapping[str, float] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What a proposal made under it says after the version of the code."""
        return f"+bureau{self.number}" if self.number else ""


SHIPPED = Taught()
