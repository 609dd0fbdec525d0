"""The application on a port of this machine, for a browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import uvicorn
from fastapi import FastAPI

from flows.workplace import Workplace
from models.permissions import Role
from models.settings import Settings
from review_ui.app import create_app
from review_ui.serve import listen
from storage.blobs import FolderStore
from storage.database import Database
from tests.review_ui.seed import NOW, Seeded

Office = tuple[Database, FolderStore, Seeded]


def place_of(database: Database, store: FolderStore) -> Workplace:
    return Workplace(Settings(home=store.folder.parent), database, store)


class Site:
    """The application on a port of this machine, with what is in it."""

    def __init__(self, url: str, seeded: Seeded) -> None:
        self.url = url
        self.seeded = seeded

    def dossier(self, name: str = "chronique") -> str:
        return f"{self.url}/dossiers/{self.seeded.dossiers[name]}"


def serving(office: Office, role: Role) -> Iterator[Site]:
    database, store, seeded = office
    for url in serving_place(place_of(database, store), role, NOW):
        yield Site(url, seeded)


def serving_place(place: Workplace, role: Role, now: datetime) -> Iterator[str]:
    """The application over a workplace on a port of this machine: its address."""
    with served(create_app(place, role=role, now=lambda: now)) as url:
        yield url


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of the application on a port of this machine, for so long."""
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
