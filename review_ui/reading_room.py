"""Envois that arrive while the application is open, read in the background by processes of their own.

The steps are those of the pipeline, done once whatever happens: an envoi left half-read when the
application stops is gone on with when it starts again, or when somebody asks.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import wait
from datetime import datetime
from enum import StrEnum

from flows.dossiers.assembly import assemble
from flows.reading.pages import read_pages
from flows.reading.pool import ReaderPool
from flows.result import HERE
from flows.steps import close
from flows.understanding import understand
from flows.workplace import Workplace
from models.errors import LiasseError, StepFailed
from storage.blobs import StoreUnreachableError
from storage.records import envois, pages
from storage.workers import this_worker

IDLE_SECONDS = 300.0
"""After so long without an envoi, the reading processes give their memory back."""
WAITS = (60.0, 300.0, 900.0, 3600.0, 6 * 3600.0)
"""Seconds before an envoi whose reading failed is tried again; then a person has to ask."""
CLOSE_SECONDS = 20.0

_INTERRUPTED = (
    "La lecture s'est interrompue ; ce qui est lu est gardé. Relancez-la, et si cela dure, "
    "prévenez l'exploitant."
)
_READERS = ""
"""Among the envois asked for: that the readers open their models."""
_NO_READERS = "Les lecteurs ne démarrent pas : prévenez l'exploitant."
logger = logging.getLogger(__name__)

Then = Callable[[Workplace, str, datetime], object]
"""Done for each envoi whose dossiers are made, before it is closed: twice, if the power fails
in between."""


class Readers(StrEnum):
    """Whether the reading processes open their models."""

    A_OUVRIR = "a_ouvrir"
    PRETS = "prets"
    EN_PANNE = "en_panne"


class _StoppedError(Exception):
    """Asked to stop: what is kept is kept, the rest is for the next start."""


class ReadingRoom:
    """Reads one envoi after the other. Nothing is started before the first one is asked for."""

    def __init__(self, place: Workplace, then: Then | None = None) -> None:
        self._place = place
        self._then = then
        self._wanted: queue.Queue[str | None] = queue.Queue()
        self._waiting: set[str] = set()
        self._failed: dict[str, str] = {}
        self._tries: dict[str, tuple[int, float]] = {}
        self._store_away = False
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self.readers = Readers.A_OUVRIR

    @property
    def failed(self) -> Mapping[str, str]:
        """Why the reading of an envoi stopped, by its id."""
        return self._failed

    def read(self, envoi_id: str) -> None:
        """Have an envoi read, in its turn."""
        with self._lock:
            if envoi_id in self._waiting or self._stopping.is_set():
                return
            self._waiting.add(envoi_id)
            self._failed.pop(envoi_id, None)
            self._wanted.put(envoi_id)
            self._started()

    def open(self) -> None:
        """Have the readers open their models before anything is asked for; returns at once."""
        with self._lock:
            self.readers = Readers.A_OUVRIR
            self._wanted.put(_READERS)
            self._started()

    def resume(self) -> None:
        """Go on with every envoi that an earlier process left half-way."""
        with self._place.database.reading() as session:
            left = [envoi.id for envoi in envois.unfinished(session)]
        for envoi_id in left:
            self.read(envoi_id)

    def retry(self) -> None:
        """Try those again that failed long enough ago, and not too often."""
        if self._store_away and not self._place.blobs.answers():
            return
        self._store_away = False
        now = time.monotonic()
        due = [
            id
            for id, (_, again) in list(self._tries.items())
            if id in self._failed and again <= now
        ]
        for envoi_id in due:
            self.read(envoi_id)

    def is_at(self, envoi_id: str) -> bool:
        """Whether an envoi is being read here, or waits for it."""
        return envoi_id in self._waiting

    def close(self, seconds: float = CLOSE_SECONDS) -> bool:
        """Read nothing more; the page at hand is kept. Whether all ended within so many seconds."""
        self._stopping.set()
        with self._lock:
            thread = self._thread
            self._wanted.put(None)
        if thread is not None:
            thread.join(timeout=seconds)
        return thread is None or not thread.is_alive()

    def _started(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="lecture", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        try:
            with ReaderPool.of(self._place.settings) as pool:
                while (wanted := self._next()) is not None:
                    if wanted == _READERS:
                        self._open(pool)
                    else:
                        self._attempt(wanted, pool)
        except _StoppedError:
            pass
        except Exception as error:
            logger.exception("lecteurs_en_panne")
            self.readers = Readers.EN_PANNE
            self._give_back(error)
        finally:
            with self._lock:
                if self._thread is threading.current_thread():
                    self._thread = None

    def _open(self, pool: ReaderPool) -> None:
        opening = pool.opening()
        while not wait([opening], timeout=0.2).done:
            self._go_on()
        if opening.exception() is not None:
            raise StepFailed(_NO_READERS)
        self.readers = Readers.PRETS

    def _attempt(self, envoi_id: str, pool: ReaderPool) -> None:
        try:
            self._read(envoi_id, pool)
        except _StoppedError:
            raise
        except Exception as error:
            if isinstance(error, LiasseError):
                fields = {"envoi": envoi_id, "raison": error.code}
                logger.warning("lecture_remise_a_plus_tard", extra=fields)
            else:
                logger.exception("lecture_interrompue", extra={"envoi": envoi_id})
            self._note(envoi_id, error)
        else:
            self._tries.pop(envoi_id, None)
        finally:
            with self._lock:
                self._waiting.discard(envoi_id)

    def _note(self, envoi_id: str, error: Exception) -> None:
        """Why an envoi is left half-way, and when it is tried again."""
        self._failed[envoi_id] = error.message if isinstance(error, LiasseError) else _INTERRUPTED
        tries, _ = self._tries.get(envoi_id, (0, 0.0))
        if isinstance(
            error, StoreUnreachableError
        ):  # not the envoi's fault: it waits for the store
            self._store_away = True
            self._tries[envoi_id] = (tries, time.monotonic() + WAITS[0])
            return
        wait = WAITS[tries] if tries < len(WAITS) else float("inf")
        self._tries[envoi_id] = (tries + 1, time.monotonic() + wait)

    def _give_back(self, error: Exception) -> None:
        """What waited is said to have failed, so that it is tried again."""
        with self._lock:
            left, self._waiting = self._waiting, set()
            while not self._wanted.empty():
                self._wanted.get_nowait()
        for envoi_id in left:
            self._note(envoi_id, error)

    def _next(self) -> str | None:
        try:
            wanted = self._wanted.get(timeout=IDLE_SECONDS)
        except queue.Empty:
            wanted = None
        self._go_on()
        if wanted is None:
            with self._lock:
                if not self._wanted.empty():  # asked for at the last moment
                    return self._wanted.get_nowait()
                self._thread = None
        return wanted

    def _read(self, envoi_id: str, pool: ReaderPool) -> None:
        place, holder = self._place, this_worker()
        with place.database.reading() as session:
            envoi = envois.get(session, envoi_id)
            received = envoi.received_at.astimezone(HERE).date()
            empty = not pages.of_envoi(session, envoi_id)
        if envoi.state.finished:
            return
        if not empty:
            read_pages(place, envoi_id, pool, lambda done, total: self._go_on())
            understand(place, envoi_id, holder, pool)
            self._go_on()
            assemble(place, envoi_id, holder, received)
        if self._then is not None:
            self._then(place, envoi_id, datetime.now(HERE))
        close(place, [envoi_id])
        logger.info("envoi_termine", extra={"envoi": envoi_id, "numero": envoi.numero})

    def _go_on(self) -> None:
        if self._stopping.is_set():
            raise _StoppedError
