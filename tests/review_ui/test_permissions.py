"""Who may open what: every route × every role, and medical secrets by direct address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from models.errors import BadInput
from models.permissions import Role
from review_ui.app import create_app
from storage.blobs import FolderStore
from storage.database import Database
from tests.review_ui.conftest import Visitor, client_of
from tests.review_ui.seed import SECRET, SENSITIVE, Seeded
from tests.review_ui.site import Office, place_of

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
    "/dossiers/{dossier_id}/lettre": STAFF,
    "/documents/{document_id}": STAFF,
    "/pages/{page_id}": STAFF | {C},
    "/pages/{page_id}/image": STAFF | {C},
    "/pages/{page_id}/vignette": STAFF | {C},
    "/lettres/{letter_id}.pdf": STAFF,
    "/lots": STAFF | {C},
    "/recherche": set(PEOPLE),
    "/qualite": STAFF,
    "/pilotage": {G},
    "/pilotage.csv": {G},
    "/pilotage.xlsx": {G},
    "/etats": {G},
    "/etats/{statement_id}.pdf": {G},
    "/etats/{statement_id}.xlsx": {G},
    "/registres": {G},
    "/registres/{registre}.pdf": {G},
    "/registres/{registre}.xlsx": {G},
    "/qualite/saisie": {R, M},
    "/qualite/{control_id}": STAFF,
    "/journal": {G, A},
    "/service": {G, A},
    "/expediteurs": STAFF,
    "/dossiers/{dossier_id}/reponse": STAFF,
    "/dossiers/{dossier_id}/reponse.pdf": STAFF,
    "/dossiers/{dossier_id}/reponse/retour.pdf": STAFF,
    "/reponses": STAFF,
    "/reponses/trouver": STAFF,
    "/reclamations": STAFF,
    "/reclamations/{reclamation_id}": STAFF,
    "/sante": set(PEOPLE),
    "/pret": set(PEOPLE),
    "/metriques": set(PEOPLE),
    "/connexion": set(PEOPLE),
    "/compte": set(PEOPLE),
    "/comptes": {A},
    "/partenaires": {A},
    "/invitation/{secret}": set(PEOPLE),
    "/espace": set(),
    "/espace/dossiers/{dossier_id}": set(),
    "/espace/lettres/{letter_id}.pdf": set(),
}
"""Who may open which page. The space is for partners alone: `tests/review_ui/partners`."""

FORM = "formulaire"
SPOT = {"document": "{feuille}", "place": "field:assure_cin", "vu": 99}
PAGE = {"page": "{page}", "vu": 99}
WHOLE = {"document": "{feuille}", "vu": 99}
OF_DOSSIER = {"dossier": "{dossier}", "vu": 99, "motif": "essai"}
ACTS = "/api/actes/"

MAY_WRITE: dict[str, tuple[set[Role], dict[str, Any]]] = {
    "/deconnexion": (set(PEOPLE), {FORM: {}}),
    "/compte/mot-de-passe": (set(PEOPLE), {FORM: {}}),
    "/compte/terminer": (set(PEOPLE), {FORM: {}}),
    "/comptes": ({A}, {FORM: {}}),
    "/comptes/{account_id}/roles": ({A}, {FORM: {}}),
    "/comptes/{account_id}/mot-de-passe": ({A}, {FORM: {}}),
    "/comptes/{account_id}/sessions": ({A}, {FORM: {}}),
    "/comptes/{account_id}/fermer": ({A}, {FORM: {}}),
    "/partenaires": ({A}, {FORM: {}}),
    "/partenaires/{access_id}/lien": ({A}, {FORM: {}}),
    "/partenaires/{access_id}/revoquer": ({A}, {FORM: {}}),
    "/espace/certificat.pdf": (set(), {FORM: {}}),
    "/espace/situation": (set(), {FORM: {}}),
    "/espace/dossiers/{dossier_id}/reclamation": (set(), {FORM: {}}),
    "/envois": ({C, R, G}, {"fichier": b""}),
    "/envois/{envoi_id}/reprendre": ({C, R, G}, {FORM: {}}),
    "/envois/{envoi_id}/separatrices": ({C, R, G}, {FORM: {"attendues": 3}}),
    "/refus/{refusal_id}/retenter": ({C, G}, {FORM: {}}),
    "/refus/{refusal_id}/classer": ({C, G}, {FORM: {"motif": "vu"}}),
    "/etats/etablir": ({G}, {FORM: {"organisme": "ofppt", "periode": "rien"}}),
    "/service/messages/{message_id}/rejouer": ({G, A}, {FORM: {}}),
    "/expediteurs/{envoi_id}/accepter": (STAFF, {FORM: {}}),
    "/expediteurs/{envoi_id}/inscrire": ({G}, {FORM: {"nom": "Pharmacie"}}),
    "/avis/{notice_id}/vu": (STAFF, {FORM: {}}),
    "/courriels/{mail_id}/renvoyer": (STAFF, {FORM: {}}),
    "/dossiers/{dossier_id}/reponse": (STAFF, {FORM: {"decision": "accord", "vu": "99"}}),
    "/dossiers/{dossier_id}/reponse/renvoyer": (
        STAFF,
        {FORM: {"decision": "accord", "vu": "99", "note": "essai"}},
    ),
    "/reponses/importer": (STAFF, {"fichier": b""}),
    "/reclamations": (STAFF, {FORM: {}}),
    "/reclamations/{reclamation_id}/rattacher": (STAFF, {FORM: {"dossier": "{dossier}"}}),
    "/reclamations/{reclamation_id}/reponse.pdf": (STAFF, {FORM: {"texte": "essai"}}),
    "/reclamations/{reclamation_id}/repondre": (STAFF, {FORM: {"texte": "essai"}}),
    "/qualite/{control_id}/saisir": ({R, M}, {FORM: {"valeur": "1"}}),
    "/qualite/{control_id}/trancher": (STAFF, {FORM: {"choix": "absent"}}),
    "/dossiers/suivant": (STAFF, {FORM: {}}),
    "/dossiers/{dossier_id}/prendre": (STAFF, {FORM: {}}),
    "/dossiers/{dossier_id}/rendre": (STAFF, {FORM: {}}),
    "/dossiers/{dossier_id}/lettre.pdf": (STAFF, {FORM: {}}),
    "/dossiers/{dossier_id}/accuse.pdf": (STAFF, {FORM: {}}),
    "/lots/{lot_id}/remplir": ({R, G}, {FORM: {}}),
    "/lots/{lot_id}/ajouter": ({R, G}, {FORM: {"dossier": "{dossier}"}}),
    "/lots/{lot_id}/retirer": ({R, G}, {FORM: {"dossier": "{dossier}"}}),
    "/lots/{lot_id}/clore": ({R, G}, {FORM: {"vu": 99}}),
    "/lots/{lot_id}/remettre": ({C, R, G}, {FORM: {}}),
    "/lots/{lot_id}/bordereau.pdf": ({C, R, G}, {FORM: {}}),
    "/lots/{lot_id}/bordereau.xlsx": ({C, R, G}, {FORM: {}}),
    ACTS + "corriger": ({R, M}, {**SPOT, "valeur": "AB123456"}),
    ACTS + "accepter": ({R, M}, SPOT),
    ACTS + "accepter-ligne": ({R, M}, {"document": "{feuille}", "places": {"line:actes:0:code": 99}}),
    ACTS + "vider": ({R, M}, SPOT),
    ACTS + "marque": ({R, M}, {**SPOT, "place": "mark:signature_assure", "present": True}),
    ACTS + "ligne-ajouter": ({R, M}, {"document": "{feuille}", "tableau": "actes", "cellules": {}}),
    ACTS + "ligne-retirer": ({R, M}, {**SPOT, "place": "line:actes:0"}),
    ACTS + "verifier": (set(PEOPLE), {"type": "facture", "place": "field:date_facture", "valeur": "x"}),
    ACTS + "zone": ({R, M}, {**SPOT, "page": "{page}", "cadre": [0.1, 0.1, 0.2, 0.2]}),
    ACTS + "couper": ({R, M}, {**WHOLE, "a": 1}),
    ACTS + "joindre": ({R, M}, {**WHOLE, "dans": "{feuille}", "dans_vu": 99}),
    ACTS + "deplacer": ({R, M}, PAGE),
    ACTS + "ranger": ({R, M}, WHOLE),
    ACTS + "ouvrir-dossier": (
        {R, M},
        {"documents": ["{feuille}"], "organisme": "ofppt", "type": "chronique_pec"},
    ),
    ACTS + "tourner": ({R, M}, PAGE),
    ACTS + "relire": ({R, M}, PAGE),
    ACTS + "blanche": ({R, M}, {**PAGE, "blanche": True}),
    ACTS + "secret": ({R, M}, {**PAGE, "secret": True}),
    ACTS + "type": ({R, M}, {**WHOLE, "type": "facture"}),
    ACTS + "signe-de-vie": (STAFF, {"dossier": "{dossier}"}),
    ACTS + "completer": (STAFF, {"dossier": "{dossier}", "vu": 99}),
    ACTS + "lever": (STAFF, {**OF_DOSSIER, "exigence": "ordonnance"}),
    ACTS + "medecin": (STAFF, OF_DOSSIER),
    ACTS + "avis": ({M}, OF_DOSSIER),
    ACTS + "rejeter": ({M, G}, OF_DOSSIER),
    ACTS + "cote": (STAFF, OF_DOSSIER),
    ACTS + "rouvrir": (STAFF, OF_DOSSIER),
    ACTS + "type-dossier": (STAFF, {"dossier": "{dossier}", "vu": 99, "organisme": "ofppt", "type": "x"}),
    ACTS + "commenter": (STAFF, {"dossier": "{dossier}", "texte": "essai"}),
    ACTS + "annuler": (STAFF, {"dossier": "{dossier}"}),
    ACTS + "lettre": (STAFF, {"dossier": "{dossier}", "vu": 99, "brouillon": {}}),
}  # fmt: skip
"""Who may write what, and something to write: with a version that nothing has, so that who may
is told that it changed (or that it cannot be), and nothing is done."""

ANYBODY_LOGGED_OUT = {"/connexion", "/invitation/{secret}"}


def paths_of(routes: Sequence[object], method: str) -> set[str]:
    found: set[str] = set()
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            found |= paths_of(inner.routes, method)
        elif method in (getattr(route, "methods", None) or ()):
            found.add(route.path)  # type: ignore[attr-defined]
    return found


def test_every_route_is_in_the_table(database: Database, store: FolderStore) -> None:
    routes = list(create_app(place_of(database, store)).routes)
    assert paths_of(routes, "GET") == set(MAY_OPEN)
    assert paths_of(routes, "POST") == set(MAY_WRITE) | ANYBODY_LOGGED_OUT
    for method in ("PUT", "PATCH", "DELETE"):
        assert not paths_of(routes, method)


@pytest.mark.parametrize("role", PEOPLE)
def test_each_role_opens_what_it_may_and_nothing_else(
    role: Role, seeded: Seeded, visitor: Visitor
) -> None:
    client = visitor(role)
    for path, roles in MAY_OPEN.items():
        answer = client.get(filled(path, seeded))
        refused = answer.status_code == 403
        assert refused == (role not in roles), (path, answer.status_code)
        assert answer.status_code in (200, 303, 403, 404, 410, 422), path
        if refused:
            assert "Accès réservé" in answer.text or answer.json()["erreur"]["code"] == "interdit"


@pytest.mark.parametrize("role", PEOPLE)
def test_each_role_writes_what_it_may_and_nothing_else(
    role: Role, own_office: Office, no_readers: None
) -> None:
    database, store, seeded = own_office
    client = client_of(database, store, role)
    wrong = []
    for path, (roles, asked) in MAY_WRITE.items():
        answer = written(client, filled(path, seeded), filled(asked, seeded), token(client))
        refused = answer.status_code == 403
        if refused != (role not in roles) or answer.status_code >= 500:
            wrong.append((path, answer.status_code, answer.text[:200]))
    assert not wrong


def test_nothing_is_written_without_the_token(seeded: Seeded, visitor: Visitor) -> None:
    client = visitor(R)
    for path, (_, asked) in MAY_WRITE.items():
        for wrong in ("", "x"):
            answer = written(client, filled(path, seeded), filled(asked, seeded), wrong)
            assert answer.status_code == 403, path
            assert answer.json()["erreur"]["code"] == "page_ancienne", path


def test_of_a_secret_paper_only_the_medecin_conseil_settles_or_reads_anything(
    own_office: Office, no_readers: None
) -> None:
    database, store, seeded = own_office
    secret = {"feuille": seeded.documents["certificat"], "page": seeded.pages[6]}
    for name in ("corriger", "accepter", "vider", "zone", "deplacer", "tourner", "secret", "type"):
        _, asked = MAY_WRITE[ACTS + name]
        for role in (R, M):
            client = client_of(database, store, role)
            body = filled(asked, seeded, secret)
            if "place" in body:
                body["place"] = "field:maladie"
            answer = written(client, ACTS + name, body, token(client))
            assert (answer.status_code == 403) == (role is R), (name, role, answer.text)
            assert SECRET not in answer.text or role is M


@pytest.fixture
def no_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may have a place read gets to the readers, which are not started here."""

    def nothing(*args: object, **named: object) -> None:
        raise BadInput("Ici, on ne lit pas.", code="essai")

    monkeypatch.setattr("review_ui.routes.values.look", nothing)
    monkeypatch.setattr("review_ui.routes.sorting.looking.read_again", nothing)


def filled(what: Any, seeded: Seeded, also: dict[str, str] | None = None) -> Any:
    """With the identifiers of the office in the places of their names."""
    names = {
        "envoi_id": seeded.envoi,
        "dossier_id": seeded.dossiers["chronique"],
        "document_id": seeded.documents["feuille"],
        "page_id": seeded.pages[2],
        "letter_id": "rien",
        "refusal_id": seeded.refusal,
        "message_id": "rien",
        "notice_id": "rien",
        "mail_id": "rien",
        "control_id": "rien",
        "reclamation_id": "rien",
        "statement_id": "rien",
        "registre": "lots",
        "lot_id": seeded.lot_id,
        "account_id": "personne",
        "access_id": "personne",
        "secret": "rien",
        "dossier": seeded.dossiers["chronique"],
        "feuille": seeded.documents["feuille"],
        "page": seeded.pages[2],
        **(also or {}),
    }
    if isinstance(what, str):
        return what.format(**names)
    if isinstance(what, dict):
        return {key: filled(value, seeded, also) for key, value in what.items()}
    return [filled(one, seeded, also) for one in what] if isinstance(what, list) else what


def token(client: TestClient) -> str:
    """What a page of ours would repeat."""
    page = client.get("/compte").text
    return page.partition('<meta name="liasse-jeton" content="')[2].partition('"')[0]


def written(client: TestClient, path: str, asked: dict[str, Any], given: str) -> Response:
    headers = {"Liasse-Jeton": given, "Accept": "application/json"}
    if FORM in asked:
        return client.post(path, data=asked[FORM], headers=headers)
    if "fichier" in asked:
        return client.post(path, files={"fichier": ("vide.pdf", b"")}, headers=headers)
    return client.post(path, json=asked, headers=headers)


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
        f"/recherche?q={SECRET[:8]}",
        "/recherche?q=EL MANSOURI",
        "/?etat=tous",
        "/journal",
        "/expediteurs",
        "/reponses",
        "/reclamations",
        f"/reclamations?envoi={seeded.mail}",
        f"/dossiers/{seeded.dossiers['chronique']}/reponse?preuve=envoi/{seeded.mail}",
        f"/dossiers/{seeded.dossiers['chronique']}/lettre",
        f"/envois/{seeded.envoi}",
        f"/envois/{seeded.mail}",
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
    ]
    for address in addresses:
        assert SENSITIVE in visitor(R).get(address).text
        assert SENSITIVE in visitor(M).get(address).text
        assert SENSITIVE not in visitor(G).get(address).text
    assert "rempli, contenu réservé" in visitor(G).get(addresses[0]).text
