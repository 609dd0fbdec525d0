"""What a page looks like, where it says little."""

from __future__ import annotations

import re

from extractors.layout import Layout
from models.reading import MarkKind

FEW_WORDS = 12
"""Words of a page that is hardly more than a picture."""
SHEET_OF_LABELS = 3
"""Labels seen from which a page with hardly a word else is a sheet of them."""
FEW_AMONG_LABELS = 40
"""Words that may stand on such a page."""
_PRICE_LABEL = re.compile(r"\bppv\b|\bppm\b|\bppc\b|\blot\b", re.IGNORECASE)
_DRUG_CODE = re.compile(r"\b(?:611|340|376)\d{10}\b")


def looks(page: Layout) -> dict[str, float]:
    """Of the types that a page looks like, how much (1: as much as a title that is read well)."""
    kinds = [mark.kind for mark in page.reading.marks]
    words = [t.text for t in page.tokens]
    legible = sum(len(w) >= 3 and w.isalnum() for w in words)
    found: dict[str, float] = {}
    if sum(w.count("<<") for w in words) >= 2:
        found["cnie"] = 2.5  # a machine-readable zone: nothing else here has one
    if legible <= FEW_WORDS and not page.reading.blank and page.reading.unread is None:
        # Ink that says nothing: a picture, more so when it was seen to be one.
        seen = MarkKind.PHOTO in kinds
        found["photo_identite"] = 2.5 if seen else 2.0 if legible <= 1 else 0.0
    text = page.reading.text
    glued = min(len(_PRICE_LABEL.findall(text)) / 6, 1.0)
    glued += min(len(_DRUG_CODE.findall(text)) / 3, 1.0)
    glued += min(kinds.count(MarkKind.VIGNETTE) / 3, 1.0)
    if glued > 0:
        found["vignettes"] = min(1.0, glued / 2)
    if kinds.count(MarkKind.VIGNETTE) >= SHEET_OF_LABELS and legible <= FEW_AMONG_LABELS:
        found["vignettes"] = 2.0  # labels and hardly a word between them
    return found
