"""The sample's pages as they were read once, and the result that follows from them.

    python -m tests.flows.golden.make           the result anew, from the recorded readings
    python -m tests.flows.golden.make --read    the readings too (minutes)

The readings spare the tests the OCR. The result is what a person looked at and found right:
look at its difference before it is committed.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.evaluate.replay import keep_readings
from bench.kills import RECEIVED, SAMPLE, Run, comparable
from flows.dossiers.assembly import assemble
from flows.intake.deposits import deposits
from flows.intake.receive import receive
from flows.result import result_of
from flows.steps import close
from flows.understanding import understand
from flows.workplace import Workplace, open_workplace
from models.result import Result
from models.settings import Settings
from storage.records import assures, codec, envois, pages
from storage.workers import this_worker

FOLDER = Path(__file__).parent
READINGS = FOLDER / "lectures.json.gz"
RESULT = FOLDER / "resultat.json"
INPUTS = [SAMPLE / "sac-0001.pdf", *sorted(SAMPLE.glob("*.eml"))]
DIGITS = 4
"""Of recorded fractions: a tenth of a thousandth of a page."""


def recorded() -> dict[str, dict[str, Any]]:
    """Of each file of the sample (by SHA-256), the reading of each page."""
    with gzip.open(READINGS, "rt", encoding="utf-8") as file:
        readings: dict[str, dict[str, Any]] = json.load(file)
    return readings


def replay(place: Workplace, inputs: Sequence[Path] = tuple(INPUTS)) -> Result:
    """The sample taken in and understood, its pages as recorded."""
    moment = datetime.fromisoformat(RECEIVED)
    known = recorded()
    with (SAMPLE / "assures.csv").open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    with place.database.transaction() as session:
        assures.load(session, people)
    ids = []
    for deposit in deposits(map(str, inputs)):
        got = receive(place, deposit, received_at=moment)
        ids.append(got.envoi_id)
        keep(place, got.envoi_id, known)
        holder = this_worker()
        understand(place, got.envoi_id, holder)
        assemble(place, got.envoi_id, holder, moment.date())
    close(place, ids)
    with place.database.reading() as session:
        return result_of(session, ids)


def keep(place: Workplace, envoi_id: str, known: dict[str, dict[str, Any]]) -> None:
    """Keep the recorded readings of an envoi, as if its pages had been read."""
    with place.database.reading() as session:
        sha256 = envois.get(session, envoi_id).sha256
    keep_readings(place, envoi_id, known[sha256])


def record(home: Path) -> None:
    """Write down the readings of the envois in `home`."""
    found: dict[str, dict[str, Any]] = {}
    with open_workplace(Settings(home=home)) as place, place.database.reading() as session:
        for envoi in envois.newest(session):
            found[envoi.sha256] = {
                str(number): _rounded(codec.page_reading_to_json(reading))
                for number, reading in pages.readings(session, envoi.id).items()
            }
    text = json.dumps(dict(sorted(found.items())), separators=(",", ":"), ensure_ascii=False)
    READINGS.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return value


def written(result: Result) -> Any:
    """What of a result is compared."""
    return comparable(json.loads(result.model_dump_json(by_alias=True)))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.flows.golden.make")
    parser.add_argument("--read", action="store_true", help="relit aussi les pages (minutes)")
    parser.add_argument("--home", type=Path, help="où elles ont été lues déjà")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="liasse-golden-") as folder:
        home = given.home or Path(folder) / "lecture"
        if given.read and not given.home:
            Run(INPUTS, home).finish()
        if given.read or given.home:
            record(home)
        with open_workplace(Settings(home=Path(folder) / "rejeu")) as place:
            result = written(replay(place))
    text = json.dumps(result, ensure_ascii=False, indent=1)
    RESULT.write_text(text + "\n", encoding="utf-8")
    subprocess.run(["git", "diff", "--stat", "--", str(FOLDER)], check=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
