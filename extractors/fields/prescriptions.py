"""Lines of an ordonnance: free text, one drug a line or two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.layout import Layout, Segment
from models.geometry import Box
from models.reading import Field
from models.reading import Row as TableRow
from models.values.text import folded

_BULLET = re.compile(r"^\s*(?:\d{1,2}\s*[)./°-]+|[-•*>]+|n°\s*\d+)\s*", re.I)
_DOSE = re.compile(
    r"\b\d+(?:[.,]\d+)?\s?(?:mg|g|µg|mcg|ml|ui|%)(?:\s?/\s?\d*\s?(?:mg|g|ml|j)?)?\b", re.I
)
_FORM = re.compile(
    r"\b(comprim[ée]s?|cp[rs]?|g[ée]lules?|g[ée]l|sachets?|sirop|ampoules?|amp|inj(?:ectable)?s?|gouttes?|gttes?|"
    r"collyre|cr[èe]me|pommade|gel|supp(?:ositoire)?s?|spray|suspension|susp|solution|sol|a[ée]rosol|patch)\b",
    re.I,
)
_HOW_TAKEN = re.compile(
    r"(\b\d+(?:[.,/]\d+)?\s*(?:cp|cps|comprim\w*|g[ée]l\w*|sachets?|c\.?\s?[àa]\s?[sc]|gttes?|gouttes?|amp\w*|applications?|inhalations?|bouff[ée]es?|unit[ée]s|injections?|dose|doses|mesures?)?"
    r"\s*(?:x|fois|/|par|le|matin|midi|soir)\s.*|\bmatin\b.*|\b\d\s?-\s?\d\s?-\s?\d\b.*|\b\d+\s*x\s*\d*\s*/\s*j.*)",
    re.I,
)
_DURATION = re.compile(
    r"(?:pendant|durant|pdt|qsp|pour|x)?\s*(\d+\s*(?:jours?|j|semaines?|sem|mois)|(?:un|deux|trois|six)\s+mois)\b",
    re.I,
)
_QUANTITY = re.compile(r"\b(\d{1,3})\s*(?:bo[iî]tes?|bt|flacons?|fl|tubes?|stylos?)\b", re.I)
_NOT_A_DRUG = re.compile(
    r"^(ordonnance|dr\.?\b|docteur|patient|nom|m\.|mme|mr|le\b|date|age|âge|tel|t[ée]l|fax|adresse|cachet|signature|inpe|sp[ée]cialit)",
    re.I,
)


def read_prescriptions(page: Layout, used: Sequence[Box]) -> tuple[TableRow, ...]:
    """Drugs prescribed, in order. `used`: boxes of words already read as other fields."""
    rows: list[dict[str, Field]] = []
    for segment in page.segments:
        if any(segment.box.intersection(box) > 0.3 * segment.box.area for box in used):
            continue
        text = segment.text.strip()
        starts = _begins_drug(segment, text)
        if starts:
            rows.append(_drug(page, segment, _BULLET.sub("", text)))
        elif rows and _continues(rows[-1], segment, page):
            _complete(page, rows[-1], segment, text)
    return tuple(rows)


def _begins_drug(segment: Segment, text: str) -> bool:
    plain = _BULLET.sub("", text)
    if _NOT_A_DRUG.match(folded(plain)) or len(plain) < 4 or segment.box.cy < 0.15:
        return False
    first = plain.split()[0]
    if sum(c.isalpha() for c in first) < 3:
        return False
    bulleted = _BULLET.match(text) is not None
    dosed = _DOSE.search(plain) is not None or _FORM.search(plain) is not None
    named = first[:3].isupper() or first[:1].isupper()
    taken = _HOW_TAKEN.match(plain) is not None
    return named and not taken and (dosed or bulleted)


def _continues(row: dict[str, Field], segment: Segment, page: Layout) -> bool:
    box = row["medicament"].box
    assert box is not None
    return 0 < segment.box.cy - box.cy < 3.5 * max(page.letter, segment.box.height)


def _drug(page: Layout, segment: Segment, text: str) -> dict[str, Field]:
    name = text
    for pattern in (_HOW_TAKEN, _DURATION, _QUANTITY):
        match = pattern.search(name)
        if match is not None and match.start() > 3:
            name = name[: match.start()]
    row = {"medicament": _cell(page, segment, name.strip(" :;,.-–—_"), 0.8)}
    _complete(page, row, segment, text)
    dose = _DOSE.search(name)
    if dose is not None:
        row["dosage"] = _cell(page, segment, dose.group().strip(), 0.85)
    form = _FORM.search(name)
    if form is not None:
        row["forme"] = _cell(page, segment, form.group(), 0.85)
    return row


def _complete(page: Layout, row: dict[str, Field], segment: Segment, text: str) -> None:
    for name, pattern in (("posologie", _HOW_TAKEN), ("duree", _DURATION), ("quantite", _QUANTITY)):
        match = pattern.search(text)
        if match is not None and name not in row:
            value = match.group(match.lastindex or 0).strip(" :;,.-")
            if name == "posologie":
                cut = _DURATION.search(value)
                value = value[: cut.start()].strip(" :;,.-") if cut and cut.start() > 3 else value
            row[name] = _cell(page, segment, value, 0.75)


def _cell(page: Layout, segment: Segment, value: str, certainty: float) -> Field:
    read = min(t.word.confidence for t in segment.tokens)
    return Field(
        value,
        segment.text,
        round(min(0.99, read * certainty), 4),
        page.number,
        Box.around(t.word.box for t in segment.tokens),
        segment.tokens[0].word.how,
    )
