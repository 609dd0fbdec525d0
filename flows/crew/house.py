"""What `liasse ouvrier` keeps going: pieces done, and what others left handed over again."""

from __future__ import annotations

import threading

from flows.crew.dispatch import Dispatcher
from flows.crew.post import Post
from flows.crew.sweep import SWEEP_SECONDS, sweep
from flows.reading.pool import ReaderPool
from flows.service.parts import Part, Service
from flows.workplace import Workplace

END_SECONDS = 75.0
"""For the page at hand, or the documents of an envoi, to be kept before the process ends."""


class CrewHouse:
    """A workplace, its readers, and the parts that work there until `stop` is set."""

    def __init__(self, place: Workplace, pool: ReaderPool, stop: threading.Event) -> None:
        self._place = place
        self._post = Post(place, pool, stop)
        # here, once: two threads that import Prefect wait for each other
        from flows.crew.worker import work

        self._take_up = work
        self._dispatcher = Dispatcher(place.settings)
        self._stop = stop
        working = Part("ouvrier", "Travail pris au serveur", self._work)
        sweeping = sweeper(place, self._dispatcher)
        self._service = Service([working, sweeping])

    def run(self) -> list[str]:
        """Work until asked to stop; the names of parts that did not end in time."""
        self._service.start()
        self._stop.wait()
        return list(self._service.end(END_SECONDS))

    def _work(self, stop: threading.Event) -> None:
        self._dispatcher.prepare()
        self._take_up(self._post, self._place.settings.prefect_bassin)


def sweeper(place: Workplace, dispatcher: Dispatcher) -> Part:
    """The part that hands over again what nobody is at."""

    def keep_sweeping(stop: threading.Event) -> None:
        while not stop.is_set():
            sweep(place, dispatcher)
            part.well()
            stop.wait(min(SWEEP_SECONDS, place.settings.bail / 2))

    part = Part("relance", "Travail confié aux ouvriers", keep_sweeping)
    return part
