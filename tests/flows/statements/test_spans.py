"""The stretches of time of statements: none missing, none twice, each due when its source says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.statements.spans import decade_of, due_on, made_from, month_of, named, quarter_of, spans
from models.errors import BadInput
from models.organismes.statements import Frequency, all_statement_rules, statement_rules

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@settings(max_examples=40)
@given(DAYS)
def test_a_day_is_in_the_span_that_it_names(day: date) -> None:
    for of in (decade_of, month_of, quarter_of):
        span = of(day)
        assert span.holds(day)
        assert named(span.key, statement_rules("ci")) == span
        after = of(span.last + timedelta(days=1))
        assert after.first == span.last + timedelta(days=1)


@settings(max_examples=40)
@given(DAYS)
def test_three_decades_are_a_month(day: date) -> None:
    month = month_of(day)
    found = [decade_of(month.first), decade_of(month.first.replace(day=11)), decade_of(month.last)]
    assert [span.first for span in found] == [
        month.first,
        *(s.last + timedelta(1) for s in found[:2]),
    ]
    assert found[2].last == month.last


def test_words() -> None:
    assert month_of(date(2026, 10, 4)).words == "octobre 2026"
    assert decade_of(date(2026, 2, 28)).words == "3e décade, février 2026 (21 au 28)"
    assert quarter_of(date(2026, 12, 1)).words == "4e trimestre 2026"
    assert quarter_of(date(2026, 1, 1)).words == "1er trimestre 2026"
    ci = statement_rules("ci")
    assert named("2026-AN", ci).words == "exercice 2026, arrêté au 30 septembre 2026"


def test_when_each_is_due() -> None:
    ofppt, ci = statement_rules("ofppt"), statement_rules("ci")
    assert due_on(month_of(date(2026, 12, 31)), ofppt) == date(2027, 1, 5)
    assert due_on(named("2026-AN", ci), ci) == date(2026, 11, 10)
    assert due_on(decade_of(date(2026, 10, 20)), ci) == date(2026, 10, 21)
    for rules in all_statement_rules().values():
        for key in ("2026-10", "2026-02-D3", "2026-T4", "2026-AN"):
            span = named(key, rules)
            assert span.last < made_from(span, rules) <= due_on(span, rules)


def test_spans_follow_each_other_up_to_yesterday() -> None:
    ci = statement_rules("ci")
    months = list(spans(Frequency.MENSUEL, ci, date(2025, 11, 20), date(2026, 3, 1)))
    assert [span.key for span in months] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert list(spans(Frequency.MENSUEL, ci, date(2026, 2, 3), date(2026, 2, 28))) == []
    exercises = list(spans(Frequency.ANNUEL, ci, date(2025, 11, 1), date(2026, 12, 1)))
    assert [span.key for span in exercises] == ["2026-AN"]


@pytest.mark.parametrize("key", ["", "2026", "2026-13", "2026-10-D4", "2026-T5", "octobre"])
def test_what_is_no_period(key: str) -> None:
    with pytest.raises(BadInput):
        named(key, statement_rules("ci"))
