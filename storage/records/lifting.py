"""The refusals to change what is written once, lifted within one transaction: for an erasure alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session


@contextmanager
def lifted(session: Session, tables: Iterable[str]) -> Iterator[None]:
    """Rows of `tables` may be changed meanwhile, by this transaction and nobody else. Where it does
    not end well, nothing was lifted."""
    names = sorted(tables)
    if session.get_bind().dialect.name == "postgresql":
        for name in names:
            session.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))
        yield
        session.flush()
        for name in names:
            session.execute(text(f"ALTER TABLE {name} ENABLE TRIGGER USER"))
        return
    asked = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
    held = [
        row
        for name in names
        for row in session.execute(asked, {"table": name})
        if row.name.startswith(f"{name}_no_")
    ]
    for row in held:
        session.execute(text(f"DROP TRIGGER {row.name}"))
    yield
    session.flush()
    for row in held:
        session.connection().exec_driver_sql(row.sql)
