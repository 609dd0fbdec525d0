"""What the corrections of an office add to the recognition of types and to the cutting of papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Taught:
    """A version taught by corrections, on top of what is shipped (`SHIPPED`, which adds nothing).

    `words`: by word of a page, what it adds to the log-odds of each type; `links`: by column of
    `extractors.documents.links`, the weight that stands for the shipped one.
    """

    number: int = 0
    words: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    links: Mapping[str, float] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What a proposal made under it says after the version of the code."""
        return f"+bureau{self.number}" if self.number else ""


SHIPPED = Taught()
