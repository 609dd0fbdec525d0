"""Whether each statement is there in time, and its totals are the sums of the dossiers as they were planned."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from openpyxl import load_workbook

from bench.year.plan import FIRST, LAST, Planned, of
from flows.statements.claims import CARE
from flows.statements.spans import Span, due_on, spans
from flows.workplace import Workplace
from models.organismes.statements import Contents, all_statement_rules
from storage.records import statements

COUNTED = {
    "Reçus": "recus",
    "Montant demandé": "demande",
    "Transmis": "transmis",
    "Montant transmis": "transmis_montant",
    "Réglés ou accordés": "regles",
    "Montant réglé": "regle",
    "Rejetés": "rejetes",
}
"""Columns of the statistics, and what of the plan they are."""


def wanted() -> Iterator[tuple[str, Span, date]]:
    """Every statement of the year: whose, of when, due on which day."""
    for owner, rules in all_statement_rules().items():
        for frequency in rules.frequencies:
            for span in spans(frequency, rules, FIRST, date(LAST.year, LAST.month + 1, 1)):
                if span.last >= FIRST:
                    yield owner, span, due_on(span, rules)


def faults(place: Workplace, plan: Sequence[Planned], made: Mapping[str, date]) -> Iterator[str]:
    """What is not as it should be; nothing when all is well."""
    for owner, span, due in wanted():
        name = f"{owner}/{span.key}"
        if name not in made:
            yield f"{name} : absent"
            continue
        if made[name] > due:
            yield f"{name} : établi le {made[name]}, dû le {due}"
        with place.database.reading() as session:
            row = statements.latest(session, owner, span.key)
        assert row is not None
        expected = _expected(of(plan, owner), span)
        for key, value in expected.items():
            if Decimal(str(row.figures[key] or 0)) != value:
                yield f"{name} : {key} {row.figures[key]}, et non {value}"
        contents = {one.contenu for one in all_statement_rules()[owner].of(span.frequency)}
        if Contents.SINISTRES in contents:
            data = place.blobs.get(row.xlsx_sha256)
            for sheet in ("sinistres", "sinistres regions"):
                yield from (f"{name} : {said}" for said in _summed(data, sheet, expected))


def _expected(plan: Sequence[Planned], span: Span) -> dict[str, Decimal]:
    claims = [one for one in plan if one.lane in CARE]
    came = [one for one in claims if span.holds(one.came_on)]
    sent = [one for one in claims if span.holds(one.sent_on)]
    granted = [one for one in claims if span.holds(one.answered_on)]
    return {
        "recus": Decimal(len(came)),
        "transmis": Decimal(len(sent)),
        "regles": Decimal(len(granted)),
        "rejetes": Decimal(sum(span.holds(one.rejected_on) for one in claims)),
        "demande": _sum(one.asked for one in came),
        "transmis_montant": _sum(one.asked for one in sent),
        "regle": _sum(one.paid for one in granted),
    }


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((one for one in amounts if one is not None), Decimal(0))


def _summed(data: bytes, sheet: str, expected: Mapping[str, Decimal]) -> Iterator[str]:
    """The rows of a table, added up, against its last line and against the plan."""
    rows = list(load_workbook(io.BytesIO(data), read_only=True)[sheet].values)
    head = next(n for n, row in enumerate(rows) if row and "Reçus" in row)
    total = next(n for n, row in enumerate(rows) if row and row[0] == "Total")
    for title, key in COUNTED.items():
        place = rows[head].index(title)
        added = sum(
            (
                Decimal(str(row[place]))
                for row in rows[head + 1 : total]
                if len(row) > place and isinstance(row[place], int | float | Decimal)
            ),
            Decimal(0),
        )
        last = Decimal(str(rows[total][place] or 0))
        if not added == last == expected[key].quantize(Decimal("0.01")):
            yield f"{sheet}, {title} : lignes {added}, total {last}, dossiers {expected[key]}"
