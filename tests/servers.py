"""Servers started for one test run: a command in a session of its own, on a free loopback port."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

_START_SECONDS = 30
_PORT_TRIES = 5
"""Another process may take the port between the look and the start."""


class ThrowawayServer:
    """A server in a temporary folder; it is there when it greets with `greeting`."""

    greeting = b""
    address = "127.0.0.1"
    inside: Sequence[str] = ()
    """What its command is put behind, to run in a network of its own."""
    start_seconds = _START_SECONDS

    def __init__(self, name: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"liasse-{name}-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> Sequence[str]:
        """What starts the server on `self.port`, its configuration written to `self.folder`."""
        raise NotImplementedError

    def log(self) -> str:
        """What it said, for the failure's message."""
        logs = sorted(self.folder.rglob("*log"))
        return "\n".join(p.read_text(errors="replace") for p in logs if p.is_file())

    def start(self) -> None:
        """On the port that it had before, if it was stopped; returns once it answers."""
        given = self.port
        for _ in range(1 if given else _PORT_TRIES):
            self.port = given or free_port()
            if self._comes_up():
                return
            self.stop()
        raise RuntimeError(f"{self.command()[0]} did not start:\n{self.log()}")

    def _comes_up(self) -> bool:
        with (self.folder / "output.log").open("wb") as output:
            self.process = subprocess.Popen(
                [*self.inside, *self.command()],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                start_new_session=True,
            )
        deadline = time.monotonic() + self.start_seconds
        while self.process.poll() is None and time.monotonic() < deadline:
            if self.answers():
                return True
            time.sleep(0.05)
        return False

    def stop(self) -> None:
        """End it."""
        self.kill()

    def kill(self) -> None:
        """At once, as a power cut stops it, with the connections that are open."""
        if self.process is not None:
            kill_group(self.process)
            self.process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def answers(self) -> bool:
        """Whether it greets whoever connects."""
        try:
            with socket.create_connection((self.address, self.port), timeout=5) as probe:
                return probe.recv(64).startswith(self.greeting)
        except OSError:
            return False


class ThrowawayWebServer(ThrowawayServer):
    """One that speaks HTTP: it is there when it answers a GET of `path`."""

    path = "/"

    def answers(self) -> bool:
        asked = http.client.HTTPConnection(self.address, self.port, timeout=5)
        try:
            asked.request("GET", self.path)
            return asked.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """A process that leads a session, and all that it started: at once."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def find_server(name: str) -> str | None:
    """A server's command, where this process may run it: those of mail start as root only."""
    if os.geteuid() != 0:
        return None
    return shutil.which(name) or shutil.which(name, path="/usr/sbin")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
