"""The mailbox of the settings watched: what arrives is kept, then handed over to be read."""

from __future__ import annotations

import threading
from collections.abc import Callable

from flows.mailbox.collect import Collected, collect
from flows.mailbox.imap import opened
from flows.service.health import Health
from flows.workplace import Workplace
from models.errors import StepFailed

PATIENCE = 60.0
"""Seconds between two looks, where the server tells nothing."""
AGAIN = (1.0, 2.0, 5.0, 15.0, 60.0)
"""Seconds before the next try, where it cannot be reached: longer each time."""
IDLE = 30.0
"""Seconds that one IDLE lasts: so long may a stop that was asked for take."""
BACK = "La boîte aux lettres répond de nouveau."


def watch(
    place: Workplace,
    read: Callable[[Collected], None],
    stop: threading.Event,
    health: Health,
    *,
    once: bool = False,
    after: Callable[[], None] = lambda: None,
) -> None:
    """Hand over each letter that is kept, until `stop` is set, or (`once`) no other waits.

    A server that goes away is tried again. `after` is called after each look.
    """
    failures = 0
    while not stop.is_set():
        try:
            with opened(place.settings) as box:
                while not stop.is_set():
                    for letter in collect(place, box):
                        health.well()
                        read(letter)
                    health.well()
                    failures = 0
                    after()
                    if once:
                        return
                    if box.tells:
                        box.wait(IDLE)
                    else:
                        stop.wait(PATIENCE)
        except StepFailed as error:
            if once:
                raise
            health.ill(error.message)
            after()
            stop.wait(AGAIN[min(failures, len(AGAIN) - 1)])
            failures += 1
