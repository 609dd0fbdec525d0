"""Outgoing mail: one for each cause, one sender at a time, never again by itself when in doubt."""

from __future__ import annotations

import threading
from datetime import timedelta

from models.entities import OutMail, OutState
from storage.database import Database
from storage.records import outbox
from tests.storage.conftest import NOON


def put(database: Database, key: str = "accuse:d1", recipient: str = "p@exemple.ma") -> OutMail:
    with database.transaction() as session:
        return outbox.put(
            session, key, recipient=recipient, subject="Accusé", text="Bonjour",
            domain="liasse.ma", now=NOON,
        )  # fmt: skip


def take(database: Database, minutes: float = 0) -> OutMail | None:
    with database.transaction() as session:
        return outbox.take(session, NOON + timedelta(minutes=minutes))


def state(database: Database, mail: OutMail) -> OutState:
    with database.reading() as session:
        return session.get_one(OutMail, mail.id).state


def test_a_cause_mails_once(database: Database) -> None:
    first = put(database)
    assert put(database, recipient="autre@exemple.ma").id == first.id
    assert put(database, key="accuse:d2").message_id != first.message_id
    with database.reading() as session:
        assert len(outbox.every(session)) == 2


def test_a_mail_has_one_sender(database: Database) -> None:
    for number in range(4):
        put(database, key=f"accuse:{number}")
    taken: list[str] = []

    def send() -> None:
        while (mail := take(database)) is not None:
            taken.append(mail.id)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 4


def test_a_sender_that_died_leaves_a_doubt_and_nothing_is_sent_again_by_itself(
    database: Database,
) -> None:
    mail = put(database)
    assert take(database) is not None
    assert take(database, minutes=1) is None
    assert state(database, mail) is OutState.EN_COURS
    assert take(database, minutes=6) is None
    assert state(database, mail) is OutState.INCERTAIN
    with database.transaction() as session:
        outbox.replay(session, mail.id, NOON)
    again = take(database, minutes=7)
    assert again is not None
    assert again.message_id == mail.message_id


def test_what_did_not_leave_is_tried_later_then_given_up(database: Database) -> None:
    mail = put(database)
    minutes, waits = 0.0, 0
    while (taken := take(database, minutes)) is not None:
        with database.transaction() as session:
            outbox.put_off(session, taken.id, "injoignable", NOON + timedelta(minutes=minutes))
        if state(database, mail) is OutState.ABANDONNE:
            break
        wait = outbox.AGAIN[waits].total_seconds() / 60
        assert take(database, minutes + wait - 0.5) is None
        minutes, waits = minutes + wait, waits + 1
    assert waits == len(outbox.AGAIN)
    assert state(database, mail) is OutState.ABANDONNE
    with database.transaction() as session:
        assert outbox.replay(session, mail.id, NOON).attempts == 0


def test_what_was_sent_is_not_replayed(database: Database) -> None:
    mail = put(database)
    with database.transaction() as session:
        outbox.sent(session, mail.id, NOON)
        assert outbox.replay(session, mail.id, NOON).state is OutState.ENVOYE
    assert take(database) is None
