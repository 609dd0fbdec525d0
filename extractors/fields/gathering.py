"""What is told of each field, the first to be told kept; and words given to one field alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.fields.candidates import Candidate
from extractors.fields.evidence import MOST_RIVALS
from extractors.fields.witness import By, Told
from models.reading import Field


class Gathering:
    """Fields and how they were told, the first to be told kept."""

    def __init__(self) -> None:
        self.fields: dict[str, Field] = {}
        self.told: dict[str, Told] = {}

    def add(self, by: By, found: Mapping[str, Field]) -> None:
        """What is not told yet."""
        self.replace(by, {n: f for n, f in found.items() if n not in self.fields})

    def complete(self, by: By, found: Mapping[str, Field]) -> None:
        """What goes on where a label's answer ends with its line: «Lymphome de / Hodgkin»."""
        own = {n: self.fields[n].value for n in found if n in self.fields}
        self.replace(
            by, {n: f for n, f in found.items() if f.value.startswith(own.get(n, f.value) + " ")}
        )

    def has_told(self, field: Field) -> bool:
        """Whether a label asks for the very words of a value: they are not another field's."""
        answers = [self.fields[n] for n, told in self.told.items() if told.by is By.ETIQUETTE]
        return any(
            field.box.holds(answer.box.cx, answer.box.cy)
            for answer in answers
            if field.box is not None and answer.box is not None and answer.page == field.page
        )

    def replace(self, by: By, found: Mapping[str, Field]) -> None:
        """What is told more surely than so far."""
        self.fields |= found
        self.told |= {name: Told(by) for name in found}


def assigned(found: Sequence[Candidate]) -> Gathering:
    """Best first; words given to one field are not given to another, nor offered as its rival."""
    got = Gathering()
    used: dict[int, str] = {}
    for candidate in sorted(found, key=lambda c: -c.score):
        name = candidate.name
        owners = {used[id(t)] for t in candidate.tokens if id(t) in used} - {name}
        if owners and not (candidate.shared and _pairs(name, owners)):
            continue
        if name in got.fields:
            got.fields[name] = _with_rival(got.fields[name], candidate)
            continue
        got.fields[name] = candidate.field
        got.told[name] = candidate.told
        used |= {id(t): name for t in candidate.tokens}
    return got


def _pairs(name: str, owners: set[str]) -> bool:
    """Whether `name` is the other half of a name whose words are already used."""
    stem = name.removesuffix("_prenom").removesuffix("_nom")
    return owners <= {f"{stem}_nom", f"{stem}_prenom", "nom", "prenom"}


def _with_rival(field: Field, candidate: Candidate) -> Field:
    if candidate.field.value == field.value or len(field.rivals) >= MOST_RIVALS:
        return field
    rival = (candidate.field.value, candidate.field.confidence)
    return replace(field, rivals=(*field.rivals, rival))
