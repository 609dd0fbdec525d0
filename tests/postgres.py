"""A PostgreSQL cluster for one test run: made in a temporary folder, gone afterwards."""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from tests.servers import ThrowawayServer

# Durability is worth nothing here, and costs most of a test's time.
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "unix_socket_directories": "",
}
_STOP_SECONDS = 10


def find_binaries() -> Path | None:
    """The folder of `initdb` and `postgres`: on the path, or where Debian keeps its newest version."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3])
    )
    found = shutil.which("initdb") or (debian[-1] if debian else None)
    return Path(found).resolve().parent if found else None


class ThrowawayPostgres(ThrowawayServer):
    """A running cluster on a free loopback port; `create_database` gives the URL of an empty database.

    `settings`: PostgreSQL's, in place of those of tests.
    """

    def __init__(self, binaries: Path, **settings: str) -> None:
        super().__init__("postgres")
        self._binaries = binaries
        self._settings = _SETTINGS | settings
        self._password = secrets.token_hex(16)
        self._owner = _unprivileged_user()

    def start(self) -> None:
        if not (self.folder / "data").exists():
            self._run_initdb()
        super().start()

    def command(self) -> Sequence[str]:
        options = [part for pair in self._settings.items() for part in ("-c", "=".join(pair))]
        return [
            # Even a killed test run leaves no server behind.
            *self._drop_privileges("--pdeathsig", "INT"),
            *(str(self._binaries / "postgres"), "-D", str(self.folder / "data")),
            *("-p", str(self.port), "-c", f"listen_addresses={self.address}", *options),
        ]

    def stop(self) -> None:
        """A fast shutdown first: killed, it would leave a segment of shared memory behind."""
        if self.process:
            self.process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(_STOP_SECONDS)
        super().stop()

    def answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def create_database(self, model: str | None = None) -> str:
        """SQLAlchemy's URL of a new database: empty, or a copy of that one, in which nobody works."""
        url = self._new_url()
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        template = _name(model) if model else "template1"
        self._administer(statement.format(sql.Identifier(_name(url)), sql.Identifier(template)))
        return url

    def rename_database(self, url: str) -> str:
        """Its URL under a name that nobody knows yet."""
        new = self._new_url()
        statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        self._administer(statement.format(sql.Identifier(_name(url)), sql.Identifier(_name(new))))
        return new

    def drop_database(self, url: str) -> None:
        statement = sql.SQL("DROP DATABASE {} WITH (FORCE)")
        self._administer(statement.format(sql.Identifier(_name(url))))

    def disconnect(self, url: str) -> None:
        """End the connections of all who work in that database."""
        statement = sql.SQL(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = {}"
        )
        self._administer(statement.format(sql.Literal(_name(url))))

    def connect(self, url: str) -> psycopg.Connection:
        """A connection to that database, with all rights; each statement is kept at once."""
        return self._connect(_name(url))

    def _new_url(self) -> str:
        where = f"{self.address}:{self.port}/liasse_{secrets.token_hex(4)}"
        return f"postgresql+psycopg://liasse:{self._password}@{where}"

    def _administer(self, statement: sql.Composed) -> None:
        with self._connect() as connection:
            connection.execute(statement)

    def _connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(
            host=self.address,
            connect_timeout=5,
            port=self.port,
            user="liasse",
            password=self._password,
            dbname=database,
            autocommit=True,
        )

    def _run_initdb(self) -> None:
        password_file = self.folder / "password"
        password_file.write_text(self._password)
        if self._owner:
            for path in (self.folder, password_file):
                os.chown(path, self._owner.pw_uid, self._owner.pw_gid)
        command = [
            *(str(self._binaries / "initdb"), "--pgdata", str(self.folder / "data")),
            *("--username", "liasse", "--pwfile", str(password_file), "--auth", "scram-sha-256"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        ]
        done = subprocess.run(
            [*self._drop_privileges(), *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"initdb failed:\n{done.stdout}")
        with (self.folder / "data" / "pg_hba.conf").open("a") as rules:
            rules.write("host all all samenet scram-sha-256\n")

    def _drop_privileges(self, *options: str) -> list[str]:
        """PostgreSQL refuses to run as root: util-linux's setpriv makes it another user."""
        if self._owner:
            ids = [f"--reuid={self._owner.pw_uid}", f"--regid={self._owner.pw_gid}"]
            return ["setpriv", *options, *ids, "--clear-groups"]
        return ["setpriv", *options] if options and shutil.which("setpriv") else []


def _name(url: str) -> str:
    return url.rsplit("/", 1)[1]


def _unprivileged_user() -> pwd.struct_passwd | None:
    """Who the server runs as when we are root; None: as ourselves."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]
