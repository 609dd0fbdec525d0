"""The shape of the database, step by step. `upgrade` brings any database up to date."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from models.errors import BadInput

_LOCK = 0x6C69617373650001  # "liasse", then a number


def _config(connection: Connection) -> Config:
    config = Config()
    # `%` is alembic's own sign for interpolation
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def revision(connection: Connection) -> str | None:
    """The revision that a database is at; `None` when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def latest() -> str | None:
    """The revision that this code expects."""
    return ScriptDirectory(str(Path(__file__).parent)).get_current_head()


def knows(revision: str | None) -> bool:
    """Whether this code can bring a database of that revision up to date."""
    scripts = ScriptDirectory(str(Path(__file__).parent))
    return revision in {script.revision for script in scripts.walk_revisions()}


def upgrade(engine: Engine) -> None:
    """Bring the database to the latest revision: in one transaction, by one process.

    Any other process that starts meanwhile waits, then finds nothing to do. `BadInput` for one
    that a newer liasse has left.
    """
    with engine.execution_options(postgresql_readonly=True).connect() as connection:
        found = revision(connection)
    if found == latest():
        return
    if found is not None and not knows(found):
        raise BadInput(
            "Cette base est d'une version plus récente de liasse : mettez le programme à jour, ou "
            "restaurez une sauvegarde d'avant sa mise à jour, ailleurs.",
            code="base_plus_recente",
        )
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        command.upgrade(_config(connection), "head")
