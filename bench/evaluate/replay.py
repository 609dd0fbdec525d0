"""A split of courier understood from page readings that were kept: seconds, where reading takes minutes.

For work on what comes after reading (types, cuts, fields, dossiers). The figures that are
reported come from `courier.process`, the command as a user runs it.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.evaluate.courier import Processed, alike, find_sources, people
from bench.evaluate.inputs import PageKey, Source, Truth
from extractors.pages.reading import VERSION
from flows.dossiers.assembly import assemble
from flows.intake.deposits import deposits
from flows.intake.receive import receive
from flows.reading.pages import read_pages
from flows.reading.pool import ReaderPool
from flows.result import result_of
from flows.steps import close
from flows.understanding import understand
from flows.workplace import Workplace, open_workplace
from models.entities import Channel
from models.reading import PageReading
from models.settings import Settings, load_settings
from storage.records import assures, blobs, codec, envois, pages
from storage.workers import this_worker

STAND_IN = b"\xff\xd8\xff\xe0 une image"
"""Instead of a page's image that was not kept."""
Readings = Mapping[str, Any]
"""Of each page number, the reading as JSON."""


def replay(folder: Path, truth: Truth, kept: Path) -> Processed:
    """Every source by its channel and moment; its pages are read only if `kept` lacks them.

    Readings are kept under the envoi's SHA-256; remove the folder to have them read again.
    """
    kept.mkdir(parents=True, exist_ok=True)
    places = find_sources(folder, truth)
    done = Processed()
    begun = time.monotonic()
    settings = load_settings(None)
    with ReaderPool.of(settings) as pool:
        for group in alike(truth.sources):
            paths = [places[source.name] for source in group]
            done.add(_understood(paths, group[0], people(folder, group[0]), pool, kept))
    done.seconds = time.monotonic() - begun
    return done


def kept_readings(folder: Path, truth: Truth, kept: Path) -> dict[PageKey, PageReading]:
    """The readings that `replay` kept, by page of the truth."""
    found: dict[PageKey, PageReading] = {}
    for name, place in find_sources(folder, truth).items():
        path = _readings_of(kept, hashlib.sha256(place.read_bytes()).hexdigest())
        if path.exists():
            for number, one in _load(path).items():
                found[PageKey(name, int(number))] = codec.page_reading_from_json(one)
    return found


def _understood(
    paths: Sequence[Path], like: Source, known: Path | None, pool: ReaderPool, kept: Path
) -> dict[str, Any]:
    moment = datetime.fromisoformat(like.received_at or "2025-11-05T09:12:00+01:00")
    with (
        tempfile.TemporaryDirectory(prefix="liasse-rejeu-") as home,
        open_workplace(Settings(home=Path(home))) as place,
    ):
        if known is not None:
            with known.open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            with place.database.transaction() as session:
                assures.load(session, rows)
        ids: list[str] = []
        channel = Channel(like.channel) if like.channel else None
        for deposit in deposits(map(str, paths)):
            got = receive(place, deposit, received_at=moment, channel=channel, besides=ids)
            ids.append(got.envoi_id)
        for envoi_id in ids:
            _read(place, envoi_id, pool, kept)
            holder = this_worker()
            understand(place, envoi_id, holder, pool)
            assemble(place, envoi_id, holder, moment.date())
        close(place, ids)
        with place.database.reading() as session:
            result = result_of(session, ids)
        as_json: dict[str, Any] = json.loads(result.model_dump_json(by_alias=True))
        return as_json


def _read(place: Workplace, envoi_id: str, pool: ReaderPool, kept: Path) -> None:
    """Of each envoi, `SHA256.json.gz` has the readings and `SHA256/` the upright page images."""
    with place.database.reading() as session:
        sha256 = envois.get(session, envoi_id).sha256
    path, images = _readings_of(kept, sha256), kept / sha256
    if path.exists():
        keep_readings(place, envoi_id, _load(path), images)
        return
    read_pages(place, envoi_id, pool, lambda done, total: None)
    images.mkdir(exist_ok=True)
    with place.database.reading() as session:
        found = {
            str(number): codec.page_reading_to_json(reading)
            for number, reading in pages.readings(session, envoi_id).items()
        }
        for page in pages.of_envoi(session, envoi_id):
            if page.image_sha256 is not None:
                image = place.blobs.path_for(page.image_sha256)
                (images / f"{page.number}.jpg").write_bytes(image.read_bytes())
    with gzip.open(path, "wt", encoding="utf-8") as file:
        json.dump(found, file)
    print(f"{len(found)} pages lues : {path.name}", file=sys.stderr)


def _readings_of(kept: Path, sha256: str) -> Path:
    return kept / f"{sha256}.json.gz"


def _load(path: Path) -> Readings:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        readings: Readings = json.load(file)
    return readings


def keep_readings(
    place: Workplace, envoi_id: str, readings: Readings, images: Path | None = None
) -> None:
    """Keep recorded readings of an envoi, as if its pages had been read.

    `images`: a folder with `NUMBER.jpg` for each page; without it, nothing can be looked at again.
    """
    with place.database.transaction() as session:
        for page in pages.of_envoi(session, envoi_id):
            if (recorded := readings.get(str(page.number))) is None:
                continue
            seen = images / f"{page.number}.jpg" if images is not None else None
            data = seen.read_bytes() if seen is not None and seen.is_file() else STAND_IN
            image = place.blobs.put(data)
            blobs.record(session, image, size=len(data), media_type="image/jpeg")
            pages.keep_reading(
                session,
                envoi_id,
                page.number,
                codec.page_reading_from_json(recorded),
                reader_version=VERSION,
                image_sha256=image,
            )
