"""`liasse serve` as a process of its own, asked over HTTP, killed as a power cut kills."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx

from bench.kills import survivors
from tests.cli.command import ROOT

PATIENCE = 600.0
"""Seconds for what only takes long where eight others compute."""
T = TypeVar("T")


class Serving:
    """The command on a data folder; `errors` collects what it logs, over all its lives."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.home = home
        self.errors = home.parent / f"{home.name}.journal"
        self.out = home.parent / f"{home.name}.sortie"
        self._settings = {"LIASSE_READERS": "1", "LIASSE_API_DEMANDES": "100000", **settings}
        self.process: subprocess.Popen[bytes]
        self.client = httpx.Client(timeout=60)

    def start(self) -> None:
        """Until it has told where it is."""
        self.out.write_bytes(b"")
        with self.out.open("wb") as out, self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-c", "from cli.main import main; main()"),
                    *("serve", "--data", str(self.home), "--port", "0"),
                ],
                cwd=ROOT,
                env={**os.environ, **self._settings},
                stdout=out,
                stderr=errors,
                start_new_session=True,
            )
        url = until(lambda: re.search(r"http://\S+/", self.out.read_text()), alive=self._alive)
        self.client.base_url = httpx.URL(url[0])
        until(self.answers, alive=self._alive)

    def answers(self) -> bool:
        """Whether anybody is there."""
        try:
            return self.client.get("/sante").status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """As a power cut: at once, with every process of it."""
        self.process.kill()
        self.process.wait()
        assert survivors(self.process.pid) == []

    def stop(self) -> int:
        """As systemd: its status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=PATIENCE)

    def _alive(self) -> None:
        assert self.process.poll() is None, self.errors.read_text()

    def lines(self) -> list[dict[str, Any]]:
        """What it logged: each line must be an object."""
        return [json.loads(line) for line in self.errors.read_text().splitlines()]

    def get(self, address: str, shown: dict[str, str]) -> Any:
        """What the API says there."""
        answer = self.client.get(address, headers=shown)
        answer.raise_for_status()
        return answer.json()


def until(look: Callable[[], T | None], alive: Callable[[], None] = lambda: None) -> T:
    """What `look` gives, once it gives something."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := look():
            return found
        alive()
        time.sleep(0.5)
    raise AssertionError("rien n'est venu")
