"""Where a worker stands: what it works with, and its claims, kept alive while it works."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.exc import DBAPIError, IntegrityError

from flows.crew.pieces import Piece
from flows.reading.pool import ReaderPool
from flows.workplace import Workplace
from models.errors import LiasseError
from storage.blobs import StoreUnreachableError
from storage.records import steps
from storage.records.steps import Claim, ClaimLostError
from storage.workers import this_worker

WAITS = (15, 60, 300, 900, 3600, 6 * 3600)
"""Seconds before a piece that failed is tried again: longer each time."""
AWAY = 10
"""The same, when it was not the piece's fault: its server was away."""
RENEWED_EACH = 3
"""A lease is renewed when a third of it has gone by."""

logger = logging.getLogger(__name__)


class StoppedError(Exception):
    """The worker was asked to stop: what is kept is kept, the rest is for another."""


@dataclass(frozen=True, slots=True)
class Post:
    """What a worker's flow runs share."""

    place: Workplace
    pool: ReaderPool
    stop: threading.Event = field(default_factory=threading.Event)

    def go_on(self) -> None:
        """`StoppedError` once the worker is asked to stop."""
        if self.stop.is_set():
            raise StoppedError

    @contextmanager
    def claimed(self, piece: Piece) -> Iterator[Claim | None]:
        """The claim to do a piece, renewed while it is done and finished after; `None`: not ours.

        A piece that fails is given back, to be tried again later; one whose worker dies is free when
        its lease has run out.
        """
        lease = timedelta(seconds=self.place.settings.bail)
        with self.place.database.transaction() as session:
            claim = steps.claim(
                session,
                piece.envoi_id,
                piece.name,
                piece.version,
                holder=this_worker(),
                lease=lease,
            )
        if claim is None:
            yield None
            return
        with _renewed(self.place, claim):
            try:
                self.go_on()
                yield claim
                with self.place.database.transaction() as session:
                    steps.finish(session, claim)
            except ClaimLostError:
                logger.warning("morceau_repris_par_un_autre", extra={"envoi": piece.envoi_id})
                raise
            except StoppedError:
                self._give_back(claim, None)
                raise
            except Exception as error:
                self._give_back(claim, _wait(error, claim.attempt))
                _tell(error, piece)
                raise

    def _give_back(self, claim: Claim, wait: timedelta | None) -> None:
        """What cannot be given back, the database being away, is free when its lease has run out."""
        with suppress(DBAPIError, ClaimLostError), self.place.database.transaction() as session:
            steps.release(session, claim, wait=wait)


@contextmanager
def _renewed(place: Workplace, claim: Claim) -> Iterator[None]:
    """Keep all that the claim's holder is at from running out."""
    over = threading.Event()

    def renew() -> None:
        while not over.wait(claim.lease.total_seconds() / RENEWED_EACH):
            with suppress(DBAPIError), place.database.transaction() as session:
                steps.renew_all(session, claim.holder, claim.lease)

    thread = threading.Thread(target=renew, name="bail", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _wait(error: Exception, attempt: int) -> timedelta:
    if _from_outside(error):
        return timedelta(seconds=AWAY)
    return timedelta(seconds=WAITS[min(attempt, len(WAITS)) - 1])


def _from_outside(error: Exception) -> bool:
    """Whether a server was away, or another worker in the way, rather than the papers hard."""
    away = isinstance(error, StoreUnreachableError | DBAPIError | OSError)
    return away and not isinstance(error, IntegrityError)


def _tell(error: Exception, piece: Piece) -> None:
    fields = {"envoi": piece.envoi_id}
    if isinstance(error, LiasseError) or _from_outside(error):
        reason = error.code if isinstance(error, LiasseError) else type(error).__name__
        logger.warning("morceau_remis_a_plus_tard", extra=fields | {"raison": reason})
    else:
        logger.exception("morceau_interrompu", extra=fields)


_here: Post | None = None


@contextmanager
def taken_up(post: Post) -> Iterator[None]:
    """`here()` is this post, for all the flow runs of this process."""
    global _here
    _here = post
    try:
        yield
    finally:
        _here = None


def here() -> Post:
    """The post of this process."""
    if _here is None:
        raise RuntimeError(
            "no worker's post in this process: flow runs are done by `liasse ouvrier`"
        )
    return _here
