"""The manager's page of statements and registers: files to take, statements to make, all noted."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from sqlalchemy import select

from flows.workplace import Workplace, open_workplace
from models.entities import AuditEntry
from models.permissions import Role
from models.settings import Settings
from review_ui.app import create_app
from tests.flows.outgoing.made import said
from tests.flows.statements.office import NOW, furnished
from tests.review_ui.test_permissions import token


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    with open_workplace(Settings(home=tmp_path_factory.mktemp("etats"))) as opened:
        furnished(opened)
        yield opened


@pytest.fixture(scope="module")
def client(place: Workplace) -> TestClient:
    app = create_app(place, role=Role.GESTIONNAIRE, now=lambda: NOW)
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=True)


def noted(place: Workplace) -> list[str]:
    with place.database.reading() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def test_what_is_to_be_made_is_made_and_taken_away(place: Workplace, client: TestClient) -> None:
    page = client.get("/etats?organisme=ofppt").text
    assert "À établir" in page
    assert "novembre 2025" in page
    given = {"jeton": token(client), "organisme": "ofppt", "periode": "2025-11"}
    page = client.post("/etats/etablir", data=given).text
    assert "À établir" not in page
    (link,) = re.findall(r'href="(/etats/[^"]+\.pdf)"', page)
    pdf = client.get(link)
    assert pdf.headers["content-disposition"].endswith('"etat-ofppt-2025-11-v1.pdf"')
    assert "Règlements aux assurés actifs" in said(pdf.content)
    book = load_workbook(io.BytesIO(client.get(link.replace(".pdf", ".xlsx")).content))
    paid = list(book["reglements actif"].values)
    assert any(row[1] == "ALAMI Saïd" and row[6:] == (400, 300) for row in paid if row[1])
    assert noted(place).count("etat.telecharge") == 2


def test_the_same_again_says_the_same(client: TestClient) -> None:
    given = {"jeton": token(client), "organisme": "ofppt", "periode": "2025-11", "raison": "vu"}
    assert "version 2" not in client.post("/etats/etablir", data=given).text


def test_a_register_is_asked_for_by_the_form(place: Workplace, client: TestClient) -> None:
    asked = {"registre": "dossiers", "organisme": "ofppt", "du": "2025-11-01", "au": "2025-11-30"}
    answer = client.get("/registres", params={**asked, "format": "xlsx"})
    assert answer.headers["content-disposition"].startswith(
        'attachment; filename="registre-dossiers-ofppt'
    )
    assert len(list(load_workbook(io.BytesIO(answer.content))["dossiers"].values)) > 6
    assert said(client.get("/registres", params={**asked, "format": "pdf"}).content)
    assert noted(place).count("registre.telecharge") == 2


@pytest.mark.parametrize(
    "address",
    [
        "/registres/tout.pdf?organisme=ofppt",
        "/registres/lots.pdf?organisme=autre",
        "/registres/lots.xlsx?organisme=ofppt&du=hier",
    ],
)
def test_what_cannot_be_is_said(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in (400, 422)
    assert "Traceback" not in answer.text
