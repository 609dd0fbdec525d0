"""The act that an ordonnance asks for, its code before its name: «IRA100 Irathérapie 100 mCi»."""

from __future__ import annotations

import re

from extractors.fields.evidence import read_in
from extractors.layout import Layout
from models.documents import DocumentType
from models.reading import Field
from models.values.text import folded

HEAD, FOOT = 0.1, 0.85
"""Share of the page height between which something is prescribed."""
CERTAINTY = 0.78
_ACT = re.compile(
    r"^[-•*\d.)/\s]{0,4}([A-Z]{2,5}\s?\d{1,4}|[BKZ]\s?\d{1,4})\s*[-–:]?\s+([A-ZÀ-Þ][a-zà-ÿ]{3,}.*)$"
)
_DISPENSED = re.compile(
    r"\b(?:comprim|g[ée]lule|sachet|sirop|bo[iî]te|bte|cp|ampoule|vitamine|lot|bloc|imm|rue|hay)\w*\b",
    re.I,
)
"""Words of drugs and of addresses («BP 12 Hay …»)."""
_PLACE = frozenset({"bp", "rc", "if", "ice", "cp", "appt", "apt", "no", "tel", "cin", "le"})


def read_act(page: Layout, kind: DocumentType) -> dict[str, Field]:
    """`code_acte` and `libelle_acte` of the first such line, for the types that have both."""
    if not {"code_acte", "libelle_acte"} <= set(kind.fields):
        return {}
    for segment in page.segments:
        match = _ACT.match(segment.text.strip())
        if match is None or not HEAD < segment.box.cy < FOOT:
            continue
        letters = re.sub(r"[\d\s]", "", match.group(1))
        if folded(letters) in _PLACE or _DISPENSED.search(segment.text):
            continue
        return {
            "code_acte": read_in(page, segment.tokens, match.group(1).replace(" ", ""), CERTAINTY),
            "libelle_acte": read_in(page, segment.tokens, match.group(2).strip(" .:;"), CERTAINTY),
        }
    return {}
