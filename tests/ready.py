"""Databases that every migration made once for the whole run.

The migrations take most of the time of a small test. They run for themselves in `tests/storage`, on databases that
are empty; and whatever is ready here is still brought up to date by the real `upgrade`, which finds nothing to do.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tests.postgres import ThrowawayPostgres


@contextlib.contextmanager
def of_sqlite(folder: Path) -> Iterator[None]:
    """Meanwhile `Database.open` copies what is in `folder` where there is no file yet."""
    model, turn = folder / "neuve.db", threading.Lock()

    def upgrade(engine: Engine) -> None:
        from storage.database import make_engine
        from storage.migrations import upgrade as really

        where = Path(engine.url.database or "")
        if engine.dialect.name == "sqlite" and not where.exists():
            with turn:
                if not model.exists():
                    making = make_engine(folder / "en-cours.db")
                    really(making)
                    making.dispose()
                    (folder / "en-cours.db").rename(model)
            _copy(model, where)
        really(engine)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("storage.database.upgrade", upgrade)
        yield


def _copy(model: Path, where: Path) -> None:
    """Whole at once, and never over what somebody else put there meanwhile."""
    mine = where.with_name(f"{where.name}.{os.getpid()}.{threading.get_ident()}")
    shutil.copyfile(model, mine)
    with contextlib.suppress(FileExistsError):
        os.link(mine, where)
    mine.unlink()


class Databases:
    """Databases of a server that are up to date and empty: lent to one test after another.

    Making one costs the server a thousand files, emptying it a dozen. One in which a test changed more than rows is
    not lent again.
    """

    def __init__(self, server: ThrowawayPostgres) -> None:
        from storage.database import Database

        self._server = server
        self._model = server.create_database()
        Database.open(self._model).close()
        self._shape = self._look(self._model)
        self._free: list[str] = []

    def lend(self) -> str:
        """SQLAlchemy's URL of one."""
        return self._free.pop() if self._free else self._server.create_database(self._model)

    def take_back(self, url: str) -> None:
        """Whoever still works in it is cut off, and finds it no more: it is lent again under another name."""
        self._server.disconnect(url)
        if self._look(url) != self._shape:
            self._server.drop_database(url)
            return
        try:
            url = self._server.rename_database(url)
        except psycopg.errors.ObjectInUse:  # somebody came back meanwhile
            self._server.drop_database(url)
            return
        with self._server.connect(url) as connection:
            # the triggers that let nobody erase a trail are for people
            connection.execute("SET session_replication_role = replica")
            tables = [row[0] for row in connection.execute(_TABLES)]
            each = sql.SQL(" UNION ALL ").join(
                sql.SQL("SELECT {0} WHERE EXISTS (SELECT FROM {1})").format(
                    sql.Literal(table), sql.Identifier(table)
                )
                for table in tables
            )
            if filled := [sql.Identifier(row[0]) for row in connection.execute(each)]:
                connection.execute(
                    sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(filled))
                )
            connection.execute(_RESTART)
        self._free.append(url)

    def _look(self, url: str) -> list[Any]:
        """What there is besides rows; nothing, where somebody took the tables away."""
        with self._server.connect(url) as connection, contextlib.suppress(psycopg.Error):
            return [connection.execute(query).fetchall() for query in _SHAPE]
        return []


_TABLES = """SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'"""
_RESTART = """SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL"""
_SHAPE = (
    "SELECT version_num FROM alembic_version",
    """SELECT relname, relkind::text, attname, atttypid::regtype::text, atttypmod, attnotnull
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0
    WHERE relnamespace = 'public'::regnamespace ORDER BY relname, attnum""",
    """SELECT conrelid::regclass::text, conname FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2""",
    """SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger
    WHERE NOT tgisinternal ORDER BY 1, 2""",
    """SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    ORDER BY 1, 2""",
)
