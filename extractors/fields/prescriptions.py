"""Lines of an ordonnance: free text, one drug a line or two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.evidence import read_in
from extractors.layout import Layout, Segment
from models.geometry import Box
from models.reading import Field
from models.reading import Row as TableRow
from models.values.text import folded

_UNIT = r"(?:mg|g|µg|μg|mcg|m[lI|]|u\.?i\.?|%)"
_TAKEN_UNIT = (
    r"(?:cp[rs]?|comprim\w*|g[ée]l\w*|sachets?|c\.?\s?[àa]\s?[sc]|cuill\w+|gttes?|gouttes?|amp\w*|"
    r"appl(?:ications?)?|inhalations?|bouff[ée]es?|unit[ée]s?|injections?|doses?|mesures?|pulv\w*|supp\w*)"
)
_BULLET = re.compile(
    r"^\s*(?:[RPBK]x[.:/]?(?=\s)|℞|\w{0,2}[+.°]?\s*[)\]][)./°-]*|[\[(]\d{1,2}[\])]|[o◦○●▪■¤](?=\s+[A-ZÀ-Þ])|\d{1,2}\s*[./°-]+(?!\d)|[-•*>]+|n°\s*\d+)\s*",
    re.I,
)
_DOSE = re.compile(
    rf"\b\d+(?:[.,]\d+)?\s?{_UNIT}?(?:\s?/\s?\d+(?:[.,]\d+)?)*\s?{_UNIT}(?:\s?/\s?\d*\s?(?:{_UNIT}|j|h|dose))?(?!\w)",
    re.I,
)
_FORM = re.compile(
    r"\b(comprim[ée]s?|cp[rs]?|g[ée]lules?|g[ée]l|sachets?|sirop|ampoules?|amp|inj(?:ectable)?s?|gouttes?|"
    r"gttes?|collyre|cr[èe]me|pommade|gel|supp(?:ositoire)?s?|spray|suspension|susp|solution|sol|"
    r"a[ée]rosol|patch|stylos?|turbuhaler|inhalateur|ovules?|lotion|granul[ée]s?|pdre|poudre)\b"
    r"(?:\s+(?:buvables?|injectables?|nasale?s?|ophtalmiques?|rectale?s?|effervescents?|pellicul[ée]s?|"
    r"dermiques?|vaginale?s?|orale?s?|auriculaires?|orodispersibles?|cutan[ée]e?s?|s[ée]cables?))?",
    re.I,
)
_TAKEN = re.compile(
    rf"\b(?:\d+(?:[.,/]\d+)?|une?|deux|trois|[IVX]{{1,4}})\s*{_TAKEN_UNIT}\b|\btoutes\s+les\s+\d+\s*h|\b\d+\s*(?:x|fois)\b|\b(?:matin|midi|soir|coucher)\b|"
    r"\bpar\s+(?:jour|semaine|mois)\b|/\s?j\b|\b\d\s?-\s?\d\s?-\s?\d\b",
    re.I,
)
_DURATION = re.compile(
    r"(?:\b(?:pendant|durant|pdt|pour)\s+|\bx\s?)?((?:\b[qa]\.?s\.?p\.?\s*)?\b\d+\s*(?:j[a-z]{2,4}s|jours?|j|semaines?|sem|mois|ans?)|"
    r"(?:\bqsp\s+)?\b(?:une?|deux|trois|quatre|cinq|six|huit|dix|quinze|vingt|trente)\s+(?:mois|jours|semaines?))\b",
    re.I,
)
_QUANTITY = re.compile(
    r"\b(?:qt[ée]|quantit[ée])\s*[:.]?\s*(\d{1,3})\b|\b(\d{1,3})\s*(?:bo[iî]tes?|bt?es?|bts?|flacons?|fl|tubes?|unit[ée]s)\b"
    r"|\s[×x]\s?(\d{1,2})$",
    re.I,
)
_RUN_IN = (
    (
        re.compile(rf"(\d\s?(?!g(?:out|tt|[ée]l|ran|ram|rai)){_UNIT})(?=[A-Za-zÀ-ÿ]{{3}})", re.I),
        r"\1 ",
    ),
    (re.compile(rf"([A-Za-zÀ-ÿ]{{3}})(?=\d+(?:[.,]\d+)?\s?{_UNIT}\b)", re.I), r"\1 "),
    (
        re.compile(
            r"([A-ZÀ-Þ]{3})(?=(?:comprim|g[ée]l|sirop|sachet|collyre|cr[èe]me|pommade|sol))"
        ),
        r"\1 ",
    ),
    (re.compile(r"([a-zà-ÿ]{3})(?=\d{1,2}\s?(?:jours?|mois|semaines?)\b)"), r"\1 "),
)
"""Spaces that readers lose: «2 mgcomprimé», «RETARD30 mg», «EMULGELgel», «soir3 mois»."""
ANALYSES = re.compile(
    r"^(?:nfs|num[ée]ration|h[ée]mogramme|tsh|t[34]l?\b|cr[ée]atinin|ur[ée]e|glyc[ée]mi|hba1c|h[ée]moglobine|bilan|vitamine d\b|ferritin|"
    r"fer s[ée]rique|cholest|triglyc|lipid|asat|alat|transaminas|gamma|ggt|ionogramm|natr[ée]mi|kali[ée]mi|calc[ée]mi|crp|vs\b|"
    r"psa\b|ecbu|uricémie|acide urique|prot[ée]in|albumin|taux de|dosage|s[ée]rologi|tp\b|tca\b|inr\b|groupe sanguin|"
    r"clairance|microalbumin|radiographie|radio\b|[ée]chographi|irm\b|scanner|tdm\b|ecg\b|endoscopi|fibroscop|"
    r"mammograph|doppler|consultation|s[ée]ances?\b|r[ée][ée]ducation|arr[êe]t de travail)",
    re.I,
)
"""Analyses, imaging and acts that ordonnances ask for: no drugs."""
_ACT = re.compile(r"^[A-Z]{1,4}\s?\d{2,4}\s*[-–:]?\s*[A-ZÀ-Þ][a-zà-ÿ]{3}")
"""«IRA100 Irathérapie»: an act with its code."""
_ONE = re.compile(rf"(?<!\w)[Il|](?=\s+(?:{_TAKEN_UNIT}|mois|fois|boîte))", re.I)
"""A handwritten 1 that the reader took for a letter."""
_NOT_A_DRUG = re.compile(
    r"^(ordonnance|dr|docteur|patient|nom|m|mme|mr|le|date|age|tel|fax|adresse|cachet|signature|inpe|specialit\w*|prendre|avaler|boire|"
    r"appliquer|instiller|injecter|inhaler|mettre|dissoudre|pulveriser|duree|posologie|quantite)\b"
)
_ORDINAL = re.compile(r"^\s*\d{1,2}\s+(?=[A-ZÀ-Þ]{3,})")
"""«2 DIAMICRON 80 mg»: a number without a sign after it."""
HEAD, NUMBERED_FROM = 0.15, 0.06
"""Share of the page, from the top, in which nothing is prescribed; the same of a numbered line
that says a dose or a form, on a scan that begins low."""
REACH = 3.5
"""Letter heights below a drug's name within which its posology stands."""


def read_prescriptions(page: Layout, used: Sequence[Box]) -> tuple[TableRow, ...]:
    """Drugs prescribed, in order. `used`: boxes of words already read as other fields."""
    rows: list[dict[str, Field]] = []
    for segment in page.segments:
        if any(segment.box.intersection(box) > 0.3 * segment.box.area for box in used):
            continue
        text = _ORDINAL.sub("", _spaced(_ONE.sub("1", segment.text.strip())))
        if _begins_drug(segment, text):
            rows.append(_drug(segment, page, text))
        elif rows and _continues(rows[-1], segment, page):
            _complete(rows[-1], segment, page, text)
    return tuple(rows)


def _begins_drug(segment: Segment, text: str) -> bool:
    plain = _BULLET.sub("", text)
    described = _DOSE.search(plain) is not None or _FORM.search(plain) is not None
    numbered = _BULLET.match(text) is not None
    top = NUMBERED_FROM if described and numbered else HEAD
    if len(plain) < 4 or segment.box.cy < top or _NOT_A_DRUG.match(folded(plain)):
        return False
    first = plain.split()[0]
    letters = [c for c in first if c.isalpha()]
    capital = first[:1].isupper() or 2 * sum(c.isupper() for c in letters) > len(letters)
    if len(letters) < 3 or not capital or ANALYSES.match(plain) or _ACT.match(plain):
        return False
    return described or numbered


def _spaced(text: str) -> str:
    for pattern, parted in _RUN_IN:
        text = pattern.sub(parted, text)
    return text


def _continues(row: dict[str, Field], segment: Segment, page: Layout) -> bool:
    box = row["medicament"].box
    assert box is not None
    below = segment.box.cy - box.cy
    return -0.5 * box.height < below < REACH * max(page.letter, segment.box.height)


def _drug(segment: Segment, page: Layout, text: str) -> dict[str, Field]:
    """The name is what stands before the first dose, form, posology, duration or quantity."""
    plain = _BULLET.sub("", text)
    ends = [
        match.start()
        for pattern in (_DOSE, _FORM, _TAKEN, _DURATION, _QUANTITY)
        if (match := pattern.search(plain)) is not None and match.start() >= 3
    ]
    name = plain[: min(ends, default=len(plain))].strip(" :;,.-–—_(")
    row = {"medicament": read_in(page, segment.tokens, name, 0.8)}
    for column, pattern in (("dosage", _DOSE), ("forme", _FORM)):
        match = pattern.search(plain)
        if match is not None:
            row[column] = read_in(page, segment.tokens, match.group().strip(), 0.85)
    _complete(row, segment, page, plain[len(name) :])
    return row


def _complete(row: dict[str, Field], segment: Segment, page: Layout, text: str) -> None:
    """Posology, duration and quantity, wherever they stand in `text`."""
    duration, quantity = _DURATION.search(text), _QUANTITY.search(text)
    for column, match in (("duree", duration), ("quantite", quantity)):
        if match is not None and column not in row:
            value = next(group for group in match.groups() if group)
            row[column] = read_in(page, segment.tokens, value, 0.75)
    taken = _TAKEN.search(text)
    if taken is not None and "posologie" not in row:
        ends = [
            m.start() for m in (duration, quantity) if m is not None and m.start() > taken.start()
        ]
        value = text[taken.start() : min(ends, default=len(text))].strip(" :;,.-–—()")
        row["posologie"] = read_in(page, segment.tokens, value, 0.75)
