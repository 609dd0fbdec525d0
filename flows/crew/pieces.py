"""What there is to do of an envoi: pages in pieces of a size, then, once all are read, the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from extractors.pages.reading import VERSION
from models.entities import Channel, Envoi, Step, StepState
from storage.records import envois, pages, steps

REST = "suite"
REST_VERSION = "1"
MOST_ATTEMPTS = 20
"""A piece begun so often and never done is left to a person."""


class Lane(StrEnum):
    """A queue of the pool, the most pressing first."""

    EXPRESS = "express"
    COURANT = "courant"
    MASSE = "masse"

    @property
    def priority(self) -> int:
        """1 is served first."""
        return list(Lane).index(self) + 1


@dataclass(frozen=True, slots=True)
class Piece:
    """What one run does of an envoi: pages `first` to `last`, or with 0 and 0 what comes after all
    pages are read. Its `name` and `version` are those of its step."""

    envoi_id: str
    first: int = 0
    last: int = 0

    @property
    def name(self) -> str:
        """The name of its step."""
        return f"pages {self.first}-{self.last}" if self.first else REST

    @property
    def version(self) -> str:
        """The version of its step."""
        return VERSION if self.first else REST_VERSION

    @property
    def numbers(self) -> range:
        """The numbers of its pages."""
        return range(self.first, self.last + 1) if self.first else range(0)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A piece that nobody is at, the lane it belongs to, and how often it was begun."""

    piece: Piece
    lane: Lane
    attempts: int


def lane_of(envoi: Envoi, pieces: Sequence[Piece]) -> Lane:
    """E-mails are answered within 48 h; a bag of many pieces may wait for smaller ones."""
    if envoi.channel is Channel.EMAIL:
        return Lane.EXPRESS
    return Lane.MASSE if len(pieces) > 1 else Lane.COURANT


def pieces_left(session: Session, envoi_id: str, size: int) -> list[Piece]:
    """What is to be done next of an envoi. The borders of its pieces never move while `size` stays."""
    unread = [page.number for page in pages.to_read(session, envoi_id, VERSION)]
    if not unread:
        return [Piece(envoi_id)]
    firsts = sorted({(number - 1) // size * size + 1 for number in unread})
    return [Piece(envoi_id, first, first + size - 1) for first in firsts]


def of_envoi(
    session: Session, envoi: Envoi, size: int, *, asked: bool = False
) -> Iterator[Waiting]:
    """Of an envoi, the pieces that nobody is at and that may be tried now.

    `asked`: somebody asks for it, so what failed need not wait, nor stay given up.
    """
    now = steps.clock(session)
    known = _known(session, envoi.id)
    left = pieces_left(session, envoi.id, size)
    lane = lane_of(envoi, left)
    for piece in left:
        step = known.get((piece.name, piece.version))
        if step is None or _is_free(step, now, asked=asked):
            yield Waiting(piece, lane, step.attempts if step else 0)


def _is_free(step: Step, now: datetime, *, asked: bool) -> bool:
    if asked and step.state is StepState.LIBRE:
        return True
    return steps.is_at_rest(step, now) and (asked or step.attempts < MOST_ATTEMPTS)


def waiting(session: Session, size: int) -> list[Waiting]:
    """All that nobody is at, of every envoi."""
    return [one for envoi in envois.unfinished(session) for one in of_envoi(session, envoi, size)]


def stopped(session: Session, envoi_ids: Iterable[str], size: int) -> set[str]:
    """Those of the envois whose next piece failed, and is not being tried again at this moment."""
    now = steps.clock(session)
    return {id for id in envoi_ids if _failed(session, id, size, now)}


def _failed(session: Session, envoi_id: str, size: int, now: datetime) -> bool:
    known = _known(session, envoi_id)
    for piece in pieces_left(session, envoi_id, size):
        step = known.get((piece.name, piece.version))
        if step is None:
            continue
        given_up = steps.is_at_rest(step, now) and step.attempts >= MOST_ATTEMPTS
        if given_up or (step.state is StepState.LIBRE and not steps.is_at_rest(step, now)):
            return True
    return False


def _known(session: Session, envoi_id: str) -> Mapping[tuple[str, str], Step]:
    return {(step.name, step.version): step for step in steps.of_envoi(session, envoi_id)}
