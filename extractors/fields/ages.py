"""The age that stands behind a patient's name: «BENNANI Salma, 45 ans»."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractors.fields.evidence import between, read_in
from extractors.fields.parsing import parse
from extractors.layout import Layout, Row
from models.documents import DocumentType, Kind
from models.reading import Field

AGE, NAMES = "patient_age", ("patient_prenom", "patient_nom")
_YEARS = re.compile(r"(?<![\d/.,])(\d{1,3}\s?ans?)\b", re.IGNORECASE)
_ALONE = re.compile(r"[(\s]*\d{1,3}\s?ans?[)\s.]*(?:[FMH]|[Ff]ille|[Gg]arçon)?", re.IGNORECASE)
_LASTING = re.compile(r"\b(?:depuis|pendant|durant|pour|dans|tous les)\s*$", re.IGNORECASE)
"""Before a time that is no age: «suivi depuis 3 ans»."""
CERTAINTY = 0.8


def read_age(page: Layout, kind: DocumentType, found: Mapping[str, Field]) -> dict[str, Field]:
    """The years told on the row of the patient's name, after it, or alone on the next one."""
    name = next((found[n] for n in NAMES if n in found and found[n].page == page.number), None)
    if AGE not in kind.fields or AGE in found or name is None or name.box is None:
        return {}
    box = name.box
    own = [r for r in page.rows if any(box.holds(t.word.box.cx, t.word.box.cy) for t in r.tokens)]
    if not own:
        return {}
    row = own[-1]
    begin = sum(t.word.box.cx < box.x1 for t in row.tokens)
    read = _in(page, row, begin)
    if read is not None:
        return {AGE: read}
    after = next((r for r in page.rows if r.number > row.number), None)
    if after is not None and _ALONE.fullmatch(" ".join(t.text for t in after.tokens)):
        below = _in(page, after, 0)
        return {AGE: below} if below is not None else {}
    return {}


def _in(page: Layout, row: Row, begin: int) -> Field | None:
    """The first years told from the word `begin` of a row on."""
    text = " ".join(t.text for t in row.tokens)
    start = sum(len(t.text) + 1 for t in row.tokens[:begin])
    for match in _YEARS.finditer(text, start):
        parsed = parse(Kind.AGE, match[1])
        if parsed is not None and not _LASTING.search(text[: match.start()]):
            told = between(row.tokens, match.start(1), match.end(1))
            return read_in(page, told, parsed.value, CERTAINTY * parsed.certainty, match[1])
    return None
