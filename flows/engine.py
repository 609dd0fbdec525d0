"""Prefect, embedded or not: with a server in a thread of this process, or with one that many share.

Prefect's own way of embedding starts a second process, which outlives a `kill -9` of the first. A
flow started here needs no server beforehand and leaves nothing behind.

Prefect reads its settings when it is first imported: both ways come before that.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import BadInput, StepFailed
from models.settings import Settings

START_SECONDS = 120
"""How long the server may take to start (its first start writes its database)."""

ANSWER_SECONDS = 15
"""How long a shared server may take to answer."""

QUERY_SECONDS = 2
"""Between two questions of a worker whether there is work."""

EVENT_SECONDS = 10
"""How long what is still to be told to it may take."""


@contextmanager
def embedded(home: Path) -> Iterator[None]:
    """A Prefect server for the flows run inside, its state in `home/prefect`."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    _configure(home / "prefect", f"http://127.0.0.1:{listener.getsockname()[1]}/api")
    os.environ |= {
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_ENABLED": "false",
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    }
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


def connected(settings: Settings) -> None:
    """Have this process speak with the Prefect server of `settings`, which many share.

    `BadInput` where several machines could not work on what the settings name.
    """
    if settings.prefect_url is None:
        raise BadInput(
            "Dites d'abord quel serveur Prefect répartit le travail : LIASSE_PREFECT_URL "
            "(http://hôte:4200/api).",
            code="prefect_inconnu",
        )
    url = settings.database_url.get_secret_value() if settings.database_url else ""
    if not url.startswith("postgresql"):
        raise BadInput(
            "Plusieurs ouvriers partagent une base PostgreSQL : réglez LIASSE_DATABASE_URL.",
            code="base_non_partagee",
        )
    _configure(settings.home / "prefect", settings.prefect_url)
    os.environ |= {
        "PREFECT_API_REQUEST_TIMEOUT": str(ANSWER_SECONDS),
        "PREFECT_CLIENT_MAX_RETRIES": "1",  # whoever asks tries again, and says so meanwhile
        "PREFECT_WORKER_QUERY_SECONDS": str(QUERY_SECONDS),
        "PREFECT_WORKER_HEARTBEAT_SECONDS": "10",
    }
    if settings.prefect_acces is not None:
        os.environ["PREFECT_API_AUTH_STRING"] = settings.prefect_acces.get_secret_value()


def _configure(home: Path, url: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": url,
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }


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
