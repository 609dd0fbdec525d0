"""Parts of the service: a thread each, started again when it fails, stopped together."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models import refused
from models.entities import utcnow
from models.errors import LiasseError

WAITS = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0)
"""Seconds before a part that failed is started again: longer each time, until it holds."""
HOLDS = 60.0
"""After so many seconds without failing, a part counts as well again."""
FORESEEN = (OSError, LiasseError)
"""Failures of the world around: a server, a share, a disk."""
_UNFORESEEN = "Erreur imprévue : prévenez l'exploitant, le journal du système dit où."

Work = Callable[[threading.Event], None]
"""Does a part's work until the event is set; an exception means that it must be started again."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class State:
    """How a part is: `why` it failed last (French) while `failing`; `said`: its latest news."""

    name: str
    title: str
    since: datetime
    failing: bool = False
    why: str | None = None
    failures: int = 0
    said: str | None = None


class Part:
    """One thing that goes on by itself. `tell` takes its news, which name no person."""

    def __init__(self, name: str, title: str, work: Work) -> None:
        self.name = name
        self._work = work
        self._lock = threading.Lock()
        self._state = State(name, title, utcnow())
        self._thread: threading.Thread | None = None

    @property
    def state(self) -> State:
        """How it is now."""
        with self._lock:
            return self._state

    def tell(self, sentence: str) -> None:
        """News of the part, for the screen and the log."""
        logger.info("partie_dit", extra={"partie": self.name, "texte": sentence})
        self._change(said=sentence)

    def start(self, stop: threading.Event) -> None:
        """Have it work in a thread of its own."""
        self._thread = threading.Thread(target=self._run, args=[stop], name=self.name, daemon=True)
        self._thread.start()

    def join(self, seconds: float) -> bool:
        """Whether its thread has ended, within so many seconds."""
        if self._thread is not None:
            self._thread.join(timeout=max(0.0, seconds))
        return self._thread is None or not self._thread.is_alive()

    def _run(self, stop: threading.Event) -> None:
        failures = 0
        while not stop.is_set():
            began = time.monotonic()
            try:
                self._work(stop)
            except Exception as error:  # whatever it is, the others go on and this one comes back
                failures = 1 if time.monotonic() - began > HOLDS else failures + 1
                self._failed(error, failures)
                stop.wait(WAITS[min(failures, len(WAITS)) - 1])
            else:
                return

    def well(self) -> None:
        """To be called by its work when it got through: it does not fail any more."""
        if self.state.failing:
            logger.info("partie_retablie", extra={"partie": self.name})
            self._change(failing=False, why=None, failures=0)

    def ill(self, why: str) -> None:
        """To be called by its work when it cannot get through and goes on trying by itself."""
        if self.state.failing and self.state.why == why:
            return
        logger.warning("partie_en_panne", extra={"partie": self.name, "texte": why})
        self._change(failing=True, why=why)

    def _failed(self, error: Exception, failures: int) -> None:
        why = _why(error)
        level = logging.WARNING if isinstance(error, FORESEEN) else logging.ERROR
        logger.log(
            level,
            "partie_en_panne",
            extra={"partie": self.name, "texte": why, "fois": failures},
            exc_info=None if isinstance(error, LiasseError) else error,
        )
        self._change(failing=True, why=why, failures=failures)

    def _change(self, **values: object) -> None:
        with self._lock:
            failing = values.get("failing", self._state.failing)
            since = self._state.since if failing == self._state.failing else utcnow()
            self._state = replace(self._state, since=since, **values)  # type: ignore[arg-type]


def _why(error: Exception) -> str:
    if isinstance(error, LiasseError):
        return error.message
    if isinstance(error, OSError):
        return refused.sentence_by_folder(error)
    return _UNFORESEEN


class Service:
    """All parts, and the event that stops them."""

    def __init__(self, parts: Sequence[Part] = ()) -> None:
        self.stop = threading.Event()
        self._parts = list(parts)

    def add(self, part: Part) -> Part:
        """One more, before the start."""
        self._parts.append(part)
        return part

    def part(self, name: str) -> Part:
        """The one of that name."""
        return next(part for part in self._parts if part.name == name)

    @property
    def states(self) -> Sequence[State]:
        """How each part is now."""
        return [part.state for part in self._parts]

    def start(self) -> None:
        """Have all of them work."""
        for part in self._parts:
            part.start(self.stop)

    def end(self, seconds: float) -> Sequence[str]:
        """Stop all; the names of those that had not ended after so many seconds."""
        self.stop.set()
        until = time.monotonic() + seconds
        return [part.name for part in self._parts if not part.join(until - time.monotonic())]
