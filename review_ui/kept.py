"""What takes long to count and need not be counted anew for each who looks: kept for a minute."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

FRESH = timedelta(minutes=1)
MOST = 50
"""Things kept: the oldest goes first."""


class Kept(Generic[T]):
    """Things by what was asked, each with the moment it was made. Threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: OrderedDict[Hashable, tuple[datetime, T]] = OrderedDict()

    def get(self, asked: Hashable, now: datetime, make: Callable[[], T]) -> tuple[datetime, T]:
        """What was made in the last minute, else what `make` makes now."""
        with self._lock:
            known = self._known.get(asked)
        if known is not None and now - known[0] < FRESH:
            return known
        made = (now, make())
        with self._lock:
            self._known[asked] = made
            self._known.move_to_end(asked)
            while len(self._known) > MOST:
                self._known.popitem(last=False)
        return made
