"""Values keyed again on the screen: by keyboard, unseen, by the right person, then settled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from flows.workplace import open_workplace
from models.entities import (
    Control,
    ControlKind,
    Dossier,
    NoticeKind,
    Statut,
    Threshold,
    ThresholdOf,
)
from models.permissions import Role
from models.reading import Field, How
from models.reference.trust import NEVER
from models.settings import Settings
from review_ui.app import create_app
from storage.database import Database
from storage.records import controls, notices, thresholds
from tests.flows.learning.keyed import differing, lift_everything
from tests.flows.review.office import INVOICE, PRESCRIPTION, SHEET, Bag, Office, bag
from tests.review_ui.conftest import client_of
from tests.review_ui.site import Office as Drawn
from tests.review_ui.site import serving_place
from tests.review_ui.test_axe import violations
from tests.review_ui.test_permissions import token

if TYPE_CHECKING:
    from playwright.sync_api import Page

VALUES = ("160,90", "160.90", "480,00", "480.00")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Amounts from 150 on are keyed twice here."""
    settings = Settings(home=tmp_path, seconde_saisie_montant=150.0, controle_part=0.0)
    with open_workplace(settings) as place:
        yield Office(place)


@pytest.fixture
def papers(office: Office) -> Bag:
    return bag(office.place, SHEET, PRESCRIPTION, INVOICE)


@pytest.fixture
def dossier(office: Office, papers: Bag) -> Dossier:
    (only,) = office.dossiers(papers)
    return only


def visit(office: Office, role: Role = Role.RELECTEUR) -> TestClient:
    app = create_app(office.place, role=role, now=lambda: office.now)
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


def drawn(database: Database, document_id: str, name: str, value: str, dossier_id: str) -> str:
    with database.transaction() as session:
        return controls.ask(
            session, ControlKind.TIRAGE, dossier_id, document_id, name,
            Field(value, value, 0.97, None, None, How.OCR), version="essai",
        ).id  # fmt: skip


def answers(office: Office, control: Control) -> str | None:
    with office.place.database.reading() as session:
        given = controls.answer_of(session, control.id)
        return given.value if given else None


def test_who_keys_is_not_shown_the_value_and_is_told_what_is_none(
    office: Office, dossier: Dossier
) -> None:
    lift_everything(office, dossier.id)
    client = visit(office)
    assert "<b>2</b> pour que leur dossier continue" in client.get("/qualite").text
    for address in ("/qualite", "/qualite/saisie"):
        text = client.get(address).text
        assert not [value for value in VALUES if value in text]
    assert "2 valeurs à saisir" in client.get("/").text
    with office.place.database.reading() as session:
        (first, *_) = controls.waiting(session, "x")
    form = {"jeton": token(client), "valeur": "beaucoup"}
    answer = client.post(f"/qualite/{first.id}/saisir", data=form)
    assert answer.status_code == 422
    assert "n&#39;est pas un montant" in answer.text
    assert 'value="beaucoup"' in answer.text
    assert answers(office, first) is None


def test_of_a_secret_paper_only_the_medecin_conseil_keys_or_sees(own_office: Drawn) -> None:
    database, store, seeded = own_office
    control = drawn(
        database, seeded.documents["certificat"], "maladie", "ASTHME", seeded.dossiers["chronique"]
    )
    for role in (Role.RELECTEUR, Role.MEDECIN_CONSEIL):
        doctor = role is Role.MEDECIN_CONSEIL
        client = client_of(database, store, role)
        assert ("Maladie" in client.get("/qualite/saisie").text) == doctor
        form = {"jeton": token(client), "valeur": "ASTHME SEVERE"}
        answer = client.post(f"/qualite/{control}/saisir", data=form)
        assert answer.status_code == (303 if doctor else 403)
    for role in (Role.RELECTEUR, Role.GESTIONNAIRE):
        client = client_of(database, store, role)
        assert client.get(f"/qualite/{control}").status_code == 403
        assert "ASTHME" not in client.get("/qualite").text
    assert "ASTHME SEVERE" in client_of(database, store, Role.MEDECIN_CONSEIL).get("/qualite").text


def test_on_the_screen_by_keyboard(page: Page, office: Office, dossier: Dossier) -> None:
    from playwright.sync_api import expect

    lift_everything(office, dossier.id)
    with office.place.database.reading() as session:
        first, second = controls.waiting(session, "x")
    for url in serving_place(office.place, Role.RELECTEUR, office.now):
        page.goto(f"{url}/qualite")
        assert violations(page) == []
        page.get_by_role("link", name="Commencer").press("Enter")
        typed = page.locator("#valeur")
        expect(typed).to_be_focused()
        expect(page.get_by_role("img", name="Place de")).to_be_visible()
        assert violations(page) == []
        page.keyboard.type("x")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("n'est pas un montant")
        assert violations(page) == []
        typed.fill(first.value)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Saisie gardée")
        expect(typed).to_be_focused()
        assert answers(office, first) == first.value
        page.keyboard.press("Alt+a")  # nothing is written there
        expect(page.get_by_text("Plus rien à saisir")).to_be_visible()
        assert answers(office, second) is None
        assert violations(page) == []
    assert office.dossier(dossier.id).statut is Statut.A_VERIFIER, "one does not agree"


def test_a_third_person_settles_it_on_the_screen(
    page: Page, office: Office, papers: Bag, dossier: Dossier
) -> None:
    from playwright.sync_api import expect

    differing(office, papers, dossier)
    for url in serving_place(office.place, Role.GESTIONNAIRE, office.now):
        page.goto(f"{url}/qualite")
        expect(page.get_by_role("row").filter(has_text="Montant total")).to_contain_text("166,90")
        assert violations(page) == []
        page.get_by_role("link", name="Trancher Montant total").press("Enter")
        expect(page.get_by_role("radio", name="première saisie")).to_be_focused()
        assert violations(page) == []
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Aucune différence n'attend.")).to_be_visible()
        expect(page.get_by_role("heading", name="Tranché dernièrement")).to_be_visible()
    assert office.dossier(dossier.id).statut is Statut.COMPLET
    assert office.value(office.document(papers, "facture").id, "montant_total") == "166.90"


def test_a_drift_is_shown_until_a_person_has_seen_it(office: Office) -> None:
    with office.place.database.transaction() as session:
        thresholds.keep(session, Threshold(
            of=ThresholdOf.GENRE, key="date", least=NEVER, number=40, wrong=6, drifts=True,
        ))  # fmt: skip
        said = "Dérive : le genre de valeur « date » se trompe plus que prévu."
        notices.put(session, "derive:1", NoticeKind.DERIVE, said, now=office.now)
    client = visit(office)
    page = client.get("/qualite").text
    (notice,) = re.findall(r'action="(/avis/[^"]+/vu)"', page)
    assert said in unescape(page)
    row = re.search(r"<th scope=\"row\">le genre de valeur « date »</th>(.*?)</tr>", page)
    assert row is not None
    assert re.findall(r">([^<>]+)<", row[1])[:3] == ["tout est regardé", "40", "6"]
    answer = client.post(notice, data={"jeton": token(client)})
    assert answer.headers["location"] == "/qualite"
    page = client.get("/qualite").text
    assert said not in unescape(page)
    assert "dérive</span>" in page  # the threshold stands, whoever has seen it
