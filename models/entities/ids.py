"""Identifiers that sort by the time they were made (the layout of UUID version 7)."""

from __future__ import annotations

import secrets
import threading
import time
import uuid

_RANDOM_BITS = 74
_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62

_lock = threading.Lock()
_last_ms = 0
_last_random = 0


def new_id() -> str:
    """A fresh identifier, `0198c5d2-…`: milliseconds since 1970, then chance.

    Within a process, later identifiers are greater, even within a millisecond or when
    the clock is set back; between processes the order is only as good as the clocks.
    """
    global _last_ms, _last_random
    with _lock:
        now = time.time_ns() // 1_000_000
        if now > _last_ms:
            # The top bit is left clear so that the increments below cannot overflow.
            _last_ms, _last_random = now, secrets.randbits(_RANDOM_BITS - 1)
        else:
            _last_random += 1 + secrets.randbits(32)
        milliseconds, chance = _last_ms, _last_random
    high, low = chance >> 62, chance & ((1 << 62) - 1)
    return str(uuid.UUID(int=(milliseconds << 80) | _VERSION | (high << 64) | _VARIANT | low))
