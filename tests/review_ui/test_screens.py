"""What the screens say: the queue and its filters, an envoi, a dossier, a document, lots."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from models.entities import EnvoiState
from models.permissions import Role
from storage.blobs import FolderStore
from storage.database import Database
from storage.records import envois
from tests.review_ui.conftest import Visitor, client_of
from tests.review_ui.seed import HOSTILE, HOSTILE_VALUE, Seeded


def words(html: str) -> str:
    """The text of a page, its blanks folded (the unbreakable ones too), the values that one
    may type over included."""
    html = re.sub(r'<input class="saisie"[^>]*? value="([^"]*)"[^>]*>', r" \1 ", html)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_the_queue_begins_with_the_least_time_left(seeded: Seeded, visitor: Visitor) -> None:
    text = words(visitor(Role.RELECTEUR).get("/?etat=tous").text)
    late, soon = text.index("en retard de 3 h 10"), text.index("reste 1 j 4 h")
    assert late < soon < text.index("sans échéance")
    assert "jeu. 6 nov. 2025 à 17:00" in text
    assert "Maladie chronique, prise en charge par la pharmacie" in text
    assert "Conjoint EL MANSOURI Fatima Zahra" in text
    assert "Manque : " in text
    assert "Toutes les pièces sont là" in text
    assert "Pas encore contrôlé" in text


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", {"chronique", "vide"}),
        ("etat=tous", {"chronique", "facturation", "vide"}),
        ("etat=a_traiter&retard=1", {"facturation"}),
        ("etat=valide", set()),
        ("canal=email", set()),
        ("canal=courrier&etat=tous&type=chronique_pec", {"chronique"}),
        ("statut=complet", {"facturation"}),
        ("organisme=cnops&etat=tous", {"facturation"}),
        ("type=chronique_pec", {"chronique"}),
        ("statut=incomplet", {"chronique"}),
        ("statut=complet&organisme=cnops", {"facturation"}),
        ("statut=forclos", set()),
        ("statut=n_importe&organisme=&etat=nul", {"chronique", "vide"}),
        ("page=7", {"chronique", "vide"}),  # there is one page: that one
    ],
)
def test_filters_keep_what_they_say(
    query: str, kept: set[str], seeded: Seeded, visitor: Visitor
) -> None:
    answer = visitor(Role.RELECTEUR).get(f"/?{query}")
    assert answer.status_code == 200
    shown = {name for name, key in seeded.dossiers.items() if f"/dossiers/{key}" in answer.text}
    assert shown == kept


def test_an_empty_office_says_what_to_do(database_url: str, tmp_path: Path) -> None:
    database = Database.open(database_url)
    client = client_of(database, FolderStore(tmp_path / "blobs"), Role.RELECTEUR)
    assert "La file est vide" in client.get("/").text
    assert "Voir tous les dossiers" in client.get("/").text
    assert "Rien n'est encore arrivé" in words(client.get("/envois").text)
    assert "Aucun lot" in client.get("/lots").text
    database.close()


def test_an_envoi_shows_its_pages_documents_separators_and_refusals(
    seeded: Seeded, visitor: Visitor
) -> None:
    text = words(visitor(Role.RELECTEUR).get(f"/envois/{seeded.envoi}").text)
    assert f"{seeded.numero} / p. 1" in text
    assert "9 pages, 6 documents, 3 dossiers" in text
    assert "Feuilles séparatrices 1 trouvée" in text
    assert "protégé par un mot de passe" in text
    assert "p. 9 non lue : La lecture de cette page a dépassé le temps permis." in text
    assert "mer. 5 nov. 2025 à 09:12" in text


def test_an_envoi_being_read_says_how_far_it_is(
    database: Database, seeded: Seeded, visitor: Visitor
) -> None:
    assert "0 sur 3 pages lues" in words(visitor(Role.RELECTEUR).get("/envois").text)
    with database.transaction() as session:
        envois.set_state(session, seeded.mail, EnvoiState.TERMINE)
    assert "pages lues" not in words(visitor(Role.RELECTEUR).get("/envois").text)


def test_a_dossier_shows_what_was_read_and_what_is_found(seeded: Seeded, visitor: Visitor) -> None:
    answer = visitor(Role.RELECTEUR).get(f"/dossiers/{seeded.dossiers['chronique']}")
    text = words(answer.text)
    for said in (
        "204587613",
        "lu « BE 45I221 »",
        "1 BE457221 31 %",
        "31/10/2025",
        "1 250,00",
        "Le total des lignes (1 150,00)",
        "lecture optique",
        "Signature de l'assuré",
        "52 %",
        "Glycémie à jeun",
        "champs non lus",
        "une déclaration de maladie, dûment cachetée",
        "Une date est postérieure à la réception.",
        "avertissement",
    ):
        assert said in text, said
    assert f"{seeded.numero} / p. 2" in answer.text
    proof = f'data-proof="{seeded.documents["feuille"]}.champ.date_soins"'
    assert proof in answer.text


def test_what_is_wrong_comes_first_in_the_checklist(seeded: Seeded, visitor: Visitor) -> None:
    text = words(visitor(Role.RELECTEUR).get(f"/dossiers/{seeded.dossiers['chronique']}").text)
    assert text.count("L'heure du dépôt à la pharmacie n'est pas connue") == 1
    missing = text.index("faites signer la feuille")
    doubt = text.index("Le pli est là")
    warning = text.index("Une date est postérieure")
    fine = text.index("satisfaites ou sans objet")
    assert missing < doubt < warning < fine


def test_the_page_asked_for_is_the_one_shown(seeded: Seeded, visitor: Visitor) -> None:
    client = visitor(Role.RELECTEUR)
    address = f"/documents/{seeded.documents['facture']}"
    assert f'data-current="{seeded.pages[3]}"' in client.get(address).text
    assert (
        f'data-current="{seeded.pages[4]}"' in client.get(f"{address}?page={seeded.pages[4]}").text
    )
    assert f'data-current="{seeded.pages[3]}"' in client.get(f"{address}?page={HOSTILE}").text


def test_lots_list_their_dossiers(seeded: Seeded, visitor: Visitor) -> None:
    text = words(visitor(Role.RELECTEUR).get("/lots").text)
    assert seeded.lot in text
    assert "Pharmacie Atlas" in text
    assert "1 dossier sur 30" in text
    courier = visitor(Role.COURRIER).get("/lots")
    assert seeded.lot in courier.text
    assert "EL MANSOURI" not in courier.text


def test_hostile_names_and_values_are_shown_as_text(seeded: Seeded, visitor: Visitor) -> None:
    client = visitor(Role.MEDECIN_CONSEIL)
    for address in (
        "/",
        "/envois",
        "/lots",
        f"/envois/{seeded.envoi}",
        f"/envois/{seeded.mail}",
        f"/dossiers/{seeded.dossiers['facturation']}",
        f"/documents/{seeded.documents['facture']}",
        f"/recherche?q={HOSTILE}",
        f"/?organisme={HOSTILE}&type={HOSTILE_VALUE}",
    ):
        text = client.get(address).text
        assert "<script>window" not in text, address
        assert "<img src=x" not in text, address
        assert "{{" not in text.replace("{{ 7*7 }}", ""), address
    assert "&lt;img src=x" in client.get(f"/documents/{seeded.documents['facture']}").text


def test_no_page_has_an_inline_script_or_style(seeded: Seeded, visitor: Visitor) -> None:
    client = visitor(Role.MEDECIN_CONSEIL)
    for address in (
        "/",
        "/lots",
        f"/envois/{seeded.envoi}",
        f"/dossiers/{seeded.dossiers['chronique']}",
    ):
        text = client.get(address).text
        assert not re.search(r"<style|\sstyle=|\son\w+=\"|javascript:|<script(?![^>]* src=)", text)
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text)
