"""Accounts as administrators keep them; that nobody else may is in `test_permissions`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from models.entities import Account
from models.permissions import Role
from review_ui.app import create_app
from storage.blobs import FolderStore
from storage.database import Database
from storage.records import accounts, audit, passwords
from tests.review_ui.seed import NOW
from tests.review_ui.site import place_of

PASSWORD = "quatre mots font affaire"


class House:
    """An office in which an administrator and a relecteur have accounts."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.app = create_app(
            place_of(database, FolderStore(folder)), role=Role.ADMIN, now=lambda: NOW
        )

    def add(self, login: str, *roles: Role) -> Account:
        return self.database.write(
            lambda s: accounts.add(
                s, login=login, name=login, password=PASSWORD, roles=roles, actor="essai"
            )
        )

    def client(self, login: str = "", password: str = PASSWORD) -> TestClient:
        """A browser, logged in where a login is given."""
        client = TestClient(self.app, base_url="http://127.0.0.1", follow_redirects=False)
        if login:
            assert log_in(client, login, password).status_code == 303
        return client

    def account(self, login: str) -> Account:
        with self.database.reading() as session:
            found = accounts.by_login(session, login)
        assert found is not None
        return found

    def acts(self) -> list[tuple[str, str]]:
        with self.database.reading() as session:
            return [(entry.actor, entry.action) for entry in audit.entries(session)]


def log_in(client: TestClient, login: str, password: str) -> Response:
    form = {"identifiant": login, "mot_de_passe": password, "jeton": token(client, "/connexion")}
    return client.post("/connexion", data=form)


def token(client: TestClient, path: str = "/comptes") -> str:
    found = re.search(r'name="jeton" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def post(client: TestClient, path: str, **form: object) -> Response:
    return client.post(path, data={"jeton": token(client), **form})


def shown_password(answer: Response) -> str:
    found = re.search(r'<code class="passe">([a-z-]+)</code>', answer.text)
    assert found
    assert answer.headers["cache-control"] == "no-store"
    return found[1]


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Iterator[House]:
    database = Database.open(database_url)
    yield House(database, tmp_path / "blobs")
    database.close()


@pytest.fixture
def chief(house: House) -> TestClient:
    house.add("chef", Role.ADMIN)
    return house.client("chef")


def test_an_account_is_opened_and_its_person_logs_in(house: House, chief: TestClient) -> None:
    answer = post(
        chief, "/comptes", identifiant="S.Tahiri", nom="Samira Tahiri", roles=["relecteur", "courrier"]
    )  # fmt: skip
    person = house.client("s.tahiri", shown_password(answer))
    assert "Samira Tahiri" in person.get("/compte").text
    assert house.account("s.tahiri").roles == ["courrier", "relecteur"]
    assert ("chef", "compte.ajouter") in house.acts()
    assert shown_password(answer) not in chief.get("/comptes").text


def test_roles_are_shown_in_one_order(house: House) -> None:
    """Not in that of a set, which changes from one start to the next."""
    house.add("tout", *reversed([role for role in Role if role in accounts.HUMAN]))
    person = house.client("tout")
    said = "Courrier, Relecteur, Médecin conseil, Gestionnaire, Administrateur"
    for path in ("/compte", "/"):
        assert said in person.get(path).text


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"identifiant": "s.tahiri", "roles": []}, "au moins un rôle"),
        ({"identifiant": "é", "roles": ["courrier"]}, "de 2 à 40"),
        ({"identifiant": "chef", "roles": ["courrier"]}, "déjà pris"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said(
    form: dict[str, object], why: str, chief: TestClient
) -> None:
    answer = post(chief, "/comptes", **form)
    assert answer.status_code == 400
    assert why in answer.text


def test_the_pipeline_s_own_role_is_given_to_nobody(house: House, chief: TestClient) -> None:
    answer = post(chief, "/comptes", identifiant="robot", roles=["systeme"])
    assert answer.status_code == 400
    with house.database.reading() as session:
        assert accounts.by_login(session, "robot") is None


def test_roles_take_effect_at_the_next_request(house: House, chief: TestClient) -> None:
    known = house.add("samira", Role.RELECTEUR)
    person = house.client("samira")
    assert person.get("/journal").status_code == 403
    answer = post(chief, f"/comptes/{known.id}/roles", roles=["gestionnaire"])
    assert answer.status_code == 200
    assert person.get("/journal").status_code == 200
    told = person.get("/journal").text
    assert "Rôles changés : samira" in told
    assert "relecteur" in told


def test_a_new_password_ends_the_sessions_of_the_old_one(house: House, chief: TestClient) -> None:
    known = house.add("samira", Role.RELECTEUR)
    person = house.client("samira")
    new = shown_password(post(chief, f"/comptes/{known.id}/mot-de-passe"))
    assert person.get("/").status_code == 303
    assert log_in(house.client(), "samira", PASSWORD).status_code == 401
    assert house.client("samira", new).get("/").status_code == 200
    assert ("chef", "compte.mot_de_passe") in house.acts()


def test_sessions_are_ended_and_the_account_stays(house: House, chief: TestClient) -> None:
    known = house.add("samira", Role.RELECTEUR)
    person = house.client("samira")
    assert post(chief, f"/comptes/{known.id}/sessions").status_code == 200
    assert person.get("/").status_code == 303
    assert log_in(person, "samira", PASSWORD).status_code == 303
    assert ("chef", "compte.sessions") in house.acts()


def test_a_closed_account_opens_nothing_and_is_not_changed_again(
    house: House, chief: TestClient
) -> None:
    known = house.add("samira", Role.RELECTEUR)
    person = house.client("samira")
    assert post(chief, f"/comptes/{known.id}/fermer").status_code == 200
    assert person.get("/").status_code == 303
    assert log_in(person, "samira", PASSWORD).status_code == 401
    assert post(chief, f"/comptes/{known.id}/mot-de-passe").status_code == 400
    assert ("chef", "compte.fermer") in house.acts()


def test_the_last_administrator_stays_one(house: House, chief: TestClient) -> None:
    own = house.account("chef").id
    for path, form in ((f"{own}/fermer", {}), (f"{own}/roles", {"roles": ["relecteur"]})):
        answer = post(chief, f"/comptes/{path}", **form)
        assert answer.status_code == 400
        assert "dernier compte" in answer.text
    house.add("autre", Role.ADMIN)
    assert post(chief, f"/comptes/{own}/roles", roles=["relecteur"]).status_code == 200
    assert chief.get("/comptes").status_code == 403


def test_the_first_account_is_an_administrator_s(house: House) -> None:
    client = house.client()  # the local operator, here an administrator
    answer = post(client, "/comptes", identifiant="samira", roles=["relecteur"])
    assert "premier compte" in answer.text
    answer = post(client, "/comptes", identifiant="chef", roles=["admin"])
    password = shown_password(answer)
    assert client.get("/comptes").status_code == 303  # from now on, everybody logs in
    assert house.client("chef", password).get("/comptes").status_code == 200


def test_a_drawn_password_is_strong_and_never_the_same() -> None:
    drawn = {passwords.drawn() for _ in range(50)}
    assert len(drawn) == 50
    for password in drawn:
        passwords.check(password, "s.tahiri")
