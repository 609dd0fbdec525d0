"""The reading room of a house whose readers are elsewhere: it hands over, and tells how it goes."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.crew.dispatch import Dispatcher, QueueAwayError
from flows.crew.ending import conclude
from flows.crew.pieces import Piece, Waiting
from flows.intake.receive import receive
from flows.workplace import Workplace, open_workplace
from models.settings import Settings
from review_ui.crew_room import CrewRoom
from storage.records import steps
from tests.flows.papers import NOON, one_file


class Recorded(Dispatcher):
    """Keeps what it is given; the first thing, the server being away, it refuses."""

    def __init__(self, *, away: bool = False) -> None:
        self.sent: list[Piece] = []
        self.asked = threading.Semaphore(0)
        self._away = away

    def send(self, waiting: Sequence[Waiting]) -> None:
        away, self._away = self._away, False
        if not away:
            self.sent += [one.piece for one in waiting]
        self.asked.release()
        if away:
            raise QueueAwayError("absent")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(Settings(home=tmp_path / "maison")) as opened:
        yield opened


def deposited(place: Workplace, said: bytes = b"Bonjour") -> str:
    return receive(place, one_file("mot.txt", said), received_at=NOON).envoi_id


def test_what_is_asked_for_is_handed_over_and_a_queue_away_stops_nothing(place: Workplace) -> None:
    dispatcher = Recorded(away=True)
    room = CrewRoom(place, dispatcher)
    first, second = deposited(place), deposited(place, b"Bonsoir")
    for envoi_id in (first, second):
        room.read(envoi_id)
        assert dispatcher.asked.acquire(timeout=60)
    assert room.close(60)
    assert {piece.envoi_id for piece in dispatcher.sent} == {second}
    assert room.is_at(first), "the next sweep hands it over"


def test_it_tells_what_is_stopped_and_what_is_finished(place: Workplace) -> None:
    room: Any = CrewRoom(place, Recorded())
    envoi_id = deposited(place)
    piece = Piece(envoi_id)
    with place.database.transaction() as session:
        claim = steps.claim(session, envoi_id, piece.name, piece.version, holder="a")
        assert claim is not None
        assert not room.failed
        steps.release(session, claim, wait=timedelta(minutes=5))
    assert list(room.failed) == [envoi_id]
    assert not room.is_at(envoi_id)
    conclude(place, envoi_id)
    assert not room.failed
    assert not room.is_at(envoi_id)
