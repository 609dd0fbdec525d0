from __future__ import annotations

import threading

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from models.entities import Base
from models.errors import BadInput
from storage.database import Database, make_engine
from storage.migrations import _config, latest, revision, upgrade


def test_migrations_lead_to_exactly_the_entities(empty_database_url: str) -> None:
    engine = make_engine(empty_database_url)
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_name": lambda name, kind, above: not _is_search_index(name),
            },
        )
        assert compare_metadata(context, Base.metadata) == []
        assert revision(connection) == latest()
    engine.dispose()


def _is_search_index(name: str | None) -> bool:
    """The index over the text of pages is the database's own: no entity can say it."""
    return name is not None and name.startswith(("page_text_fts", "ix_page_text_words"))


def test_the_text_of_pages_is_indexed(database: Database) -> None:
    found = inspect(database.engine)
    if database.engine.dialect.name == "sqlite":
        assert "page_text_fts" in found.get_table_names()
        return
    indexes = {one["name"]: one for one in found.get_indexes("page_text")}
    words = indexes["ix_page_text_words"]
    assert words["column_names"] == ["words"]
    assert words["dialect_options"]["postgresql_using"] == "gin"


def test_upgrading_again_changes_nothing(database: Database) -> None:
    upgrade(database.engine)


def test_a_base_that_a_newer_liasse_has_left_is_said_and_left_alone(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(BadInput, match="plus récente"):
        upgrade(database.engine)
    with database.engine.begin() as connection:
        assert revision(connection) == "9999"
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{latest()}'"))


def test_downgrade_leaves_nothing_behind(database: Database) -> None:
    with database.engine.begin() as connection:
        command.downgrade(_config(connection), "base")
    tables = set(inspect(database.engine).get_table_names())
    assert tables == {"alembic_version"}
    upgrade(database.engine)


def test_processes_that_start_together_upgrade_once(empty_database_url: str) -> None:
    failures: list[BaseException] = []

    def start() -> None:
        engine = make_engine(empty_database_url)
        try:
            upgrade(engine)
        except BaseException as error:
            failures.append(error)
        finally:
            engine.dispose()

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    engine = make_engine(empty_database_url)
    with engine.connect() as connection:
        assert revision(connection) == latest()
    engine.dispose()


def test_an_upgrade_that_fails_half_way_leaves_nothing(empty_database_url: str) -> None:
    engine = make_engine(empty_database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE step (x INTEGER)")  # in the way, near the end
    try:
        upgrade(engine)
    except Exception:
        pass
    else:
        raise AssertionError("the upgrade should have met the table")
    assert inspect(engine).get_table_names() == ["step"]
    engine.dispose()
