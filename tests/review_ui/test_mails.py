"""The conversation with a pharmacy on the dossier's screen, and the senders whom nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from flows.mailbox.clock import warn
from flows.workplace import Workplace, open_workplace
from models.entities import Dossier, NoticeKind, OutState
from models.permissions import Role
from models.settings import Settings
from review_ui.app import create_app
from storage.records import outbox, pharmacies
from tests.flows.mailbox.house import FRIDAY, PHARMACY, House, letter, sheet
from tests.review_ui.site import serving_place
from tests.review_ui.test_axe import violations
from tests.review_ui.test_permissions import token

if TYPE_CHECKING:
    from playwright.sync_api import Page

SHEET = sheet("feuille_de_soins", maladie_chronique="true")
PRESCRIPTION = sheet("ordonnance")
STRANGER = "qui@ailleurs.ma"
TEXT = "Bonjour, courriel 1."


def hours(count: float) -> datetime:
    return FRIDAY + timedelta(hours=count)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_workplace(Settings(home=tmp_path, expediteur="pec@liasse.ma")) as place:
        made = House(place)
        made.know()
        yield made


def visit(place: Workplace, now: datetime, role: Role = Role.RELECTEUR) -> TestClient:
    app = create_app(place, role=role, now=lambda: now)
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


def demand(house: House) -> Dossier:
    """A pharmacy's demand; its acknowledgement is put down."""
    return house.dossier(house.arrive(letter(1, FRIDAY, 2), FRIDAY, SHEET, PRESCRIPTION))


def demand_in_trouble(house: House) -> Dossier:
    """40 hours later: a reply in words came, and nobody knows whether our first mail left."""
    dossier = demand(house)
    (receipt,) = house.mails("accuse")
    house.arrive(letter(2, hours(5), 0, In_Reply_To=receipt.message_id), hours(5))
    list(warn(house.place, hours(40)))
    with house.place.database.transaction() as session:
        outbox.give_up(session, receipt.id, "Le serveur s'est tu.", uncertain=True)
    return dossier


def stranger(house: House) -> str:
    sender = f"Pharmacie du Port <{STRANGER}>"
    return house.arrive(letter(1, FRIDAY, 2, sender=sender), FRIDAY, SHEET, PRESCRIPTION)


def posted(client: TestClient, address: str, **form: str) -> str:
    """Where a form leads."""
    answer = client.post(address, data={"jeton": token(client), **form})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_the_clock_of_a_dossier_in_hours_then_late(house: House) -> None:
    address = f"/dossiers/{demand(house).id}"
    early = visit(house.place, hours(17)).get(address).text
    assert "échéance dans 31 h" in early
    assert early.count("alerte à venir") == 2
    assert early.count("escalade à venir") == 1
    pressing = visit(house.place, hours(41)).get(address).text
    assert "échéance dans 7 h" in pressing
    assert "alerte à venir" not in pressing
    assert pressing.count("escalade à venir") == 1
    assert "échéance dépassée de 3 h" in visit(house.place, hours(51)).get(address).text


def test_the_conversation_has_what_came_and_what_left(house: House) -> None:
    dossier = demand_in_trouble(house)
    text = visit(house.place, hours(41)).get(f"/dossiers/{dossier.id}").text
    assert f"de {PHARMACY}" in text
    assert f"à {PHARMACY}" in text
    assert "Incertain" in text
    assert "Le serveur s&#39;est tu. S&#39;il était parti, il arrivera deux fois." in text
    assert "Bonjour, courriel 2." in text, "a reply in words is of the dossier"
    assert text.index("Bonjour, courriel 2.") > text.index("Incertain")


def test_the_text_of_a_mail_with_a_secret_page_is_for_the_doctor(house: House) -> None:
    fold = sheet("pli_confidentiel")
    dossier = house.dossier(house.arrive(letter(1, FRIDAY, 3), FRIDAY, SHEET, PRESCRIPTION, fold))
    for role, reads in ((Role.RELECTEUR, False), (Role.MEDECIN_CONSEIL, True)):
        text = visit(house.place, hours(1), role).get(f"/dossiers/{dossier.id}").text
        assert (TEXT in text) == reads, role
        assert ("Le texte de ce courriel est réservé" in text) != reads, role


def test_an_uncertain_mail_is_sent_again_once(house: House) -> None:
    dossier = demand_in_trouble(house)
    client = visit(house.place, hours(41))
    (receipt,) = house.mails("accuse")
    again = f"/courriels/{receipt.id}/renvoyer"
    assert again in client.get(f"/dossiers/{dossier.id}").text
    assert posted(client, again) == f"/dossiers/{dossier.id}#fil"
    assert house.mails("accuse")[0].state is OutState.A_ENVOYER
    page = client.get(f"/dossiers/{dossier.id}").text
    assert again not in page
    assert "Préparé" in page
    assert client.post(again, data={"jeton": token(client)}).status_code == 409


def test_a_mail_that_is_tried_again_by_itself_says_when(house: House) -> None:
    dossier = demand(house)
    (receipt,) = house.mails("accuse")
    with house.place.database.transaction() as session:
        taken = outbox.take(session, hours(1))
        assert taken is not None
        outbox.put_off(session, receipt.id, "Le serveur ne répond pas.", hours(1))
    page = visit(house.place, hours(1)).get(f"/dossiers/{dossier.id}").text
    assert "En échec" in page
    assert "Le serveur ne répond pas. Nouvel essai ven. 7 nov. 2025 à 18:51" in page
    assert "/renvoyer" not in page


def test_a_notice_is_shown_until_somebody_has_seen_it(house: House) -> None:
    dossier = demand_in_trouble(house)
    client = visit(house.place, hours(41))
    for notice in house.notices():
        assert f"/avis/{notice.id}/vu" in client.get(f"/dossiers/{dossier.id}").text
        assert posted(client, f"/avis/{notice.id}/vu") == f"/dossiers/{dossier.id}"
    assert house.notices() == []
    page = client.get(f"/dossiers/{dossier.id}").text
    assert "/vu" not in page
    assert "Bonjour, courriel 2." in page, "what came stays in the conversation"


def test_a_dossier_that_came_on_paper_has_no_conversation(house: House) -> None:
    dossier = demand(house)
    with house.place.database.transaction() as session:
        session.get_one(Dossier, dossier.id).type = "facturation_pharmacie"
    page = visit(house.place, hours(1)).get(f"/dossiers/{dossier.id}").text
    assert "Délai de réponse" not in page, "nobody is owed an answer within hours"


def test_a_stranger_waits_on_the_first_page_and_is_answered(house: House) -> None:
    envoi_id = stranger(house)
    client = visit(house.place, hours(1))
    assert "1 expéditeur inconnu" in client.get("/").text
    page = client.get("/expediteurs").text
    assert STRANGER in page
    assert "inscrire" not in page, "the directory is not his to write"
    where = posted(client, f"/expediteurs/{envoi_id}/accepter")
    assert where == f"/expediteurs?accuses={len(house.mails('accuse'))}"
    assert house.mails("accuse")[0].recipient == STRANGER
    after = client.get(where).text
    assert "1 accusé de réception préparé" in after
    assert "Aucun expéditeur inconnu" in after
    assert "/expediteurs" not in client.get("/").text


def test_a_stranger_is_put_into_the_directory_by_who_keeps_it(house: House) -> None:
    envoi_id = stranger(house)
    client = visit(house.place, hours(1), Role.GESTIONNAIRE)
    know = f"/expediteurs/{envoi_id}/inscrire"
    assert know in client.get("/expediteurs").text
    for nom, inpe in (("", ""), ("Pharmacie du Port", "12")):
        answer = client.post(know, data={"jeton": token(client), "nom": nom, "inpe": inpe})
        assert answer.status_code == 422, answer.text
    assert [one.kind for one in house.notices()] == [NoticeKind.EXPEDITEUR_INCONNU]
    posted(client, know, nom="Pharmacie du Port", inpe="104 099 999")
    with house.place.database.reading() as session:
        known = pharmacies.of_address(session, STRANGER)
    assert known is not None
    assert (known.nom, known.inpe) == ("Pharmacie du Port", "104099999")
    assert house.notices() == []


def test_a_stranger_may_be_left_without_an_answer(house: House) -> None:
    stranger(house)
    (notice,) = house.notices()
    client = visit(house.place, hours(1))
    assert posted(client, f"/avis/{notice.id}/vu") == "/expediteurs"
    assert "Aucun expéditeur inconnu" in client.get("/expediteurs").text
    assert house.mails("accuse") == []


def test_words_about_no_dossier_are_shown_until_they_are_put_away(house: House) -> None:
    house.arrive(letter(1, FRIDAY, 0), FRIDAY)
    client = visit(house.place, hours(1))
    assert "1 courriel sans dossier" in client.get("/").text
    page = client.get("/expediteurs").text
    assert "Courriels sans dossier" in page
    assert TEXT in page
    (notice,) = house.notices()
    assert posted(client, f"/avis/{notice.id}/vu") == "/expediteurs"
    assert "Courriels sans dossier" not in client.get("/expediteurs").text
    assert "sans dossier" not in client.get("/").text


def test_on_the_screens_by_keyboard(page: Page, house: House) -> None:
    dossier = demand_in_trouble(house)
    stranger_letter = letter(7, FRIDAY, 1, sender=f"Pharmacie du Port <{STRANGER}>")
    house.arrive(stranger_letter, FRIDAY, PRESCRIPTION)
    for url in serving_place(house.place, Role.GESTIONNAIRE, hours(41)):
        page.goto(f"{url}/dossiers/{dossier.id}")
        assert violations(page) == []
        again = page.get_by_role("button", name="Renvoyer")
        again.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Préparé")).to_be_visible()
        expect(again).to_have_count(0)
        assert house.mails("accuse")[0].state is OutState.A_ENVOYER
        page.goto(url)
        page.get_by_role("link", name="1 expéditeur inconnu").press("Enter")
        expect(page.get_by_role("heading", name="Expéditeurs inconnus")).to_be_visible()
        for fold in page.locator("summary").all():
            fold.press("Enter")
        assert violations(page) == []
        page.get_by_role("button", name=f"Répondre à {STRANGER}").press("Enter")
        expect(page.get_by_role("status")).to_be_visible()
        assert violations(page) == []
