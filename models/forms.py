"""A form learned from papers that a person has corrected: its printed words and where its values stand.

Only words of forms are kept, never what somebody wrote in one (`extractors.forms.printed`).
Boxes are those of the straightened page (`extractors.layout`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from models.geometry import Box


@dataclass(frozen=True, slots=True)
class Anchor:
    """A printed word, `seen` on that many of the papers that the form was learned from."""

    text: str
    box: Box
    seen: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where the field `name` stands: on each paper that had it, the latest last.

    `option`: the place is the tick box that gives the field this value.
    """

    name: str
    boxes: tuple[Box, ...]
    option: str | None = None

    @property
    def box(self) -> Box:
        """The smallest box around all."""
        return Box.around(self.boxes)


@dataclass(frozen=True, slots=True)
class FormPage:
    """One page of a form. `aspect` is its width over its height."""

    aspect: float
    anchors: tuple[Anchor, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A known form of a document type. `id` is its own, `version` counts what it learned."""

    id: str
    type: str
    pages: tuple[FormPage, ...]
    examples: int = 1
    version: int = 1
    label: str = ""
    """How people are told of it («feuille de soins nº 3»)."""
    aside: frozenset[str] = field(default_factory=frozenset)
    """Fields that it is no longer asked about: what it read of them was corrected too often."""
