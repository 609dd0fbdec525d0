"""Ten people at ten browsers, at once: nobody's work is lost, and who comes second is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import httpx
import pytest
from sqlalchemy import select

from flows.review import fields
from flows.review.fields import Spot
from models.entities import Dossier
from models.permissions import Role
from storage.database import Database
from storage.records import accounts, audit, dossiers, holds
from tests.review_ui.conftest import opened
from tests.review_ui.seed import NOW, Seeded
from tests.review_ui.site import place_of, serving_place

T = TypeVar("T")

PEOPLE = 10
PASSWORD = "quatre mots font affaire"
CIN = "field:assure_cin"


class Person:
    """Somebody logged in, with the token that his pages repeat."""

    def __init__(self, url: str, login: str) -> None:
        self.login = login
        self.client = httpx.Client(base_url=url)
        form = self.client.get("/connexion").text
        given = {"identifiant": login, "mot_de_passe": PASSWORD, "jeton": token(form)}
        assert self.client.post("/connexion", data=given).status_code == 303
        page = self.client.get("/compte").text
        self.headers = {"Liasse-Jeton": token(page), "Accept": "application/json"}

    def act(self, name: str, **asked: object) -> httpx.Response:
        return self.client.post(f"/api/actes/{name}", json=asked, headers=self.headers)

    def post(self, path: str) -> httpx.Response:
        return self.client.post(path, headers=self.headers)


def token(page: str) -> str:
    found = re.search(r'name="jeton" value="([^"]+)"', page)
    assert found
    return found[1]


class Crowd:
    """Ten people and the office that they work in."""

    def __init__(self, database: Database, seeded: Seeded, people: list[Person]) -> None:
        self.database = database
        self.seeded = seeded
        self.people = people

    def at_once(self, work: Callable[[Person], T]) -> list[T]:
        """What each one's work gives; all begin together."""
        start = Barrier(len(self.people))

        def begin(person: Person) -> T:
            start.wait()
            return work(person)

        with ThreadPoolExecutor(len(self.people)) as pool:
            return list(pool.map(begin, self.people))


@pytest.fixture
def crowd(postgresql_url: str, tmp_path: Path) -> Iterator[Crowd]:
    logins = [f"agent{n}" for n in range(PEOPLE)]
    for database, store, seeded in opened(postgresql_url, tmp_path):
        with database.transaction() as session:
            for login in logins:
                accounts.add(
                    session, login=login, name=login, password=PASSWORD, roles=[Role.RELECTEUR], actor="essai"
                )  # fmt: skip
        for url in serving_place(place_of(database, store), Role.RELECTEUR, NOW):
            people = [Person(url, login) for login in logins]
            yield Crowd(database, seeded, people)
            for person in people:
                person.client.close()


def test_a_dossier_that_all_want_goes_to_one(crowd: Crowd) -> None:
    dossier = crowd.seeded.dossiers["chronique"]
    answers = crowd.at_once(lambda person: person.post(f"/dossiers/{dossier}/prendre"))
    assert sorted(a.status_code for a in answers) == [303] + [423] * (PEOPLE - 1)
    with crowd.database.reading() as session:
        held = holds.get(session, dossier)
    assert held is not None
    winner = next(
        person for person, a in zip(crowd.people, answers, strict=True) if a.status_code == 303
    )
    assert held.holder == winner.login
    for answer in answers:
        if answer.status_code == 423:
            assert winner.login in answer.json()["erreur"]["message"]


def test_the_next_dossier_is_another_for_each(crowd: Crowd) -> None:
    with crowd.database.transaction() as session:
        for _ in range(PEOPLE):
            dossiers.open_dossier(
                session, envoi_id=crowd.seeded.envoi, organisme="ci", type="reclamation", documents=[]
            )  # fmt: skip
    answers = crowd.at_once(lambda person: person.post("/dossiers/suivant"))
    given = [answer.json()["adresse"] for answer in answers]
    assert len(set(given)) == PEOPLE
    with crowd.database.reading() as session:
        known = set(session.scalars(select(Dossier.id)))
    assert {address.rpartition("/")[2] for address in given} <= known


def test_of_ten_who_write_one_field_one_is_kept_and_nine_are_told(crowd: Crowd) -> None:
    document = crowd.seeded.documents["feuille"]
    values = {person.login: f"AB12345{n}" for n, person in enumerate(crowd.people)}
    answers = crowd.at_once(
        lambda person: person.act(
            "corriger", document=document, place=CIN, vu=0, valeur=values[person.login]
        )
    )
    kept = [
        person.login
        for person, answer in zip(crowd.people, answers, strict=True)
        if answer.status_code == 200
    ]
    assert len(kept) == 1
    for answer in answers:
        if answer.status_code != 200:
            assert answer.status_code == 409
            assert answer.json()["erreur"]["code"] == "deja_modifie"
            assert kept[0] in answer.text
    with crowd.database.reading() as session:
        sheet = fields.sheet(session, document)
        assert sheet.document.fields["assure_cin"].value == values[kept[0]]
        assert sheet.decided[Spot.parse(CIN)].by == kept[0]
        assert audit.verify(session) is None


def test_ten_who_note_the_same_dossier_are_all_heard(crowd: Crowd) -> None:
    dossier = crowd.seeded.dossiers["chronique"]
    answers = crowd.at_once(
        lambda person: person.act("commenter", dossier=dossier, texte=f"vu par {person.login}")
    )
    assert [a.status_code for a in answers] == [200] * PEOPLE
    page = crowd.people[0].client.get(f"/dossiers/{dossier}").text
    assert all(f"vu par {person.login}" in page for person in crowd.people)
