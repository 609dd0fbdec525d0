"""A worker whose readers replay what was read of each page, after the time that a page takes.

`python -m bench.soak.recorded`, set like `liasse ouvrier`, with `LIASSE_TEST_LECTURES` (the recorded
readings) and `LIASSE_TEST_SECONDES` (of a page).
"""

from __future__ import annotations

import json
import os
import signal
import time
from functools import cache
from pathlib import Path
from typing import Any

from bench.evaluate.replay import STAND_IN
from cli.stopping import stopped_by
from extractors.pages.source import KeptPage
from flows.crew.house import CrewHouse
from flows.engine import connected
from flows.reading.pool import ReaderPool
from flows.workplace import Workplace, open_workplace
from models.settings import Settings, load_settings
from storage.blobs import sha256_of
from storage.records import codec, envois, pages

READINGS = "LIASSE_TEST_LECTURES"
SECONDS = "LIASSE_TEST_SECONDES"


def read(path: str, kind: str, index: int, dpi: int) -> KeptPage:
    """The recorded reading of a page, with an image of its own that shows nothing."""
    time.sleep(float(os.environ[SECONDS]))
    name = f"{_sha256(path)} {index}"
    return KeptPage(codec.page_reading_from_json(_readings()[name]), STAND_IN + name.encode())


def pool(settings: Settings) -> ReaderPool:
    """Readers that replay."""
    return ReaderPool(settings.readers, settings.page_seconds, settings.pages_per_reader, read)


def write(place: Workplace, envoi_id: str, known: dict[str, Any], found: dict[str, Any]) -> None:
    """Add the readings `known` of an envoi's pages to `found`, by file and index."""
    with place.database.reading() as session:
        files = {file.id: file.sha256 for file in envois.files(session, envoi_id)}
        for page in pages.of_envoi(session, envoi_id):
            found[f"{files[page.source_file_id]} {page.index}"] = known[str(page.number)]


@cache
def _readings() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(os.environ[READINGS]).read_text(encoding="utf-8"))
    return found


@cache
def _sha256(path: str) -> str:
    return sha256_of(Path(path).read_bytes())


def main() -> None:
    """Work until SIGTERM."""
    settings = load_settings()
    connected(settings)
    with (
        stopped_by(signal.SIGTERM, signal.SIGINT) as stop,
        open_workplace(settings) as place,
        pool(settings) as readers,
    ):
        house = CrewHouse(place, readers, stop)
        print("L'ouvrier est au travail.", flush=True)
        house.run()


if __name__ == "__main__":
    main()
