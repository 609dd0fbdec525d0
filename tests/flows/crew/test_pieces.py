"""What there is to do of an envoi, and who may do it now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from extractors.pages.reading import VERSION
from flows.crew import pieces
from flows.crew.pieces import Lane, Piece
from flows.intake.receive import receive
from flows.workplace import Workplace
from models.entities import Channel
from storage.records import envois, pages, steps
from storage.records.steps import Claim
from tests.extractors.intake.deposits import line, pdf
from tests.flows.papers import NOON, one_file, reading

SIZE = 2


def taken_in(place: Workplace, count: int, channel: Channel | None = None) -> str:
    data = pdf(*(line(str(number)) for number in range(count)))
    return receive(place, one_file("sac.pdf", data), received_at=NOON, channel=channel).envoi_id


def left(place: Workplace, *, asked: bool = False) -> list[tuple[str, Lane]]:
    with place.database.reading() as session:
        return [
            (one.piece.name, one.lane)
            for envoi in envois.unfinished(session)
            for one in pieces.of_envoi(session, envoi, SIZE, asked=asked)
        ]


def read(place: Workplace, envoi_id: str, *numbers: int) -> None:
    with place.database.transaction() as session:
        for number in numbers:
            pages.keep_reading(
                session, envoi_id, number, reading(), reader_version=VERSION, image_sha256=None
            )


def claim(place: Workplace, piece: Piece, seconds: float = 60.0) -> Claim:
    with place.database.transaction() as session:
        held = steps.claim(
            session, piece.envoi_id, piece.name, piece.version,
            holder="ailleurs", lease=timedelta(seconds=seconds),
        )  # fmt: skip
    assert held is not None
    return held


def test_pages_come_in_pieces_whose_borders_stay_then_the_rest(place: Workplace) -> None:
    envoi_id = taken_in(place, 5)
    assert left(place) == [
        ("pages 1-2", Lane.MASSE), ("pages 3-4", Lane.MASSE), ("pages 5-6", Lane.MASSE)
    ]  # fmt: skip
    read(place, envoi_id, 1, 2, 3)
    assert [name for name, _ in left(place)] == ["pages 3-4", "pages 5-6"]
    read(place, envoi_id, 4, 5)
    assert left(place) == [("suite", Lane.COURANT)]


@pytest.mark.parametrize(
    ("channel", "count", "lane"),
    [(Channel.EMAIL, 5, Lane.EXPRESS), (None, 1, Lane.COURANT), (None, 5, Lane.MASSE)],
)
def test_an_email_goes_before_a_sheet_before_a_bag(
    here: Workplace, channel: Channel | None, count: int, lane: Lane
) -> None:
    taken_in(here, count, channel)
    assert {lane for _, lane in left(here)} == {lane}
    assert sorted(Lane, key=lambda one: one.priority) == [Lane.EXPRESS, Lane.COURANT, Lane.MASSE]


def test_who_is_silent_too_long_is_replaced(place: Workplace) -> None:
    piece = Piece(taken_in(place, 2), 1, 2)
    claim(place, piece, seconds=60)
    assert left(place) == []
    assert left(place, asked=True) == [], "even who asks waits for the one who is at it"
    other = Piece(taken_in(place, 2, Channel.COURRIER), 1, 2)
    claim(place, other, seconds=-1)
    assert left(place) == [(other.name, Lane.COURANT)]


def test_what_failed_waits_unless_somebody_asks(place: Workplace) -> None:
    piece = Piece(taken_in(place, 2), 1, 2)
    held = claim(place, piece)
    with place.database.transaction() as session:
        steps.release(session, held, wait=timedelta(minutes=5))
    assert left(place) == []
    assert left(place, asked=True) == [(piece.name, Lane.COURANT)]
    with place.database.reading() as session:
        assert pieces.stopped(session, [piece.envoi_id], SIZE) == {piece.envoi_id}


def test_what_never_succeeds_is_left_to_a_person(here: Workplace) -> None:
    piece = Piece(taken_in(here, 2), 1, 2)
    for _ in range(pieces.MOST_ATTEMPTS):
        held = claim(here, piece)
        with here.database.transaction() as session:
            steps.release(session, held)
    assert left(here) == []
    assert left(here, asked=True) == [(piece.name, Lane.COURANT)]
    with here.database.reading() as session:
        assert pieces.stopped(session, [piece.envoi_id], SIZE) == {piece.envoi_id}
