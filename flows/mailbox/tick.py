"""One tick of the clock: who is to be told is told, what waited goes on, due mail leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.complaints.registering import register_letters
from flows.mailbox import clock
from flows.mailbox.digest import remind, warn_late
from flows.mailbox.follow import follow_waiting
from flows.mailbox.send import send_due
from flows.workplace import Workplace


def tick(place: Workplace, now: datetime) -> Iterator[str]:
    """Do all that time alone brings; French sentences for the log, naming nobody.

    To be exhausted, every minute or so; several processes may tick at once.
    """
    yield from clock.warn(place, now)
    yield from follow_waiting(place, now)
    yield from register_letters(place, now)
    yield from warn_late(place, now)
    yield from remind(place, now)
    for handed in send_due(place, now):
        yield handed.sentence
