"""Files deposited through the screen: kept at once, read in the background, refused with a reason."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from playwright.sync_api import expect

from flows.workplace import Workplace
from models.entities import EnvoiState
from models.permissions import Role
from review_ui.app import create_app
from review_ui.reading_room import ReadingRoom
from storage.blobs import StoreUnreachableError
from storage.records import envois
from tests.review_ui.conftest import client_of
from tests.review_ui.seed import NOW
from tests.review_ui.site import Office, place_of, serving
from tests.review_ui.test_permissions import token

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAPER = Path(__file__).parents[2] / "sample" / "courriel-2.eml"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The envois that were to be read, which nobody reads here."""
    wanted: list[str] = []
    monkeypatch.setattr(ReadingRoom, "read", lambda room, envoi: wanted.append(envoi))
    return wanted


def deposit(client: TestClient, name: str, data: bytes) -> Response:
    headers = {"Liasse-Jeton": token(client), "Accept": "application/json"}
    return client.post("/envois", files={"fichier": (name, data)}, headers=headers)


def test_a_file_is_kept_and_read(own_office: Office, asked: list[str]) -> None:
    database, store, _ = own_office
    client = client_of(database, store, Role.COURRIER)
    answer = deposit(client, "C:\\scans\\courriel.eml", PAPER.read_bytes())
    assert answer.status_code == 201
    assert answer.json()["pages"] == 3
    assert asked == [answer.json()["envoi"]]
    with database.reading() as session:
        envoi = envois.get(session, answer.json()["envoi"])
    assert envoi.source == "courriel.eml"
    again = deposit(client, "encore.eml", PAPER.read_bytes())
    assert again.status_code == 201


def test_what_cannot_be_opened_is_in_quarantine_with_its_reason_and_tried_again(
    own_office: Office, asked: list[str]
) -> None:
    database, store, _ = own_office
    client = client_of(database, store, Role.COURRIER)
    answer = deposit(client, "lettre.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100)
    assert answer.status_code == 201
    assert answer.json()["pages"] == 0
    assert "lettre.doc" in answer.json()["refus"][0], "the reason, where the file was dropped"
    assert asked == [answer.json()["envoi"]], "else it would be « reçu » for ever"
    assert "À écrire au crayon" not in client.get(f"/envois/{asked[0]}").text
    page = client.get("/envois").text
    assert "lettre.doc" in page
    assert "Réessayer" in page
    with database.reading() as session:
        refusal = next(r for r in envois.quarantine(session) if r.name == "lettre.doc")
    form = {"jeton": token(client)}
    assert client.post(f"/refus/{refusal.id}/retenter", data=form).status_code == 303
    with database.reading() as session:
        waiting = [r for r in envois.quarantine(session) if r.name == "lettre.doc"]
    assert len(waiting) == 1, "refused again, for the same reason"


def test_an_empty_file_is_refused(own_office: Office, asked: list[str]) -> None:
    client = client_of(own_office[0], own_office[1], Role.COURRIER)
    answer = deposit(client, "vide.pdf", b"")
    assert answer.status_code == 422
    assert "vide" in answer.json()["erreur"]["message"]


def test_separators_found_of_those_expected(own_office: Office) -> None:
    database, store, seeded = own_office
    client = client_of(database, store, Role.COURRIER)
    form = {"jeton": token(client), "attendues": 3}
    assert client.post(f"/envois/{seeded.envoi}/separatrices", data=form).status_code == 303
    page = client_of(database, store, Role.RELECTEUR).get(f"/envois/{seeded.envoi}").text
    assert "1 trouvée sur 3 attendues" in " ".join(page.split())


def test_files_are_dropped_on_the_screen(
    page: Page, own_office: Office, asked: list[str], tmp_path: Path
) -> None:
    for site in serving(own_office, Role.RELECTEUR):
        page.goto(f"{site.url}/envois")
        page.get_by_label("Déposer des scans").set_input_files(PAPER)
        expect(page.locator(".en-route a")).to_be_visible()
        expect(page.locator(".en-route")).to_contain_text("3 pages")
        drop = """async () => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(0)], "vide.pdf"));
          dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
        }"""
        page.evaluate(drop)
        expect(page.locator(".en-route .t-alerte", has_text="vide")).to_be_visible()
        broken = tmp_path / "casse.pdf"
        broken.write_bytes(b"%PDF-1.4 rien")
        page.get_by_label("Déposer des scans").set_input_files(broken)
        refused = page.locator(".en-route .t-alerte", has_text="En quarantaine")
        expect(refused).to_contain_text("abîmé")
    assert len(asked) == 2


def test_a_deposit_of_which_nothing_opens_is_ended_and_not_waited_for(own_office: Office) -> None:
    place = place_of(own_office[0], own_office[1])
    room = ReadingRoom(place)
    app = create_app(place, role=Role.COURRIER, now=lambda: NOW, room=room)
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    given = deposit(client, "casse.pdf", b"%PDF-1.4 rien").json()["envoi"]
    while room.is_at(given):
        time.sleep(0.02)
    assert room.close()
    with own_office[0].reading() as session:
        assert envois.get(session, given).state is EnvoiState.QUARANTAINE
    assert "Reprendre la lecture" not in client.get(f"/envois/{given}").text


def test_a_failure_of_the_reading_is_said_and_it_can_go_on(
    own_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, store, seeded = own_office
    room = ReadingRoom(place_of(database, store))

    def broken(*given: object) -> None:
        raise RuntimeError("détail interne")

    monkeypatch.setattr("review_ui.reading_room.read_pages", broken)
    room.read(seeded.mail)
    while room.is_at(seeded.mail):
        time.sleep(0.02)
    assert room.close()
    assert "ce qui est lu est gardé" in room.failed[seeded.mail]
    with database.reading() as session:
        assert envois.get(session, seeded.mail).state is EnvoiState.EN_LECTURE


def test_a_store_that_is_away_is_waited_for_however_long(
    own_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, store, seeded = own_office
    room = ReadingRoom(place_of(database, store))
    asked: list[str] = []

    def away(place: Workplace, envoi_id: str, *more: object) -> None:
        asked.append(envoi_id)
        raise StoreUnreachableError

    def retry() -> None:
        room.retry()
        while room.is_at(seeded.mail):
            time.sleep(0.02)

    monkeypatch.setattr("review_ui.reading_room.read_pages", away)
    monkeypatch.setattr("review_ui.reading_room.WAITS", (0.0, 0.0))
    room.read(seeded.mail)
    for _ in range(5):  # more often than an envoi that fails by itself would be tried
        retry()
    assert asked == [seeded.mail] * len(asked)
    assert len(asked) >= 5
    assert "ne répond pas" in room.failed[seeded.mail]
    monkeypatch.setattr(store, "answers", lambda: False)
    many = len(asked)
    retry()
    assert len(asked) == many, "not asked while the store is known to be away"
    assert room.close()
