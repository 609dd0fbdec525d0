"""The machines of a soak: database, S3 and Prefect servers, and workers, each on a host of its own."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from minio import Minio
from pydantic import SecretStr

from bench.shared import ROOT
from bench.soak.network import Host, Network, SameMachine, network
from bench.soak.recorded import READINGS, SECONDS
from models.settings import Conservation, Settings
from tests import ceph
from tests.ceph import ThrowawayCeph
from tests.postgres import ThrowawayPostgres, find_binaries
from tests.prefect_server import ThrowawayPrefect
from tests.servers import ThrowawayServer, kill_group

LEASE_SECONDS = 10
TRIES = 10
START_SECONDS = 300
AT_WORK = "au travail"
"""What a worker says when it is."""
BUCKET = "liasse"

S = TypeVar("S", bound=ThrowawayServer)


@dataclass(slots=True)
class Worker:
    """`liasse ouvrier` on a host, in processes of its own that see no others."""

    host: Host
    home: Path
    program: Sequence[str]
    settings: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it takes seconds to be at work."""
        self.home.mkdir(parents=True, exist_ok=True)
        apart = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"]
        behind = [*self.host.inside, *apart] if self.host.inside else []
        with (self.home / "sortie.txt").open("ab") as said:
            self.process = subprocess.Popen(
                [*behind, *self.program],
                cwd=ROOT,
                env={**bare(), **self.settings},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    def wait_until_at_work(self) -> None:
        """Until its readers and its connection to the Prefect server are there."""
        until = time.monotonic() + START_SECONDS
        while AT_WORK not in (self.home / "sortie.txt").read_text(encoding="utf-8"):
            if time.monotonic() > until:
                raise RuntimeError(f"{self.host.name} : {(self.home / 'sortie.txt').read_text()}")
            time.sleep(0.1)

    def kill(self) -> None:
        """As a power cut does: no process of it is left."""
        if self.process is not None:
            kill_group(self.process)
            self.process = None


@dataclass(slots=True)
class Grounds:
    """What stands through all rounds. `s3` is absent where Ceph is not installed."""

    folder: Path
    switch: Network | SameMachine
    postgres: ThrowawayPostgres
    prefect: ThrowawayPrefect
    s3: ThrowawayCeph | None
    hosts: Mapping[str, Host]
    worker_hosts: Sequence[Host]
    readings: Path | None = None
    rounds: int = field(default=0)

    def settings(self, home: Path, pool: str, url: str, *, readers: int = 1) -> Settings:
        """Those of a round, for a process of ours."""
        place = Settings(
            home=home,
            database_url=SecretStr(url),
            prefect_url=self.prefect.url,
            prefect_bassin=pool,
            readers=readers,
            bail=LEASE_SECONDS,
            morceau_pages=4,
            controle_part=0,
        )
        if self.s3 is None:
            return place
        kept = {
            "fichiers": Conservation.S3,
            "s3_serveur": self.s3.endpoint,
            "s3_seau": BUCKET,
            "s3_cle": ceph.ACCESS_KEY,
            "s3_secret": SecretStr(ceph.SECRET_KEY),
            "s3_tls": False,
            "s3_prefixe": f"{pool}/",
        }
        return place.model_copy(update=kept)

    def worker(self, number: int, settings: Settings, seconds: float | None) -> Worker:
        """A worker with real readers, or with recorded ones that take `seconds` a page."""
        host = self.worker_hosts[number]
        home = settings.home / f"ouvrier-{number + 1}"
        program = [sys.executable, "-c", "from cli.main import main; main()", "ouvrier"]
        given = variables(settings)
        if seconds is not None:
            assert self.readings is not None
            program = [sys.executable, "-m", "bench.soak.recorded"]
            given |= {READINGS: str(self.readings), SECONDS: str(seconds)}
        if self.s3 is not None:  # else all on one machine: they share the folder
            given["LIASSE_HOME"] = str(home / "donnees")
        return Worker(host, home, program, given)


@contextmanager
def grounds(folder: Path, *, workers: int, apart: bool, with_s3: bool) -> Iterator[Grounds]:
    """All servers running; everything is gone afterwards."""
    binaries = find_binaries()
    if binaries is None:
        raise SystemExit("Il manque PostgreSQL (initdb).")
    with ExitStack() as stack:
        switch = stack.enter_context(network(apart=apart))
        hosts = {name: switch.host(name) for name in ("base", "s3", "prefect")}
        places = [switch.host(f"ouvrier{number + 1}") for number in range(workers)]
        postgres = _running(stack, ThrowawayPostgres(binaries), hosts["base"])
        s3 = _running(stack, ThrowawayCeph(), hosts["s3"]) if with_s3 else None
        if s3:
            client = Minio(s3.endpoint, ceph.ACCESS_KEY, ceph.SECRET_KEY, secure=False)
            client.make_bucket(BUCKET)
        queue = ThrowawayPrefect(postgres.create_database())
        prefect = _running(stack, queue, hosts["prefect"])
        yield Grounds(folder, switch, postgres, prefect, s3, hosts, places)


def variables(settings: Settings) -> dict[str, str]:
    """The settings as a process of its own is given them."""
    given = {}
    for name in settings.model_fields_set:
        value = getattr(settings, name)
        value = value.get_secret_value() if hasattr(value, "get_secret_value") else value
        given[f"LIASSE_{name.upper()}"] = str(value)
    return given


def revive(server: ThrowawayServer) -> None:
    """Start a server again that was killed: its last life may still be about."""
    for attempt in range(TRIES):
        try:
            server.start()
            return
        except RuntimeError:
            if attempt == TRIES - 1:
                raise
            time.sleep(0.5)


def _running(stack: ExitStack, server: S, host: Host) -> S:
    stack.callback(server.remove)
    server.address, server.inside = host.address, host.inside
    server.start()
    return server


def bare() -> dict[str, str]:
    """This environment without what a round sets."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("LIASSE_", "PREFECT_"))}


def new_name() -> str:
    """Of a round: its pool and its files."""
    return f"tour-{secrets.token_hex(4)}"
