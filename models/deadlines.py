"""Clocks: pure functions from a start to the moment or day when a delay ends.

Moments are aware of their time zone. Clock hours are absolute; hours and days of work
are counted on the local wall clock of the start's own zone. Day counts leave out the
first day and end with the last second of the last one.
"""

from __future__ import annotations

import calendar as month_calendar
from datetime import UTC, date, datetime, time, timedelta

from models.calendars import Calendar

DAY_START = time(0, 0)
DAY_END = time(23, 59, 59)
MIDNIGHT = timedelta(days=1)


def _must_be_aware(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone")


def _length(delay: float) -> None:
    if delay < 0:
        raise ValueError(f"a delay of {delay}")


def clock_hours(start: datetime, hours: float) -> datetime:
    """`hours` later on any clock, holidays or not."""
    _must_be_aware(start)
    _length(hours)
    return (start.astimezone(UTC) + timedelta(hours=hours)).astimezone(start.tzinfo)


def working_hours(
    start: datetime,
    hours: float,
    calendar: Calendar,
    opens: time | None = None,
    closes: time | None = None,
) -> datetime:
    """When `hours` of working time have passed.

    Without `opens` and `closes`, time runs 24 hours on each working day and stops on
    the others; with them, it runs between the two only. A start outside working time
    waits for its next beginning.
    """
    _must_be_aware(start)
    _length(hours)
    since = timedelta(hours=opens.hour, minutes=opens.minute) if opens else timedelta()
    until = timedelta(hours=closes.hour, minutes=closes.minute) if closes else MIDNIGHT
    if since >= until:
        raise ValueError("offices close before they open")
    left = timedelta(hours=hours)
    local = start.replace(tzinfo=None)
    for day in calendar.working_days_from(local.date()):
        midnight = datetime.combine(day, DAY_START)
        begin = max(local, midnight + since)
        room = midnight + until - begin
        if room <= timedelta():
            continue
        if left <= room:
            return (begin + left).replace(tzinfo=start.tzinfo)
        left -= room
    raise AssertionError("working days have no end")


def working_days(start: datetime, days: int, calendar: Calendar) -> datetime:
    """The end of the `days`-th working day after that of the start."""
    _must_be_aware(start)
    _length(days)
    last = start.date()
    coming = calendar.working_days_from(last + timedelta(days=1))
    for _ in range(days):
        last = next(coming)
    return datetime.combine(last, DAY_END, tzinfo=start.tzinfo)


def calendar_days(start: datetime, days: int) -> datetime:
    """The end of the `days`-th day after that of the start."""
    _must_be_aware(start)
    _length(days)
    return datetime.combine(start.date() + timedelta(days=days), DAY_END, tzinfo=start.tzinfo)


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier, below zero), clamped to the month's last."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = month_calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def lapses_on(event: date, months: int = 3) -> date:
    """The last day, included, on which a deposit is still in time."""
    return add_months(event, months)


def age_on(birth: date, day: date) -> int:
    """Age in full years; a birthday of 29 February falls on 1 March in short years."""
    had_birthday = (day.month, day.day) >= (birth.month, birth.day)
    return day.year - birth.year - (0 if had_birthday else 1)
