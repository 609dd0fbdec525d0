"""Where the work is done: a database, a blob store and the settings, opened together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models import rules
from models.settings import Settings
from storage.blobs import Blobs, store_of
from storage.database import Database
from storage.sealing import sealed


@dataclass(frozen=True, slots=True)
class Workplace:
    """What every flow needs of its surroundings."""

    settings: Settings
    database: Database
    blobs: Blobs

    @property
    def home(self) -> Path:
        return self.settings.home


@contextmanager
def open_workplace(settings: Settings) -> Iterator[Workplace]:
    """The workplace in `settings.home`, made at first use; the operator's rules are those that hold."""
    settings.home.mkdir(parents=True, exist_ok=True)
    files = store_of(settings)
    database = Database.open(settings.database())
    try:
        with (
            sealed(files, database, settings.cle_maitre, settings.home) as blobs,
            rules.held_to(settings.regles),
        ):
            yield Workplace(settings, database, blobs)
    finally:
        database.close()
