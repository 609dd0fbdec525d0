"""What speaks for a value besides its reading: what told it, how plainly, what repeats it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from extractors.layout import Layout
from models.documents import Place
from models.reading import Field
from models.values.text import squeezed

REPEATED_FROM = 5
"""Letters and digits from which a value that stands twice on a paper is no chance."""


class By(StrEnum):
    """What told a value."""

    ETIQUETTE = "etiquette"
    PHRASE = "phrase"
    CHOIX = "choix"
    PREUVE = "preuve"
    ENTETE = "entete"
    TEXTE = "texte"
    FORME = "forme"
    DEDUCTION = "deduction"


@dataclass(frozen=True, slots=True)
class Told:
    """How a paper told a value."""

    by: By
    place: Place | None = None
    label: float = 1.0
    """How well its label was read, times how surely it asks for this field, 0..1."""
    near: float = 1.0
    """1 right beside its label, less the farther."""
    read: float = 1.0
    """How sure the reader was of its least sure word."""
    words: int = 1
    """Of its label."""
    second: int = 0
    """1 when the second look read the same, -1 when it read otherwise."""
    repeated: bool = False
    """Whether the papers bear the same value once more."""
    tall: float = 1.0
    """Height of its words over that of the page's."""
    understood: float = 1.0
    """Share of what the paper asks for that was found."""


class Finding(Protocol):
    """Fields as they were found, before the second look."""

    @property
    def fields(self) -> dict[str, Field]: ...
    @property
    def told(self) -> dict[str, Told]: ...
    @property
    def understood(self) -> float: ...


def witnessed(
    found: Finding, seen: Mapping[str, Field], pages: Sequence[Layout]
) -> dict[str, Told]:
    """How each field of `seen`, looked at again, was told."""
    text = " ".join(page.squeezed for page in pages)
    letters = {page.number: page.letter for page in pages}
    return {
        name: replace(
            found.told.get(name, Told(By.DEDUCTION)),
            second=_second(found.fields.get(name), field),
            repeated=_repeated(field, text),
            tall=_tall(field, letters),
            understood=found.understood,
        )
        for name, field in seen.items()
    }


def _second(before: Field | None, after: Field) -> int:
    if before is None or before.confidence == after.confidence:
        return 0
    return 1 if before.value == after.value and after.confidence > before.confidence else -1


def _repeated(field: Field, text: str) -> bool:
    said = squeezed(field.raw)
    if len(squeezed(field.value)) > len(said):
        said = squeezed(field.value)
    return len(said) >= REPEATED_FROM and text.count(said) > 1


def _tall(field: Field, letters: Mapping[int, float]) -> float:
    letter = letters.get(field.page) if field.page is not None else None
    return field.box.height / letter if field.box is not None and letter else 1.0
