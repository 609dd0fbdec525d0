"""Clocks: by examples from the sources, and by properties."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendars import COUNTRIES, Calendar, calendar_of
from models.deadlines import (
    add_months,
    age_on,
    calendar_days,
    clock_hours,
    lapses_on,
    working_days,
    working_hours,
)
from models.organismes import organisme

ZONE = ZoneInfo("Africa/Casablanca")
DAKAR = ZoneInfo("Africa/Dakar")  # no change of hour: for arithmetic on the clock
MOROCCO = calendar_of(organisme("ofppt"))
MOMENTS = st.datetimes(
    datetime(2018, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
    datetime(2032, 12, 31),  # noqa: DTZ001
    timezones=st.just(DAKAR),
)
CALENDARS = st.sampled_from([Calendar(country) for country in COUNTRIES])
HOURS = st.integers(0, 300)


def at(text: str, zone: ZoneInfo = ZONE) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


# Off: Monday 1 May 2023 (a long week-end), Thursday 6 and Tuesday 18 November 2025.
@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2025-10-15T09:00", 24, "2025-10-16T09:00"),  # a plain Wednesday
        ("2025-10-15T09:00", 48, "2025-10-17T09:00"),
        ("2025-10-17T18:00", 24, "2025-10-20T18:00"),  # Friday evening: Monday evening
        ("2025-10-17T18:00", 48, "2025-10-21T18:00"),
        ("2025-10-18T11:00", 24, "2025-10-21T00:00"),  # Saturday waits for Monday
        ("2025-11-05T18:00", 24, "2025-11-07T18:00"),  # over the Green March
        ("2025-11-05T18:00", 48, "2025-11-10T18:00"),  # … and the week-end
        ("2025-11-14T18:00", 24, "2025-11-17T18:00"),
        ("2025-11-14T18:00", 48, "2025-11-19T18:00"),  # over 18 November
        ("2023-04-28T18:30", 24, "2023-05-02T18:30"),  # Friday before a long week-end
        ("2023-04-28T18:30", 48, "2023-05-03T18:30"),
        ("2023-04-30T10:00", 24, "2023-05-03T00:00"),
        ("2025-10-31T17:00", 48, "2025-11-04T17:00"),
    ],
)
def test_working_hours_run_all_day_on_working_days(start: str, hours: int, end: str) -> None:
    assert working_hours(at(start), hours, MOROCCO) == at(end)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2025-10-15T09:00", 4, "2025-10-15T13:00"),
        ("2025-10-15T15:30", 4, "2025-10-16T11:30"),
        ("2025-10-15T20:00", 8, "2025-10-16T16:30"),
        ("2025-10-17T16:00", 24, "2025-10-22T16:00"),
    ],
)
def test_office_hours_are_the_other_reading(start: str, hours: int, end: str) -> None:
    got = working_hours(at(start), hours, MOROCCO, time(8, 30), time(16, 30))
    assert got == at(end)


def test_clock_hours_take_no_notice_of_holidays() -> None:
    assert clock_hours(at("2025-11-05T17:00"), 48) == at("2025-11-07T17:00")


def test_clock_hours_are_absolute_when_the_clock_changes() -> None:
    """Morocco leaves +01 for Ramadan: 48 hours are 48 hours."""
    start = at("2026-02-14T12:00")
    assert clock_hours(start, 48).timestamp() - start.timestamp() == 48 * 3600


def test_eight_working_days_leave_out_the_first() -> None:
    assert working_days(at("2025-11-05T09:12"), 8, MOROCCO) == at("2025-11-19T23:59:59")


def test_fifteen_calendar_days() -> None:
    assert calendar_days(at("2025-11-05T09:12"), 15) == at("2025-11-20T23:59:59")


@pytest.mark.parametrize(
    ("event", "last"),
    [
        (date(2025, 11, 5), date(2026, 2, 5)),
        (date(2025, 11, 30), date(2026, 2, 28)),
        (date(2023, 11, 30), date(2024, 2, 29)),
        (date(2025, 12, 31), date(2026, 3, 31)),
        (date(2025, 3, 31), date(2025, 6, 30)),
        (date(2025, 10, 1), date(2026, 1, 1)),
    ],
)
def test_three_months_are_clamped_and_inclusive(event: date, last: date) -> None:
    assert lapses_on(event) == last


def test_a_moment_without_zone_and_a_negative_delay_are_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        clock_hours(datetime(2025, 1, 1), 1)  # noqa: DTZ001
    with pytest.raises(ValueError, match="-1"):
        working_days(at("2025-01-02T09:00"), -1, MOROCCO)
    with pytest.raises(ValueError, match="close before"):
        working_hours(at("2025-01-02T09:00"), 1, MOROCCO, time(16), time(8))


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2004, 11, 5), date(2025, 11, 4), 20),
        (date(2004, 11, 5), date(2025, 11, 5), 21),
        (date(2004, 2, 29), date(2025, 2, 28), 20),
        (date(2004, 2, 29), date(2025, 3, 1), 21),
    ],
)
def test_ages(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


# --- properties --------------------------------------------------------------------------------


@given(MOMENTS, HOURS, CALENDARS)
def test_working_time_is_never_shorter_than_clock_time(
    start: datetime, hours: int, calendar: Calendar
) -> None:
    assert working_hours(start, hours, calendar) >= clock_hours(start, hours)


@given(MOMENTS, HOURS, HOURS, CALENDARS)
def test_working_hours_add_up(start: datetime, one: int, two: int, calendar: Calendar) -> None:
    """Doing them in two goes ends at the same moment, but for an end at midnight."""
    through = working_hours(start, one, calendar)
    in_two, at_once = (
        working_hours(through, two, calendar),
        working_hours(start, one + two, calendar),
    )
    if two:
        assert in_two == at_once


@given(MOMENTS, st.integers(1, 300), CALENDARS)
def test_working_hours_end_on_a_working_day(
    start: datetime, hours: int, calendar: Calendar
) -> None:
    end = working_hours(start, hours, calendar)
    assert calendar.is_working((end - timedelta(microseconds=1)).date())


@given(MOMENTS, st.integers(0, 60), CALENDARS)
def test_24_working_hours_are_one_working_day(
    start: datetime, days: int, calendar: Calendar
) -> None:
    start = start.replace(hour=10, minute=0, second=0, microsecond=0)
    start = datetime.combine(calendar.first_working(start.date()), start.time(), tzinfo=DAKAR)
    by_hours = working_hours(start, 24 * days, calendar)
    assert by_hours.date() == working_days(start, days, calendar).date()
    assert by_hours.time() == start.time()


@given(MOMENTS, HOURS, CALENDARS)
def test_later_starts_never_end_sooner(start: datetime, hours: int, calendar: Calendar) -> None:
    later = start + timedelta(hours=7)
    assert working_hours(later, hours, calendar) >= working_hours(start, hours, calendar)


@given(MOMENTS, st.integers(0, 80), CALENDARS)
def test_office_hours_end_within_office_hours(
    start: datetime, hours: int, calendar: Calendar
) -> None:
    end = working_hours(start, hours, calendar, time(8, 30), time(16, 30))
    assert time(8, 30) <= end.time() <= time(16, 30)
    assert calendar.is_working(end.date())


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(-400, 400))
def test_months_are_counted_and_days_clamped(day: date, months: int) -> None:
    later = add_months(day, months)
    assert later.year * 12 + later.month == day.year * 12 + day.month + months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_later_event_never_lapses_sooner(one: date, two: date) -> None:
    first, second = sorted((one, two))
    assert lapses_on(first) <= lapses_on(second)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        # Friday evening; Monday 11 January 2027 is the Manifesto of Independence.
        ("2027-01-08T18:30", 24, "2027-01-12T18:30"),
        ("2027-01-08T18:30", 48, "2027-01-13T18:30"),
        # Wednesday evening; Thursday 20 and Friday 21 August 2026 are feasts, then the week-end.
        ("2026-08-19T19:00", 24, "2026-08-24T19:00"),
        # Saturday morning before that Monday: time starts on Tuesday.
        ("2027-01-09T10:00", 24, "2027-01-13T00:00"),
    ],
)
def test_a_pec_of_the_evening_before_a_long_week_end(start: str, hours: int, end: str) -> None:
    found = working_hours(at(start), hours, MOROCCO)
    assert found in (at(end), at(end) - timedelta(seconds=1))


@given(
    st.dates(date(2018, 1, 1), date(2032, 12, 31)),
    st.integers(0, 23),
    st.sampled_from([24, 48]),
    st.sets(st.integers(0, 20), max_size=6),
)
def test_exceptional_days_off_push_the_answer_back_by_themselves(
    day: date, hour: int, hours: int, off: set[int]
) -> None:
    """Each exceptional day that falls on a working day before the answer costs that day."""
    start = datetime(day.year, day.month, day.day, hour, 30, tzinfo=DAKAR)
    plain = Calendar("SN")
    closed = Calendar("SN", off=frozenset(day + timedelta(days=n) for n in off))
    later = working_hours(start, hours, closed)
    assert later >= working_hours(start, hours, plain)
    between = [day + timedelta(days=n) for n in range((later.date() - day).days + 1)]
    worked = [d for d in between if closed.is_working(d)]
    assert len(worked) in (hours // 24, hours // 24 + 1)
    assert all(d not in closed.off for d in worked)


@given(st.datetimes(datetime(2018, 1, 1), datetime(2032, 12, 31), timezones=st.just(DAKAR)))  # noqa: DTZ001
def test_a_religious_feast_is_no_working_time(start: datetime) -> None:
    end = working_hours(start, 24, MOROCCO)
    assert MOROCCO.is_working((end - timedelta(microseconds=1)).date())
