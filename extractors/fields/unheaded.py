"""Lines of tables whose headings are unknown: told by the amounts aligned at their right end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import median

from extractors.fields.bodies import ends_table
from extractors.fields.evidence import read_in
from extractors.fields.parsing import parse
from extractors.layout import Layout, Row, Segment, Token, segments
from models.documents import Kind, TableSpec
from models.reading import Field
from models.reading import Row as TableRow
from models.values.identifiers import ean13_valid

LEAST_ROWS = 2
LEAST_COUNTED = 1
"""Lines of a till: the product of count and price proves each of them."""
LEAST_LETTERS = 3
LONGEST_COUNT = 7
"""Words of «2 x 1 310,50», at most."""
BRACKETED = ("designation", "code", "coefficient")
ALIGNED = 0.02
"""Share of the page width within which right edges of amounts are one column."""
HEAD, FOOT = 0.12, 0.92
"""Share of the page height between which lines of tables stand."""
APART = 4.0
"""Letter heights between two lines of one table, at most."""
MEASURES_APART = 0.05
"""Share of the page width within which numbers of one column begin."""
_MEASURE = re.compile(r"^([<>]?\s?\d{1,6}(?:[.,]\d{1,3})?)\s*([a-zA-Zµμ%].{0,14})?$")
_UNIT = re.compile(r"^(?:[a-zA-Zµμ]{1,6}|%|10[\^*]?\d)(?:\s?/\s?\S{1,12})?$")
_AMOUNT = re.compile(r"^\d{1,3}(?:[\s.]\d{3})*(?:[.,]\d{2,3})$|^\d+[.,]\d{2}$")
_CURRENCY = re.compile(r"\s*(?:dhs?|mad|f\s?cfa|fcfa|xof|francs?|f)\.?$", re.IGNORECASE)
_TIMES = re.compile(r"^(\d{1,3})\s*[x×*]\s*(\d{1,3}(?:[\s.]\d{3})*[.,]\d{2})$", re.IGNORECASE)
"""«2 x 45,00», as tills print under what was bought."""
_BRACKETED = re.compile(r"^(.{4,}?)\s*\(\D{0,8}?\b([A-Z]{1,3})\s?(\d{1,4})\)$")
"""«Échographie pelvienne (Z40)»."""
_CODE = re.compile(r"^([A-Z]{1,4})\s*[x×*]?\s*(\d{1,4}(?:[.,]\d+)?)?$")
_NOT_LINES = re.compile(
    r"\b(?:total|net|tva|t\.v\.a|reste|part|ticket|remise|arr[êe]t|somme|lettres|timbre|avance|report|capital|t[ée]l|ppv|lot|per"
    r"|payer|r[ée]gler|esp[èe]ces|rendu|monnaie|ch[èe]que)\b",
    re.IGNORECASE,
)
_SOLD = re.compile(r"\b\d+(?:[.,]\d+)?\s?(?:mg|g|ml|µg|ui|%)(?![a-z])|\b[BT]B?/\d", re.IGNORECASE)
"""A dose or a box of so many, of a drug: its price is the public one."""
CERTAINTY = 0.7


def read_unheaded(page: Layout, spec: TableSpec) -> tuple[TableRow, ...]:
    """Lines with a designation at left and an amount at right, the amounts in one column."""
    if not {"designation", "montant"} <= set(spec.colonnes):
        return ()
    lines = [(row, parts) for row in page.rows if (parts := _line(row, page.aspect)) is not None]
    best: list[tuple[Row, list[Segment]]] = []
    run: list[tuple[Row, list[Segment]]] = []
    for row, parts in lines:
        if run and not _goes_on(page, run, row, parts):
            run = []
        run.append((row, parts))
        if len(run) > len(best):
            best = list(run)
    if len(best) < LEAST_ROWS:
        return ()
    return tuple(_cells(page, parts, spec) for _, parts in best)


def read_measures(page: Layout, spec: TableSpec) -> tuple[TableRow, ...]:
    """Lines of analyses: words, a number of one column, and mostly its unit."""
    if not {"analyse", "valeur", "unite"} <= set(spec.colonnes):
        return ()
    found: list[tuple[float, TableRow]] = []
    for row in page.rows:
        parts = [s for s in segments(row.tokens, page.aspect) if any(c.isalnum() for c in s.text)]
        if len(parts) < 2 or sum(c.isalpha() for c in parts[0].text) < 2:
            continue
        value = _MEASURE.match(parts[1].text.strip())
        unit = value.group(2) if value is not None else ""
        after = parts[2].text.strip() if len(parts) > 2 else ""
        if value is None or not (unit or _UNIT.match(after)):
            continue
        cells: dict[str, Field] = {}
        number = value.group(1).replace(",", ".")
        _keep(cells, page, spec, "analyse", parts[0].tokens, Kind.TEXTE)
        _keep(cells, page, spec, "valeur", parts[1].tokens, None, number)
        _keep(cells, page, spec, "unite", parts[1 if unit else 2].tokens, None, unit or after)
        found.append((parts[1].box.x0, cells))
    middle = median(x for x, _ in found) if found else 0.0
    rows = tuple(cells for x, cells in found if abs(x - middle) < MEASURES_APART)
    return rows if len(rows) >= LEAST_ROWS else ()


def _line(row: Row, aspect: float) -> list[Segment] | None:
    if not HEAD < row.box.cy < FOOT or ends_table(row):
        return None
    parts = [s for s in segments(row.tokens, aspect) if any(c.isalnum() for c in s.text)]
    text = " ".join(s.text for s in parts)
    if len(parts) < 2 or not is_amount(parts[-1]) or _NOT_LINES.search(text):
        return None
    return parts if any(sum(c.isalpha() for c in s.text) >= 4 for s in parts[:-1]) else None


def is_amount(segment: Segment) -> bool:
    """Whether it is an amount and nothing else, its currency aside: «750,00 Dhs»."""
    return _AMOUNT.match(_CURRENCY.sub("", segment.text.strip())) is not None


def read_till(page: Layout, spec: TableSpec) -> tuple[TableRow, ...]:
    """Lines of a till: what was bought, and below or beside it how many at what price."""
    if not {"designation", "quantite", "montant"} <= set(spec.colonnes):
        return ()
    found: list[TableRow] = []
    for above, row in pairwise(page.rows):
        counted = _counted(row)
        if counted is None:
            continue
        times, count, price, amount, words = counted
        named = words or (above.tokens if _counted(above) is None else ())
        if sum(c.isalpha() for t in named for c in t.text) < LEAST_LETTERS:
            continue
        cells: dict[str, Field] = {}
        _keep(cells, page, spec, "designation", named, Kind.TEXTE)
        _keep(cells, page, spec, "quantite", times, None, count)
        unit = "ppv" if "ppv" in spec.colonnes and _SOLD.search(_said(named)) else "prix_unitaire"
        _keep(cells, page, spec, unit, times, Kind.MONTANT, price)
        _keep(cells, page, spec, "montant", amount, Kind.MONTANT)
        found.append(cells)
    return tuple(found) if len(found) >= LEAST_COUNTED else ()


def _counted(
    row: Row,
) -> tuple[Sequence[Token], str, str, Sequence[Token], Sequence[Token]] | None:
    """The words «2 x 45,00», the count, the price, the amount's words and those before, of a row
    whose amount is the count times the price."""
    tokens = [t for t in row.tokens if any(c.isalnum() for c in t.text) or t.text in "x×*"]
    for start in range(len(tokens)):
        for end in range(start + 1, min(len(tokens), start + LONGEST_COUNT)):
            match = _TIMES.match(_said(tokens[start:end]))
            rest = _CURRENCY.sub("", _said(tokens[end:]))
            if match is None or not _AMOUNT.match(rest):
                continue
            price, amount = parse(Kind.MONTANT, match.group(2)), parse(Kind.MONTANT, rest)
            if price is None or amount is None:
                continue
            if Decimal(price.value) * int(match.group(1)) == Decimal(amount.value):
                return tokens[start:end], match.group(1), price.value, tokens[end:], tokens[:start]
    return None


def _said(tokens: Sequence[Token]) -> str:
    return " ".join(t.text for t in tokens)


def _goes_on(
    page: Layout, run: Sequence[tuple[Row, list[Segment]]], row: Row, parts: Sequence[Segment]
) -> bool:
    edge = median(p[-1].box.x1 for _, p in run)
    near = row.box.y0 - run[-1][0].box.y1 < APART * page.letter
    return near and abs(parts[-1].box.x1 - edge) < ALIGNED


def _cells(page: Layout, parts: Sequence[Segment], spec: TableSpec) -> TableRow:
    cells: dict[str, Field] = {}
    amounts = [s for s in parts if is_amount(s)]
    _keep(cells, page, spec, "montant", amounts[-1].tokens, Kind.MONTANT)
    if len(amounts) > 1:
        unit = "ppv" if "prix_unitaire" not in spec.colonnes else "prix_unitaire"
        _keep(cells, page, spec, unit, amounts[-2].tokens, Kind.MONTANT)
    for segment in (p for s in parts if not any(s is a for a in amounts) for p in _parted(s)):
        text = segment.text.strip()
        code = _CODE.match(text)
        bracketed = _BRACKETED.match(text)
        if bracketed is not None and "designation" not in cells:
            words = bracketed.group(1).strip(" -–•*")
            for name, value in zip(BRACKETED, (words, *bracketed.groups()[1:]), strict=True):
                _keep(cells, page, spec, name, segment.tokens, None, value)
        elif ean13_valid(text):
            _keep(cells, page, spec, "code_barres", segment.tokens, Kind.EAN13)
        elif "date" not in cells and (parse(Kind.DATE, text) is not None and len(text) <= 12):
            _keep(cells, page, spec, "date", segment.tokens, Kind.DATE)
        elif code is not None:
            _keep(cells, page, spec, "code", segment.tokens, None, code.group(1))
            if code.group(2):
                value = code.group(2).replace(",", ".")
                _keep(cells, page, spec, "coefficient", segment.tokens, None, value)
        elif re.fullmatch(r"\d{1,3}", text):
            known = "coefficient" if "code" in cells and "coefficient" not in cells else "quantite"
            _keep(cells, page, spec, known, segment.tokens, None, text)
        elif "designation" not in cells and sum(c.isalpha() for c in text) >= 3:
            value = text.strip(" .:;|-–•*")
            _keep(cells, page, spec, "designation", segment.tokens, Kind.TEXTE, value)
    return cells


def _parted(segment: Segment) -> list[Segment]:
    """A run of words without the date and the letter key that it begins with: «03/04/2025 K 30»."""
    tokens = list(segment.tokens)
    found: list[Segment] = []
    if len(tokens) > 1 and parse(Kind.DATE, tokens[0].text) is not None:
        found.append(Segment((tokens.pop(0),)))
    for size in (2, 1):
        text = " ".join(t.text for t in tokens[:size])
        if len(tokens) > size and _CODE.match(text) and (size == 1 or text[-1].isdigit()):
            found.append(Segment(tuple(tokens[:size])))
            tokens = tokens[size:]
            break
    if len(tokens) == 2 and found and _CODE.match(" ".join(t.text for t in tokens)):
        return [*found, Segment(tuple(tokens))]
    return [*found, Segment(tuple(tokens))] if tokens else found


def _keep(
    cells: dict[str, Field],
    page: Layout,
    spec: TableSpec,
    name: str,
    tokens: Sequence[Token],
    kind: Kind | None,
    value: str | None = None,
) -> None:
    raw = " ".join(t.text for t in tokens)
    if value is None and kind is not None:
        parsed = parse(kind, raw)
        value = parsed.value if parsed is not None else None
    if value is None or name not in spec.colonnes or name in cells:
        return
    cells[name] = read_in(page, tokens, value, CERTAINTY)
