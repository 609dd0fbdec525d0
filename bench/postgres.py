"""A PostgreSQL of its own for a measure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.postgres import ThrowawayPostgres, find_binaries

MEMORY = "128MB"
"""`shared_buffers` as PostgreSQL sets it where nobody does; tests make do with less."""


@contextmanager
def throwaway_database() -> Iterator[str | None]:
    """URL of an empty database that goes with the measure; `None` where PostgreSQL is absent."""
    binaries = find_binaries()
    if binaries is None:
        yield None
        return
    server = ThrowawayPostgres(binaries, shared_buffers=MEMORY)
    try:
        server.start()
        yield server.create_database()
    finally:
        server.remove()
