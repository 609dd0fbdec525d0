"""The database as one file, by its own well-kept tool: SQLite's online backup, `pg_dump`.

Both take the state of one moment while others go on writing.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import func, inspect, select, table, text
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from models.errors import BadInput, StepFailed
from storage.database import Database, url_of

FILES = {"sqlite": "base.sqlite", "postgresql": "base.dump"}
"""What the file of each engine is called."""
_DEBIAN = Path("/usr/lib/postgresql")


@contextmanager
def dumped(database: Database, folder: Path) -> Iterator[Session]:
    """The database written to `folder`, and a session that sees exactly what was written."""
    path = folder / FILES[database.engine.dialect.name]
    if database.engine.dialect.name == "sqlite":
        _copy(Path(str(database.engine.url.database)), path)
        copy = Database(path)
        try:
            with copy.reading() as session:
                yield session
        finally:
            copy.close()
            alone(path)
    else:
        with database.reading() as session:
            snapshot = session.scalar(text("SELECT pg_export_snapshot()"))
            _run(
                "pg_dump", database.engine.url, "--format=custom", f"--snapshot={snapshot}",
                "--no-owner", "--no-privileges", f"--file={path}",
            )  # fmt: skip
            path.chmod(0o600)
            yield session


def alone(path: Path) -> None:
    """A file of SQLite with nothing beside it, to be read from a disk that cannot be written."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").close()


def restore(dump: Path, where: str | Path) -> None:
    """The database of `dump` at `where`, where there is none: whole, or nothing."""
    url = url_of(where)
    if url.get_backend_name() == "sqlite":
        target = Path(str(url.database))
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = target.with_name(f".{target.name}.restauration")
        unfinished.unlink(missing_ok=True)
        _copy(dump, unfinished)
        unfinished.replace(target)
    else:
        _run(
            "pg_restore", url, "--single-transaction", "--exit-on-error", "--no-owner",
            "--no-privileges", str(dump),
        )  # fmt: skip


def is_empty(where: str | Path) -> bool:
    """Whether nothing is kept at `where`: no file, or no table."""
    url = url_of(where)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        # a log left behind would be taken for the new database's
        return not Path(f"{url.database}-wal").exists()
    database = Database(where)
    try:
        return not inspect(database.engine).get_table_names()
    finally:
        database.close()


def rows(session: Session) -> Mapping[str, int]:
    """How many rows each table of ours has."""
    names = sorted(inspect(session.connection()).get_table_names())
    ours = [name for name in names if not name.startswith("page_text_fts")]
    counts = {name: select(func.count()).select_from(table(name)) for name in ours}
    return {name: session.scalar(count) or 0 for name, count in counts.items()}


def _copy(source: Path, target: Path) -> None:
    """In one step, so that a writer beside it neither waits nor is seen half."""
    target.touch(mode=0o600)
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)


def _run(name: str, url: URL, *arguments: str) -> None:
    """A tool of PostgreSQL. The password goes by the environment, where nobody else reads it."""
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    command = [_tool(name), "--no-password", f"--dbname={bare.render_as_string()}", *arguments]
    secret = {"PGPASSWORD": url.password} if url.password else {}
    done = subprocess.run(  # nosec B603 # a list, no shell: the tool, our words and the settings
        command, capture_output=True, text=True, env={**os.environ, **secret}, check=False
    )
    if done.returncode:
        told = done.stderr.strip().splitlines()
        raise StepFailed(
            f"L'outil {name} de PostgreSQL a échoué ; rien n'est changé. "
            f"Il dit : « {told[-1] if told else 'rien'} »."
        )


def _tool(name: str) -> str:
    newest: Sequence[Path] = sorted(
        _DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3])
    )
    found = shutil.which(name) or (str(newest[-1]) if newest else None)
    if found is None:
        raise BadInput(
            f"L'outil {name} de PostgreSQL n'est pas sur cette machine : installez le paquet "
            "postgresql-client, de la version du serveur ou plus récent.",
            code="outil_absent",
        )
    return found
