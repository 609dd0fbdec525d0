"""Fields told by their form alone, anywhere in running text (`ou = ["texte"]`)."""

from __future__ import annotations

import re

from extractors.fields.days import BORN, MADE, OWN, of_another_day
from extractors.fields.evidence import between, read_in
from extractors.fields.parsing import parse
from extractors.fields.stamps import in_an_arrival
from extractors.layout import Layout, Row, Segment
from models.documents import DocumentType, FieldSpec, Kind, Place
from models.reading import Field
from models.reference import city_named, speciality_in
from models.values.dates import find_dates
from models.values.text import folded

_DATED = re.compile(r"(?:\ble\b|\bdate\b|,)\s*:?\s*(.{6,22})", re.IGNORECASE)
"""«Fait à Rabat, le 3 mars 2025»: how letters are dated."""
CLIENTS = frozenset({"client", "cliente", "acheteur", "destinataire", "facture a"})
_DATE_ONLY = re.compile(
    r"^\D{0,3}\d{1,2}\s?(?:[/.\-]\s?\d{1,2}\s?[/.\-]|(?:er)?\s[A-Za-zÀ-ÿ]{3,9}\.?)\s?\d{2,4}\D{0,2}$"
)
_NUMBER_ONLY = re.compile(r"^(?:n\s?[°o]\.?\s?)?[A-Z]{0,3}[-/]?\d[\d/-]{3,}$", re.IGNORECASE)
"""The paper's number, over its day in a corner of the letterhead."""
SOFT, ALONE = 0.72, 0.62
"""Certainty of what no label says, and of a date with no word at all beside it."""
TOP, IN_A_TABLE = 0.12, 2
"""Share of the page that its head takes; below it, runs of words beside a date from which it is a
cell of a table."""
COLUMN = 0.03
"""Share of the page width within which words begin one column: a label or another value."""


def read_running(page: Layout, kind: DocumentType) -> dict[str, Field]:
    """The first match of each such field on the page."""
    found: dict[str, Field] = {}
    for name, spec in kind.fields.items():
        if Place.TEXTE not in spec.ou or spec.genre in (Kind.CHOIX, Kind.BOOLEEN):
            continue
        for row in page.rows:
            if name.startswith("emetteur_") and of_a_client(row):
                continue
            field = _in_row(page, row, name, spec)
            if field is not None:
                found[name] = field
                break
        if name not in found and spec.genre is Kind.DATE and spec.motif is None:
            alone = _alone(page)
            found |= {name: alone} if alone is not None else {}
    return found


def of_a_client(row: Row) -> bool:
    """«ICE client : …»: a number that is not the issuer's."""
    return any(folded(t.text).strip() in CLIENTS for t in row.tokens)


def _in_row(page: Layout, row: Row, name: str, spec: FieldSpec) -> Field | None:
    text = " ".join(t.text for t in row.tokens)
    if spec.motif is not None:
        match = re.search(spec.motif, text, re.IGNORECASE)
        parsed = parse(spec.genre, match.group(match.lastindex or 0)) if match else None
    elif spec.genre is Kind.DATE:
        match = _DATED.search(text)
        if match is not None and _of_something_else(row, name, _begins(text, match)):
            return None
        parsed = parse(spec.genre, match.group(1)) if match else None
    else:
        return None
    if match is None or parsed is None:
        return None
    tokens = between(row.tokens, match.start(match.lastindex or 0), match.end())
    if not tokens:
        return None
    raw = match.group(match.lastindex or 0)
    return read_in(page, tokens, parsed.value, SOFT * parsed.certainty, raw, parsed.controle)


def _begins(text: str, match: re.Match[str]) -> int:
    """Where the date itself begins: «, née le 30/10/2007»."""
    dates = find_dates(match.group(1))
    return match.start(1) + (dates[0].start if dates else 0)


def _of_something_else(row: Row, name: str, start: int) -> bool:
    """Whether a day is told of another thing than the field speaks of: «Née le …» is not the
    paper's day, «Délivré à Salé le …» no day of birth."""
    before = between(row.tokens, 0, max(0, start - 1))
    said = {w for t in before for w in folded(t.text).split()}
    if name.endswith("date_naissance"):
        return not said & BORN and bool(said & MADE)
    return name in OWN and of_another_day(row.tokens, len(before))


def _alone(page: Layout) -> Field | None:
    """The one date that stands by itself in the head or after the text, where letters are dated:
    in no column but that of a letterhead («Pédiatrie, Abidjan») or under its number."""
    found: list[Field] = []
    for segment in page.segments:
        parsed = parse(Kind.DATE, segment.text) if _DATE_ONLY.match(segment.text) else None
        if parsed is None or in_an_arrival(page, segment.tokens[0]):
            continue
        if segment.box.cy > TOP and sum(_level(s, segment) for s in page.segments) >= IN_A_TABLE:
            continue
        above = _heading(page, segment)
        numbered = above is not None and _NUMBER_ONLY.match(above.text)
        if above is None or numbered or city_named(above.text) or speciality_in(above.text):
            found.append(read_in(page, segment.tokens, parsed.value, ALONE * parsed.certainty))
    return found[0] if len({f.value for f in found}) == 1 else None


def _level(one: Segment, other: Segment) -> bool:
    return one is not other and one.box.y0 < other.box.cy < one.box.y1


def _heading(page: Layout, segment: Segment) -> Segment | None:
    """The nearest words above that begin where these do: a label, or another value."""
    above = (
        s
        for s in page.segments
        if s.box.cy < segment.box.cy
        and segment.box.y0 - s.box.y1 < page.letter
        and not s.box.y0 < segment.box.cy < s.box.y1
        and abs(s.box.x0 - segment.box.x0) <= COLUMN
    )
    return max(above, key=lambda s: s.box.y1, default=None)
