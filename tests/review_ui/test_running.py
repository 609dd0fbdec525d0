"""What runs, as machines and people ask: alive, ready, the parts, the messages sent again."""

from __future__ import annotations

import re
import threading
import time
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from flows.service.parts import Part, Service
from flows.workplace import Workplace
from models.entities import (
    Dossier,
    Envoi,
    EnvoiState,
    MessageState,
    OutMail,
    OutState,
    Refusal,
    RefusalState,
    WebhookEvent,
)
from models.permissions import Role
from models.settings import Settings
from review_ui.app import create_app
from review_ui.queries.today import Today
from review_ui.reading_room import Readers, ReadingRoom
from review_ui.routes import health
from review_ui.views import chain
from storage.records import webhooks
from tests.review_ui.seed import NOW, SECRET, SENSITIVE
from tests.review_ui.site import Office
from tests.review_ui.test_permissions import token
from tests.review_ui.test_screens import words

PARTS = [Part("courriels", "Boîte aux lettres", lambda stop: None)]


def client_of(
    office: Office, role: Role = Role.GESTIONNAIRE, service: Service | None = None, **settings: int
) -> TestClient:
    database, store, _ = office
    place = Workplace(Settings(home=store.folder.parent, **settings), database, store)  # type: ignore[arg-type]
    room = ReadingRoom(place)
    room.readers = Readers.PRETS
    app = create_app(place, role=role, now=lambda: NOW, room=room, service=service)
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


def test_alive_and_ready_without_a_word_about_anybody(own_office: Office) -> None:
    client = client_of(own_office, service=Service(PARTS))
    assert client.get("/sante").json() == {"vivant": True}
    answer = client.get("/pret")
    assert answer.status_code == 200
    assert answer.json() == {
        "pret": True,
        "controles": {"base": "ok", "fichiers": "ok", "lecteurs": "ok", "disque": "ok"},
        "parties": {"courriels": "ok"},
    }


def test_a_part_that_fails_is_told_and_the_rest_is_ready(own_office: Office) -> None:
    part = Part("courriels", "Boîte aux lettres", lambda stop: None)
    part.ill("La boîte aux lettres ne répond pas.")
    client = client_of(own_office, service=Service([part]))
    answer = client.get("/pret")
    assert answer.status_code == 200
    assert answer.json()["parties"] == {"courriels": "en_panne"}
    page = client.get("/service").text
    assert "La boîte aux lettres ne répond pas." in page
    assert "en panne" in page


def test_not_ready_says_what_lacks(own_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(own_office, disque_libre=10**12)
    answer = client.get("/pret")
    assert (answer.status_code, answer.json()["controles"]["disque"]) == (503, "non")
    monkeypatch.setitem(health.CHECKS, "base", lambda office: 1 / 0 > 0)
    answer = client.get("/pret")
    assert answer.json()["controles"]["base"] == "non"


def test_without_readers_a_service_is_not_ready(own_office: Office) -> None:
    database, store, _ = own_office
    place = Workplace(Settings(home=store.folder.parent), database, store)
    app = create_app(place, service=Service(PARTS))
    client = TestClient(app, base_url="http://127.0.0.1")
    assert client.get("/pret").json()["controles"]["lecteurs"] == "non"
    alone = TestClient(create_app(place), base_url="http://127.0.0.1")
    assert alone.get("/pret").json()["controles"]["lecteurs"] == "ok", "opened at the first page"


def test_what_is_stuck_is_said_with_what_to_do(own_office: Office) -> None:
    database, _, seeded = own_office
    part = Part("courriels", "Boîte aux lettres", lambda stop: None)
    part.ill("La boîte aux lettres ne répond pas.")
    with database.transaction() as session:
        mail = OutMail(
            key="essai", recipient="a@exemple.ma", subject="s", text="t", message_id="m",
            attachments=[], dossier_id=seeded.dossiers["chronique"], state=OutState.INCERTAIN,
            due_at=NOW, why="coupé au milieu",
        )  # fmt: skip
        session.add(mail)
        session.execute(update(Dossier).values(deadline=NOW - timedelta(hours=1)))
    client = client_of(own_office, service=Service([part]))
    client.app.state.office.room._failed[seeded.mail] = "La lecture s'est interrompue."  # type: ignore[attr-defined]
    page = words(client.get("/service").text)
    assert "Non : 2 choses l'arrêtent ou la ralentissent." in page
    for said in (
        "Boîte aux lettres : La boîte aux lettres ne répond pas.",
        ": La lecture s'est interrompue.",
        "1 fichier refusé attend en quarantaine.",
        "ont un délai écoulé.",
        "l'on ignore s'il est parti : coupé au milieu",
    ):
        assert said in page
    assert not re.search(f"{SECRET}|{SENSITIVE}|MANSOURI", page)


@pytest.mark.parametrize("role", [Role.GESTIONNAIRE, Role.ADMIN])
def test_each_thing_on_the_page_leads_somewhere(own_office: Office, role: Role) -> None:
    database, _, _ = own_office
    with database.transaction() as session:
        session.execute(update(Dossier).values(deadline=NOW - timedelta(hours=1)))
    client = client_of(own_office, role)
    page = client.get("/service").text
    links = set(re.findall(r'href="(/[^"]*)"', page.partition("<main")[2]))
    assert {"/envois", "/envois#t-quarantaine"} <= links
    assert any("retard=1" in link for link in links) == (role is Role.GESTIONNAIRE)
    for link in links:
        assert client.get(unescape(link)).status_code == 200, link


def test_when_nothing_is_stuck_it_says_so(own_office: Office) -> None:
    database, _, _ = own_office
    with database.transaction() as session:
        session.execute(update(Refusal).values(state=RefusalState.CLASSEE))
        session.execute(update(Dossier).values(deadline=None))
        session.execute(update(Envoi).values(state=EnvoiState.TERMINE))
    client = client_of(own_office)
    assert "Oui. Rien n'est coincé." in words(client.get("/service").text)


@pytest.mark.parametrize(
    ("number", "word"), [(0, "envoi reçu"), (1, "envoi reçu"), (2, "envois reçus")]
)
def test_a_single_thing_is_not_said_in_the_plural(
    own_office: Office, monkeypatch: pytest.MonkeyPatch, number: int, word: str
) -> None:
    monkeypatch.setattr(chain, "today", lambda *_: Today(number, number, number, number))
    page = words(client_of(own_office).get("/service").text)
    assert f" {number} {word} " in page
    assert (f"{number} dossier constitué " in page) == (number < 2)


def test_a_message_given_up_is_sent_again_by_a_person(own_office: Office) -> None:
    database, _, _ = own_office
    with database.transaction() as session:
        hook = webhooks.add(session, "https://exemple.ma/liasse", actor="essai")
        message = webhooks.put(session, hook, WebhookEvent.ESSAI, {}, now=NOW)
        message.state, message.why = MessageState.ABANDONNE, "L'adresse répond 500."
        session.flush()
        id = message.id
    client = client_of(own_office)
    page = client.get("/service").text
    assert "https://exemple.ma/liasse" in page
    assert "500" in page
    assert "Renvoyer" in page
    form = {"jeton": token(client)}
    assert client.post(f"/service/messages/{id}/rejouer", data=form).status_code == 303
    with database.reading() as session:
        assert [m.state for m, _ in webhooks.messages(session)] == [MessageState.A_ENVOYER]
    assert "Renvoyer" not in client.get("/service").text


def test_the_readers_that_do_not_start_are_said_and_what_waited_is_kept(
    own_office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    database, store, seeded = own_office
    place = Workplace(Settings(home=store.folder.parent), database, store)
    room = ReadingRoom(place)
    asked = threading.Event()

    def broken(settings: Settings) -> None:
        asked.wait()
        raise OSError("no process")

    monkeypatch.setattr("review_ui.reading_room.ReaderPool.of", broken)
    room.read(seeded.mail)
    asked.set()
    while room.is_at(seeded.mail) or seeded.mail not in room.failed:
        time.sleep(0.01)
    assert room.readers is Readers.EN_PANNE
    assert seeded.mail in room.failed
    assert not room.is_at(seeded.mail)
    assert room.close()
