"""Prefect, embedded: its server runs in a thread of this process and dies with it.

Prefect's own way starts a second process, which outlives a `kill -9` of the first. A
flow started here needs no server beforehand and leaves nothing behind.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import StepFailed

START_SECONDS = 120
"""How long the server may take to start (its first start writes its database)."""

EVENT_SECONDS = 10
"""How long what is still to be told to it may take."""


@contextmanager
def embedded(home: Path) -> Iterator[None]:
    """A Prefect server for the flows run inside, its state in `home/prefect`.

    Must be entered before `prefect` is first imported: it reads its settings then.
    """
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    _configure(home / "prefect", listener.getsockname()[1])
    import uvicorn
    from prefect.server.api.server import create_app

    server = uvicorn.Server(
        uvicorn.Config(create_app(ephemeral=True), log_level="critical", lifespan="on")
    )
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listener]}, name="prefect", daemon=True
    )
    thread.start()
    try:
        _wait(server, thread)
        yield
    finally:
        _send_events()
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()


def _configure(home: Path, port: int) -> None:
    home.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        {
            "PREFECT_HOME": str(home),
            "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
            "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_UI_ENABLED": "false",
            "PREFECT_LOGGING_LEVEL": "CRITICAL",
            "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
            "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",
            "PREFECT_LOGGING_TO_API_ENABLED": "false",
            "DO_NOT_TRACK": "1",
        }
    )


def _send_events() -> None:
    """Give the server what its client still has to tell it.

    Else the client looks for it when the process ends, for ten seconds, and says on the screen
    that it failed.
    """
    from prefect.events.worker import EventsWorker

    EventsWorker.drain_all(timeout=EVENT_SECONDS)


def _wait(server: object, thread: threading.Thread) -> None:
    until = time.monotonic() + START_SECONDS
    while not getattr(server, "started", False):
        if not thread.is_alive() or time.monotonic() > until:
            raise StepFailed(
                "Le moteur de traitement n'a pas démarré. Relancez la commande ; "
                "si cela dure, prévenez l'exploitant."
            )
        time.sleep(0.02)
