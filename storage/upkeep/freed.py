"""What a database deleted, gone from its files too: an engine only marks its place as free."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from models.errors import StepFailed
from storage.database import Database

_ANEW = (
    "PRAGMA query_only = 0",
    "INSERT INTO page_text_fts(page_text_fts) VALUES ('optimize')",
    "VACUUM",
)


class DatabaseBusyError(StepFailed):
    code = "base_occupee"

    def __init__(self) -> None:
        super().__init__(
            "C'est effacé, mais le fichier de la base n'a pas pu être réécrit sans ce qui l'a été : d'autres "
            "s'en servent. Relancez la même commande, au besoin service arrêté."
        )


def forget(database: Database) -> None:
    """Write the database anew without what was deleted. SQLite: whole, its search index with it, others
    wait meanwhile (`DatabaseBusyError` when they are waited for in vain). PostgreSQL: its places are
    given free, to be written over (docs/exploitation.md)."""
    with closing(database.engine.raw_connection()) as connection:
        driver = connection.driver_connection
        assert driver is not None
        if database.engine.dialect.name == "sqlite":
            _write_anew(driver)
            return
        driver.autocommit = True
        try:
            driver.execute("VACUUM (ANALYZE)").close()
        finally:
            driver.autocommit = False


def _write_anew(driver: sqlite3.Connection) -> None:
    try:
        for statement in _ANEW:
            driver.execute(statement).close()
        # what is new is in the log, what is old in the file, until nobody reads the old any more
        busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        raise DatabaseBusyError from error
    if busy:
        raise DatabaseBusyError
