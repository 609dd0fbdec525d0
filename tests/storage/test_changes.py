"""Changes told to webhooks: in the transaction of the change, whoever made it, and only then."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from models.entities import (
    Channel,
    EnvoiState,
    Etape,
    MessageState,
    Statut,
    WebhookEvent,
    WebhookMessage,
)
from models.errors import BadInput
from storage.database import Database
from storage.records import dossiers, envois, webhooks
from tests.storage.conftest import NOON


def hook(database: Database, **limits: list[str]) -> str:
    with database.transaction() as session:
        return webhooks.add(
            session,
            "https://exemple.ma/liasse",
            events=[WebhookEvent(name) for name in limits.get("events", [])],
            organismes=limits.get("organismes", []),
            actor="essai",
        ).id


def envoi(database: Database, organisme: str | None = "ofppt") -> str:
    with database.transaction() as session:
        return envois.take_in(
            session, source="ALAMI Rachid.pdf", sha256=f"{organisme}", size=1, organisme=organisme,
            channel=Channel.API, received_at=NOON,
        ).envoi.id  # fmt: skip


def told(database: Database) -> list[tuple[str, dict[str, str]]]:
    with database.reading() as session:
        said = [json.loads(m.body) for m, _ in reversed(webhooks.messages(session))]
    return [(one["type"], one["data"]) for one in said]


def test_an_arrival_and_its_end_are_told_without_a_name(database: Database) -> None:
    hook(database)
    id = envoi(database)
    for state in (EnvoiState.EN_LECTURE, EnvoiState.LU, EnvoiState.TERMINE):
        with database.transaction() as session:
            envois.set_state(session, id, state)
    assert [name for name, _ in told(database)] == ["envoi.recu", "envoi.termine"]
    assert told(database)[1][1]["etat"] == "termine"
    assert "ALAMI" not in str(told(database))


def test_of_a_dossier_one_message_a_transaction_with_what_it_became(database: Database) -> None:
    hook(database)
    with database.transaction() as session:
        dossier = dossiers.open_dossier(
            session, envoi_id=envoi_in(session), organisme="ofppt", type="maladie_remboursement",
            documents=[], assure={"nom": "EL MANSOURI"},
        )  # fmt: skip
        dossier.statut = Statut.INCOMPLET
    with database.transaction() as session:
        again = session.get_one(type(dossier), dossier.id)
        again.statut = Statut.COMPLET
        session.flush()
        again.etape = Etape.VALIDE
    found = [one for one in told(database) if one[0].startswith("dossier")]
    assert [(name, data["statut"], data["etape"]) for name, data in found] == [
        ("dossier.ouvert", "incomplet", "a_traiter"),
        ("dossier.modifie", "complet", "valide"),
    ]
    assert "EL MANSOURI" not in str(found)


def envoi_in(session: object) -> str:
    arrival = envois.take_in(
        session,  # type: ignore[arg-type]
        source="sac.pdf", sha256="1" * 64, size=1, channel=Channel.API, received_at=NOON,
    )  # fmt: skip
    return arrival.envoi.id


def test_a_change_that_is_undone_is_not_told(database: Database) -> None:
    hook(database)
    with database.transaction() as session:
        envoi_in(session)
        session.rollback()
    assert told(database) == []
    with database.transaction() as session, session.begin_nested() as inner:
        envoi_in(session)
        inner.rollback()
    assert told(database) == []


def test_what_is_not_asked_for_is_not_told(database: Database) -> None:
    hook(database, organismes=["cnops"])
    hook(database, events=["lot.modifie"])
    envoi(database, "ofppt")
    envoi(database, None)
    assert told(database) == []
    envoi(database, "cnops")
    assert len(told(database)) == 1


def test_a_closed_address_is_told_nothing_and_what_waited_is_given_up(database: Database) -> None:
    id = hook(database)
    envoi(database)
    with database.transaction() as session:
        webhooks.close(session, id, "Fermé.", actor="essai", now=NOON)
    envoi(database, "cnops")
    with database.reading() as session:
        [(message, _)] = webhooks.messages(session)
    assert message.state is MessageState.ABANDONNE


def test_a_message_that_was_under_way_when_its_address_was_closed_is_given_up(
    database: Database,
) -> None:
    id = hook(database)
    envoi(database)
    with database.transaction() as session:
        now = session.query(WebhookMessage).one().due_at
        assert webhooks.any_due(session, now)
        taken = webhooks.take(session, now)
        assert taken is not None
        message = taken[0].id
    with database.transaction() as session:
        webhooks.close(session, id, "Fermé.", actor="essai", now=now)
        webhooks.put_off(session, message, "L'adresse répond 500.", now, 500)
    with database.reading() as session:
        assert session.get_one(WebhookMessage, message).state is MessageState.ABANDONNE
    with database.transaction() as session, pytest.raises(BadInput, match="fermée"):
        webhooks.replay(session, message, actor="essai", now=now)


def test_what_waits_for_a_closed_address_is_not_due(database: Database) -> None:
    id = hook(database)
    envoi(database)
    with database.transaction() as session:
        now = session.query(WebhookMessage).one().due_at
        webhooks.close(session, id, "Fermé.", actor="essai", now=now)
        session.query(
            WebhookMessage
        ).one().state = MessageState.A_ENVOYER  # as older houses left it
    with database.reading() as session:
        assert not webhooks.any_due(session, now)


def test_a_message_whose_sender_died_is_told_again(database: Database) -> None:
    hook(database)
    envoi(database)
    with database.transaction() as session:
        now = session.query(WebhookMessage).one().due_at
        assert webhooks.take(session, now) is not None
    with database.transaction() as session:
        assert webhooks.take(session, now) is None
        assert webhooks.take(session, now + webhooks.LEASE + timedelta(seconds=1)) is not None


def test_a_message_is_given_up_after_the_last_wait_and_replayed_by_a_person(
    database: Database,
) -> None:
    hook(database)
    envoi(database)
    with database.reading() as session:
        now = session.query(WebhookMessage).one().due_at
    tries = 0
    while True:
        with database.transaction() as session:
            taken = webhooks.take(session, now)
            if taken is None:
                break
            webhooks.put_off(session, taken[0].id, "L'adresse répond 500.", now, 500)
            tries += 1
            now = max(now, taken[0].due_at)
    assert tries == len(webhooks.AGAIN) + 1
    with database.transaction() as session:
        [(message, _)] = webhooks.messages(session, MessageState.ABANDONNE)
        webhooks.replay(session, message.id, actor="essai", now=now)
    with database.transaction() as session:
        taken = webhooks.take(session, now)
        assert taken is not None
        assert taken[0].id == message.id
