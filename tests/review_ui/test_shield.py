"""Before every route: the host, the headers, no traceback; and where the app may listen."""

from __future__ import annotations

import socket

import pytest

from models.permissions import Role
from review_ui import serve
from review_ui.shield import HEADERS, POLICY
from storage.blobs import FolderStore
from storage.database import Database
from tests.review_ui.conftest import Visitor
from tests.review_ui.seed import Seeded


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "LOCALHOST:8033", "[::1]", "[::1]:8033"]
)
def test_loopback_names_are_answered(host: str, seeded: Seeded, visitor: Visitor) -> None:
    assert visitor(Role.RELECTEUR).get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["attaque.example", "127.0.0.1.attaque.example", "localhost.attaque.example:8033", "", "0.0.0.0", "[::2]"]
)  # fmt: skip
def test_other_names_are_refused(host: str, seeded: Seeded, visitor: Visitor) -> None:
    answer = visitor(Role.RELECTEUR).get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "localhost" in answer.text
    assert "EL MANSOURI" not in answer.text


def test_every_answer_carries_the_headers(seeded: Seeded, visitor: Visitor) -> None:
    client = visitor(Role.RELECTEUR)
    for address, status in {
        "/": 200,
        "/rien": 404,
        "/static/base.css": 200,
        "/static/rien.css": 404,
        f"/pages/{seeded.pages[2]}/image": 200,
        f"/pages/{seeded.pages[6]}/image": 403,
        f"/pages/{seeded.pages[2]}": 303,
        "/?page=x": 400,
    }.items():
        answer = client.get(address)
        assert answer.status_code == status, address
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
    assert (
        client.get("/", headers={"Host": "x.example"}).headers["x-content-type-options"]
        == "nosniff"
    )
    assert "unsafe" not in POLICY
    assert "frame-ancestors 'none'" in POLICY


def test_pages_with_personal_data_are_kept_by_no_cache(seeded: Seeded, visitor: Visitor) -> None:
    client = visitor(Role.RELECTEUR)
    for address in ("/", "/rien", f"/dossiers/{seeded.dossiers['chronique']}"):
        assert client.get(address).headers["cache-control"] == "no-store"


def test_a_failure_is_a_french_page_without_a_traceback(
    seeded: Seeded, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("détail interne")

    monkeypatch.setattr("review_ui.routes.lots.cases", broken)
    answer = visitor(Role.RELECTEUR).get("/lots")
    assert answer.status_code == 500
    assert "Une erreur est survenue" in answer.text
    assert "détail interne" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"] == POLICY


@pytest.mark.parametrize(
    "address", ["/envois/rien", "/dossiers/rien", "/documents/rien", "/pages/rien", "/envois/%F0%9F%98%80"]
)  # fmt: skip
def test_unknown_things_are_not_found(address: str, seeded: Seeded, visitor: Visitor) -> None:
    answer = visitor(Role.RELECTEUR).get(address)
    assert answer.status_code == 404
    assert "introuvable" in answer.text


def test_a_nul_in_an_address_troubles_no_database(seeded: Seeded, visitor: Visitor) -> None:
    client = visitor(Role.RELECTEUR)
    assert client.get("/dossiers/%00").status_code == 400
    for query in (
        "/recherche?q=a%00b",
        "/?organisme=%00&type=%00&statut=%00",
        "/lots?page=%00",
        "/pilotage?organisme=%00",
    ):
        assert client.get(query).status_code == 400, query


def test_nothing_is_written_by_a_get_and_nothing_else_is_taken(
    seeded: Seeded, visitor: Visitor
) -> None:
    answer = visitor(Role.RELECTEUR).post("/lots")
    assert answer.status_code == 405
    assert "ne fait que montrer" in answer.text


def test_the_api_has_no_page_that_loads_from_elsewhere(
    database: Database, store: FolderStore, visitor: Visitor
) -> None:
    for address in ("/docs", "/redoc", "/openapi.json"):
        assert visitor(Role.RELECTEUR).get(address).status_code == 404


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "exemple.ma", "", "127.0.0.2"])
def test_only_this_machine_is_listened_on(host: str) -> None:
    with pytest.raises(serve.CannotServe, match=r"127\.0\.0\.1"):
        serve.listen(host, 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_is_listened_on(host: str) -> None:
    with serve.listen(host, 0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_said() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(serve.CannotServe, match=f"port {port} est déjà pris"):
            serve.listen("127.0.0.1", port)
