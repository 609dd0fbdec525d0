"""Envois that a command has workers read: handed over, then waited for."""

from __future__ import annotations

import time
from collections.abc import Sequence

from cli.progress import Reporter
from flows.crew import pieces
from flows.crew.dispatch import Dispatcher
from flows.crew.sweep import hand_over
from flows.engine import connected
from flows.intake.receive import Received
from flows.workplace import Workplace
from models.entities import PageState
from storage.records import envois, pages

LOOK_SECONDS = 1.0
_STOPPED = (
    "Un ouvrier s'est interrompu sur cet envoi ; ce qui en est lu est gardé, et il sera retenté. "
    "Si cela dure, prévenez l'exploitant."
)


def by_workers(
    place: Workplace, received: Sequence[Received], reporter: Reporter
) -> dict[str, str]:
    """Have workers do every envoi, and wait for them; of those that failed, why.

    A command that is stopped meanwhile stops nothing: the workers go on.
    """
    connected(place.settings)
    dispatcher = Dispatcher(place.settings)
    for envoi in received:
        hand_over(place, dispatcher, envoi.envoi_id)
    return {envoi.envoi_id: _STOPPED for envoi in received if not _finished(place, envoi, reporter)}


def _finished(place: Workplace, envoi: Received, reporter: Reporter) -> bool:
    """Once an envoi is finished, true; once its reading has failed, false."""
    size = place.settings.morceau_pages
    with reporter.reading(envoi) as progress:
        while True:
            with place.database.reading() as session:
                done = envois.get(session, envoi.envoi_id).state.finished
                sheets = pages.of_envoi(session, envoi.envoi_id)
                failed = not done and pieces.stopped(session, [envoi.envoi_id], size)
            progress(sum(p.state is not PageState.ATTENDUE for p in sheets), envoi.pages)
            if done or failed:
                return done
            time.sleep(LOOK_SECONDS)
