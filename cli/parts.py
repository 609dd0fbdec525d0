"""What `liasse serve` keeps going beside the application: one function a part, each until it is stopped."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from flows.crew.dispatch import Dispatcher
from flows.crew.house import sweeper
from flows.engine import connected
from flows.mailbox.collect import Collected
from flows.mailbox.follow import follow
from flows.mailbox.tick import tick
from flows.mailbox.watch import watch
from flows.result import HERE
from flows.scanner.taking import Taken
from flows.scanner.watch import LOOK_SECONDS, DropWatch
from flows.service.parts import Part, Service
from flows.statements.clock import make_due
from flows.webhooks.telling import tell_due
from flows.workplace import Workplace
from models.entities import utcnow
from models.errors import StepFailed
from review_ui.crew_room import CrewRoom
from review_ui.reading_room import Readers, ReadingRoom

ROUND_SECONDS = 5.0
"""Between two looks at whether the readers and what failed want something."""
TICK_SECONDS = 30.0
TELL_SECONDS = 2.0
STATEMENTS_SECONDS = 600.0
READING_STOPS = 60.0
"""For the page at hand, or the documents of an envoi, to be kept before the process ends."""

logger = logging.getLogger(__name__)


class House:
    """A workplace with its readers and all that brings to them or takes from them."""

    def __init__(self, place: Workplace) -> None:
        self.place = place
        self.service = Service()
        self._leaves = threading.Event()
        settings = place.settings
        self.room = self._reading_room()
        for rank, root in enumerate(settings.depots, 1):
            title = f"Dossier surveillé « {root} »"
            self._add(f"scanner-{rank}", title, partial(self._scan, root))
        if settings.imap_hote is not None:
            self._add("courriels", "Boîte aux lettres", self._collect)
        self._add("horloge", "Délais et courriels qui partent", self._tick)
        self._add("etats", "États périodiques", self._draw_up)
        self._add("webhooks", "Messages aux programmes", self._tell)

    def _reading_room(self) -> ReadingRoom:
        """Where courier is read: here, or by workers, to whom it is then handed over."""
        if self.place.settings.prefect_url is None:
            self._add("lecture", "Lecture des pages", self._read)
            return ReadingRoom(self.place, then=self._followed)
        connected(self.place.settings)
        dispatcher = Dispatcher(self.place.settings)
        self.service.add(sweeper(self.place, dispatcher))
        return CrewRoom(self.place, dispatcher)

    def _add(self, name: str, title: str, work: Callable[[Part, threading.Event], None]) -> None:
        part = Part(name, title, lambda stop: work(part, stop))
        self.service.add(part)

    def _followed(self, place: Workplace, envoi_id: str, now: datetime) -> None:
        follow(place, envoi_id, now)
        self._leaves.set()

    def _read(self, part: Part, stop: threading.Event) -> None:
        self.room.open()
        self.room.resume()
        while not stop.wait(ROUND_SECONDS):
            if self.room.readers is Readers.EN_PANNE:
                raise StepFailed("Les lecteurs ne démarrent pas : prévenez l'exploitant.")
            if self.room.readers is Readers.PRETS:
                part.well()
            self.room.retry()
        if not self.room.close(READING_STOPS):
            logger.warning("lecture_abandonnee")

    def _scan(self, root: Path, part: Part, stop: threading.Event) -> None:
        settings = self.place.settings
        drop = DropWatch(root, settings.depots_repos, settings.depots_organisme)
        with drop.held():
            while True:
                drop.visit(self.place, datetime.now(HERE), part, partial(self._taken, part))
                if stop.wait(LOOK_SECONDS):
                    return

    def _taken(self, part: Part, taken: Taken) -> None:
        if taken.received is None:
            part.tell("Un fichier est mis en quarantaine, la raison est dans la note à côté.")
            return
        part.tell(f"Envoi {taken.received.numero} : {taken.received.pages} pages.")
        self.room.read(taken.received.envoi_id)

    def _collect(self, part: Part, stop: threading.Event) -> None:
        watch(self.place, partial(self._letter, part), stop, part)

    def _letter(self, part: Part, letter: Collected) -> None:
        if not letter.received.known:
            part.tell(f"Envoi {letter.received.numero} : {letter.received.pages} pages.")
        self.room.read(letter.received.envoi_id)

    def _tick(self, part: Part, stop: threading.Event) -> None:
        while not stop.is_set():
            self._leaves.clear()
            for sentence in tick(self.place, datetime.now(HERE)):
                part.tell(sentence)
            part.well()
            _wait(stop, self._leaves, TICK_SECONDS)

    def _draw_up(self, part: Part, stop: threading.Event) -> None:
        while not stop.is_set():
            for sentence in make_due(self.place, datetime.now(HERE)):
                part.tell(sentence)
                if stop.is_set():
                    return
            part.well()
            stop.wait(STATEMENTS_SECONDS)

    def _tell(self, part: Part, stop: threading.Event) -> None:
        while not stop.is_set():
            for told in tell_due(self.place, utcnow):
                fields = {"reference": told.message_id, "evenement_webhook": told.event}
                if told.why is None:
                    logger.info("message_remis", extra=fields)
                else:
                    logger.warning("message_remis_a_plus_tard", extra=fields)
                if stop.is_set():
                    return
            part.well()
            stop.wait(TELL_SECONDS)


def _wait(stop: threading.Event, other: threading.Event, seconds: float) -> None:
    """Until one of the two is set, or for so long."""
    step = 0.5
    for _ in range(int(seconds / step)):
        if other.is_set() or stop.wait(step):
            return
