"""Acts of the screen over HTTP, one by one: what each answers, and what it leaves behind."""

from __future__ import annotations

import io

import openpyxl
import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select

from models.entities import Document, Dossier, Etape, Lot, LotStatut, Page, Statut
from models.permissions import Role
from storage.database import Database
from storage.records import documents, holds
from tests.review_ui.conftest import client_of
from tests.review_ui.seed import NOW
from tests.review_ui.site import Office


class Work:
    """An office, and people of any role who act in it from its screens."""

    def __init__(self, office: Office) -> None:
        self.database, self.store, self.seeded = office
        self.chronic = self.seeded.dossiers["chronique"]
        self.clients: dict[Role, tuple[TestClient, dict[str, str]]] = {}

    def person(self, role: Role) -> tuple[TestClient, dict[str, str]]:
        if role not in self.clients:
            client = client_of(self.database, self.store, role)
            page = client.get("/compte").text
            given = page.partition('<meta name="liasse-jeton" content="')[2].partition('"')[0]
            self.clients[role] = client, {"Liasse-Jeton": given, "Accept": "application/json"}
        return self.clients[role]

    def act(self, role: Role, name: str, **asked: object) -> Response:
        client, headers = self.person(role)
        return client.post(f"/api/actes/{name}", json=asked, headers=headers)

    def form(self, role: Role, path: str, **asked: object) -> Response:
        client, headers = self.person(role)
        return client.post(path, data=asked, headers=headers)

    def document(self, name: str) -> Document:
        with self.database.reading() as session:
            return session.get_one(Document, self.seeded.documents[name])

    def pages(self, document: Document) -> list[int]:
        with self.database.reading() as session:
            return [p.number for p in documents.pages(session, [document.id])[document.id]]

    def page(self, number: int) -> Page:
        with self.database.reading() as session:
            return session.get_one(Page, self.seeded.pages[number])

    def dossier(self, name: str = "chronique") -> Dossier:
        with self.database.reading() as session:
            return session.get_one(Dossier, self.seeded.dossiers[name])


@pytest.fixture
def work(own_office: Office) -> Work:
    return Work(own_office)


def test_a_document_is_joined_to_another_and_parted_again(work: Work) -> None:
    care, order = work.document("feuille"), work.document("ordonnance")
    answer = work.act(
        Role.MEDECIN_CONSEIL, "joindre", dossier=work.chronic, document=order.id,
        vu=order.revision, dans=care.id, dans_vu=care.revision,
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    assert work.pages(care) == [2, 8]
    assert work.document("ordonnance").retired_at is not None
    assert work.act(Role.MEDECIN_CONSEIL, "annuler", dossier=work.chronic).status_code == 200
    assert (work.pages(care), work.pages(order)) == ([2], [8])


def test_a_page_is_moved_to_another_document(work: Work) -> None:
    bill, care = work.document("facture"), work.document("feuille")
    answer = work.act(
        Role.RELECTEUR, "deplacer", page=work.seeded.pages[4], vu=bill.revision,
        dans=care.id, dans_vu=care.revision,
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    assert (work.pages(bill), work.pages(care)) == ([3], [2, 4])


def test_a_document_is_moved_to_another_dossier_by_its_reference(work: Work) -> None:
    order, target = work.document("ordonnance"), work.dossier("vide")
    asked = {"document": order.id, "vu": order.revision}
    wrong = work.act(Role.RELECTEUR, "ranger", **asked, vers="D99-00001-1")
    assert wrong.status_code == 422
    assert "Aucun dossier ne porte" in wrong.text
    answer = work.act(Role.RELECTEUR, "ranger", **asked, vers=target.reference.lower())
    assert answer.status_code == 200, answer.text
    assert work.document("ordonnance").dossier_id == target.id


def test_a_page_is_said_blank_and_not_blank(work: Work) -> None:
    for blank in (True, False):
        order = work.document("ordonnance")
        answer = work.act(
            Role.RELECTEUR, "blanche", page=work.seeded.pages[8], vu=order.revision, blanche=blank
        )
        assert answer.status_code == 200, answer.text
        assert work.page(8).blank is blank


def test_a_page_is_turned_for_good(work: Work) -> None:
    order = work.document("ordonnance")
    asked = {"dossier": work.chronic, "page": work.seeded.pages[8]}
    answer = work.act(Role.RELECTEUR, "tourner", **asked, vu=order.revision, degres=90)
    assert answer.status_code == 200, answer.text
    assert work.page(8).rotation == 90
    stale = work.act(Role.RELECTEUR, "tourner", **asked, vu=order.revision, degres=90)
    assert stale.json()["erreur"]["code"] == "deja_modifie"


def test_a_dossier_goes_to_the_doctor_and_comes_back_with_his_opinion(work: Work) -> None:
    asked = {"dossier": work.chronic, "motif": "Certificat à voir."}
    sent = work.act(Role.RELECTEUR, "medecin", **asked, vu=work.dossier().revision)
    assert sent.status_code == 200, sent.text
    assert work.dossier().etape is Etape.MEDECIN
    opinion = {"dossier": work.chronic, "motif": "Affection de longue durée admise."}
    back = work.act(Role.MEDECIN_CONSEIL, "avis", **opinion, vu=work.dossier().revision)
    assert back.status_code == 200, back.text
    assert work.dossier().etape is Etape.A_TRAITER


def test_a_dossier_is_rejected_with_a_reason_and_opened_again(work: Work) -> None:
    seen = work.dossier().revision
    silent = work.act(Role.GESTIONNAIRE, "rejeter", dossier=work.chronic, motif=" ", vu=seen)
    assert silent.status_code == 409
    assert work.dossier().etape is Etape.A_TRAITER
    told = work.act(
        Role.GESTIONNAIRE, "rejeter", dossier=work.chronic, motif="Droits fermés.", vu=seen
    )
    assert told.status_code == 200, told.text
    assert work.dossier().etape is Etape.REJETE
    again = work.act(
        Role.GESTIONNAIRE, "rouvrir", dossier=work.chronic, motif="Attestation reçue.",
        vu=work.dossier().revision,
    )  # fmt: skip
    assert again.status_code == 200, again.text
    assert work.dossier().etape is Etape.A_TRAITER


def test_a_lot_is_closed_listed_for_excel_and_handed_over(work: Work) -> None:
    lot = work.seeded.lot_id
    assert work.dossier("facturation").statut is Statut.COMPLET
    with work.database.reading() as session:
        seen = session.get_one(Lot, lot).revision
    closed = work.form(Role.GESTIONNAIRE, f"/lots/{lot}/clore", vu=seen)
    assert closed.status_code == 303, closed.text
    sheet = work.form(Role.COURRIER, f"/lots/{lot}/bordereau.xlsx")
    assert sheet.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(sheet.content))
    written = {str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value}
    assert any(work.dossier("facturation").reference in text for text in written)
    for proof in ("", "  "):
        silent = work.form(Role.COURRIER, f"/lots/{lot}/remettre", motif=proof)
        assert (silent.status_code, silent.json()["erreur"]["code"]) == (409, "preuve")
        assert _lots(work.database)[lot] is LotStatut.CLOTURE
    handed = work.form(Role.COURRIER, f"/lots/{lot}/remettre", motif="Accusé du 6/11/2025.")
    assert handed.status_code == 303
    assert _lots(work.database)[lot] is LotStatut.REMIS


def _lots(database: Database) -> dict[str, LotStatut]:
    with database.reading() as session:
        return {lot.id: lot.statut for lot in session.scalars(select(Lot))}


def test_an_act_on_another_s_dossier_is_refused_by_name(work: Work, seeded_hold: str) -> None:
    answer = work.act(Role.RELECTEUR, "cote", dossier=work.chronic, motif="x", vu=0)
    assert answer.status_code == 423
    assert seeded_hold in answer.json()["erreur"]["message"]


@pytest.fixture
def seeded_hold(own_office: Office) -> str:
    """Another person has the dossier in hand."""
    database, _, seeded = own_office
    with database.transaction() as session:
        holds.take(session, seeded.dossiers["chronique"], "Driss", NOW)
    return "Driss"
