"""The courier of a round: deposited as programs deposit, and what it comes to undisturbed."""

from __future__ import annotations

import csv
import gzip
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, inspect, select, table

from bench.kills import CHANGING, RECEIVED, SAMPLE, comparable
from bench.memory import long_bag, page_count
from bench.shared import ROOT
from bench.soak import recorded
from flows.crew.ending import conclude
from flows.dossiers.assembly import assemble
from flows.intake.deposits import Deposit
from flows.intake.receive import receive
from flows.reading.pages import read_pages
from flows.reading.pool import ReaderPool
from flows.result import result_of
from flows.understanding import understand
from flows.workplace import Workplace, open_workplace
from models.settings import Settings
from storage.blobs import sha256_of
from storage.database import Database
from storage.records import assures, envois
from storage.workers import this_worker

MOMENT = datetime.fromisoformat(RECEIVED)
MAIL_PAGES = 3
"""Of each e-mail of the sample."""
GOLDEN = ROOT / "tests" / "flows" / "golden" / "lectures.json.gz"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the deposits came to: the result, how many rows each table has, how many blobs."""

    result: Any
    rows: Mapping[str, int]


def sample() -> list[Path]:
    """A bag and two e-mails, whose readings are recorded."""
    return [SAMPLE / "sac-0001.pdf", *sorted(SAMPLE.glob("*.eml"))]


def deposit(place: Workplace, path: Path) -> str:
    """Have a file taken in, under a name by which it is the same one if it comes again; the envoi's id."""
    given = Deposit(path.name, ((path.name, path),))
    return receive(place, given, received_at=MOMENT, delivery=f"soak:{path.name}").envoi_id


def load_people(place: Workplace) -> None:
    """The base of the insured that goes with the sample."""
    with (SAMPLE / "assures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with place.database.transaction() as session:
        assures.load(session, rows)


def long_sample(path: Path, pages: int) -> list[Path]:
    """The same with its bag's pages repeated, so many in all; the bag is written to `path`."""
    bag, *mails = sample()
    long_bag(path, [bag], pages - MAIL_PAGES * len(mails))
    return [path, *mails]


def record(path: Path, bags: Sequence[Path] = ()) -> None:
    """Write what was read of each page of the sample, for `recorded.read`; `bags` repeat its bag."""
    with gzip.open(GOLDEN, "rt", encoding="utf-8") as file:
        known = json.load(file)
    found: dict[str, Any] = {}
    with (
        tempfile.TemporaryDirectory(prefix="liasse-lectures-") as home,
        open_workplace(Settings(home=Path(home))) as place,
    ):
        for one in sample():
            envoi_id = deposit(place, one)
            with place.database.reading() as session:
                sha256 = envois.get(session, envoi_id).sha256
            recorded.write(place, envoi_id, known[sha256], found)
    of_bag = known[_sha256(sample()[0])]
    for bag in bags:
        sha256 = _sha256(bag)
        for index in range(page_count(bag)):
            found[f"{sha256} {index}"] = of_bag[str(index % len(of_bag) + 1)]
    path.write_text(json.dumps(found), encoding="utf-8")


def _sha256(path: Path) -> str:
    return sha256_of(path.read_bytes())


def undisturbed(settings: Settings, paths: Sequence[Path], pool: ReaderPool) -> Outcome:
    """Everything done in this process, one envoi after the other."""
    with open_workplace(settings) as place:
        load_people(place)
        ids = [deposit(place, path) for path in paths]
        for envoi_id in ids:
            holder = this_worker()
            read_pages(place, envoi_id, pool, lambda done, total: None)
            understand(place, envoi_id, holder, pool)
            assemble(place, envoi_id, holder, MOMENT.date())
            conclude(place, envoi_id)
        return outcome(place.database, ids)


def outcome(database: Database, envoi_ids: Sequence[str]) -> Outcome:
    """What there is now."""
    with database.reading() as session:
        result = json.loads(result_of(session, envoi_ids).model_dump_json(by_alias=True))
        names = inspect(session.connection()).get_table_names()
        rows = {
            name: int(session.scalar(select(func.count()).select_from(table(name))) or 0)
            for name in names
            if name not in CHANGING
        }
    return Outcome(comparable(result), rows)
