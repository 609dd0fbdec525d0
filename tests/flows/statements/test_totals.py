"""Every total of a statement is the sum of the dossiers: whatever the dossiers, each counted once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.outgoing.tables import Kind, Table
from flows.statements import payments, statistics
from flows.statements.claims import PAID, Claim
from flows.statements.insured import Category
from flows.statements.outcomes import Fate
from flows.statements.spans import decade_of, month_of
from tests.flows.statements.claimed import OCTOBER, claims, ground

FOUND = st.lists(claims(), max_size=8)


def summed(table: Table) -> list[Decimal | None]:
    """Each column of numbers, added up; `None` where there is nothing to add."""
    rows = list(table.rows)
    found: list[Decimal | None] = []
    for place, column in enumerate(table.columns):
        known = [row[place] for row in rows if isinstance(row[place], int | Decimal)]
        counted = column.kind in (Kind.NOMBRE, Kind.MONTANT) and known
        found.append(sum((Decimal(str(one)) for one in known), Decimal(0)) if counted else None)
    return found


def adds_up(table: Table) -> None:
    assert table.total is not None
    for place, added in enumerate(summed(table)):
        said = table.total[place]
        if table.columns[place].right and isinstance(said, int | Decimal):
            assert (added or Decimal(0)) == said, table.columns[place].title


@settings(max_examples=20, deadline=None)
@given(FOUND)
def test_statistics_are_the_sums_of_the_dossiers(found: Sequence[Claim]) -> None:
    made = ground(found)
    by_type, by_region, _, rejected = statistics.statistics(made, "Statistiques", "")
    adds_up(by_type)
    adds_up(by_region)
    assert by_type.total == by_region.total
    asked = [one.asked for one in found if OCTOBER.holds(one.received_on) and one.asked is not None]
    paid = [
        one.outcome.paid
        for one in found
        if OCTOBER.holds(one.outcome.answered_on) and one.outcome.paid is not None
    ]
    assert by_type.total is not None
    assert by_type.total[1] == sum(OCTOBER.holds(one.received_on) for one in found)
    assert by_type.total[2] == sum(asked, Decimal(0))
    assert by_type.total[7] == (sum(paid, Decimal(0)) if paid else None)
    assert rejected.total == (
        "Dossiers rejetés",
        sum(OCTOBER.holds(one.outcome.rejected_on) for one in found),
    )


@settings(max_examples=20, deadline=None)
@given(FOUND)
def test_each_payment_is_in_one_list(found: Sequence[Claim]) -> None:
    made = ground(found)
    lists = [
        payments.to_insured(made, Category.ACTIF, "Actifs", ""),
        payments.to_insured(made, Category.PENSIONNE, "Pensionnés", ""),
        payments.of_unknown_category(made),
    ]
    listed = [row for table in lists if table is not None for row in table.rows]
    wanted = [
        one
        for one in found
        if one.lane in PAID
        and one.outcome.fate is Fate.REGLE
        and OCTOBER.holds(one.outcome.answered_on)
    ]
    direct = [one for one in wanted if not one.third_party]
    assert sorted(str(row[0]) for row in listed) == sorted(one.reference for one in direct)
    providers = payments.to_providers(made, "Prestataires", "")
    assert providers.total is not None
    assert providers.total[2] == len(wanted) - len(direct)
    for table in (*lists, providers):
        if table is not None:
            adds_up(table)


@settings(max_examples=12, deadline=None)
@given(FOUND)
def test_the_decades_of_a_month_make_the_month(found: Sequence[Claim]) -> None:
    for third_party in (False, True):
        month = payments.by_decade(ground(found, "ci"), "Mois", "", third_party=third_party)
        adds_up(month)
        parts = []
        for day in (1, 11, 21):
            span = decade_of(OCTOBER.first.replace(day=day))
            made = ground(found, "ci", span)
            parts += list(payments.by_decade(made, "Décade", "", third_party=third_party).rows)
        assert sorted(map(str, parts)) == sorted(map(str, month.rows))


@settings(max_examples=12, deadline=None)
@given(FOUND)
def test_no_dossier_counts_in_two_months(found: Sequence[Claim]) -> None:
    months = [month_of(OCTOBER.first.replace(month=month)) for month in range(1, 13)]
    made = [statistics.figures(ground(found, span=span)) for span in months]
    assert sum(int(str(one["recus"])) for one in made) == len(found)
    sent = sum(
        one.outcome.sent_on is not None and one.outcome.sent_on.year == 2026 for one in found
    )
    assert sum(int(str(one["transmis"])) for one in made) == sent


@settings(max_examples=12, deadline=None)
@given(FOUND)
def test_third_party_lists_add_up(found: Sequence[Claim]) -> None:
    made = ground(found, "pmas")
    for table in (
        payments.invoices_to_pay(made, "Factures", ""),
        payments.co_payments(made, "Tickets", ""),
        payments.originals(made, "Pièces", ""),
    ):
        adds_up(table)
