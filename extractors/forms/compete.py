"""What stands in a form's places against what stands beside its labels: the likelier of the two.

Each candidate gets the probability that it is right from who read it, how surely, what the other
says, and how firmly its place is held by printed words. The weights come of layout families held
out (`python -m bench.forms --learn`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from extractors.fields.certainty import logit, probability
from extractors.fields.evidence import MOST_RIVALS
from extractors.forms.read import Read
from extractors.forms.recognise import learned
from models.documents import DocumentType
from models.forms import Form
from models.reading import Field
from models.values.text import squeezed

WORTH = 0.4
"""Probability from which a value is proposed that the form alone has."""
LEFT_OUT = 0.2
"""Probability under which a value is left out that a form has no room for."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value and what is known of it."""

    field: Field
    traits: Mapping[str, float]

    @property
    def chance(self) -> float:
        weights = learned()["choisir"]
        return probability(sum(weights.get(t, 0.0) * much for t, much in self.traits.items()))


def competed(
    fields: Mapping[str, Field], reads: Mapping[str, Read], form: Form, kind: DocumentType
) -> dict[str, Field]:
    """The fields of a paper of `form`, each the likelier of both readings."""
    settled = dict(fields)
    for name, read in reads.items():
        found = _best(candidates(fields.get(name), read, form, kind.fields[name].genre))
        if found is None:
            settled.pop(name, None)
        else:
            settled[name] = found
    return settled


def candidates(label: Field | None, read: Read, form: Form, genre: str) -> list[Candidate]:
    """What the field may be: what its label has, what its place has, or what both have."""
    here = read.field
    held = {
        "loin": math.log(max(read.near, 0.001) / 0.01),
        "sans ligne": float(not read.level),
    }
    if label is None:
        return (
            [_candidate(_by(here, form), "formulaire seul", genre, held, here=here)] if here else []
        )
    if here is None:
        case = "place vide" if read.empty else "place illisible"
        return [_candidate(label, case, "", held, label=label)]
    if squeezed(here.value) == squeezed(label.value):
        both = _by(label, form)
        return [_candidate(both, "accord", "", held, label=label, here=here)]
    return [
        _candidate(label, "contre le formulaire", "", held, label=label, against=here),
        _candidate(_by(here, form), "contre l'étiquette", genre, held, here=here, against=label),
    ]


def _candidate(
    field: Field,
    case: str,
    genre: str,
    held: Mapping[str, float],
    *,
    label: Field | None = None,
    here: Field | None = None,
    against: Field | None = None,
) -> Candidate:
    traits = {case: 1.0, **{f"{case}, {name}": much for name, much in held.items()}}
    if label is not None:
        traits[f"{case}, étiquette"] = logit(label.confidence)
    if here is not None:
        traits[f"{case}, lu"] = logit(here.confidence)
        traits["contredit"] = float(here.controle is not None)
    if against is not None:
        traits[f"{case}, contre"] = logit(against.confidence)
    if genre:
        traits[f"genre {genre}"] = 1.0
    return Candidate(field, traits)


def _by(field: Field, form: Form) -> Field:
    return replace(field, form=f"{form.id}/{form.version}")


def _best(found: list[Candidate]) -> Field | None:
    if not found:
        return None
    first, *rest = sorted(found, key=lambda one: -one.chance)
    alone = len(found) == 1
    if alone and first.chance < (WORTH if "formulaire seul" in first.traits else LEFT_OUT):
        return None
    field = first.field
    confidence = round(first.chance, 4)
    if field.controle is not None:
        confidence = min(confidence, field.confidence)
    rivals = [(other.field.value, round(other.chance, 4)) for other in rest]
    rivals += [r for r in field.rivals if r[0] not in {value for value, _ in rivals}]
    return replace(field, confidence=confidence, rivals=tuple(rivals[:MOST_RIVALS]))
