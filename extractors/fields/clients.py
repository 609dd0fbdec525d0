"""«Client», who is the patient unless the paper asks for the patient besides: then he is the insured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.fields.labels import LabelHit
from models.documents import FieldSpec
from models.values.text import folded

CLIENT = frozenset({"client", "cliente"})
PATIENT, INSURED = "patient_", "assure_"


def with_clients(hits: Sequence[LabelHit], specs: Mapping[str, FieldSpec]) -> list[LabelHit]:
    """The labels, those of the client with the fields that they ask for on this paper."""
    clients = [h for h in hits if _says_client(h)]
    others = [h for h in hits if not _says_client(h)]
    if not clients or not _asked(PATIENT, others, specs) or _asked(INSURED, others, specs):
        return list(hits)
    return [_of_the_insured(h, specs) if _says_client(h) else h for h in hits]


def _says_client(hit: LabelHit) -> bool:
    return bool(CLIENT & set(folded(hit.label.replace("(e)", "")).split()))


def _asked(who: str, hits: Sequence[LabelHit], specs: Mapping[str, FieldSpec]) -> bool:
    """Whether labels ask for this person's name and for nobody else's."""
    named = [{n for n, s in specs.items() if "nom" in n and h.means(n, s)} for h in hits]
    return any(names and all(n.startswith(who) for n in names) for names in named)


def _of_the_insured(hit: LabelHit, specs: Mapping[str, FieldSpec]) -> LabelHit:
    asked = [n for n, s in specs.items() if n.startswith(PATIENT) and hit.means(n, s)]
    named = [INSURED + n.removeprefix(PATIENT) for n in asked]
    return replace(hit, names=tuple(n for n in named if n in specs), role="assure")
