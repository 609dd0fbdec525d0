"""Triggers that refuse to change or delete the rows of a table, whoever asks.

Migrations already run used these: a change here is a change of history. Write another.
"""

from __future__ import annotations

from alembic import op

_SQLITE_UPDATE = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is written once'); END
"""
_SQLITE_DELETE = """
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is written once'); END
"""
# INSERT OR REPLACE deletes without a DELETE, unless recursive_triggers is on
_SQLITE_REPLACE = """
CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})
BEGIN SELECT RAISE(ABORT, '{table} is written once'); END
"""

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$
"""
_POSTGRESQL_ROW = """
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""
_POSTGRESQL_TRUNCATE = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def protect(table: str, *, key: str) -> None:
    """Refuse from now on to change, replace, delete or truncate rows of `table`."""
    if op.get_bind().dialect.name == "sqlite":
        statements = (_SQLITE_UPDATE, _SQLITE_DELETE, _SQLITE_REPLACE)
    else:
        statements = (_POSTGRESQL_FUNCTION, _POSTGRESQL_ROW, _POSTGRESQL_TRUNCATE)
    for statement in statements:
        op.execute(statement.format(table=table, key=key))


def unprotect(table: str) -> None:
    """Undo `protect`."""
    if op.get_bind().dialect.name == "sqlite":
        for what in ("update", "delete", "replace"):
            op.execute(f"DROP TRIGGER {table}_no_{what}")
    else:
        for what in ("change", "truncate"):
            op.execute(f"DROP TRIGGER {table}_no_{what} ON {table}")
