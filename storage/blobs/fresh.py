"""What this process sealed and the database may not have noted yet.

Bytes are put before their row is written, often in a transaction that begins later: until then the
key is here. A process that ends before leaves bytes that nobody can open, and that nothing names.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

Wrap = Callable[[Session, bytes], tuple[bytes, str]]
"""A key wrapped by the master key that is current in that transaction, and that one's fingerprint."""

HELD = timedelta(hours=2)
"""How long at most a row is waited for."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """Sealed bytes below, and how to write their key down."""

    stored: str
    size: int
    key: bytes
    wrap: Wrap
    at: datetime


_lock = threading.Lock()
_held: OrderedDict[tuple[str, str], Fresh] = OrderedDict()


def note(database: str, sha256: str, made: Fresh) -> None:
    """Hold what was sealed for who writes its row in that database (its URL)."""
    with _lock:
        _held[database, sha256] = made
        _held.move_to_end((database, sha256))
        while next(iter(_held.values())).at < made.at - HELD:
            _held.popitem(last=False)


def known(database: str, sha256: str, *, since: datetime | None = None) -> Fresh | None:
    """What was sealed here a short while ago, and not before `since`."""
    with _lock:
        found = _held.get((database, sha256))
    return found if found and (since is None or found.at >= since) else None
