"""Envois that arrived through the screen, read in the background by processes of their own.

The steps are those of the pipeline, done once whatever happens: an envoi left half-read
when the application stops is gone on with when somebody asks, here or by the command.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Mapping

from flows.dossiers.assembly import assemble
from flows.reading.pages import read_pages
from flows.reading.pool import ReaderPool
from flows.result import HERE
from flows.steps import close
from flows.understanding import understand
from flows.workplace import Workplace
from models.errors import LiasseError
from storage.records import envois
from storage.workers import this_worker

IDLE_SECONDS = 300.0
"""After so long without an envoi, the reading processes give their memory back."""

_INTERRUPTED = (
    "La lecture s'est interrompue ; ce qui est lu est gardé. Relancez-la, et si cela dure, "
    "prévenez l'exploitant."
)
logger = logging.getLogger(__name__)


class ReadingRoom:
    """Reads one envoi after the other. Nothing is started before the first one is asked for."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._wanted: queue.Queue[str | None] = queue.Queue()
        self._waiting: set[str] = set()
        self._failed: dict[str, str] = {}
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    @property
    def failed(self) -> Mapping[str, str]:
        """Why the reading of an envoi stopped, by its id."""
        return self._failed

    def read(self, envoi_id: str) -> None:
        """Have an envoi read, in its turn."""
        with self._lock:
            if envoi_id in self._waiting:
                return
            self._waiting.add(envoi_id)
            self._failed.pop(envoi_id, None)
            self._wanted.put(envoi_id)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="lecture", daemon=True)
                self._thread.start()

    def is_at(self, envoi_id: str) -> bool:
        """Whether an envoi is being read here, or waits for it."""
        return envoi_id in self._waiting

    def close(self) -> None:
        """Read nothing more; the envoi at hand is left where it is."""
        with self._lock:
            thread = self._thread
            while not self._wanted.empty():
                self._waiting.discard(self._wanted.get_nowait() or "")
            self._wanted.put(None)
        if thread is not None:
            thread.join(timeout=20)

    def _work(self) -> None:
        settings = self._place.settings
        with ReaderPool.of(settings) as pool:
            while (envoi_id := self._next()) is not None:
                try:
                    self._read(envoi_id, pool)
                except LiasseError as error:
                    self._failed[envoi_id] = error.message
                except Exception:
                    logger.exception("reading of envoi %s", envoi_id)
                    self._failed[envoi_id] = _INTERRUPTED
                finally:
                    with self._lock:
                        self._waiting.discard(envoi_id)

    def _next(self) -> str | None:
        try:
            wanted = self._wanted.get(timeout=IDLE_SECONDS)
        except queue.Empty:
            wanted = None
        if wanted is None:
            with self._lock:
                if not self._wanted.empty():  # asked for at the last moment
                    return self._wanted.get_nowait()
                self._thread = None
        return wanted

    def _read(self, envoi_id: str, pool: ReaderPool) -> None:
        holder = this_worker()
        with self._place.database.reading() as session:
            received = envois.get(session, envoi_id).received_at.astimezone(HERE).date()
        read_pages(self._place, envoi_id, pool, lambda done, total: None)
        understand(self._place, envoi_id, holder, pool)
        assemble(self._place, envoi_id, holder, received)
        close(self._place, [envoi_id])
