"""The database: SQLite by default, PostgreSQL at scale, the same code on both.

A writing transaction on SQLite begins with `BEGIN IMMEDIATE`, so that writers of several
processes queue (up to the busy timeout) instead of failing half-way; readers go on
beside them (WAL). A reading transaction cannot write, on either.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from storage.migrations import upgrade
from storage.records import changes, exchange, sealed_values  # noqa: F401 - they listen to every session
from storage.records.vault import NAME, Vault

T = TypeVar("T")

BUSY_SECONDS = 30.0
"""How long a writer waits for another before it gives up."""

_CUT = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""A server whose network is cut answers nothing, not even that it is gone: noticed after seconds."""
_SILENCE = (
    " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
    " -c tcp_user_timeout=20000"
)
"""The same, asked of the server: else a machine that is cut off keeps its locks for hours."""

_RETRIES = 5
_TRANSIENT = frozenset({"40001", "40P01"})
"""PostgreSQL: serialization failure, deadlock. Nothing was written: try again."""

_engines: weakref.WeakSet[Engine] = weakref.WeakSet()


def url_of(where: str | Path | URL) -> URL:
    """The database URL of a path (SQLite) or a URL, with the driver that we use."""
    if isinstance(where, Path):
        return URL.create("sqlite+pysqlite", database=str(where))
    url = make_url(where)
    if url.get_backend_name() == "sqlite":
        if url.database in (None, "", ":memory:"):
            raise ValueError("a database in memory is lost with its process: give a file")
        return url
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    raise ValueError(f"liasse runs on SQLite and PostgreSQL, not on {url.get_backend_name()}")


def make_engine(where: str | Path | URL, *, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """An engine set up as this module says. Nothing is connected yet."""
    url = url_of(where)
    if url.get_backend_name() == "sqlite":
        assert url.database is not None
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            url, json_serializer=_strict_json, connect_args={"timeout": busy_seconds}
        )
        event.listen(engine, "connect", partial(_prepare_sqlite, busy_seconds=busy_seconds))
        event.listen(engine, "begin", _begin_sqlite)
    else:
        wait = int(busy_seconds * 1000)
        engine = create_engine(
            url,
            json_serializer=_strict_json,
            pool_pre_ping=True,
            connect_args={"options": f"-c timezone=UTC -c lock_timeout={wait}{_SILENCE}"} | _CUT,
        )
    _engines.add(engine)
    return engine


def _strict_json(value: object) -> str:
    """JSON that any database takes: no NaN, and everything beyond ASCII escaped."""
    return json.dumps(value, allow_nan=False, separators=(",", ":"))


def _prepare_sqlite(connection: Any, record: object, *, busy_seconds: float) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    _keep_a_write_ahead_log(connection, until=time.monotonic() + busy_seconds)
    for pragma in (
        "synchronous = FULL",  # what was committed survives a power cut too
        "foreign_keys = ON",
        "recursive_triggers = ON",  # else REPLACE would delete without asking the triggers
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _keep_a_write_ahead_log(connection: Any, *, until: float) -> None:
    """Turn the write-ahead log on, waiting for others who open the file at this moment.

    Here alone SQLite does not wait by itself: of two connections that both turn a new
    file's log on, it tells one at once that the file is locked, lest each wait for the other.
    """
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    reads_only = connection.get_execution_options().get("postgresql_readonly", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {int(reads_only)}")
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def _leave_connections_to_parent() -> None:
    for engine in list(_engines):
        engine.dispose(close=False)


os.register_at_fork(after_in_child=_leave_connections_to_parent)


class Database:
    """A database and the two ways into it: `transaction()` to write, `reading()` to read.

    Objects stay usable after their transaction has ended (nothing is expired), but
    changing them then changes nothing.
    """

    def __init__(self, where: str | Path | URL, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self.engine = make_engine(where, busy_seconds=busy_seconds)
        self._shared: dict[Any, Any] = {}
        self._writing = sessionmaker(self.engine, expire_on_commit=False, info=self._shared)
        # `_begin_sqlite` heeds SQLAlchemy's name for it too.
        readonly = self.engine.execution_options(postgresql_readonly=True)
        if self.engine.dialect.name == "postgresql":
            readonly = readonly.execution_options(isolation_level="REPEATABLE READ")
        self._reading = sessionmaker(
            readonly, expire_on_commit=False, autoflush=False, info=self._shared
        )

    @classmethod
    def open(cls, where: str | Path | URL, *, busy_seconds: float = BUSY_SECONDS) -> Self:
        """The database at `where`, made or brought up to date first."""
        database = cls(where, busy_seconds=busy_seconds)
        upgrade(database.engine)
        return database

    def seal_with(self, vault: Vault | None) -> None:
        """From now on what pages say is sealed and opened with `vault` in every session."""
        self._shared[NAME] = vault

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work is kept as a whole at the end, or not at all."""
        with self._writing.begin() as session:
            session.connection()  # on SQLite the queue of writers is joined here
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and cannot write."""
        with self._reading() as session:
            yield session

    def write(self, work: Callable[[Session], T]) -> T:
        """`work` in a transaction, again when PostgreSQL gave it up for another's sake.

        `work` may run several times: it acts on its session and nothing else.
        """
        for attempt in range(_RETRIES):
            try:
                with self.transaction() as session:
                    return work(session)
            except DBAPIError as error:
                state = getattr(error.orig, "sqlstate", None)
                if state not in _TRANSIENT or attempt == _RETRIES - 1:
                    raise
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()
