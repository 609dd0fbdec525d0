"""Working days of an organisme's country.

National and religious holidays come from the `holidays` library (lunar ones are
estimates); the profile's lists of exceptional days have the last word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

from models.organismes import Organisme

COUNTRIES = ("MA", "SN", "CI")


@cache
def _holidays(country: str, year: int) -> dict[date, str]:
    if country not in COUNTRIES:
        raise ValueError(f"no calendar for the country {country}")
    return dict(holidays.country_holidays(country, years=year).items())


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked. `weekend` are ISO week days (Monday = 1)."""

    country: str
    weekend: frozenset[int] = frozenset({6, 7})
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.country not in COUNTRIES:
            raise ValueError(f"no calendar for the country {self.country}")
        if self.weekend >= set(range(1, 8)):
            raise ValueError("a week without a working day")

    def is_holiday(self, day: date) -> bool:
        """A feast of the country or an exceptional day off (not a plain week-end)."""
        return day in self.off or day in _holidays(self.country, day.year)

    def is_working(self, day: date) -> bool:
        if day in self.worked:
            return True
        return day.isoweekday() not in self.weekend and not self.is_holiday(day)

    def working_days_from(self, day: date) -> Iterator[date]:
        """Working days from `day` on, `day` included when it is one."""
        while True:
            if self.is_working(day):
                yield day
            day += timedelta(days=1)

    def first_working(self, day: date) -> date:
        """`day` itself when worked, else the next working day."""
        return next(self.working_days_from(day))


@cache
def _calendar(
    country: str, weekend: tuple[int, ...], off: tuple[date, ...], worked: tuple[date, ...]
) -> Calendar:
    return Calendar(country, frozenset(weekend), frozenset(off), frozenset(worked))


def calendar_of(profile: Organisme) -> Calendar:
    """The calendar of an organisme under its settings."""
    return _calendar(
        profile.pays, profile.jours_de_repos, profile.jours_chomes, profile.jours_travailles
    )
