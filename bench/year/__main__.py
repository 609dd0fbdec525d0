"""`python -m bench.year` : une année de quatre organismes, chaque état à son jour, chaque total recompté.

Dossiers of every kind are planned, kept and judged by the product, decided on and answered, on a
clock that goes from day to day; statements are made by the service's own clock.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

from bench.year.checking import faults, wanted
from bench.year.plan import FIRST, LAST, year
from bench.year.playing import play
from flows.workplace import open_workplace
from models.settings import Settings
from storage.records import statements


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.year", description=__doc__)
    parser.add_argument("--dossiers", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--keep", type=Path, help="garder les données et les états dans ce dossier")
    asked = parser.parse_args()
    used = time.process_time()
    plan = year(asked.dossiers, asked.seed)
    counted = Counter(one.owner for one in plan)
    print(f"{len(plan)} dossiers du {FIRST} au {LAST} : {dict(counted)}", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        home = asked.keep or Path(scratch)
        with open_workplace(Settings(home=home)) as place:
            made = play(place, plan, _told)
            wrong = list(faults(place, plan, made))
            with place.database.reading() as session:
                rows = statements.every(session, limit=10_000)
            if asked.keep is not None:
                for row in rows:
                    stem = asked.keep / "etats" / f"{row.organisme}-{row.span}"
                    stem.parent.mkdir(exist_ok=True)
                    stem.with_suffix(".pdf").write_bytes(place.blobs.get(row.pdf_sha256))
                    stem.with_suffix(".xlsx").write_bytes(place.blobs.get(row.xlsx_sha256))
    owed = list(wanted())
    monthly = sum(span.frequency == "mensuel" for _, span, _ in owed)
    print(f"{len(owed)} états dus dans l'année, dont {monthly} mensuels ; {len(rows)} établis.")
    for said in wrong:
        print(f"FAUX  {said}")
    print(f"{len(wrong)} écart(s) ; processeur : {time.process_time() - used:.0f} s")
    return 1 if wrong else 0


def _told(day: date) -> None:
    if day.day == 1:
        print(f"  {day}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
