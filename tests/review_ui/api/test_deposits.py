"""Files deposited by programs: kept once a key, refused with a reason, and never lost."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from models.entities import Envoi, EnvoiState, Right
from storage.records import envois
from tests.extractors.intake.deposits import line, pdf
from tests.review_ui.api.conftest import House, Settle

SAC = pdf(line("FEUILLE DE SOINS"), line("FACTURE"))
KEY = {"Idempotency-Key": "sac-0412"}
PDF = {"Content-Type": "application/pdf"}


def envois_of(house: House) -> list[Envoi]:
    with house.database.reading() as session:
        return [e for e in envois.newest(session) if e.channel.value == "api"]


def test_a_file_is_kept_as_it_is_and_asked_to_be_read(house: House) -> None:
    _, shown = house.token(Right.DEPOT)
    answer = house.client.post("/api/envois?nom=sac-0412.pdf", content=SAC, headers=shown | PDF)
    assert answer.status_code == 201
    said = answer.json()
    assert (said["source"], said["pages"], said["erreurs"]) == ("sac-0412.pdf", 2, [])
    assert answer.headers["location"] == f"/api/envois/{said['id']}"
    assert house.asked == [said["id"]]
    state = house.client.get(answer.headers["location"], headers=shown).json()
    assert (state["etat"], state["canal"], state["pages_lues"]) == ("recu", "api", 0)


def test_several_files_are_one_envoi(house: House) -> None:
    _, shown = house.token(Right.DEPOT)
    files = [("fichiers", (f"{n}.pdf", pdf(line(f"PAGE {n}")))) for n in range(3)]
    answer = house.client.post(
        "/api/envois", files=files, data={"organisme": "cnops"}, headers=shown
    )
    assert answer.status_code == 201
    assert answer.json()["pages"] == 3
    assert [e.organisme for e in envois_of(house)] == ["cnops"]


def test_the_same_key_answers_the_same_and_keeps_nothing_twice(house: House) -> None:
    _, shown = house.token(Right.DEPOT)
    once = house.client.post("/api/envois", content=SAC, headers=shown | PDF | KEY)
    with house.database.transaction() as session:
        envois.set_state(session, once.json()["id"], EnvoiState.TERMINE)
    again = house.client.post("/api/envois", content=SAC, headers=shown | PDF | KEY)
    assert (again.status_code, again.json()) == (once.status_code, once.json())
    assert again.headers["liasse-deja-recu"] == "1"
    assert len(envois_of(house)) == 1


def test_the_same_key_with_other_bytes_is_refused(house: House) -> None:
    _, shown = house.token(Right.DEPOT)
    house.client.post("/api/envois", content=SAC, headers=shown | PDF | KEY)
    other = house.client.post("/api/envois", content=pdf(line("AUTRE")), headers=shown | PDF | KEY)
    assert other.status_code == 422
    assert other.json()["code"] == "cle_deja_prise"
    elsewhere = house.client.post(
        "/api/envois?organisme=cnops", content=SAC, headers=shown | PDF | KEY
    )
    assert elsewhere.status_code == 422
    assert len(envois_of(house)) == 1


def test_a_key_is_the_token_s_own(house: House) -> None:
    answers = [
        house.client.post(
            "/api/envois", content=SAC, headers=house.token(Right.DEPOT)[1] | PDF | KEY
        )
        for _ in range(2)
    ]
    first, second = (answer.json() for answer in answers)
    assert first["id"] != second["id"]
    assert second["doublon_de"] == first["id"]


def test_without_a_key_each_deposit_is_one(house: House) -> None:
    _, shown = house.token(Right.DEPOT)
    answers = [house.client.post("/api/envois", content=SAC, headers=shown | PDF) for _ in range(2)]
    assert len({answer.json()["id"] for answer in answers}) == 2


def test_requests_of_one_key_at_once_keep_one_envoi(house: House) -> None:
    _, shown = house.token(Right.DEPOT)
    statuses: list[tuple[int, str]] = []

    def post() -> None:
        answer = house.client.post("/api/envois", content=SAC, headers=shown | PDF | KEY)
        statuses.append((answer.status_code, answer.text))

    threads = [threading.Thread(target=post) for _ in range(6)]
    with house.client:  # in one event loop, as a server has one
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(set(statuses)) == 1
    assert statuses[0][0] == 201
    assert len(envois_of(house)) == 1


def test_what_cannot_be_opened_is_kept_in_quarantine_with_its_reason(house: House) -> None:
    _, shown = house.token(Right.DEPOT)
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100
    answer = house.client.post(
        "/api/envois", content=data, headers=shown | {"Content-Type": "application/octet-stream"}
    )
    assert answer.status_code == 201
    assert answer.json()["pages"] == 0
    assert answer.json()["erreurs"][0]["message"]


@pytest.mark.parametrize(
    ("kind", "data", "status", "code"),
    [
        ("application/pdf", b"", 422, "fichier_vide"),
        ("text/html", b"<script>", 415, "nature_inconnue"),
        ("application/json", b"{}", 415, "nature_inconnue"),
        ("", SAC, 415, "nature_inconnue"),
        ("multipart/form-data; boundary=x", b"--x--\r\n", 422, "fichier_vide"),
        ("multipart/form-data", b"rien", 400, "demande_incomprise"),
    ],
)
def test_what_is_no_deposit_is_refused_in_french(
    kind: str, data: bytes, status: int, code: str, house: House
) -> None:
    _, shown = house.token(Right.DEPOT)
    answer = house.client.post("/api/envois", content=data, headers=shown | {"Content-Type": kind})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert envois_of(house) == []


def test_a_form_holds_nothing_else(house: House) -> None:
    _, shown = house.token(Right.DEPOT)
    for files in ([("autre", ("a.pdf", SAC))], [("fichiers", ("a.pdf", SAC)), ("x", ("b", SAC))]):
        answer = house.client.post("/api/envois", files=files, headers=shown)
        assert answer.status_code == 422
    answer = house.client.post("/api/envois", files=[("fichiers", ("a.pdf", b""))], headers=shown)
    assert answer.json()["code"] == "fichier_vide"


def test_more_than_the_limit_is_refused_said_beforehand_or_not(house_with: Settle) -> None:
    house = house_with(api_octets=2048)
    _, shown = house.token(Right.DEPOT)
    big = b"x" * 5000
    said = house.client.post("/api/envois", content=big, headers=shown | PDF)
    unsaid = house.client.post("/api/envois", content=iter([big[:1500], big]), headers=shown | PDF)
    form = house.client.post("/api/envois", files=[("fichiers", ("a.pdf", big))], headers=shown)
    for answer in (said, unsaid, form):
        assert (answer.status_code, answer.json()["code"]) == (413, "trop_grand")
    assert envois_of(house) == []


def test_names_of_senders_are_names_only(house: House) -> None:
    _, shown = house.token(Right.DEPOT)
    for name in ("../../etc/passwd", "C:\\scans\\passwd", "a\u202efdp.passwd", "\0passwd"):
        answer = house.client.post(
            "/api/envois", params={"nom": name}, content=SAC, headers=shown | PDF
        )
        assert answer.status_code == 201, answer.text
        assert "/" not in answer.json()["source"]
    kept = {Path(e.source).name for e in envois_of(house)}
    assert "passwd" in kept


def test_a_token_for_one_organisme_deposits_for_it(house: House) -> None:
    _, one = house.token(Right.DEPOT, organismes=("cnops",))
    _, two = house.token(Right.DEPOT, organismes=("cnops", "ci"))
    assert house.client.post("/api/envois", content=SAC, headers=one | PDF).status_code == 201
    assert [e.organisme for e in envois_of(house)] == ["cnops"]
    for shown, organisme in ((one, "ofppt"), (two, None)):
        answer = house.client.post(
            "/api/envois",
            params={"organisme": organisme} if organisme else {},
            content=SAC,
            headers=shown | PDF,
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "organisme_interdit")
    answer = house.client.post("/api/envois?organisme=rien", content=SAC, headers=two | PDF)
    assert (answer.status_code, answer.json()["champs"]) == (422, ["organisme"])
    twice = house.client.post(
        "/api/envois?organisme=ci",
        files=[("fichiers", ("a.pdf", SAC))],
        data={"organisme": "cnops"},
        headers=two,
    )
    assert twice.status_code == 422
