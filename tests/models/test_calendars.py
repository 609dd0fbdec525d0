"""Working days: holidays of three countries, week-ends, exceptional days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendars import COUNTRIES, Calendar, calendar_of
from models.organismes import organisme, organismes

DAYS = st.dates(date(2018, 1, 1), date(2032, 12, 31))
COUNTRY = st.sampled_from(COUNTRIES)


@pytest.mark.parametrize(
    ("owner", "day"),
    [
        ("ofppt", date(2025, 11, 6)),  # Marche verte
        ("cnops", date(2025, 11, 18)),  # fête de l'Indépendance
        ("cnops", date(2025, 7, 30)),  # fête du Trône
        ("cnops", date(2025, 6, 7)),  # Aïd al-Adha
        ("pmas", date(2025, 4, 4)),  # fête de l'Indépendance
        ("ci", date(2025, 8, 7)),  # fête nationale
        ("ci", date(2025, 12, 25)),
    ],
)
def test_national_and_religious_holidays_are_off(owner: str, day: date) -> None:
    calendar = calendar_of(organisme(owner))
    assert calendar.is_holiday(day)
    assert not calendar.is_working(day)


def test_each_country_keeps_its_own() -> None:
    christmas = date(2025, 12, 25)
    assert calendar_of(organisme("cnops")).is_working(christmas)
    assert not calendar_of(organisme("pmas")).is_working(christmas)


@pytest.mark.parametrize("owner", sorted(organismes()))
def test_the_week_end_is_off(owner: str) -> None:
    calendar = calendar_of(organisme(owner))
    assert not calendar.is_working(date(2025, 11, 8))  # Saturday
    assert not calendar.is_working(date(2025, 11, 9))


def test_saturday_may_be_worked_by_setting() -> None:
    saturday = date(2025, 11, 8)
    assert Calendar("MA", frozenset({7})).is_working(saturday)


def test_exceptional_days_have_the_last_word() -> None:
    bridge, feast = date(2025, 11, 7), date(2025, 11, 6)
    calendar = Calendar("MA", off=frozenset({bridge}), worked=frozenset({feast}))
    assert not calendar.is_working(bridge)
    assert calendar.is_working(feast)


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(ValueError, match="FR"):
        Calendar("FR")


def test_a_week_without_work_is_refused() -> None:
    with pytest.raises(ValueError, match="working day"):
        Calendar("MA", frozenset(range(1, 8)))


@given(COUNTRY, DAYS)
def test_the_first_working_day_is_worked_near_and_the_first(country: str, day: date) -> None:
    calendar = Calendar(country)
    first = calendar.first_working(day)
    assert calendar.is_working(first)
    assert day <= first <= day + timedelta(days=10)
    skipped = (day + timedelta(days=n) for n in range((first - day).days))
    assert not any(calendar.is_working(d) for d in skipped)
