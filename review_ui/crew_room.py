"""The reading room of a house whose readers are workers elsewhere: it hands envois over to them."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from flows.crew import pieces
from flows.crew.dispatch import Dispatcher, QueueAwayError
from flows.crew.sweep import hand_over
from flows.workplace import Workplace
from review_ui.reading_room import Readers, ReadingRoom
from storage.records import envois

_STOPPED = (
    "La lecture de cet envoi s'est interrompue ; ce qui est lu est gardé. Elle est retentée d'elle-même, "
    "ou relancez-la ; si cela dure, prévenez l'exploitant."
)

logger = logging.getLogger(__name__)


class CrewRoom(ReadingRoom):
    """What is asked for is handed over at once; what could not be, the next sweep hands over."""

    def __init__(self, place: Workplace, dispatcher: Dispatcher) -> None:
        super().__init__(place)
        self._dispatcher = dispatcher
        self.readers = Readers.PRETS  # those of the workers are theirs to open

    @property
    def failed(self) -> Mapping[str, str]:
        """Why the reading of an envoi stopped, by its id, as the steps tell."""
        size = self._place.settings.morceau_pages
        with self._place.database.reading() as session:
            ids = [envoi.id for envoi in envois.unfinished(session)]
            return dict.fromkeys(pieces.stopped(session, ids, size), _STOPPED)

    def open(self) -> None:
        """Nothing is to be opened here."""

    def resume(self) -> None:
        """The sweep goes on with what is unfinished."""

    def retry(self) -> None:
        """So it does with what failed."""

    def is_at(self, envoi_id: str) -> bool:
        """Whether the workers have it or will, of themselves."""
        with self._place.database.reading() as session:
            if envois.get(session, envoi_id).state.finished:
                return False
            return not pieces.stopped(session, [envoi_id], self._place.settings.morceau_pages)

    def _work(self) -> None:
        try:
            while (envoi_id := self._next()) is not None:
                self._hand_over(envoi_id)
        finally:
            with self._lock:
                self._thread = None

    def _go_on(self) -> None:
        """Asked to stop, it still hands over what waits: that takes no time."""

    def _hand_over(self, envoi_id: str) -> None:
        try:
            hand_over(self._place, self._dispatcher, envoi_id)
        except QueueAwayError:
            logger.warning("file_injoignable", extra={"envoi": envoi_id})
        except Exception:
            logger.exception("remise_interrompue", extra={"envoi": envoi_id})
        finally:
            with self._lock:
                self._waiting.discard(envoi_id)
