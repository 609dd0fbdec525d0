"""Answers of the company and réclamations on the screens: sent back, brought in, registered, answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from flows.workplace import Workplace, open_workplace
from models.entities import AnswerState, Dossier, Etape, Reclamation
from models.permissions import Role
from models.settings import Settings
from storage.records import answers, reclamations
from tests.flows.answers.test_recording import DAY, LATER, sent
from tests.flows.mailbox.house import House, letter
from tests.flows.outgoing.made import paper
from tests.review_ui.site import serving_place
from tests.review_ui.test_axe import violations
from tests.review_ui.test_mails import posted, visit
from tests.review_ui.test_permissions import token

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(Settings(home=tmp_path / "maison")) as place:
        yield place


def again(place: Workplace, row: Dossier) -> Dossier:
    with place.database.reading() as session:
        return session.get_one(Dossier, row.id)


def test_what_breaks_the_contract_is_told_and_goes_back(here: Workplace) -> None:
    row = sent(here)
    where = f"/dossiers/{row.id}/reponse"
    over = {"decision": "remboursement_partiel", "le": DAY.isoformat(), "montant": "700,00"}
    client, chief = visit(here, LATER), visit(here, LATER, Role.GESTIONNAIRE)
    shown = client.get(where, params=over).text
    assert "dépasse ce qui était réclamé (500,00)" in shown
    assert "Enregistrer malgré tout" not in shown
    assert "Enregistrer malgré tout" in chief.get(where, params=over).text
    pdf = client.get(f"{where}/retour.pdf", params=over)
    assert pdf.content.startswith(b"%PDF")
    refused = client.post(
        where, data={"jeton": token(client), "vu": str(row.revision), **over},
        headers={"Accept": "application/json"},
    )  # fmt: skip
    assert refused.status_code == 409
    assert "rompt le contrat" in refused.json()["erreur"]["message"]
    posted(client, f"{where}/renvoyer", vu=str(again(here, row).revision), **over)
    with here.database.reading() as session:
        (answer,) = answers.of_dossier(session, row.id)
    assert (answer.state, again(here, row).etape) == (AnswerState.RENVOYEE, Etape.VALIDE)
    page = client.get(f"/dossiers/{row.id}").text
    assert "Renvoyée" in page
    assert "Réponse retournée à la compagnie" in page, "its letter is kept"
    assert f"/dossiers/{row.id}#reponses" in client.get("/reponses?page=9").text


@pytest.mark.parametrize("montant", ["beaucoup", "1 et 2"])
def test_an_amount_that_is_none_is_refused_in_french(here: Workplace, montant: str) -> None:
    where = f"/dossiers/{sent(here).id}/reponse"
    asked = {"decision": "remboursement_total", "montant": montant}
    answer = visit(here, LATER).get(where, params=asked)
    assert answer.status_code == 422
    assert "un montant" in answer.text


def test_its_paper_is_proposed_and_listed_until_it_is_recorded(here: Workplace) -> None:
    said = paper(
        "reponse_compagnie", decision="complement_information", date_document=DAY.isoformat()
    )
    row = sent(here, said)
    client = visit(here, LATER)
    listed = client.get("/reponses").text
    assert f"/dossiers/{row.id}/reponse?preuve=document/" in listed
    assert "1 réponse de la compagnie" in client.get("/").text
    where = f"/dossiers/{row.id}/reponse"
    shown = client.get(where).text
    assert "Lu sur <a" in shown
    assert 'value="complement_information" required checked' in shown
    with here.database.reading() as session:
        (document,) = answers.unread_papers(session)
    form = {
        "decision": "complement_information", "le": DAY.isoformat(), "motif": "RIB",
        "preuve": f"document/{document.id}", "vu": str(row.revision),
    }  # fmt: skip
    posted(client, where, **form)
    assert again(here, row).etape is Etape.COMPLEMENT
    assert f"reponse?preuve=document/{document.id}" not in client.get("/reponses").text
    assert f"/documents/{document.id}" in client.get(f"/dossiers/{row.id}").text


def test_a_mail_in_words_becomes_a_complaint_that_is_answered(here: Workplace) -> None:
    row, house = sent(here), House(here)
    envoi_id = house.arrive(letter(7, LATER, 0, sender="Ali <ali@exemple.ma>"), LATER)
    client = visit(here, LATER)
    assert f"/reclamations?envoi={envoi_id}" in client.get("/expediteurs").text
    assert "Bonjour, courriel 7." in client.get(f"/reclamations?envoi={envoi_id}").text
    form = {"qui": "Ali", "objet": "Rien reçu", "dossier": row.reference, "envoi": envoi_id}
    posted(client, "/reclamations", **form)
    with here.database.reading() as session:
        (made,) = reclamations.listed(session, state=None, limit=5)
    late = visit(here, made.deadline + timedelta(hours=1))
    assert "en retard" in late.get("/reclamations?etat=retard&organisme=ofppt").text
    assert made.numero not in late.get("/reclamations?organisme=ci").text
    where = f"/reclamations/{made.id}"
    posted(client, f"{where}/repondre", texte="Virement fait le 3.")
    assert "Répondue" in client.get(where).text
    (mail,) = house.mails("lettre")
    assert mail.recipient == "ali@exemple.ma"
    with here.database.reading() as session:
        assert session.get_one(Reclamation, made.id).answered_at is not None


def test_on_the_screens(page: Page, here: Workplace, tmp_path: Path) -> None:
    row = sent(here)
    table = tmp_path / "reponses.csv"
    table.write_text(
        f"dossier;décision;date;montant\n{row.reference};remboursement total;{DAY};500\n"
        f"D99-00001-1;accord;{DAY};\n",
        encoding="utf-8",
    )
    for url in serving_place(here, Role.GESTIONNAIRE, LATER):
        page.goto(f"{url}/reponses")
        page.get_by_label("Fichier CSV ou Excel").set_input_files(table)
        page.get_by_role("button", name="Importer").press("Enter")
        expect(page.get_by_role("heading", name="Ce que le tableau a donné")).to_be_visible()
        expect(page.get_by_text("Aucun dossier ne porte la référence")).to_be_visible()
        expect(page.locator("#t-derniere + ol")).to_contain_text(row.reference)
        assert violations(page) == []
        page.get_by_role("link", name="Réclamations").press("Enter")
        page.get_by_label("Qui réclame").fill("EL MANSOURI Abdelkrim")
        page.get_by_label("Dossier, s'il est connu").fill(row.reference)
        page.get_by_label("Objet").fill("Remboursement trop faible")
        page.get_by_role("button", name="Enregistrer").press("Enter")
        expect(page.get_by_role("cell", name="Remboursement trop faible")).to_be_visible()
        assert violations(page) == []
        page.locator("table a.ref").first.press("Enter")
        expect(page.get_by_role("heading", name="La réponse")).to_be_visible()
        assert violations(page) == []
        page.get_by_label("Ce que nous répondons").fill("Le taux du contrat est de 80 %.")
        page.get_by_role("button", name="Répondre par lettre").press("Enter")
        expect(page.get_by_role("link", name="La réponse (PDF)")).to_be_visible()
