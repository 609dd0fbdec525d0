"""Whether every blob that the database counts on is there and whole, and what else is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from models.entities import utcnow
from storage.blobs import BlobState, BlobStore
from storage.database import Database
from storage.records import blobs

Progress = Callable[[int, int], None]
"""Called with (blobs done, blobs in all)."""

YOUNG = timedelta(hours=1)
"""A blob is put before its row is: one so young may belong to a deposit under way."""
TOLD = 1000
"""Of so many faults it is said what they are to people: of a whole store that is gone, not."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A blob that is not as it should be, and what it is to people (French references)."""

    sha256: str
    used_by: Sequence[str]


@dataclass(frozen=True, slots=True)
class Check:
    """What was found. `orphans` are whole or not, nobody's, and harm nothing."""

    known: int
    intact: int
    missing: Sequence[Fault]
    damaged: Sequence[Fault]
    orphans: Sequence[str]

    @property
    def whole(self) -> bool:
        """Whether nothing that the database counts on is missing or damaged."""
        return not self.missing and not self.damaged


def check(database: Database, store: BlobStore, progress: Progress, *, read: bool = True) -> Check:
    """Look at every blob; without `read` only whether it is there, of the right length.

    Sound beside a running service: what is put meanwhile is nobody's orphan.
    """
    there = list(store)
    with database.reading() as session:
        known = blobs.sizes(session)
    states = {}
    for done, (sha256, size) in enumerate(known.items(), 1):
        states[sha256] = store.verify(sha256) if read else _glance(store, sha256, size)
        progress(done, len(known))
    strange = _orphans(store, set(there) - known.keys())
    with database.reading() as session:
        return Check(
            known=len(known),
            intact=sum(state is BlobState.INTACT for state in states.values()),
            missing=_faults(session, states, BlobState.MISSING),
            damaged=_faults(session, states, BlobState.DAMAGED),
            orphans=[sha256 for sha256 in strange if blobs.stored_as(session, sha256) is None],
        )


def _glance(store: BlobStore, sha256: str, size: int) -> BlobState:
    told = store.stat(sha256)
    if told is None:
        return BlobState.MISSING
    return BlobState.INTACT if told.size == size else BlobState.DAMAGED


def _orphans(store: BlobStore, strange: set[str]) -> list[str]:
    limit = utcnow() - YOUNG
    told = {sha256: store.stat(sha256) for sha256 in sorted(strange)}
    return [sha256 for sha256, stat in told.items() if stat and stat.written_at < limit]


def _faults(session: Session, states: dict[str, BlobState], sought: BlobState) -> list[Fault]:
    found = [sha256 for sha256, state in states.items() if state is sought]
    return [
        Fault(sha256, blobs.users(session, sha256) if number < TOLD else ())
        for number, sha256 in enumerate(found)
    ]
