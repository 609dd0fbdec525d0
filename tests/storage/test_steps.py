from __future__ import annotations

import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.entities import Step
from storage import workers
from storage.database import Database
from storage.records import steps
from tests.storage.conftest import MakeEnvoi

ROOT = Path(__file__).parents[2]


def claim(
    database: Database, envoi_id: str, holder: str, *, seconds: float = 60.0
) -> steps.Claim | None:
    with database.transaction() as session:
        return steps.claim(
            session, envoi_id, "pages", "1", holder=holder, lease=timedelta(seconds=seconds)
        )


def test_a_step_is_one_workers_until_it_is_done(database: Database, make_envoi: MakeEnvoi) -> None:
    envoi = make_envoi()
    held = claim(database, envoi.id, "a")
    assert held is not None
    assert held.attempt == 1
    assert claim(database, envoi.id, "b") is None
    with database.transaction() as session:
        assert not steps.is_done(session, envoi.id, "pages", "1")
        steps.finish(session, held)
    assert claim(database, envoi.id, "a") is None
    with database.reading() as session:
        assert steps.is_done(session, envoi.id, "pages", "1")
        assert not steps.is_done(session, envoi.id, "pages", "2")
        assert steps.done(session, envoi.id, "1") == {"pages"}


def test_after_its_lease_a_step_is_anybodys_and_the_late_worker_keeps_nothing(
    database: Database, make_envoi: MakeEnvoi
) -> None:
    envoi = make_envoi()
    late = claim(database, envoi.id, "a", seconds=0.05)
    assert late is not None
    time.sleep(0.1)
    other = claim(database, envoi.id, "b")
    assert other is not None
    assert other.attempt == 2
    for act in (steps.finish, steps.renew, steps.release):
        with pytest.raises(steps.ClaimLostError), database.transaction() as session:
            act(session, late)
    with database.transaction() as session:
        steps.renew(session, other)
        steps.finish(session, other)
    with pytest.raises(steps.ClaimLostError), database.transaction() as session:
        steps.finish(session, other)


def test_a_step_given_back_is_free_at_once(database: Database, make_envoi: MakeEnvoi) -> None:
    envoi = make_envoi()
    held = claim(database, envoi.id, "a")
    assert held is not None
    with database.transaction() as session:
        steps.release(session, held)
    assert claim(database, envoi.id, "b") is not None


def test_a_killed_worker_of_this_machine_is_not_waited_for(
    database: Database, make_envoi: MakeEnvoi
) -> None:
    envoi = make_envoi()
    program = "from storage.workers import this_worker; print(this_worker(), flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        assert claim(database, envoi.id, name) is not None
        assert not workers.is_gone(name)
        assert claim(database, envoi.id, workers.this_worker()) is None
        process.kill()
        process.wait()
    assert workers.is_gone(name)
    assert claim(database, envoi.id, workers.this_worker()) is not None


@pytest.mark.parametrize("name", ["", "a", "autre-machine/1/2/3", "a/b/c/d", "x/99999999/1/1"])
def test_only_what_is_surely_gone_is_gone(name: str) -> None:
    assert not workers.is_gone(name)
    assert not workers.is_gone(workers.this_worker())


def test_of_many_claims_at_once_one_succeeds(database: Database, make_envoi: MakeEnvoi) -> None:
    envoi = make_envoi()
    won: list[steps.Claim] = []
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        if held := claim(database, envoi.id, workers.this_worker()):
            won.append(held)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    with database.reading() as session:
        assert session.scalars(select(Step.claimed_by)).one() == won[0].holder
