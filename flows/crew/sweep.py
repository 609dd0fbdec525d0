"""What nobody is at, handed over again: Prefect does not take up what a dead worker leaves."""

from __future__ import annotations

from flows.crew import pieces
from flows.crew.dispatch import Dispatcher
from flows.workplace import Workplace
from storage.records import envois

SWEEP_SECONDS = 15.0


def sweep(place: Workplace, dispatcher: Dispatcher) -> int:
    """Hand over every piece that nobody is at and that does not wait already; how many."""
    with place.database.reading() as session:
        waiting = pieces.waiting(session, place.settings.morceau_pages)
    if not waiting:
        return 0
    queued = dispatcher.queued()
    left = [one for one in waiting if (one.piece.envoi_id, one.piece.name) not in queued]
    dispatcher.send(left)
    return len(left)


def hand_over(place: Workplace, dispatcher: Dispatcher, envoi_id: str) -> int:
    """Hand over what is left of one envoi, be it given up or put off; how many pieces."""
    with place.database.reading() as session:
        envoi = envois.get(session, envoi_id)
        if envoi.state.finished:
            return 0
        left = list(pieces.of_envoi(session, envoi, place.settings.morceau_pages, asked=True))
    dispatcher.send(left)
    return len(left)
