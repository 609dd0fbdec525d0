"""What a sentence denies: «aucune métastase», «pas de localisation à distance», «T2 N0 M0»."""

from __future__ import annotations

import re

from extractors.fields.evidence import told
from extractors.fields.prose import prose_of
from extractors.layout import Layout
from models.documents import FieldSpec, Kind, Place
from models.reading import Field, How
from models.values.text import folded

CERTAINTY = 0.8
LEAST = 8
"""Letters of a label from which it names one thing: «métastases», not «urgent»."""
_DENYING = (
    r"(?:pas|plus|absence|indemne|exempte?|depourvue?|libre|aucune?s?|sans|ni|negati\w+ pour)"
    r"(?: de| d'| d | la moindre| le moindre)*(?: [a-z]+)?"
)
_STAGED = re.compile(r"\bp?c?T\s?\w{1,3},?\s?p?c?N\s?\w{1,2},?\s?p?c?M\s?([01oOIl])\b")
"""The stage of a tumour, M1 where it has spread."""
SPREAD = "metastase"
"""The field that a stage answers."""


def read_denied(page: Layout, name: str, spec: FieldSpec) -> Field | None:
    """`false` for a yes or no of running text of which the page denies the label, nothing else said."""
    if spec.genre is not Kind.BOOLEEN or Place.TEXTE not in spec.ou:
        return None
    labels = [folded(label) for label in spec.etiquettes]
    words = "|".join(
        re.escape(w).replace(r"\ ", r"\s+") for w in sorted(labels, key=len) if len(w) >= LEAST
    )
    prose = prose_of(page)
    staged = _STAGED.search(prose.bare) if name == SPREAD else None
    found = staged or (
        re.search(rf"\b{_DENYING}\s+(?:{words})s?\b", prose.bare.lower()) if words else None
    )
    if found is None:
        return None
    value = "true" if staged is not None and staged[1] in "1Il" else "false"
    boxes = [t.word.box for t in prose.tokens(*found.span())]
    return told(page, value, prose.text[slice(*found.span())], CERTAINTY, boxes, How.OCR)
