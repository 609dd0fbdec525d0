"""Who may open what: every route × every role, and medical secrets by direct address."""

from __future__ import annotations

import pytest

from models.permissions import Role
from review_ui.app import create_app
from storage.blobs import FolderStore
from storage.database import Database
from tests.review_ui.conftest import Visitor
from tests.review_ui.seed import SECRET, SENSITIVE, Seeded
from tests.review_ui.site import place_of

C, R, M, G, A = (
    Role.COURRIER,
    Role.RELECTEUR,
    Role.MEDECIN_CONSEIL,
    Role.GESTIONNAIRE,
    Role.ADMIN,
)
PEOPLE = (C, R, M, G, A)
STAFF = {R, M, G}

MAY_OPEN = {
    "/": set(PEOPLE),
    "/envois": set(PEOPLE),
    "/envois/{envoi_id}": set(PEOPLE),
    "/dossiers/{dossier_id}": STAFF,
    "/documents/{document_id}": STAFF,
    "/pages/{page_id}": STAFF | {C},
    "/pages/{page_id}/image": STAFF | {C},
    "/pages/{page_id}/vignette": STAFF | {C},
    "/lots": STAFF | {C},
    "/recherche": set(PEOPLE),
    "/api/envois/{envoi_id}": STAFF,
    "/connexion": set(PEOPLE),
    "/compte": set(PEOPLE),
}
WRITES = {
    "/deconnexion": set(PEOPLE),
    "/compte/mot-de-passe": set(PEOPLE),
    "/compte/terminer": set(PEOPLE),
}


def paths_of(routes: list[object]) -> set[str]:
    found: set[str] = set()
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            found |= paths_of(inner.routes)
        elif (path := getattr(route, "path", None)) is not None:
            found.add(path)
    return found


def test_every_route_is_in_the_table(database: Database, store: FolderStore) -> None:
    app = create_app(place_of(database, store))
    assert paths_of(list(app.routes)) - {"/static"} == set(MAY_OPEN) | set(WRITES)


@pytest.mark.parametrize("role", PEOPLE)
def test_each_role_opens_what_it_may_and_nothing_else(
    role: Role, seeded: Seeded, visitor: Visitor
) -> None:
    client = visitor(role)
    for path, roles in MAY_OPEN.items():
        address = path.format(
            envoi_id=seeded.envoi,
            dossier_id=seeded.dossiers["chronique"],
            document_id=seeded.documents["feuille"],
            page_id=seeded.pages[2],
        )
        answer = client.get(address)
        assert (answer.status_code in (200, 303)) == (role in roles), (path, answer.status_code)
        assert answer.status_code in (200, 303, 403)
        if answer.status_code == 403:
            assert "Accès réservé" in answer.text or answer.json()["erreur"]["code"] == "interdit"


def every_address(seeded: Seeded) -> list[str]:
    documents = [f"/documents/{document}" for document in seeded.documents.values()]
    dossiers = [f"/dossiers/{dossier}" for dossier in seeded.dossiers.values()]
    pages = [f"/pages/{page}" for page in seeded.pages.values()]
    return [
        "/",
        "/envois",
        "/lots",
        f"/recherche?q={seeded.numero}",
        f"/recherche?q={seeded.numero} p. 6",
        f"/envois/{seeded.envoi}",
        f"/envois/{seeded.mail}",
        f"/api/envois/{seeded.envoi}",
        *documents,
        *dossiers,
        *pages,
    ]


@pytest.mark.parametrize("role", [C, R, G, A])
def test_no_page_tells_a_medical_secret_to_another_role(
    role: Role, seeded: Seeded, visitor: Visitor
) -> None:
    client = visitor(role)
    for address in every_address(seeded):
        answer = client.get(address, follow_redirects=True)
        assert SECRET not in answer.text, address


@pytest.mark.parametrize("role", [C, R, G, A])
def test_no_image_of_a_medical_secret_reaches_another_role(
    role: Role, seeded: Seeded, visitor: Visitor
) -> None:
    client, doctor = visitor(role), visitor(M)
    by_type, by_doubt, unread = seeded.pages[6], seeded.pages[7], seeded.pages[9]
    for page in (by_type, by_doubt, unread):
        for view in ("image", "vignette"):
            address = f"/pages/{page}/{view}"
            answer = client.get(address)
            assert answer.status_code == 403
            assert "médecin conseil" in answer.text or role is A
            assert answer.headers["content-type"].startswith("text/html")
            # nor is who knows its hash told that it is right
            tag = doctor.get(address).headers.get("etag", '"x"')
            assert client.get(address, headers={"If-None-Match": tag}).status_code == 403


def test_the_medecin_conseil_sees_secrets_and_no_cache_keeps_them(
    seeded: Seeded, visitor: Visitor
) -> None:
    client = visitor(M)
    assert SECRET in client.get(f"/dossiers/{seeded.dossiers['chronique']}").text
    assert SECRET in client.get(f"/documents/{seeded.documents['certificat']}").text
    assert SECRET in client.get(f"/api/envois/{seeded.envoi}").text
    assert SECRET in client.get(f"/envois/{seeded.mail}").text
    for number in (6, 7):
        for view in ("image", "vignette"):
            answer = client.get(f"/pages/{seeded.pages[number]}/{view}")
            assert answer.status_code == 200
            assert answer.headers["cache-control"] == "no-store"


def test_others_are_told_that_a_secret_piece_is_there_with_its_check(
    seeded: Seeded, visitor: Visitor
) -> None:
    text = visitor(R).get(f"/dossiers/{seeded.dossiers['chronique']}").text
    assert "Certificat de maladie de longue durée" in text
    assert "Contenu réservé au médecin conseil" in text
    assert "Le pli est là" in text
    assert "pourrait être un compte rendu" in text


def test_a_sensitive_field_is_read_by_who_checks_forms_only(
    seeded: Seeded, visitor: Visitor
) -> None:
    addresses = [
        f"/dossiers/{seeded.dossiers['chronique']}",
        f"/documents/{seeded.documents['feuille']}",
        f"/api/envois/{seeded.envoi}",
    ]
    for address in addresses:
        assert SENSITIVE in visitor(R).get(address).text
        assert SENSITIVE in visitor(M).get(address).text
        assert SENSITIVE not in visitor(G).get(address).text
    assert "rempli, contenu réservé" in visitor(G).get(addresses[0]).text
