"""No partner sees another's, nor anything of the house: over every route that the application has.

The routes and the identifiers are not listed here: they are taken from the application and from
the database, so that a new route, or a new sort of thing, is asked for without a word added.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

import pypdfium2  # type: ignore[import-untyped]
import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import inspect, select

from models.entities import Base, Dossier
from models.permissions import PARTNERS, TABLE, Role
from tests.review_ui.partners.worlds import SECRET, House, post, token

ROLES = sorted(PARTNERS)
SPACE = "/espace"
OF_ANYBODY = {
    "/connexion", "/deconnexion", "/compte", "/compte/mot-de-passe", "/compte/terminer",
    "/invitation/{secret}", "/sante", "/pret", "/metriques", "/api/openapi.json",
}  # fmt: skip
"""What is for everybody, logged in or not, or for one's own account: none of it tells of a dossier."""
REFUSED = (401, 403, 429)
"""429: the API answers so whoever shows it no token too often."""
ENDS_THE_SESSION = {"/deconnexion", "/compte/terminer"}


def routes(of: Sequence[object], under: str = "") -> Iterator[tuple[str, str]]:
    """Each method and path, of the applications mounted inside too."""
    for route in of:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from routes(inner.routes, under)
            continue
        path = under + getattr(route, "path", "")
        mounted = getattr(route, "routes", None)
        if mounted:
            yield from routes(mounted, path)
        for method in getattr(route, "methods", None) or ():
            if method not in ("HEAD", "OPTIONS"):
                yield method, path


def every_id(house: House) -> dict[str, list[str]]:
    """All keys of all rows, by table; numbers of people's and hashes of files among them."""
    found: dict[str, list[str]] = {}
    with house.database.reading() as session:
        for mapper in Base.registry.mappers:
            key = inspect(mapper.class_).primary_key
            if len(key) == 1:
                found[str(mapper.local_table)] = [
                    str(one) for one in session.scalars(select(key[0]))
                ]
    return found


def filled(path: str, ids: dict[str, list[str]], *, all_of_them: bool) -> list[str]:
    """The path with every identifier that could stand in it: those of its noun, else of any."""
    place = re.search(r"\{(\w+)[^}]*\}", path)
    if place is None:
        return [path]
    known = ids.get(place[1].removesuffix("_id")) or [
        one for some in ids.values() for one in some[:2]
    ]
    values = known if all_of_them else known[-1:]
    return [
        deeper
        for value in dict.fromkeys(values)
        for deeper in filled(path.replace(place[0], value, 1), ids, all_of_them=all_of_them)
    ]


def asked(client: TestClient, method: str, path: str, jeton: str) -> Response:
    headers = {"Liasse-Jeton": jeton}
    if method == "GET":
        return client.get(path, headers=headers)
    return client.request(method, path, data={"jeton": jeton}, headers=headers)


def told(answer: Response) -> str:
    """What an answer says, the text of a PDF too."""
    if answer.headers.get("content-type", "").startswith("application/pdf"):
        document = pypdfium2.PdfDocument(io.BytesIO(answer.content))
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
        document.close()
        return text
    return answer.text


@pytest.mark.parametrize("role", ROLES)
def test_no_route_of_the_house_answers_a_partner(role: Role, worlds: House) -> None:
    """Pages, acts, images, thumbnails, letters, exports, search, streams, API: by direct address."""
    client, ids = worlds.partner(role), every_id(worlds)
    jeton, wrong = token(client), []
    betray = (*worlds.own.references.values(), *worlds.other.marks, SECRET)
    for method, path in routes(worlds.app.routes):
        if path in OF_ANYBODY or path.startswith(SPACE):
            continue
        for address in filled(path, ids, all_of_them=False):
            answer = asked(client, method, address, jeton)
            home = path == "/" and answer.headers.get("location") == SPACE
            if answer.status_code not in REFUSED and not home:
                wrong.append((method, address, str(answer.status_code)))
            text = told(answer)
            if any(mark in text for mark in betray):
                wrong.append((method, address, "tells"))
    assert not wrong


@pytest.mark.parametrize("role", ROLES)
def test_no_route_of_his_space_shows_a_partner_what_is_anothers(role: Role, worlds: House) -> None:
    client, ids = worlds.partner(role), every_id(worlds)
    jeton, wrong, seen = token(client), [], ""
    for method, path in routes(worlds.app.routes):
        if path in ENDS_THE_SESSION or not (path in OF_ANYBODY or path.startswith(SPACE)):
            continue
        for address in filled(path, ids, all_of_them=True):
            answer = asked(client, method, address, jeton)
            text = told(answer)
            assert answer.status_code < 500, (address, text)
            seen += text
            for mark in (*worlds.other.marks, SECRET):
                if mark in text:
                    wrong.append((method, address, mark))
    assert not wrong
    own = worlds.own.dossiers if role is not Role.PRESTATAIRE else ("cover", "billed")
    assert all(worlds.own.references[name] in seen for name in own)


@pytest.mark.parametrize("role", ROLES)
def test_a_search_finds_only_ones_own(role: Role, worlds: House) -> None:
    client = worlds.partner(role)
    for words in worlds.other.marks:
        answer = client.get(SPACE, params={"q": words})
        assert not [r for r in worlds.other.references.values() if f"{r}</b>" in answer.text], words
        assert not [id for id in worlds.other.dossiers.values() if id in answer.text]
    if role is not Role.ASSURE:  # he has no search: all his dossiers stand there
        found = client.get(SPACE, params={"q": worlds.own.references["cover"]}).text
        assert worlds.own.dossiers["cover"] in found
        assert worlds.own.dossiers["billed"] not in found


@pytest.mark.parametrize("role", ROLES)
def test_of_his_own_dossiers_a_partner_is_told_nothing_medical(role: Role, worlds: House) -> None:
    client = worlds.partner(role)
    for id in worlds.own.dossiers.values():
        text = client.get(f"{SPACE}/dossiers/{id}").text
        assert SECRET not in text
        if role is Role.EMPLOYEUR:
            assert "Urgences" not in text
            assert "Sami" not in text
            assert "certificat" not in text.casefold()


def test_what_a_partner_asked_for_of_others_is_in_the_trail(worlds: House) -> None:
    client = worlds.partner(Role.ASSURE)
    other = worlds.other.dossiers["care"]
    refused = client.get(f"{SPACE}/dossiers/{other}")
    unknown = client.get(f"{SPACE}/dossiers/0199-rien")
    assert refused.status_code == unknown.status_code == 404
    assert refused.text == unknown.text
    chief = worlds.client("chef").get("/journal", params={"chose": f"dossier/{other}"}).text
    assert "x.assure" in chief
    assert "refusé" in chief


def test_a_provider_s_number_under_another_name_shows_nothing(worlds: House) -> None:
    client = worlds.partner(Role.PRESTATAIRE)
    address = f"{SPACE}/dossiers/{worlds.own.dossiers['billed']}"
    for name, status in (("PHARMACIE DES OLIVIERS", 404), (worlds.own.provider, 200)):
        with worlds.database.transaction() as session:
            worlds.access(session, Role.PRESTATAIRE).name = name
        assert client.get(address).status_code == status, name


def test_a_dossier_whose_insured_is_not_sure_is_nobody_s(worlds: House) -> None:
    id = worlds.own.dossiers["care"]
    clients = [worlds.partner(role) for role in (Role.ASSURE, Role.EMPLOYEUR)]
    with worlds.database.reading() as session:
        before = session.get_one(Dossier, id)
    guessed = [{"code": "assure_a_confirmer", "message": "À confirmer."}]
    misread = {**before.assure, "nom": f"{worlds.own.surname}E"}
    for told, assure, status in (
        (guessed, before.assure, 404),
        ([], misread, 404),
        (before.signalements, before.assure, 200),
    ):
        with worlds.database.transaction() as session:
            row = session.get_one(Dossier, id)
            row.signalements, row.assure = told, assure
        for client in clients:
            assert client.get(f"{SPACE}/dossiers/{id}").status_code == status


def test_partners_have_no_right_in_the_house_and_the_house_none_in_their_space() -> None:
    """The table of rights: a row is for one side or for the other."""
    for (action, sort), roles in TABLE.items():
        assert roles <= PARTNERS or roles.isdisjoint(PARTNERS), (action, sort)


def test_no_role_of_the_house_opens_a_space(worlds: House) -> None:
    client = worlds.client("chef")
    assert client.get(SPACE).status_code == 403
    assert post(client, f"{SPACE}/situation").status_code == 403
