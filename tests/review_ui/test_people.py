"""People: accounts, logging in, sessions that end, the token of each write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from models.entities import Account, LoginSession
from models.errors import BadInput
from models.permissions import Role
from review_ui.app import create_app
from review_ui.people import COOKIE
from storage.blobs import FolderStore
from storage.database import Database
from storage.records import accounts, audit
from tests.review_ui.seed import NOW
from tests.review_ui.site import place_of

PASSWORD = "quatre mots font affaire"


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class House:
    """An office with one relecteur, a clock that is turned by hand, and browsers."""

    database: Database
    clock: Clock
    client: Callable[[], TestClient]

    def add(self, login: str = "s.tahiri", role: Role = Role.RELECTEUR) -> Account:
        return self.database.write(
            lambda s: accounts.add(
                s, login=login, name="Samira Tahiri", password=PASSWORD, roles=[role], actor="essai"
            )
        )


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Iterator[House]:
    database = Database.open(database_url)
    clock = Clock()
    place = place_of(database, FolderStore(tmp_path / "blobs"))
    app = create_app(place, now=clock)

    def client() -> TestClient:
        return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)

    yield House(database, clock, client)
    database.close()


def token_of(page: str) -> str:
    found = re.search(r'name="jeton" value="([^"]+)"', page)
    assert found
    return found[1]


def log_in(client: TestClient, login: str = "s.tahiri", password: str = PASSWORD, suite: str = ""):
    token = token_of(client.get("/connexion").text)
    form = {"identifiant": login, "mot_de_passe": password, "jeton": token, "suite": suite}
    return client.post("/connexion", data=form)


def test_without_accounts_this_machine_is_served_and_the_screen_says_so(house: House) -> None:
    answer = house.client().get("/")
    assert answer.status_code == 200
    assert "Poste local, sans compte" in answer.text


def test_from_the_first_account_on_everybody_logs_in(house: House) -> None:
    account = house.add()
    client = house.client()
    assert client.get("/").headers["location"] == "/connexion"
    assert client.get("/lots?page=2").headers["location"] == "/connexion?suite=%2Flots%3Fpage%3D2"
    assert client.get("/api/envois/x").status_code == 401
    assert log_in(client, suite="/lots?page=2").headers["location"] == "/lots?page=2"
    page = client.get("/").text
    assert "Samira Tahiri" in page
    assert "Relecteur" in page
    # the last account closed, the door stays shut
    house.database.write(lambda s: accounts.close(s, account, actor="essai", now=NOW))
    assert client.get("/").headers["location"] == "/connexion"
    assert house.client().get("/").headers["location"] == "/connexion"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    house.add()
    said = log_in(house.client()).headers["set-cookie"]
    assert "HttpOnly" in said
    assert "SameSite=lax" in said


def test_only_hashes_are_kept(house: House) -> None:
    house.add()
    client = house.client()
    log_in(client)
    with house.database.reading() as session:
        account = accounts.by_login(session, "S.Tahiri ")
        assert account is not None
        assert account.password_hash.startswith("$argon2id$")
        held = session.query(LoginSession).one()
        assert held.token_hash != client.cookies[COOKIE]
        assert len(held.token_hash) == 64
        assert audit.verify(session) is None


def test_one_goes_on_to_no_other_site(house: House) -> None:
    house.add()
    for elsewhere in ("https://x.example/", "//x.example", "/\\x.example", "x"):
        assert log_in(house.client(), suite=elsewhere).headers["location"] == "/"


@pytest.mark.parametrize(
    ("idle", "there"), [(timedelta(minutes=59), True), (timedelta(minutes=61), False)]
)
def test_an_idle_session_expires(idle: timedelta, there: bool, house: House) -> None:
    house.add()
    client = house.client()
    log_in(client)
    house.clock.now += idle
    assert (client.get("/").status_code == 200) is there


def test_a_session_in_use_lasts_a_day_and_no_longer(house: House) -> None:
    house.add()
    client = house.client()
    log_in(client)
    for _ in range(14):
        house.clock.now += timedelta(minutes=50)
        assert client.get("/").status_code == 200
    house.clock.now += timedelta(minutes=50)
    assert client.get("/").status_code == 303


def test_a_session_can_be_ended_here_everywhere_and_by_a_new_password(house: House) -> None:
    account = house.add()
    first, second, third = house.client(), house.client(), house.client()
    for client in (first, second, third):
        log_in(client)
    first.post("/deconnexion", data={"jeton": token_of(first.get("/").text)})
    assert [c.get("/").status_code for c in (first, second)] == [303, 200]
    second.post("/compte/terminer", data={"jeton": token_of(second.get("/compte").text)})
    assert [c.get("/").status_code for c in (second, third)] == [303, 303]
    log_in(third)
    house.database.write(
        lambda s: accounts.set_password(s, account, PASSWORD + " neuf", actor="essai", now=NOW)
    )
    assert third.get("/").status_code == 303
    assert log_in(third).status_code == 401
    assert log_in(third, password=PASSWORD + " neuf").status_code == 303


def test_a_person_changes_his_password_knowing_the_old_one(house: House) -> None:
    house.add()
    client = house.client()
    log_in(client)

    def change(old: str, new: str) -> int:
        form = {"jeton": token_of(client.get("/compte").text), "ancien": old, "nouveau": new}
        return client.post("/compte/mot-de-passe", data=form).status_code

    assert change("faux", "tout autre chose ici") == 401
    assert change(PASSWORD, "court") == 400
    assert change(PASSWORD, "tout autre chose ici") == 303
    assert log_in(client, password="tout autre chose ici").status_code == 303


def test_guessing_is_held_back_for_a_quarter_of_an_hour(house: House) -> None:
    house.add()
    client = house.client()
    for _ in range(accounts.FAILURES_OF_LOGIN):
        assert log_in(client, password="faux").status_code == 401
    assert log_in(client).status_code == 429
    assert "Trop d&#39;essais" in log_in(client).text
    house.clock.now += accounts.BRAKE + timedelta(seconds=1)
    assert log_in(client).status_code == 303


def test_nobody_learns_which_names_exist(house: House) -> None:
    house.add()
    known, unknown = log_in(house.client(), password="faux"), log_in(house.client(), login="x.y")
    assert known.status_code == unknown.status_code == 401
    assert "inconnu" in known.text
    assert "inconnu" in unknown.text


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://x.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}],
)
def test_no_other_site_writes(headers: dict[str, str], house: House) -> None:
    house.add()
    client = house.client()
    log_in(client)
    form = {"jeton": token_of(client.get("/").text)}
    assert client.post("/deconnexion", data=form, headers=headers).status_code == 400
    assert client.get("/").status_code == 200


def test_a_write_without_its_token_is_refused(house: House) -> None:
    house.add()
    client, other = house.client(), house.client()
    log_in(client)
    log_in(other)
    foreign = token_of(other.get("/").text)
    for form in ({}, {"jeton": "x"}, {"jeton": foreign}):
        assert client.post("/deconnexion", data=form).status_code == 403
    assert client.get("/").status_code == 200


def test_a_relay_has_no_local_operator(database_url: str, tmp_path: Path) -> None:
    database = Database.open(database_url)
    place = place_of(database, FolderStore(tmp_path / "blobs"))
    app = create_app(place, names=["liasse.exemple.ma"])
    client = TestClient(app, base_url="http://liasse.exemple.ma", follow_redirects=False)
    assert client.get("/").headers["location"] == "/connexion"
    database.close()


@pytest.mark.parametrize("password", ["court", "s.tahiri est la", "aaaaaaaaaaaaaaaa"])
def test_a_weak_password_is_refused(password: str, house: House) -> None:
    with pytest.raises(BadInput), house.database.transaction() as session:
        accounts.add(
            session, login="s.tahiri", name="", password=password, roles=[Role.ADMIN], actor="essai"
        )


def test_a_name_is_never_given_twice(house: House) -> None:
    account = house.add()
    house.database.write(lambda s: accounts.close(s, account, actor="essai", now=NOW))
    with pytest.raises(BadInput, match="déjà pris"):
        house.add("S.TAHIRI")
