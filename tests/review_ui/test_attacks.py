"""Attacks as they are made, at every door of the application at once (docs/securite.md lists them all)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, inspect, select

from models.entities import Dossier, LoginSession
from models.permissions import Role
from review_ui.app import create_app
from review_ui.people import COOKIE
from review_ui.routes import queue
from storage.database import Database
from storage.records import accounts
from tests.review_ui.conftest import Visitor
from tests.review_ui.seed import NOW, SECRET, SENSITIVE, Seeded
from tests.review_ui.site import Office, place_of
from tests.review_ui.test_people import PASSWORD, log_in
from tests.review_ui.test_permissions import MAY_OPEN, MAY_WRITE, filled, written

OPEN_TO_ALL = {"/sante", "/pret", "/metriques", "/connexion"}
"""What is answered to whoever asks: nothing of it names anybody."""
REFUSALS = (303, 401, 403, 410)
"""To the login page, or no; of an invitation that is none, that it is past."""
NAMES = (SECRET, SENSITIVE, "MANSOURI")
SQL = (
    "' OR '1'='1",
    "'; DROP TABLE dossier; --",
    '" OR ""="',
    "1) UNION SELECT login, password_hash FROM account --",
    "%' ESCAPE '",
    "a NEAR b) OR (c",
    "*",
    "{}[]():&|!<->",
)
FILTERS = (
    "etat", "statut", "organisme", "type", "canal", "lot", "retard", "fait", "du", "au", "main", "champ",
)  # fmt: skip
OUT = (
    "/static/../app.py",
    "/static/..%2fapp.py",
    "/static/%2e%2e/%2e%2e/pyproject.toml",
    "/static/....//....//etc/passwd",
    "/static//etc/passwd",
    "/static/%252e%252e%252fapp.py",
    "/static/..\\..\\pyproject.toml",
    "/lettres/..%2f..%2fliasse.db.pdf",
    "/pages/..%2f..%2f..%2fetc%2fpasswd/image",
    "/api/envois/..%2f..%2fetc%2fpasswd/resultat",
)


@pytest.fixture
def closed(own_office: Office) -> tuple[Office, TestClient]:
    """An office with an account: whoever has no session is a stranger."""
    database, store, _ = own_office
    database.write(
        lambda s: accounts.add(
            s,
            login="s.tahiri",
            name="S. Tahiri",
            password=PASSWORD,
            roles=[Role.RELECTEUR],
            actor="e",
        )
    )
    app = create_app(place_of(database, store), now=lambda: NOW)
    return own_office, TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


def test_a_stranger_who_knows_every_id_learns_and_changes_nothing(
    closed: tuple[Office, TestClient],
) -> None:
    (_, _, seeded), client = closed
    for path in MAY_OPEN:
        answer = client.get(filled(path, seeded))
        if path not in OPEN_TO_ALL:
            assert answer.status_code in REFUSALS, (path, answer.status_code)
            assert not re.search("|".join(NAMES), answer.text), path
    for path, (_, asked) in MAY_WRITE.items():
        answer = written(client, filled(path, seeded), filled(asked, seeded), "x" * 64)
        assert answer.status_code in REFUSALS, (path, answer.status_code)


def test_a_session_that_somebody_planted_is_not_the_one_that_is_opened(
    closed: tuple[Office, TestClient],
) -> None:
    """Session fixation."""
    (database, _, _), client = closed
    planted = "a" * 43
    client.cookies.set(COOKIE, planted)
    assert client.get("/").status_code == 303
    answer = log_in(client)
    assert answer.status_code == 303
    assert planted not in answer.headers["set-cookie"]
    thief = TestClient(client.app, base_url="http://127.0.0.1", follow_redirects=False)
    thief.cookies.set(COOKIE, planted)
    assert thief.get("/").status_code == 303
    with database.reading() as session:
        kept = session.scalars(select(LoginSession.token_hash)).one()
    thief.cookies.set(COOKIE, kept)  # what a thief of the database has
    assert thief.get("/").status_code == 303


def test_a_stolen_session_ends_with_the_account_s_and_writes_nothing_elsewhere_from(
    closed: tuple[Office, TestClient],
) -> None:
    (database, _, _), client = closed
    log_in(client)
    stolen = client.cookies[COOKIE]
    thief = TestClient(client.app, base_url="http://127.0.0.1", follow_redirects=False)
    thief.cookies.set(COOKIE, stolen)
    assert thief.get("/").status_code == 200
    with database.transaction() as session:
        account = accounts.by_login(session, "s.tahiri")
        assert account is not None
        accounts.end_all(session, account, NOW)
    assert thief.get("/").status_code == 303


@pytest.mark.parametrize("address", OUT)
def test_no_path_leads_out(address: str, visitor: Visitor) -> None:
    answer = visitor(Role.MEDECIN_CONSEIL).get(address)
    assert answer.status_code in (400, 401, 404, 405)
    assert not re.search(r"root:|\[project\]|create_app", answer.text)


def test_what_is_typed_is_never_a_part_of_the_question(
    seeded: Seeded, visitor: Visitor, database: Database
) -> None:
    client = visitor(Role.MEDECIN_CONSEIL)
    with database.reading() as session:
        before = session.scalar(select(func.count()).select_from(Dossier))
    asked = [("/recherche", {"q": typed}) for typed in SQL]
    asked += [("/", dict.fromkeys(FILTERS, typed)) for typed in SQL]
    asked += [(f"/{thing}/{SQL[0]}", {}) for thing in ("dossiers", "envois", "documents", "pages")]
    for path, query in asked:
        answer = client.get(path, params=query)
        assert answer.status_code in (200, 303, 400, 404, 422), (path, query)
        assert "$argon2" not in answer.text
        if path == "/recherche":
            assert "/dossiers/" not in answer.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Dossier)) == before
    assert {"dossier", "account"} <= set(inspect(database.engine).get_table_names())


def test_a_header_that_is_made_up_moves_no_link(seeded: Seeded, visitor: Visitor) -> None:
    """Of a relay that is not set up, nothing is believed."""
    forged = {
        "X-Forwarded-Host": "x.example",
        "X-Forwarded-For": "127.0.0.1",
        "X-Original-URL": "/comptes",
        "X-HTTP-Method-Override": "DELETE",
        "Forwarded": "host=x.example",
    }
    answer = visitor(Role.RELECTEUR).get("/", headers=forged)
    assert answer.status_code == 200
    assert "x.example" not in answer.text
    assert "x.example" not in str(answer.headers)


def test_no_template_passes_words_on_unescaped() -> None:
    """Stored XSS has nowhere to come out: not one template says that its words are safe."""
    for path in sorted((Path(queue.__file__).parents[1] / "templates").rglob("*.html")):
        told = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape|Markup|javascript:|\bon\w+=", told), path.name
    for path in sorted((Path(queue.__file__).parents[1] / "static").rglob("*.js")):
        told = path.read_text(encoding="utf-8")
        assert not re.search(r"\beval\(|document\.write|new Function", told), path.name
