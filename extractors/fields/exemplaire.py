"""Original or copy: what the paper itself says (DOMAIN §3, `exemplaire`)."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.labels import find_labels
from extractors.layout import Layout
from models.geometry import Box
from models.reading import Field, How

WORDS = {
    "copie certifiée conforme": "copie_conforme",
    "copie conforme à l'original": "copie_conforme",
    "copie conforme": "copie_conforme",
    "certifié conforme": "copie_conforme",
    "duplicata": "duplicata",
    "photocopie": "copie",
    "copie": "copie",
    "original": "original",
}
SILENT = 0.98
"""Chance that a paper on which no such word was read bears none: 66 of 66 on training courier."""
UNKNOWN = Field("inconnu", "", SILENT, None, None, How.DEDUIT)


def read_exemplaire(pages: Sequence[Layout]) -> Field:
    """The word printed or stamped on the paper; `inconnu` when there is none.

    A word counts when it stands by itself (a stamp, a corner, a title), not inside a
    sentence («joindre l'original de l'ordonnance»); ornaments beside it («* * ORIGINAL * *») are no
    words. COPIE or DUPLICATA stamped on a paper
    printed ORIGINAL decides.
    """
    found = _standing_alone(pages)
    return next((f for f in found if f.value != "original"), next(iter(found), UNKNOWN))


def _standing_alone(pages: Sequence[Layout]) -> list[Field]:
    found: list[Field] = []
    for page in pages:
        for hit in find_labels(page, WORDS):
            run = next((s for s in page.segments if any(t in s.tokens for t in hit.tokens)), None)
            said = [t for t in run.tokens if any(c.isalnum() for c in t.text)] if run else []
            if not said or len(said) > len(hit.tokens) + 1:
                continue
            read = min(t.word.confidence for t in hit.tokens)
            found.append(
                Field(
                    WORDS[hit.label],
                    " ".join(t.text for t in hit.tokens),
                    round(0.9 * read * hit.quality, 4),
                    page.number,
                    Box.around(t.word.box for t in hit.tokens),
                    hit.tokens[0].word.how,
                )
            )
    return found
