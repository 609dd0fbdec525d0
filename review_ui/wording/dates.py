"""Dates and durations as they are written in a French office, on the organisme's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from models.errors import BadInput
from models.organismes import organismes

DEFAULT_ZONE = ZoneInfo("Africa/Casablanca")
SOON = timedelta(hours=24)
"""What is due within this is shown as pressing."""

_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
_DAY_ONLY_FROM = timedelta(days=10)


def zone_of(organisme: str | None) -> ZoneInfo:
    """The clock on the wall of an organisme."""
    profile = organismes().get(organisme or "")
    return profile.zone if profile else DEFAULT_ZONE


def typed(written: str) -> date | None:
    """The day that a form or an address holds; `None` when it holds none."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise BadInput(
            f"La date « {written} » n'est pas de la forme AAAA-MM-JJ.", code="date_invalide"
        ) from None


def day(when: date) -> str:
    """`mer. 5 nov. 2025`."""
    number = "1er" if when.day == 1 else str(when.day)
    return f"{_DAYS[when.weekday()]} {number} {_MONTHS[when.month - 1]} {when.year}"


def moment(when: datetime, zone: ZoneInfo = DEFAULT_ZONE) -> str:
    """`mer. 5 nov. 2025 à 09:12`, on that zone's clock."""
    local = when.astimezone(zone)
    return f"{day(local.date())} à {local:%H:%M}"


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """What is left before a deadline, in words; `icon` and `tone` say how pressing it is."""

    text: str
    icon: str
    tone: str


CLOSED = TimeLeft("délai clos", "horloge", "neutre")
"""Of a dossier that was answered, rejected or taken back: its clock stands still."""


def time_left(deadline: datetime, now: datetime) -> TimeLeft:
    """`reste 1 j 4 h`, or `en retard de 3 h 10`."""
    left = deadline - now
    if left < timedelta():
        return TimeLeft(f"en retard de {duration(-left)}", "alarme", "alerte")
    if left < SOON:
        return TimeLeft(f"reste {duration(left)}", "horloge", "doute")
    return TimeLeft(f"reste {duration(left)}", "horloge", "neutre")


def duration(length: timedelta) -> str:
    """`12 j`, `1 j 4 h`, `4 h 20`, `35 min`: no finer than what one acts upon."""
    minutes = int(length.total_seconds() // 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if length >= _DAY_ONLY_FROM or (days and not hours):
        return f"{days} j"
    if days:
        return f"{days} j {hours} h"
    if hours:
        return f"{hours} h {minutes:02d}" if minutes else f"{hours} h"
    return f"{minutes} min" if minutes else "moins d'une minute"
