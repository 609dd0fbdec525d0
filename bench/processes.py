"""What a process and all that it started has used: processor seconds and memory, from /proc."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

TICK = os.sysconf("SC_CLK_TCK")
EVERY = 0.5
"""Seconds between two looks at the memory."""


def family(pid: int) -> Iterator[int]:
    """A process and all that descend from it, as far as they still run."""
    yield pid
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _text(listing).split():
            yield from family(int(child))


def processor_seconds(pid: int) -> float:
    """Used by a process and its family, also by those of it that have ended and were waited for."""
    return sum(_times(one) for one in family(pid))


def resident_bytes(pid: int) -> int:
    """Memory of the family: proportional share of pages that several of them hold, where known."""
    return sum(_resident(one) for one in family(pid))


@dataclass(slots=True)
class PeakMemory:
    """Watches the memory of a process and its family while open; `bytes` is the highest seen."""

    pid: int
    bytes: int = 0
    _done: threading.Event | None = None
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, args=[self._done], daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._done is not None and self._thread is not None:
            self._done.set()
            self._thread.join()

    def _watch(self, done: threading.Event) -> None:
        while not done.is_set():
            self.bytes = max(self.bytes, resident_bytes(self.pid))
            done.wait(EVERY)


def _times(pid: int) -> float:
    """User and system seconds, with those of ended children."""
    fields = _text(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return sum(int(ticks) for ticks in fields[11:15]) / TICK


def _resident(pid: int) -> int:
    for name in ("smaps_rollup", "status"):
        for line in _text(Path(f"/proc/{pid}/{name}")).splitlines():
            if line.startswith(("Pss:", "VmRSS:")):
                return 1024 * int(line.split()[1])
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended meanwhile
        return ""
