"""The clock of the records, put where the play wants it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from unittest.mock import patch

from models.entities import base


class _Put(datetime):
    """A `datetime` whose present is the moment that was put last."""

    at = datetime(2025, 1, 1, tzinfo=UTC)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return cls.at.astimezone(tz)


@contextmanager
def put_clock() -> Iterator[type[_Put]]:
    """Meanwhile `utcnow` answers what `at` of the yielded class says."""
    with patch.object(base, "datetime", _Put):
        yield _Put
