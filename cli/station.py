"""A command that stays: readers and engine started once, envois processed as they come."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from typing import Self

from rich.console import Console

from cli.faults import why
from cli.stopping import stopped_by
from flows.crew.dispatch import Dispatcher, QueueAwayError
from flows.crew.sweep import hand_over
from flows.engine import connected
from flows.reading.pool import ReaderPool
from flows.result import HERE
from flows.steps import close
from flows.workplace import Workplace, open_workplace
from models.settings import Settings
from storage.records import envois


class Station:
    """A workplace with readers and engine, started at the first page there is to read.

    `stop` is set by SIGTERM: what is being done is finished first. A second one, or Ctrl+C,
    interrupts at once; either way the next start goes on where this one was. `then` is done for
    each envoi whose dossiers are made, before it is closed: twice, if the power fails in between.
    """

    def __init__(
        self, settings: Settings, then: Callable[[Workplace, str, datetime], object] | None = None
    ) -> None:
        self._settings = settings
        self._then = then
        self._stack = ExitStack()
        self._pool: ReaderPool | None = None
        self._dispatcher: Dispatcher | None = None
        self._console = Console(highlight=False, soft_wrap=True, markup=False)
        self.place: Workplace
        self.stop: threading.Event

    def __enter__(self) -> Self:
        self.stop = self._stack.enter_context(stopped_by(signal.SIGTERM))
        self.place = self._stack.enter_context(open_workplace(self._settings))
        return self

    def __exit__(self, *raised: object) -> None:
        self._stack.close()

    def tell(self, sentence: str) -> None:
        """A line for whoever watches, or for the system's journal."""
        self._console.print(f"{datetime.now(HERE):%H:%M:%S} {sentence}")

    def resume(self) -> None:
        """Go on with what an earlier command left half-way."""
        with self.place.database.reading() as session:
            left = [(e.id, e.numero, e.received_at) for e in envois.unfinished(session)]
        for envoi_id, numero, received_at in left:
            self.tell(f"Envoi {numero} repris où il en était.")
            self.process(envoi_id, received_at)

    def process(self, envoi_id: str, received_at: datetime) -> bool:
        """Whether the envoi went through; else it stays unfinished, for the next start or the workers."""
        if self._settings.prefect_url is not None:
            self._hand_over(envoi_id)
            return False
        pool = self._started()
        from flows.pipeline import process_envoi

        day = received_at.astimezone(HERE).date()
        try:
            asyncio.run(process_envoi(self.place, envoi_id, pool, lambda done, total: None, day))
            if self._then is not None:
                self._then(self.place, envoi_id, datetime.now(HERE))
        except Exception as error:  # one envoi's failure must not stop the others
            self.tell(why(error))
            return False
        close(self.place, [envoi_id])
        return True

    def _hand_over(self, envoi_id: str) -> None:
        """Have the workers do it, who go on with it whatever becomes of this command."""
        if self._dispatcher is None:
            connected(self._settings)
            self._dispatcher = Dispatcher(self._settings)
        try:
            hand_over(self.place, self._dispatcher, envoi_id)
        except QueueAwayError as error:  # a worker's sweep finds it
            self.tell(error.message)

    def _started(self) -> ReaderPool:
        if self._pool is None:
            from flows.engine import embedded

            settings = self._settings
            pool = ReaderPool.of(settings)
            self._pool = self._stack.enter_context(pool)
            self._pool.warm_up()
            self._stack.enter_context(embedded(settings.home))
        return self._pool
