"""What a program may read: by its rights, its organismes, and never a secret without that right."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.result import result_of
from models.entities import EnvoiState, Right
from models.result import Result
from storage.records import audit, envois, tokens
from tests.review_ui.api.conftest import House, Settle
from tests.review_ui.api.test_deposits import PDF, SAC
from tests.review_ui.seed import NOW, SECRET, SENSITIVE

READS = (Right.LECTURE,)
ALL = (Right.LECTURE, Right.MEDICAL)


def finished(house: House) -> str:
    with house.database.transaction() as session:
        envois.set_state(session, house.seeded.envoi, EnvoiState.TERMINE)
    return f"/api/envois/{house.seeded.envoi}/resultat"


def test_with_the_medical_right_the_result_is_as_the_file_has_it(house: House) -> None:
    address = finished(house)
    _, shown = house.token(*ALL)
    answer = house.client.get(address, headers=shown)
    with house.database.reading() as session:
        whole = result_of(session, [house.seeded.envoi])
    assert Result.model_validate_json(answer.text) == whole
    assert SECRET in answer.text
    assert answer.headers["Liasse-Contenu-Reserve"] == "0"
    assert answer.headers["cache-control"] == "no-store"


def test_without_it_the_shape_is_the_same_and_no_secret_is_told(house: House) -> None:
    address = finished(house)
    _, shown = house.token(*READS)
    answer = house.client.get(address, headers=shown)
    result = Result.model_validate_json(answer.text)
    by_id = {document.id: document for document in result.documents}
    sealed = by_id[house.seeded.documents["certificat"]]
    assert (sealed.type, sealed.fields) == ("certificat_longue_duree", {})
    assert not sealed.marks
    assert not sealed.lines
    assert by_id[house.seeded.documents["feuille"]].fields["assure_nom"].value == "EL MANSOURI"
    assert answer.headers["Liasse-Contenu-Reserve"] == "3"
    for secret in (SECRET, SENSITIVE):
        assert secret not in answer.text


@pytest.mark.parametrize("rights", [READS, (Right.DEPOT,), (Right.DEPOT, Right.LECTURE)])
def test_no_address_tells_a_secret_to_a_token_without_that_right(
    rights: tuple[Right, ...], house: House
) -> None:
    address = finished(house)
    _, shown = house.token(*rights)
    addresses = [
        address,
        address.removesuffix("/resultat"),
        "/api/dossiers",
        *(f"/api/dossiers/{id}" for id in house.seeded.dossiers.values()),
        f"/api/envois/{house.seeded.mail}",
    ]
    for one in addresses:
        answer = house.client.get(one, headers=shown)
        assert SECRET not in answer.text
        assert SENSITIVE not in answer.text


def test_a_result_waits_until_the_envoi_is_through(house: House) -> None:
    address = finished(house)
    with house.database.transaction() as session:
        envois.set_state(session, house.seeded.envoi, EnvoiState.EN_LECTURE)
    answer = house.client.get(address, headers=house.token(*READS)[1])
    assert (answer.status_code, answer.json()["code"]) == (409, "envoi_en_cours")
    assert int(answer.headers["retry-after"]) > 0


def test_of_other_organismes_nothing_is_told(house: House) -> None:
    finished(house)
    ours = house.seeded.dossiers["chronique"]
    with house.database.transaction() as session:
        envois.get(session, house.seeded.envoi).organisme = "ofppt"
    _, shown = house.token(*READS, organismes=("ofppt",))
    result = house.client.get(f"/api/envois/{house.seeded.envoi}/resultat", headers=shown)
    told = Result.model_validate_json(result.text)
    assert {d.organisme for d in told.dossiers} == {"ofppt"}
    assert not [lot for lot in told.lots if lot.organisme != "ofppt"]
    assert "F-2025/0187" not in result.text, "on the bill of a cnops dossier"
    assert len(told.documents) == len(house.seeded.documents), "every page is in a document"
    listed = house.client.get("/api/dossiers", headers=shown).json()["dossiers"]
    assert [d["id"] for d in listed] == [ours]
    state = house.client.get(f"/api/envois/{house.seeded.envoi}", headers=shown).json()
    assert state["dossiers"] == [ours]
    other = next(id for name, id in house.seeded.dossiers.items() if name != "chronique")
    assert house.client.get(f"/api/dossiers/{other}", headers=shown).status_code == 404
    refused = house.client.get("/api/dossiers?organisme=cnops", headers=shown)
    assert refused.json()["code"] == "organisme_interdit"
    _, strange = house.token(*READS, organismes=("pmas",))
    hidden = house.client.get(f"/api/envois/{house.seeded.envoi}", headers=strange)
    assert hidden.status_code == 404, "not even that it is there"


def test_who_only_deposits_follows_his_own_and_reads_no_result(house: House) -> None:
    _, shown = house.token(Right.DEPOT)
    own = house.client.post("/api/envois", content=SAC, headers=shown | PDF).headers["location"]
    assert house.client.get(own, headers=shown).status_code == 200
    assert house.client.get(f"/api/envois/{house.seeded.envoi}", headers=shown).status_code == 404
    for address in (own + "/resultat", "/api/dossiers"):
        answer = house.client.get(address, headers=shown)
        assert (answer.status_code, answer.json()["code"]) == (403, "droit_absent")
    assert house.client.get(own, headers=house.token(Right.DEPOT)[1]).status_code == 404


def test_who_only_reads_deposits_nothing(house: House) -> None:
    answer = house.client.post("/api/envois", content=SAC, headers=house.token(*READS)[1] | PDF)
    assert (answer.status_code, answer.json()["code"]) == (403, "droit_absent")


def test_the_list_goes_on_from_page_to_page(house: House) -> None:
    _, shown = house.token(*READS)
    whole = [d["id"] for d in house.client.get("/api/dossiers", headers=shown).json()["dossiers"]]
    assert set(whole) == set(house.seeded.dossiers.values())
    found: list[str] = []
    suite: str | None = ""
    while suite is not None:
        params = {"limite": "1"} | ({"apres": suite} if suite else {})
        page = house.client.get("/api/dossiers", params=params, headers=shown).json()
        found += [d["id"] for d in page["dossiers"]]
        suite = page["suite"]
    assert found == whole
    some = house.client.get("/api/dossiers?statut=incomplet", headers=shown).json()["dossiers"]
    assert {d["statut"] for d in some} <= {"incomplet"}
    one = house.client.get(f"/api/dossiers/{whole[0]}", headers=shown).json()
    assert one["assure"]
    assert one["checklist"]


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer liasse_" + "a" * 43}])  # fmt: skip
def test_without_a_token_nothing_is_told(header: dict[str, str], house: House) -> None:
    for address in ("/api/dossiers", finished(house), "/api/envois/rien"):
        answer = house.client.get(address, headers=header)
        assert (answer.status_code, answer.json()["code"]) == (401, "jeton_inconnu")
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_session_of_a_person_opens_nothing_here(house: House) -> None:
    assert house.client.get("/compte").status_code == 200, "the local operator"
    assert house.client.get("/api/dossiers").status_code == 401


def test_a_token_revoked_or_past_opens_nothing_and_the_trail_says_so(house: House) -> None:
    token, revoked = house.token(*READS)
    with house.database.transaction() as session:
        tokens.revoke(session, token, actor="essai", now=NOW)
    _, past = house.token(*READS, expires_at=NOW - timedelta(seconds=1))
    _, still = house.token(*READS, expires_at=NOW + timedelta(seconds=1))
    for shown in (revoked, past):
        answer = house.client.get("/api/dossiers", headers=shown)
        assert (answer.status_code, answer.json()["code"]) == (401, "jeton_perime")
        assert house.trail()[-1].action == "api.jeton_perime"
    assert house.client.get("/api/dossiers", headers=still).status_code == 200


def test_every_access_is_in_the_trail(house: House) -> None:
    address = finished(house)
    token, shown = house.token(Right.DEPOT, *READS)
    own = house.client.post("/api/envois", content=SAC, headers=shown | PDF).json()["id"]
    house.client.get(address, headers=shown)
    house.client.get("/api/dossiers", headers=shown)
    house.client.get("/api/dossiers/rien", headers=shown)
    said = [(e.action, e.thing) for e in house.trail() if e.actor == f"jeton:{token.name}"]
    assert said == [
        ("api.deposer", "api/deposer"),
        ("api.depot", f"envoi/{own}"),
        ("api.resultat", f"envoi/{house.seeded.envoi}"),
        ("api.lister", "api/lister"),
        ("api.un_dossier", "dossier/rien"),
    ]
    with house.database.reading() as session:
        assert audit.verify(session) is None


def test_who_asks_too_often_waits(house_with: Settle) -> None:
    house = house_with(api_demandes=3)
    _, shown = house.token(*READS)
    statuses = [house.client.get("/api/dossiers", headers=shown).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    answer = house.client.get("/api/dossiers", headers=shown)
    assert answer.json()["code"] == "trop_de_demandes"
    assert 1 <= int(answer.headers["retry-after"]) <= 20
    assert house.client.get("/api/dossiers", headers=house.token(*READS)[1]).status_code == 200


def test_guessing_tokens_is_slowed_down(house: House) -> None:
    guess = {"Authorization": "Bearer liasse_" + "b" * 43}
    statuses = {house.client.get("/api/dossiers", headers=guess).status_code for _ in range(30)}
    assert statuses == {401, 429}
