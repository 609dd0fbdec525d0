"""The embedded engine: it runs the flow of an envoi, quietly, and leaves nothing behind.

In a process of its own: prefect reads its settings when it is first imported.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bench.kills import survivors
from flows.workplace import open_workplace
from models.settings import Settings
from storage.records import envois, pages

ROOT = Path(__file__).parents[2]

PROGRAM = """
import asyncio, logging, sys, threading
from datetime import date
from pathlib import Path

from flows.engine import embedded
from flows.intake.receive import receive
from flows.reading.pool import ReaderPool
from flows.steps import close
from flows.workplace import open_workplace
from models.settings import Settings
from tests.extractors.intake.deposits import line, pdf
from tests.flows import readers
from tests.flows.papers import NOON, one_file

if __name__ == "__main__":
    home = Path(sys.argv[1])
    with open_workplace(Settings(home=home)) as place, ReaderPool(
        1, 60, 400, read=readers.quick
    ) as pool:
        bag = one_file("sac.pdf", pdf(line("a"), line("b")))
        envoi_id = receive(place, bag, received_at=NOON).envoi_id
        with embedded(home):
            from flows.pipeline import process_envoi

            asyncio.run(
                process_envoi(place, envoi_id, pool, lambda done, total: None, date(2025, 11, 5))
            )
        close(place, [envoi_id])
    left = [t.name for t in threading.enumerate() if t.name == "prefect"]
    assert not left, left
    from prefect.events.worker import EventsWorker

    assert not EventsWorker._instances, "it would look for the server when the process ends"
    assert not logging.getLogger("prefect._internal.concurrency").isEnabledFor(logging.ERROR)
    print("fini")
"""


def test_an_envoi_goes_through_the_embedded_engine_and_nothing_is_left(tmp_path: Path) -> None:
    home, user, temporary = (tmp_path / name for name in ("maison", "compte", "tmp"))
    user.mkdir()
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(home)],
        cwd=ROOT,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith(("PREFECT", "LIASSE"))},
            "HOME": str(user),
            "TMPDIR": str(temporary),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    out, err = process.communicate(timeout=200)
    assert (process.returncode, out, err) == (0, "fini\n", "")
    assert survivors(process.pid, seconds=5) == []
    assert list(user.rglob("*")) == [], "nothing is written outside its home"
    assert list(temporary.iterdir()) == []
    assert (home / "prefect").is_dir()
    with open_workplace(Settings(home=home)) as place, place.database.reading() as session:
        (envoi,) = envois.newest(session)
        assert envoi.state == "termine"
        assert [p.state for p in pages.of_envoi(session, envoi.id)] == ["lue", "lue"]
