"""The export over the API: a token's organismes and secrets, its cursor, the images of papers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from models.entities import Dossier, Etape, Right
from storage.records import documents
from tests.review_ui.api.conftest import House
from tests.review_ui.seed import SECRET, SENSITIVE


@pytest.fixture
def dossier(house: House) -> str:
    id = house.seeded.dossiers["chronique"]
    with house.database.transaction() as session:
        session.get_one(Dossier, id).etape = Etape.VALIDE
    return id


def taken(house: House, shown: dict[str, str], **params: object) -> list[dict[str, Any]]:
    answer = house.client.get("/api/export", params=params, headers=shown)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def test_a_token_takes_what_it_may_and_goes_on_from_its_cursor(house: House, dossier: str) -> None:
    _, shown = house.token(Right.LECTURE)
    told = next(one for one in taken(house, shown) if one["dossier"] == dossier)
    assert told["etat"] == "accepte"
    assert told["pieces_retenues"] > 0
    assert SECRET not in json.dumps(told)
    assert SENSITIVE not in json.dumps(told)
    last = taken(house, shown)[-1]["curseur"]
    assert taken(house, shown, depuis=last) == []
    assert taken(house, shown, depuis=0, limite=1) == taken(house, shown)[:1]
    table = house.client.get("/api/export?format=csv", headers=shown)
    assert table.headers["content-type"].startswith("text/csv")
    assert told["reference"] in table.text
    assert house.trail()[-1].action == "api.exporter"


def test_a_medical_token_takes_secrets_too(house: House, dossier: str) -> None:
    _, shown = house.token(Right.LECTURE, Right.MEDICAL)
    assert SECRET in json.dumps(taken(house, shown))


def test_another_organisme_is_not_for_that_token(house: House, dossier: str) -> None:
    _, shown = house.token(Right.LECTURE, organismes=("pmas",))
    assert dossier not in {one["dossier"] for one in taken(house, shown)}
    refused = house.client.get("/api/export?organisme=ofppt", headers=shown)
    assert refused.status_code == 403
    _, deposits = house.token(Right.DEPOT)
    assert house.client.get("/api/export", headers=deposits).status_code == 403
    assert house.client.get("/api/export").status_code == 401


def test_an_image_is_given_by_its_name_unless_it_is_secret(house: House, dossier: str) -> None:
    _, shown = house.token(Right.LECTURE)
    told = next(one for one in taken(house, shown) if one["dossier"] == dossier)
    name = told["pieces"][0]["pages"][0]["image"]
    answer = house.client.get(f"/api/dossiers/{dossier}/images/{name}", headers=shown)
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xff\xd8")
    with house.database.reading() as session:
        secret = house.seeded.documents["certificat"]
        (page, *_) = documents.pages(session, [secret])[secret]
    hidden = f"/api/dossiers/{dossier}/images/{page.image_sha256}"
    assert house.client.get(hidden, headers=shown).status_code == 404
    _, doctor = house.token(Right.LECTURE, Right.MEDICAL)
    assert house.client.get(hidden, headers=doctor).status_code == 200
    other = house.client.get(f"/api/dossiers/rien/images/{name}", headers=shown)
    assert other.status_code == 404
