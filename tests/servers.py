"""Servers started for one test run: a command in a session of its own, on a free loopback port."""

from __future__ import annotations

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


class ThrowawayServer:
    """A server in a temporary folder; it is there when it greets with `greeting`."""

    greeting = b""

    def __init__(self, name: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"liasse-{name}-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def command(self) -> Sequence[str]:
        """What starts the server on `self.port`, its configuration written to `self.folder`."""
        raise NotImplementedError

    def log(self) -> str:
        """What it said, for the failure's message."""
        logs = sorted(self.folder.rglob("*log"))
        return "\n".join(p.read_text(errors="replace") for p in logs if p.is_file())

    def start(self) -> None:
        """On the port that it had before, if it was stopped; returns once it answers."""
        self.port = self.port or free_port()
        self._process = subprocess.Popen(
            self.command(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
        )
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.command()[0]} did not start:\n{self.log()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """At once, as a power cut stops it, with the connections that are open."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as probe:
                return probe.recv(64).startswith(self.greeting)
        except OSError:
            return False


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
