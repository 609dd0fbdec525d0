"""Why values are lost: the paper taken for another, nothing found, another value found; and whether
the readers had read what stands there.

Needs page readings and true boxes: a kept split (`--readings`) of our own courier.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from bench.evaluate.compare import equal
from bench.evaluate.fields import WRITTEN
from bench.evaluate.inputs import PageKey, TrueDocument, TrueField, value_of
from bench.evaluate.matching import Found, Matching
from bench.markdown import table
from models.reading import PageReading
from models.values.text import squeezed

ON_PAPER = ("printed", "handwritten")
TYPE, NOTHING, ANOTHER = "type faux", "rien trouvé", "autre valeur"
MARGIN_X, MARGIN_Y = 0.01, 0.008
"""Shares of the page by which a word's middle may stand outside of a value's box."""
Why = tuple[str, str, str]
"""Way of writing, what was made of the value, and whether it was read in its place."""


def losses(matching: Matching, readings: Mapping[PageKey, PageReading]) -> Counter[Why]:
    """Of each value that stands on paper and must be given: why it was not."""
    found: Counter[Why] = Counter()
    for document, other in matching.documents():
        given = (other.raw.get("fields") or {}) if other else {}
        for name, true in document.fields.items():
            if true.optional or true.source not in ON_PAPER:
                continue
            value = value_of(given.get(name))
            if value is None or not any(equal(name, value, one) for one in true.accepted):
                writing = WRITTEN[true.source]
                legible = "lu à sa place" if _is_read(document, true, readings) else "mal lu"
                found[writing, _made_of(document, other, value), legible] += 1
    return found


def losses_table(found: Counter[Why]) -> str:
    """Most frequent first, with the share of all that is lost of its writing."""
    of_writing: Counter[str] = Counter()
    for (writing, _, _), number in found.items():
        of_writing[writing] += number
    rows = [
        (*why, number, f"{100 * number / of_writing[why[0]]:.0f}")
        for why, number in sorted(found.items(), key=lambda one: (one[0][0], -one[1]))
    ]
    return table(["écriture", "ce qui en fut fait", "lecture", "champs", "%"], rows, 3)


def _made_of(document: TrueDocument, other: Found | None, value: object) -> str:
    if other is None or other.type != document.type:
        return TYPE
    return NOTHING if value is None else ANOTHER


def _is_read(
    document: TrueDocument, true: TrueField, readings: Mapping[PageKey, PageReading]
) -> bool:
    """Whether the words in the value's box are what is written there, accents and spaces apart."""
    reading = readings.get(document.order[true.page - 1])
    if true.box is None or reading is None:
        return False
    x0, y0, x1, y1 = true.box
    there = squeezed(
        " ".join(
            word.text
            for word in reading.words
            if x0 - MARGIN_X <= word.box.cx <= x1 + MARGIN_X
            and y0 - MARGIN_Y <= word.box.cy <= y1 + MARGIN_Y
        )
    )
    return squeezed(true.written) in there
