"""The short round that CI runs: e-mails before a bag, a worker killed at a piece, another in its place.

Nothing here is left to chance: each thing is waited for, and the blow falls when it must hurt.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from bench.soak import courier, recorded
from bench.soak.grounds import Grounds, Worker, grounds, new_name
from bench.soak.rounds import AWAY, MOST_SECONDS, verdict
from flows.crew.dispatch import Dispatcher
from flows.crew.sweep import hand_over
from flows.engine import connected
from flows.workplace import Workplace, open_workplace
from models.entities import Channel, Step, StepState
from storage.records import envois

SECONDS = 0.2


def short_round() -> list[str]:
    """What is not as it must be."""
    with (
        tempfile.TemporaryDirectory(prefix="liasse-endurance-") as name,
        grounds(Path(name), workers=2, apart=False, with_s3=False) as ground,
    ):
        ground.readings = ground.folder / "lectures.json"
        courier.record(ground.readings)
        return _played(ground)


def _played(ground: Grounds) -> list[str]:
    os.environ |= {recorded.READINGS: str(ground.readings), recorded.SECONDS: "0"}
    name = new_name()
    url = ground.postgres.create_database()
    settings = ground.settings(ground.folder / name, name, url)
    connected(settings)
    doomed, heir = (ground.worker(number, settings, SECONDS) for number in range(2))
    try:
        with open_workplace(settings) as place:
            courier.load_people(place)
            dispatcher = Dispatcher(settings)
            ids = [courier.deposit(place, path) for path in courier.sample()]
            for envoi_id in ids:
                hand_over(place, dispatcher, envoi_id)
            doomed.start()
            _until(lambda: _holds(place, doomed))
            faults = _out_of_turn(place)
            doomed.kill()
            heir.start()
            alone = ground.settings(
                ground.folder / "seul", "seul", ground.postgres.create_database()
            )
            with recorded.pool(alone) as pool:
                expected = courier.undisturbed(alone, courier.sample(), pool)
            _until(lambda: _all_done(place))
            return faults + verdict(place, settings, ids, expected)
    finally:
        doomed.kill()
        heir.kill()


def _holds(place: Workplace, worker: Worker) -> bool:
    """Whether a worker is at a piece at this moment."""
    assert worker.process is not None
    held = select(Step.claimed_by).where(Step.state == StepState.EN_COURS)
    with place.database.reading() as session:
        return any(f"/{worker.process.pid}/" in (name or "") for name in session.scalars(held))


def _out_of_turn(place: Workplace) -> list[str]:
    """What was begun before the e-mails, though these were handed over last."""
    with place.database.reading() as session:
        first = session.scalars(select(Step).order_by(Step.begun_at).limit(1)).one()
        envoi = envois.get(session, first.envoi_id)
    if envoi.channel is Channel.EMAIL:
        return []
    return [f"commencé d'abord : {envoi.source}, {first.name}"]


def _all_done(place: Workplace) -> bool:
    try:
        with place.database.reading() as session:
            return not envois.unfinished(session)
    except AWAY:
        return False


def _until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + MOST_SECONDS
    while not holds():
        if time.monotonic() > until:
            raise RuntimeError("Ce qui était attendu n'est pas arrivé.")
        time.sleep(0.05)
