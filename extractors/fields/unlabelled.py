"""Numbers and dates that no label announces, told by what they are and where they stand.

A key proves a RIB wherever it is. A telephone or INPE in the head or the foot of a
doctor's or a house's paper is theirs; the number of a form stands in its head. Found only where
no label told, and never surely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from extractors.fields.evidence import between, read_in
from extractors.fields.parsing import parse
from extractors.fields.prose import prose_of
from extractors.fields.running import of_a_client
from extractors.fields.stamps import in_an_arrival, likely_stamps
from extractors.layout import Layout, Segment, Token
from models.documents import DocumentType, Kind
from models.geometry import Box
from models.reading import Field
from models.values.amounts import spelled_amount
from models.values.identifiers import ice_valid, rib_valid
from models.values.text import folded

RIB = 24
"""Digits of a RIB."""
HEAD, FOOT = 0.16, 0.88
"""Shares of the page height above and below which papers say whose they are."""
LOW, LAST = 0.5, 2
"""Rows at the end of a page printed on less than a sheet that are its foot, below this share of it."""
TOP = 0.13
"""Share of the page height in which the number of a form stands."""
ISSUERS = ("medecin_", "emetteur_", "etablissement_")
SERIALS = ("numero_feuille", "numero_bulletin")
LEAST_SPELLED = 2
"""Words of an amount in words, its currency included."""
KEYED, PLACED, SERIAL = 0.9, 0.62, 0.6
"""Certainty of what a key proves, of what its place tells, and of a form's number."""
_PHONE = re.compile(r"(?<!\d)(?:\+?(?:212|221|225)[\s.]?)?0?[5-8]\d?(?:[\s.\-]?\d\d){3,4}(?!\d)")
_NINE = re.compile(r"(?<![\d/.\-])\d{9}(?![\d/.\-])")
_SERIAL = re.compile(r"^\D{0,3}(\d{5,8})$")
_YEARLY = re.compile(r"^(?:[A-Z]{1,4}[-/ ]?)?(?:20\d\d[-/]\d{3,6}|\d{3,6}[-/]20\d\d)$")
"""A number with its year, no month and year («03/2026»)."""
_FIFTEEN = re.compile(r"(?<!\d)\d{15}(?!\d)")
_IF = re.compile(r"(?:(?<!\w)[I1l|]\s?\.?\s?F\.?|\b(?i:fiscale?))[\s:.]{0,4}(\d{7,8})(?!\d)")
_OF_THE_INSURED = frozenset({
    "imm", "immatriculation", "affiliation", "adherent", "assure", "assuree", "matricule", "mutuelle",
})  # fmt: skip
"""Words before a number that is no doctor's."""
_FAX = frozenset({"fax", "telecopie", "urgences", "urgence"})


def read_unlabelled(
    page: Layout, kind: DocumentType, known: Mapping[str, Field]
) -> dict[str, Field]:
    """Fields of the type that `known` lacks and the page holds without a label."""
    found: dict[str, Field] = {}
    taken = {f.box for f in known.values() if f.box is not None and f.page == page.number}
    free = [part for s in page.segments for part in _free_parts(s, taken)]
    for name, spec in kind.fields.items():
        if name in known:
            continue
        field = None
        if spec.genre is Kind.RIB:
            field = _rib(page)
        elif name.startswith(ISSUERS) and spec.genre is Kind.ICE:
            field = _ice(page)
        elif name == "emetteur_if":
            field = _tax_number(page)
        elif name.startswith(ISSUERS) and spec.genre in (Kind.TELEPHONE, Kind.INPE):
            field = _of_the_issuer(page, free, spec.genre)
        elif spec.genre is Kind.MONTANT_LETTRES:
            field = _spelled(page)
        elif name in SERIALS:
            field = _serial(page, free)
        elif name == "numero_facture":
            field = _of_a_year(page, free)
        if field is not None:
            found[name] = field
    return found


def _free_parts(segment: Segment, taken: set[Box]) -> Iterator[Segment]:
    """What no field holds of a line: the telephone between the town and the INPE of an address."""
    for used, run in groupby(segment.tokens, key=lambda t: any(_holds(b, t) for b in taken)):
        if not used:
            yield Segment(tuple(run))


def _holds(box: Box, token: Token) -> bool:
    own = token.word.box
    return box.intersection(own) > 0.5 * min(box.area, own.area)


def _rib(page: Layout) -> Field | None:
    """The one number of the page that its key proves."""
    found: dict[str, Sequence[Token]] = {}
    for run in _runs(page.tokens):  # over the end of a line too: a sentence parts it anywhere
        digits = "".join(_digits(t) for t in run)
        if len(digits) == RIB and rib_valid(digits):
            found[digits] = run
    if len(found) != 1:
        return None
    ((value, tokens),) = found.items()
    return read_in(page, tokens, value, KEYED)


def _ice(page: Layout) -> Field | None:
    """The one number of fifteen digits that the key of an ICE proves, no client's."""
    found: dict[str, Sequence[Token]] = {}
    for row in page.rows:
        for token in () if of_a_client(row) else row.tokens:
            for digits in _FIFTEEN.findall(token.text):
                if ice_valid(digits):
                    found[digits] = [token]
    if len(found) != 1:
        return None
    ((value, tokens),) = found.items()
    return read_in(page, tokens, value, KEYED)


def _tax_number(page: Layout) -> Field | None:
    """The number behind «I.F.» in the small print, its I often read as a one."""
    prose = prose_of(page)  # over the end of a line too
    told = [(prose.tokens(*m.span(1)), m.group(1)) for m in _IF.finditer(prose.text)]
    last = {row.number for row in page.rows[-LAST:]}
    found = [
        read_in(page, tokens, value, PLACED)
        for tokens, value in told
        if _at_an_edge(tokens[0].box) or tokens[0].row in last
    ]
    return found[0] if len({f.value for f in found}) == 1 else None


def _spelled(page: Layout) -> Field | None:
    """The one amount that words spell with its currency: «Certifié exact et arrêté à mille dirhams»."""
    words = [(w, t) for row in page.rows for t in row.tokens for w in folded(t.text).split()]
    span = spelled_amount([w for w, _ in words])
    if span is None or spelled_amount([w for w, _ in words[span[1] :]]) is not None:
        return None
    if "capital" in [w for w, _ in words[max(0, span[0] - 3) : span[0]]]:
        return None  # «société au capital de cent mille dirhams»
    tokens = list({id(t): t for _, t in words[span[0] : span[1]]}.values())
    parsed = parse(Kind.MONTANT_LETTRES, " ".join(t.text for t in tokens))
    if parsed is None or len(tokens) < LEAST_SPELLED:
        return None
    return read_in(page, tokens, parsed.value, PLACED)


def _at_an_edge(box: Box) -> bool:
    return box.cy < HEAD or box.cy > FOOT


def _runs(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Neighbouring words of digits, up to a whole number in small groups."""
    for start in range(len(tokens)):
        for end in range(start + 1, len(tokens) + 1):
            if end - start > RIB or not _digits(tokens[end - 1]).isdecimal():
                break
            yield tokens[start:end]


def _digits(token: Token) -> str:
    """A word without the stop of its sentence."""
    return token.text.strip(".,;:")


def _of_the_issuer(page: Layout, free: Sequence[Segment], genre: Kind) -> Field | None:
    """The first telephone, or the only number of nine digits, of the head and the foot; a telephone
    of the last lines of a short page where these have none."""
    edge = [s for s in free if _at_an_edge(s.box)]
    if genre is Kind.TELEPHONE:
        last = {row.number for row in page.rows[-LAST:] if row.box.cy > LOW}
        edge += [s for s in free if s.tokens[0].row in last]
    pattern = _PHONE if genre is Kind.TELEPHONE else _NINE
    found: list[Field] = []
    for segment in edge:
        for match in pattern.finditer(segment.text):
            before = folded(segment.text[: match.start()]).split()
            parsed = parse(genre, match.group())
            if parsed is None or (before and before[-1] in _FAX):
                continue
            if genre is Kind.INPE and _OF_THE_INSURED & set(before):
                continue
            tokens = between(segment.tokens, match.start(), match.end())
            found.append(read_in(page, tokens, parsed.value, PLACED))
    if genre is Kind.INPE and len({f.value for f in found}) != 1:
        return None
    return found[0] if found else None


def _serial(page: Layout, free: Sequence[Segment]) -> Field | None:
    """The number at the top of a form, outside of every stamp."""
    stamps = likely_stamps(page)
    found: list[Field] = []
    for segment in free:
        if segment.box.cy > TOP:
            continue
        last = segment.tokens[-1]
        match = _SERIAL.match(last.text)
        stamped = any(box.holds(last.word.box.cx, last.word.box.cy) for box in stamps)
        if match is None or stamped or in_an_arrival(page, last):
            continue
        found.append(read_in(page, [last], match.group(1), SERIAL))
    return found[0] if len(found) == 1 else None


def _of_a_year(page: Layout, free: Sequence[Segment]) -> Field | None:
    """The number with its year that stands alone in the head of an invoice: «2026-0114»."""
    found = [
        read_in(page, s.tokens, s.text.strip(), SERIAL)
        for s in free
        if s.box.cy <= HEAD and _YEARLY.match(s.text.strip())
    ]
    return found[0] if len(found) == 1 else None
