"""What is asked of databases meanwhile, by whatever connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event


@contextmanager
def statements() -> Iterator[list[str]]:
    """Each statement that is executed until the end of the block."""
    made: list[str] = []

    def told(connection: Connection, cursor: object, statement: str, *rest: object) -> None:
        made.append(statement)

    event.listen(Engine, "before_cursor_execute", told)
    try:
        yield made
    finally:
        event.remove(Engine, "before_cursor_execute", told)
