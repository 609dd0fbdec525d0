"""The soak of several machines: its short round, and that its blows are those of the seed."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from bench.soak.havoc import Kind, drawn
from tests.postgres import find_binaries

ROOT = Path(__file__).parents[2]
MACHINES = ("ouvrier1", "ouvrier2", "base", "prefect")


def test_a_worker_killed_at_its_piece_is_replaced_and_nothing_is_lost_nor_double() -> None:
    """A Prefect server, PostgreSQL, two workers in turn, on the loopback."""
    if find_binaries() is None:
        pytest.skip("ignoré: PostgreSQL absent")
    done = subprocess.run(
        [sys.executable, "-m", "bench.soak", "--court"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_seed_decides_what_befalls_whom() -> None:
    blows = drawn(random.Random(7), 9, MACHINES, cuts=True)
    assert blows == drawn(random.Random(7), 9, MACHINES, cuts=True)
    assert {blow.machine for blow in blows} == set(MACHINES)
    killed = drawn(random.Random(7), 9, MACHINES, cuts=False)
    assert {blow.kind for blow in killed} == {Kind.KILLED}
