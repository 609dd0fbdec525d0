"""One round: courier deposited and done by workers while machines fall, then looked at closely."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bench.kills import differences
from bench.shared import ROOT
from bench.soak import courier
from bench.soak.courier import Outcome
from bench.soak.grounds import Grounds, Worker, bare, new_name, variables
from bench.soak.havoc import Blow, drawn, strike
from flows.crew.dispatch import Dispatcher
from flows.crew.sweep import hand_over
from flows.workplace import Workplace, open_workplace
from models.entities import EnvoiState, Step
from models.settings import Settings
from storage.blobs import StoreUnreachableError
from storage.records import audit, envois

MOST_SECONDS = 420
"""For a round to end; more, and it has not."""
MOST_READING = 1800
"""The same, with real readers."""
AWAY = (DBAPIError, StoreUnreachableError, OSError)
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """What a round is: files, workers, seconds a page takes (`None`: real readers), blows."""

    paths: Sequence[Path]
    workers: int
    seconds: float | None
    blows: int = 0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it. `faults` is empty where all is as it must be."""

    seconds: float
    blows: Sequence[Blow]
    attempts: int
    """Pieces begun beyond the first time."""
    faults: Sequence[str]


def play(grounds: Grounds, plan: Plan, expected: Outcome) -> Told:
    """A round on a database and a store of its own."""
    name = new_name()
    url = grounds.postgres.create_database()
    settings = grounds.settings(grounds.folder / name, name, url)
    with open_workplace(settings) as place:
        courier.load_people(place)
        with _working(grounds, plan, settings) as workers:
            began = time.monotonic()
            ids = _deposited(place, plan.paths)
            blows = _struck(grounds, workers, plan, place)
            late = _wait(place, began, MOST_READING if plan.seconds is None else MOST_SECONDS)
            seconds = time.monotonic() - began
        faults = [*late, *verdict(place, settings, ids, expected)]
        with place.database.reading() as session:
            attempts = sum(step.attempts - 1 for step in session.scalars(select(Step)))
    if not faults:
        grounds.postgres.drop_database(url)
    return Told(seconds, blows, attempts, faults)


def verdict(
    place: Workplace, settings: Settings, ids: Sequence[str], expected: Outcome
) -> list[str]:
    """What is not as after an undisturbed run."""
    done = courier.outcome(place.database, ids)
    return [*_accounted(place, ids), *_unlike(expected, done), *_checked(settings)]


@contextmanager
def _working(grounds: Grounds, plan: Plan, settings: Settings) -> Iterator[Sequence[Worker]]:
    workers = [grounds.worker(n, settings, plan.seconds) for n in range(plan.workers)]
    try:
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.wait_until_at_work()
        yield workers
    finally:
        for worker in workers:
            worker.kill()


def _deposited(place: Workplace, paths: Sequence[Path]) -> list[str]:
    dispatcher = Dispatcher(place.settings)
    ids = []
    for path in paths:
        envoi_id = courier.deposit(place, path)
        hand_over(place, dispatcher, envoi_id)
        ids.append(envoi_id)
    return ids


def _struck(
    grounds: Grounds, workers: Sequence[Worker], plan: Plan, place: Workplace
) -> Sequence[Blow]:
    if not plan.blows:
        return ()
    servers = [name for name in grounds.hosts if name != "s3" or grounds.s3 is not None]
    machines = [*(worker.host.name for worker in workers), *servers]
    cuts = all(worker.host.can_be_cut for worker in workers)
    blows = drawn(random.Random(plan.seed), plan.blows, machines, cuts=cuts)
    return strike(grounds, workers, blows, lambda: _left(place) == 0)


def _left(place: Workplace) -> int | None:
    """How many envois are unfinished; `None` while the database is away."""
    try:
        with place.database.reading() as session:
            return len(envois.unfinished(session))
    except AWAY:
        return None


def _wait(place: Workplace, began: float, most: float) -> list[str]:
    while (left := _left(place)) != 0:
        if time.monotonic() - began > most:
            return [f"{left} envois inachevés après {most} s"]
        time.sleep(0.2)
    return []


def _accounted(place: Workplace, ids: Sequence[str]) -> Iterator[str]:
    """Each deposit one finished envoi, none flagged as another's duplicate; the trail unbroken."""
    with place.database.reading() as session:
        kept = envois.newest(session)
        broken = audit.verify(session)
    if sorted(envoi.id for envoi in kept) != sorted(set(ids)):
        yield f"{len(kept)} envois pour {len(ids)} dépôts"
    for envoi in kept:
        if envoi.state is not EnvoiState.TERMINE or envoi.duplicate_of is not None:
            yield f"envoi {envoi.numero} : {envoi.state}, double de {envoi.duplicate_of}"
    if broken is not None:
        yield f"journal rompu : {broken}"


def _unlike(expected: Outcome, done: Outcome) -> Iterator[str]:
    """Where the result or the number of rows of a table is not that of the undisturbed run."""
    unlike = list(differences(expected.result, done.result))
    yield from unlike[:SHOWN]
    for name, count in expected.rows.items():
        if done.rows.get(name) != count:
            yield f"{name} : {done.rows.get(name)} lignes au lieu de {count}"


def _checked(settings: Settings) -> list[str]:
    """What `liasse stockage verifier` says, unless all agrees."""
    program = [sys.executable, "-c", "from cli.main import main; main()", "stockage", "verifier"]
    done = subprocess.run(
        program,
        cwd=ROOT,
        env={**bare(), **variables(settings)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return []
    return [f"liasse stockage verifier : {done.returncode}\n{done.stdout}{done.stderr}"[:2000]]


def strikes(told: Sequence[Told]) -> Counter[str]:
    """How often each machine was struck, and how."""
    return Counter(f"{blow.machine} {blow.kind}" for one in told for blow in one.blows)
