"""The company's answer on the screen: chosen, seen as it leaves, sent to the pharmacy in its thread."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from flows.workplace import open_workplace
from models.entities import Dossier, Etape
from models.permissions import Role
from models.settings import Settings
from storage.records import answers, pages
from tests.flows.mailbox.house import FRIDAY, PHARMACY, House, letter, sheet
from tests.review_ui.site import serving_place
from tests.review_ui.test_axe import violations
from tests.review_ui.test_mails import PRESCRIPTION, SHEET, demand, hours, posted, visit
from tests.review_ui.test_permissions import token

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_workplace(Settings(home=tmp_path, expediteur="pec@liasse.ma")) as place:
        made = House(place)
        made.know()
        yield made


def test_what_will_leave_is_shown_and_nothing_is_recorded(house: House) -> None:
    dossier = demand(house)
    client = visit(house.place, hours(30))
    where = f"/dossiers/{dossier.id}/reponse"
    assert where in client.get(f"/dossiers/{dossier.id}").text
    first = client.get(where).text
    assert "Aucune réponse de la compagnie" in first
    assert "Enregistrer et envoyer" not in first
    chosen = f"{where}?decision=rejet_contractuel&le=2025-11-08&motif=Exclu"
    shown = client.get(chosen).text
    assert "Enregistrer et envoyer" in shown
    assert PHARMACY in shown
    assert "décision du 8 novembre 2025" in shown
    pdf = client.get(chosen.replace("/reponse?", "/reponse.pdf?"))
    assert pdf.content.startswith(b"%PDF")
    assert house.mails("lettre") == []
    assert house.again(dossier).etape is Etape.A_TRAITER


def test_it_is_recorded_once_and_read_in_the_conversation(house: House) -> None:
    dossier = demand(house)
    client = visit(house.place, hours(30))
    where = f"/dossiers/{dossier.id}/reponse"
    form = {"decision": "accord", "le": "2025-11-08", "vu": str(dossier.revision), "raison": "n° 7"}
    assert posted(client, where, **form) == f"/dossiers/{dossier.id}#reponses"
    (mail,) = house.mails("lettre")
    assert (mail.recipient, house.again(dossier).etape) == (PHARMACY, Etape.REPONDU)
    page = client.get(f"/dossiers/{dossier.id}").text
    assert "La compagnie donne son accord (décision du 8 novembre 2025)." in page
    assert f"reponse-{dossier.reference}.pdf" in page
    later = visit(house.place, hours(60)).get(f"/dossiers/{dossier.id}").text
    assert "délai clos" in later
    assert "en retard" not in later, "it was answered in time"
    again = client.post(where, data={"jeton": token(client), **form})
    assert again.status_code == 409, "seen before it was recorded"
    assert len(house.mails("lettre")) == 1


def test_what_its_paper_says_is_offered_first(house: House) -> None:
    said = sheet("reponse_compagnie", decision="accord", date_document="2025-11-08")
    papers = letter(1, FRIDAY, 3)
    envoi_id = house.arrive(papers, FRIDAY, SHEET, PRESCRIPTION, said)
    dossier = house.dossier(envoi_id)
    with house.place.database.transaction() as session:
        pages.set_confidential(session, envoi_id, 3, confidential=False, why=None)
    client = visit(house.place, hours(30))
    where = f"/dossiers/{dossier.id}/reponse"
    assert "Celle de son papier, dans le dossier : Accord" in client.get(where).text
    form = {"decision": "papier", "le": "2025-11-09", "montant": "1 250,00", "numero": "S-41"}
    assert "du 8 novembre 2025 (n° S-41)" in client.get(where, params=form).text
    posted(client, where, **form, vu=str(house.again(dossier).revision))
    (mail,) = house.mails("lettre")
    assert "décision du 8 novembre 2025" in mail.text, "its own day"
    with house.place.database.reading() as session:
        (kept,) = answers.of_dossier(session, dossier.id)
    assert (kept.amount, kept.numero) == ("1250.00", "S-41"), "what was shown is what is recorded"


@pytest.mark.parametrize(
    "asked", ["decision=accord&le=2025-11-01", "decision=accord&le=demain", "decision=oui"]
)
def test_what_cannot_be_is_refused_in_french(house: House, asked: str) -> None:
    where = f"/dossiers/{demand(house).id}/reponse"
    answer = visit(house.place, hours(30)).get(f"{where}?{asked}")
    assert answer.status_code == 422, answer.text


def test_only_who_decides_records_it(house: House) -> None:
    dossier = demand(house)
    for role in (Role.COURRIER, Role.ADMIN):
        client = visit(house.place, hours(30), role)
        assert client.get(f"/dossiers/{dossier.id}/reponse").status_code == 403
    with house.place.database.transaction() as session:
        session.get_one(Dossier, dossier.id).type = "maladie_remboursement"
    where = f"/dossiers/{dossier.id}/reponse"
    client = visit(house.place, hours(30))
    assert where in client.get(f"/dossiers/{dossier.id}").text
    shown = client.get(f"{where}?decision=remboursement_total&le=2025-11-08").text
    assert "dans la même conversation" not in shown, "no pharmacy waits for it"


def test_on_the_screens(page: Page, house: House) -> None:
    dossier = demand(house)
    for url in serving_place(house.place, Role.RELECTEUR, hours(30)):
        page.goto(f"{url}/dossiers/{dossier.id}")
        page.get_by_role("link", name="Enregistrer la réponse de la compagnie").press("Enter")
        expect(page.get_by_role("heading", name="Réponse de la compagnie")).to_be_visible()
        assert violations(page) == []
        page.get_by_role("radio", name="Rejet contractuel").check()
        page.get_by_label("Date de la décision").fill("2025-11-08")
        page.get_by_label("Motif qu'elle donne").fill("Hors garantie")
        page.get_by_role("button", name="Voir ce qui suit").press("Enter")
        expect(page.get_by_role("heading", name="Ce qui suit : Rejet contractuel")).to_be_visible()
        expect(page.get_by_text("n'accorde pas la prise en charge")).to_be_visible()
        assert violations(page) == []
        page.get_by_label("Raison ou référence").fill("Hors garantie")
        page.get_by_role("button", name="Enregistrer et envoyer").press("Enter")
        expect(page.get_by_text("Réponse donnée", exact=True)).to_be_visible()
        assert len(house.mails("lettre")) == 1
        assert violations(page) == []
