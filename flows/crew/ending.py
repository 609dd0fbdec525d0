"""What comes after the last page of an envoi that several workers read, and its end."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime

from extractors.pages.reading import VERSION
from flows import understanding
from flows.dossiers import assembly
from flows.mailbox.follow import follow
from flows.result import HERE
from flows.steps import close
from flows.workplace import Workplace
from storage.records import envois, pages, steps

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rest:
    """An envoi whose pages are all read: the day it was received, and whether it has pages."""

    received: date
    has_pages: bool


def due(place: Workplace, envoi_id: str) -> Rest | None:
    """What is left of an envoi, if its pages are read and it is not finished."""
    with place.database.reading() as session:
        envoi = envois.get(session, envoi_id)
        if envoi.state.finished or pages.to_read(session, envoi_id, VERSION):
            return None
        has_pages = bool(pages.of_envoi(session, envoi_id))
        return Rest(envoi.received_at.astimezone(HERE).date(), has_pages)


def take_over(place: Workplace, envoi_id: str) -> None:
    """Whoever has the rest of an envoi has its steps too: those of a worker that died are not waited for."""
    with place.database.transaction() as session:
        steps.free(session, envoi_id, (understanding.STEP, assembly.STEP))


def conclude(place: Workplace, envoi_id: str) -> None:
    """Answer who wrote, then mark the envoi finished. Done twice, it has been done once."""
    follow(place, envoi_id, datetime.now(HERE))
    close(place, [envoi_id])
    logger.info("envoi_termine", extra={"envoi": envoi_id})
