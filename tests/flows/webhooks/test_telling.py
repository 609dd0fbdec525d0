"""Messages told over a real connection: signed, tried again, given up, replayed."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from flows.webhooks.signing import proven
from flows.webhooks.telling import Told, tell_due
from flows.workplace import Workplace, open_workplace
from models.entities import MessageState, Webhook, WebhookEvent
from models.settings import Settings
from storage.records import webhooks
from tests.flows.papers import NOON
from tests.flows.webhooks.receiver import Receiver, receiving


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(Settings(home=tmp_path, webhooks_prives=True)) as opened:
        yield opened


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as there:
        yield there


def hook(place: Workplace, url: str) -> Webhook:
    with place.database.transaction() as session:
        return webhooks.add(session, url, actor="essai")


def put(place: Workplace, there: Webhook) -> str:
    with place.database.transaction() as session:
        message = webhooks.put(session, there, WebhookEvent.ESSAI, {"x": "é"}, now=NOON)
        session.flush()
        return message.id


def tell(place: Workplace, now: datetime = NOON) -> list[Told]:
    return list(tell_due(place, lambda: now))


def states(place: Workplace) -> list[MessageState]:
    with place.database.reading() as session:
        return [message.state for message, _ in webhooks.messages(session)]


def test_a_message_arrives_once_signed_and_whole(place: Workplace, receiver: Receiver) -> None:
    there = hook(place, receiver.url)
    id = put(place, there)
    assert [told.why for told in tell(place)] == [None]
    assert tell(place) == []
    [(headers, body)] = receiver.told
    assert proven(there.secret, headers, body, NOON)
    assert headers["webhook-id"] == id
    assert json.loads(body) == {
        "type": "essai", "timestamp": NOON.isoformat(), "data": {"x": "é"}
    }  # fmt: skip
    assert states(place) == [MessageState.REMIS]


def test_a_refusal_is_tried_again_with_the_same_bytes_later(
    place: Workplace, receiver: Receiver
) -> None:
    put(place, hook(place, receiver.url))
    receiver.answers[:] = [500, 302, 200]
    assert tell(place)[0].why == "L'adresse répond 500."
    assert tell(place) == []
    now = NOON + timedelta(seconds=6)
    assert tell(place, now)[0].why == "L'adresse répond 302.", "a redirection is not followed"
    now += timedelta(minutes=6)
    assert tell(place, now)[0].why is None
    assert len({body for _, body in receiver.told}) == 1
    assert len({headers["webhook-id"] for headers, _ in receiver.told}) == 1
    assert len({headers["webhook-timestamp"] for headers, _ in receiver.told}) == 3


def test_an_address_that_fails_holds_up_no_other(place: Workplace, receiver: Receiver) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound, not listening: refused
        dead = hook(place, f"http://127.0.0.1:{nobody.getsockname()[1]}/")
        ids = [put(place, dead) for _ in range(3)]
        alive = put(place, hook(place, receiver.url))
        found = {told.message_id: told.why for told in tell(place)}
    assert found == {ids[0]: "« 127.0.0.1 » ne répond pas.", alive: None}


def test_who_wants_nothing_more_is_told_nothing_more(place: Workplace, receiver: Receiver) -> None:
    there = hook(place, receiver.url)
    put(place, there), put(place, there)
    receiver.answers[:] = [410]
    tell(place)
    assert len(receiver.told) == 1
    assert states(place) == [MessageState.ABANDONNE] * 2
    with place.database.reading() as session:
        assert webhooks.open_ones(session) == []


def test_inside_addresses_are_not_told_by_default(tmp_path: Path, receiver: Receiver) -> None:
    with open_workplace(Settings(home=tmp_path)) as place:
        put(place, hook(place, receiver.url))
        put(place, hook(place, receiver.url.replace("http:", "https:")))
        plain, inside = (told.why or "" for told in tell(place))
        assert "https://" in plain
        assert "adresse privée" in inside
        assert receiver.told == []
