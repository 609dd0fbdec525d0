"""What an answer takes: by the clock, and of the processors of the application and its database."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from bench.processes import family


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of one answer. On a machine with other work, `cpu` is what can be compared."""

    clock: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Screen:
    """The answers of one screen."""

    name: str
    taken: tuple[Taken, ...]

    def clock(self, share: float) -> float:
        return _quantile([one.clock for one in self.taken], share)

    def cpu(self, share: float) -> float:
        return _quantile([one.cpu for one in self.taken], share)


def timed(act: Callable[[], None], server: int | None) -> Taken:
    """One answer. `server`: the process of the database, whose children answer us."""
    before, started, used = _server_seconds(server), time.perf_counter(), time.process_time()
    act()
    cpu = time.process_time() - used + _server_seconds(server) - before
    return Taken((time.perf_counter() - started) * 1000, cpu * 1000)


def server_of(session: Session) -> int | None:
    """The process that begot the one which answers this session, where it is on this machine."""
    backend = session.scalar(text("SELECT pg_backend_pid()"))
    try:
        name, _, rest = Path(f"/proc/{backend}/stat").read_text().rpartition(")")
    except OSError:
        return None
    return int(rest.split()[1]) if "postgres" in name else None


def _server_seconds(pid: int | None) -> float:
    """To the nanosecond, where `/proc/PID/stat` counts in hundredths of a second."""
    if pid is None:
        return 0.0
    return sum(_run(child) for child in family(pid))


def _run(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, IndexError):  # it has ended meanwhile, or this system does not count so
        return 0.0


def _quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
