"""`python -m bench.dossiers.volume` : 100 000 dossiers dans SQLite et PostgreSQL, et ce que chaque geste y prend.

Dossiers of every kind are planned and judged by the product, then copied inside the database under
other persons. Times are of this process's clock; on a shared machine read the processor's too.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.dossiers.people import MEN, SURNAMES, WOMEN
from bench.dossiers.volume_fill import NOW, fill
from bench.postgres import throwaway_database
from flows.review.desk import Desk
from flows.review.judging import judged_again
from flows.workplace import Workplace, open_workplace
from models.entities import (
    Dossier,
    Lot,
    LotNature,
    LotStatut,
    Prestation,
)
from models.permissions import SYSTEME
from models.settings import Settings
from storage.records import dossiers, lots
from storage.records.dossier_words import named

REPEATS = 20


@dataclass(frozen=True)
class Measured:
    """Milliseconds of an act: by the clock (median, worst) and of this process's processor."""

    name: str
    median: float
    worst: float
    cpu: float


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.dossiers.volume", description=__doc__)
    parser.add_argument("--dossiers", type=int, default=100_000)
    parser.add_argument("--assures", type=int, default=10_000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    told: dict[str, list[dict[str, object]]] = {}
    for name in ("sqlite", "postgresql"):
        if asked.only in (None, name):
            chosen = throwaway_database() if name == "postgresql" else nullcontext()
            with chosen as url, tempfile.TemporaryDirectory() as home:
                settings = Settings(home=Path(home))
                if url is not None:
                    settings = settings.model_copy(update={"database_url": SecretStr(url)})
                elif name == "postgresql":
                    print("ignoré : PostgreSQL n'est pas installé")
                    continue
                with open_workplace(settings) as place:
                    fill(place, asked.dossiers, asked.assures)
                    figures = measure(place)
            told[name] = [vars(m) for m in figures]
            print(f"\n{name}, {asked.dossiers} dossiers, {asked.assures} assurés\n")
            print("| geste | médiane (ms) | le pire (ms) | processeur (ms) |\n|---|---:|---:|---:|")
            for m in figures:
                print(f"| {m.name} | {m.median:.1f} | {m.worst:.1f} | {m.cpu:.1f} |", flush=True)
    if asked.json:
        asked.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def measure(place: Workplace) -> list[Measured]:
    """The acts of a day's work."""
    rng = random.Random(3)
    with place.database.reading() as session:
        total = session.scalar(select(func.count()).select_from(Dossier)) or 0
        some = session.scalars(
            select(Dossier.id).order_by(Dossier.id).offset(total // 3).limit(REPEATS * 40)
        ).all()
        waiting = session.scalars(select(Lot).where(Lot.statut == LotStatut.OUVERT)).all()
        # One of each kind: closing one takes what is ready from the others.
        open_lots = list({lots.Kind.of(lot): lot.id for lot in waiting}.values())
    chosen = rng.sample(list(some), REPEATS)
    desk_time = NOW

    def again(session: Session, id: str) -> None:
        judged_again(Desk(place, session, SYSTEME, desk_time), dossiers.get(session, id))

    def found(session: Session, name: str) -> None:
        named(session, name)

    def close(session: Session, id: str) -> None:
        lots.close(session, lots.get(session, id))

    def put(session: Session, id: str) -> None:
        row = dossiers.get(session, id)
        row.lot_id, row.prestation = None, row.prestation or Prestation.AMBULATOIRE
        lots.place(session, row, nature=LotNature.FACTURATION)

    names = [f"{rng.choice(SURNAMES)} {rng.choice(MEN + WOMEN)[:4]}" for _ in range(REPEATS)]
    return [
        _timed(place, "juger à nouveau un dossier", again, chosen),
        _timed(place, "trouver par nom et prénom", found, names),
        _timed(place, "trouver par un nom courant", found, list(SURNAMES[:REPEATS])),
        _timed(place, "les 100 plus en retard", lambda s, _: dossiers.late(s, NOW), chosen),
        _timed(place, "première page de la file", lambda s, _: dossiers.queue(s, limit=50), chosen),
        _timed(place, "dernier jugement de 50 dossiers", lambda s, _: dossiers.judged(s, some[:50]), chosen),
        _timed(place, "placer un dossier dans un lot", put, chosen),
        _timed(place, "clôturer un lot", close, open_lots),
    ]  # fmt: skip


def _timed(
    place: Workplace, name: str, act: Callable[[Session, str], object], things: list[str]
) -> Measured:
    clock, cpu = [], []
    for thing in things:
        started, used = time.perf_counter(), time.process_time()
        with place.database.transaction() as session:
            act(session, thing)
        clock.append((time.perf_counter() - started) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    return Measured(name, statistics.median(clock), max(clock), statistics.median(cpu))


if __name__ == "__main__":
    sys.exit(main())
