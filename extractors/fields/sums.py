"""The total of a paper and its parts, told by sums: what its lines make, what its words say.

Labels of totals are many («Base», «À payer», «# 5 639,20 #»), sums are the same everywhere: an
amount printed apart from the lines that is what they make together is their total, and two that
make the total are what the fund and the patient owe, each told by the words before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.fields.evidence import between, read_in
from extractors.layout import Layout, Token, segments
from models.geometry import Box
from models.reading import Field
from models.reading import Row as TableRow
from models.values.amounts import amount_in_words, find_amounts, written
from models.values.text import folded

TABLES = ("lignes", "actes")
TOTAL, FUND, PATIENT = "montant_total", "part_organisme", "part_assure"
LEAST_LINES = 2
"""Lines whose sum is no mere repetition of one of them."""
SURE = 0.6
"""Confidence from which a total that a label told is not put in doubt by lines."""
CERTAINTY = 0.85
NEXT_ROW, IN_COLUMN = 3.0, 0.02
"""Letter heights within which an amount is on the row below another, and the share of the page width by
which both may end apart."""
OF_THE_FUND = frozenset({
    "organisme", "mutuelle", "assurance", "assureur", "compagnie", "caisse", "payant", "payeur",
    "cnops", "cnss", "amo", "ipm", "gestionnaire", "remboursement", "remboursable", "rembourser",
    "charge", "garant", "debiteur",
})  # fmt: skip
"""Words before what the fund owes."""
PAID = frozenset(
    {"acompte", "avance", "verse", "versement", "encaisse", "remise", "especes", "regle", "recu"}
)
"""Words before what was paid already, whoever paid it."""
THEIRS = re.compile(
    r"\b(?:votre (?:part|reste)|non (?:remboursable|rembourse|pris|couvert)\w*|(?:a|par) votre charge)\b"
)
"""Words, folded, that tell the patient of his part."""
OF_THE_PATIENT = frozenset({
    "patient", "patiente", "malade", "assure", "assuree", "adherent", "adherente", "client",
    "beneficiaire", "moderateur", "reste", "participant", "cliente", "agent", "mutualiste", "salarie",
    "salariee", "patients", "malades", "assures", "affilie", "affiliee", "interesse", "interessee",
    "famille", "complement", "personnelle", "ticket",
})  # fmt: skip
_NO_TOTAL = re.compile(r"\b(?:ht|hors|sous|s total|ss total|report|reporter|tva|remise)\b")
"""Sums of something else, folded."""


@dataclass(frozen=True, slots=True)
class _Printed:
    """An amount that stands apart from the lines, and the words before it on its row."""

    value: Decimal
    page: Layout
    tokens: tuple[Token, ...]
    before: frozenset[str]
    row: str

    @property
    def is_of_the_patient(self) -> bool:
        return bool(self.before & OF_THE_PATIENT) or THEIRS.search(self.row) is not None

    def follows(self, other: _Printed) -> bool:
        """Whether this stands in the same column on the row below another amount that has words."""
        mine, its = (Box.around(t.box for t in p.tokens) for p in (self, other))
        below = 0 < mine.cy - its.cy < NEXT_ROW * self.page.letter
        told = bool(other.before) and not other.before & PAID
        return self.page is other.page and below and abs(mine.x1 - its.x1) < IN_COLUMN and told

    def read(self) -> Field:
        return read_in(self.page, self.tokens, written(self.value), CERTAINTY)


def told_by_sums(
    fields: Mapping[str, Field],
    lines: Mapping[str, Sequence[TableRow]],
    pages: Sequence[Layout],
    asked: Mapping[str, object],
) -> dict[str, Field]:
    """The total and the parts that `fields` lacks, or has wrongly from a line, as the sums tell."""
    if TOTAL not in asked:
        return {}
    rows = [row for table in TABLES for row in lines.get(table, ())]
    printed = [p for page in pages for p in _apart(page, rows)]
    found: dict[str, Field] = {}
    total = _total(fields, rows, printed)
    if total is not None:
        found[TOTAL] = total
    if {FUND, PATIENT} <= set(asked):
        found |= _parts({**fields, **found}, printed)
    return found


def _total(
    fields: Mapping[str, Field], rows: Sequence[TableRow], printed: Sequence[_Printed]
) -> Field | None:
    """The amount that lines or words make, where no label told one worth keeping."""
    amounts = [Decimal(row["montant"].value) for row in rows if "montant" in row]
    known = fields.get(TOTAL)
    sums = [sum(amounts, Decimal(0))] if len(amounts) == len(rows) >= LEAST_LINES else []
    words = fields.get("montant_lettres")
    spelled = amount_in_words(words.raw) if words is not None else None
    if known is not None:
        value = Decimal(known.value)
        if value in (*sums, spelled) or (known.confidence >= SURE and value not in amounts):
            return None
    for meant in (spelled, *sums):
        for one in printed:
            if one.value == meant and not _NO_TOTAL.search(one.row):
                return one.read()
    return None


def _parts(fields: Mapping[str, Field], printed: Sequence[_Printed]) -> dict[str, Field]:
    """What the fund and the patient owe, where both make the total."""
    if TOTAL not in fields:
        return {}
    total = Decimal(fields[TOTAL].value)
    known = {n: Decimal(fields[n].value) for n in (FUND, PATIENT) if n in fields}
    if len(known) == 2 or any(not 0 <= v <= total for v in known.values()):
        return {}
    pairs = {
        (one.value, other.value): {FUND: one, PATIENT: other}
        for one, other in _halves(printed, total)
        if all(v == (one if n == FUND else other).value for n, v in known.items())
        and not one.is_of_the_patient
        and (one.before & OF_THE_FUND or FUND in known or other.follows(one))
        and (other.is_of_the_patient or PATIENT in known)
    }
    if len(pairs) != 1:
        return {}
    (pair,) = pairs.values()
    return {n: one.read() for n, one in pair.items() if n not in known}


def _halves(printed: Sequence[_Printed], total: Decimal) -> Iterator[tuple[_Printed, _Printed]]:
    """What may be the fund's part and the patient's: both make the total. Where one of them is all
    of it, they stand one below the other."""
    for one in printed:
        for other in printed:
            both = one is not other and one.value + other.value == total
            if both and (min(one.value, other.value) > 0 or other.follows(one)):
                yield one, other


def _apart(page: Layout, rows: Sequence[TableRow]) -> Iterator[_Printed]:
    """The amounts of a page that are of none of the lines."""
    own = [
        f.box for row in rows for f in row.values() if f.box is not None and f.page == page.number
    ]
    for row in page.rows:
        before: list[str] = []
        text = folded(" ".join(t.text for t in row.tokens))
        for segment in segments(row.tokens, page.aspect):
            at = 0
            for amount in find_amounts(segment.text):
                before += folded(segment.text[at : amount.start]).split()
                at = amount.end
                tokens = tuple(between(segment.tokens, amount.start, amount.end))
                inside = any(b.intersection(t.word.box) > 0 for b in own for t in tokens)
                if tokens and not inside:
                    yield _Printed(amount.value, page, tokens, frozenset(before), text)
                    before = []
            before += folded(segment.text[at:]).split()
