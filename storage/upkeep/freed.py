"""What a database deleted, gone from its files too: an engine only marks its place as free."""

from __future__ import annotations

from contextlib import closing

from storage.database import Database


def forget(database: Database) -> None:
    """Write the database anew without what was deleted. SQLite: whole, its search index with it, others
    wait meanwhile. PostgreSQL: its places are given free, to be written over (docs/exploitation.md)."""
    with closing(database.engine.raw_connection()) as connection:
        driver = connection.driver_connection
        assert driver is not None
        if database.engine.dialect.name == "sqlite":
            for statement in (
                "PRAGMA query_only = 0",
                "INSERT INTO page_text_fts(page_text_fts) VALUES ('optimize')",
                "VACUUM",
                "PRAGMA wal_checkpoint(TRUNCATE)",
            ):
                driver.execute(statement).close()
            return
        driver.autocommit = True
        try:
            driver.execute("VACUUM (ANALYZE)").close()
        finally:
            driver.autocommit = False
