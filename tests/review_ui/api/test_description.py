"""The API against its own description: what it says it takes and answers is what it does.

Requests are made from `/api/openapi.json` by hypothesis, within the description and beyond it.
Whatever is sent, the answer is one that is described, of the described shape, and never a 500.
"""

from __future__ import annotations

import json
import re
import urllib.parse
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from httpx import Response
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from models.entities import EnvoiState, Right
from review_ui.api.problems import TITLES, URN
from storage.records import envois
from tests.extractors.intake.deposits import line, pdf
from tests.review_ui.api.conftest import House

EXAMPLES = 150
AS_READ = {"assure", "beneficiaire"}
"""Parts of an answer that have what was read of somebody, whatever that is."""
JSON, PROBLEM = "application/json", "application/problem+json"
STREAMED = {
    "/export": {"application/x-ndjson", "text/csv"},
    "/dossiers/{dossier_id}/images/{sha256}": {"image/jpeg"},
}
"""Answers that are no single JSON, by route."""
HEADER_TEXT = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40)
ODD_TEXT = st.text(max_size=80)


@pytest.fixture
def description(house: House) -> dict[str, Any]:
    answer = house.client.get("/api/openapi.json")
    assert answer.status_code == 200
    described: dict[str, Any] = answer.json()
    return described


def test_every_route_is_described_with_its_problems(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.1")
    assert description["servers"] == [{"url": "/api"}]
    assert set(description["paths"]) == {
        "/envois", "/envois/{envoi_id}", "/envois/{envoi_id}/resultat", "/dossiers", "/dossiers/{dossier_id}",
        *STREAMED,
    }  # fmt: skip
    for path, operations in description["paths"].items():
        for operation in operations.values():
            assert operation["security"] == [{"jeton": []}]
            assert operation["description"]
            assert {"401", "403", "422", "429", "500"} <= set(operation["responses"])
            for status, answer in operation["responses"].items():
                kinds = STREAMED.get(path, {JSON}) if status[0] == "2" else {PROBLEM}
                assert set(answer["content"]) == kinds, (operation["operationId"], status)
    scheme = description["components"]["securitySchemes"]["jeton"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    Draft202012Validator.check_schema(description["components"]["schemas"]["Result"])


def test_every_reference_leads_somewhere(description: dict[str, Any]) -> None:
    said = json.dumps(description)
    names = {part.split('"')[0] for part in said.split("#/components/schemas/")[1:]}
    assert names <= set(description["components"]["schemas"])
    assert "Problem" in names


@st.composite
def requests(draw: st.DrawFn, description: dict[str, Any], known: list[str]) -> dict[str, Any]:
    """A request to one of the routes: right in all, or wrong in some."""
    path = draw(st.sampled_from(sorted(description["paths"])))
    method = draw(st.sampled_from(["get", "get", "post", "put", "delete", "patch"]))
    operation = description["paths"][path].get(method, {})
    params: dict[str, str] = {}
    headers: dict[str, str] = {}
    for parameter in operation.get("parameters", []):
        value = draw(st.one_of(values(parameter["schema"]), ODD_TEXT))
        if parameter["in"] == "path":
            continue
        if draw(st.booleans()):
            if parameter["in"] == "header":
                headers[parameter["name"]] = draw(HEADER_TEXT)
            else:
                params[parameter["name"]] = value
    segment = draw(st.one_of(st.sampled_from(known), ODD_TEXT.filter(bool)))
    body = b""
    if "requestBody" in operation:
        kinds = [*operation["requestBody"]["content"], "text/plain", "", 'x/y; charset="', "image/"]
        headers["Content-Type"] = draw(st.sampled_from(kinds))
        body = draw(st.one_of(st.binary(max_size=200), st.just(pdf(line("ORDONNANCE")))))
    return {
        "method": method,
        "path": path,
        "segment": segment,
        "params": params,
        "headers": headers,
        "content": body,
    }


def values(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    """Texts that a parameter's schema admits."""
    options = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    made: list[st.SearchStrategy[str]] = []
    for option in options:
        if "enum" in option:
            made.append(st.sampled_from(option["enum"]))
        elif option.get("type") == "integer":
            made.append(st.integers(option.get("minimum"), option.get("maximum")).map(str))
        else:
            made.append(st.text(min_size=option.get("minLength", 0), max_size=60))
    return st.one_of(made)


def asked(house: House, request: dict[str, Any], shown: dict[str, str]) -> Response:
    segment = urllib.parse.quote(request["segment"], safe="")
    path = re.sub(r"\{\w+\}", lambda _: segment, request["path"])
    return house.client.request(
        request["method"],
        "/api" + path,
        params=request["params"],
        headers=request["headers"] | shown,
        content=request["content"],
    )


def conforms(description: dict[str, Any], request: dict[str, Any], answer: Response) -> None:
    """The answer is one that its route describes, of the shape it says and about this request."""
    context = (request, answer.status_code, answer.text[:300])
    assert answer.status_code < 500, context
    kind = answer.headers["content-type"].partition(";")[0]
    if answer.status_code == 400 and kind == "text/plain":  # the shield: no such address at all
        assert answer.text == "Adresse incomprise.", context
        return
    if kind == PROBLEM:
        of_shape(description, {"$ref": "#/components/schemas/Problem"}, answer)
        body = answer.json()
        assert body["status"] == answer.status_code, context
        assert body["title"] == TITLES[answer.status_code], context
        assert body["type"] == URN + body["code"], context
        assert re.fullmatch("[a-z_]+", body["code"]), context
        assert body["detail"], context
    if answer.status_code == 404:  # a segment may make another address
        assert kind == PROBLEM, context
        return
    operation = description["paths"][request["path"]].get(request["method"])
    if operation is None:
        assert (answer.status_code, kind) == (405, PROBLEM), context
        assert answer.headers["allow"], context
        return
    described = operation["responses"].get(str(answer.status_code))
    assert described is not None, context
    schema = described["content"][kind]["schema"]
    if kind in (JSON, PROBLEM):
        of_shape(description, schema, answer)


def of_shape(description: dict[str, Any], schema: dict[str, Any], answer: Response) -> None:
    """The body is what a schema of the description admits."""
    validator = Draft202012Validator({**schema, "components": description["components"]})
    assert [error.message for error in validator.iter_errors(answer.json())] == [], answer.text[
        :300
    ]


def spoilt(body: Any) -> Iterator[Any]:
    """What an answer would be with one thing wrong in it, at any depth."""
    match body:
        case dict():
            yield body | {"inattendu": 1}
            for name, value in body.items():
                yield {other: one for other, one in body.items() if other != name}
                yield body | {name: ["autre", {"chose": 1}]}
                if name not in AS_READ:
                    yield from (body | {name: wrong} for wrong in spoilt(value))
        case [first, *rest]:
            yield [["autre", {"chose": 1}], *rest]
            for wrong in spoilt(first):
                yield [wrong, *rest]


def test_a_wrong_body_is_caught(house: House, description: dict[str, Any]) -> None:
    """That an answer conforms says something: no part of it can be missing, added or of another kind."""
    with house.database.transaction() as session:
        envois.set_state(session, house.seeded.envoi, EnvoiState.TERMINE)
    seeded, shown = house.seeded, house.token(*Right)[1]
    read = {"method": "get", "params": {}, "headers": {}, "content": b""}
    for path, segment, status in (
        ("/envois/{envoi_id}", seeded.mail, 200),
        ("/dossiers", "", 200),
        ("/dossiers/{dossier_id}", seeded.dossiers["chronique"], 200),
        ("/envois/{envoi_id}", "personne", 404),
    ):
        request = read | {"path": path, "segment": segment}
        answer = asked(house, request, shown)
        assert answer.status_code == status
        conforms(description, request, answer)
        for wrong in spoilt(answer.json()):
            mistaken = Response(status, headers=dict(answer.headers), json=wrong)
            with pytest.raises(AssertionError):
                conforms(description, request, mistaken)


def test_whatever_is_asked_the_answer_is_one_that_is_described(
    house: House, description: dict[str, Any]
) -> None:
    with house.database.transaction() as session:
        envois.set_state(session, house.seeded.envoi, EnvoiState.TERMINE)
    known = [house.seeded.envoi, house.seeded.mail, *house.seeded.dossiers.values()]
    tokens = [
        house.token(*Right)[1],
        house.token(Right.LECTURE, organismes=("ofppt",))[1],
        house.token(Right.DEPOT, organismes=("cnops", "ci"))[1],
    ]

    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(st.data())
    def asks(data: st.DataObject) -> None:
        request = data.draw(requests(description, known))
        conforms(description, request, asked(house, request, data.draw(st.sampled_from(tokens))))

    asks()


def test_a_failure_of_ours_is_a_problem_without_its_detail(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: object) -> None:
        raise RuntimeError("détail interne")

    monkeypatch.setattr("review_ui.api.dossiers.in_brief", broken)
    answer = house.client.get("/api/dossiers", headers=house.token(Right.LECTURE)[1])
    assert (answer.status_code, answer.headers["content-type"]) == (500, PROBLEM)
    assert answer.json()["code"] == "erreur"
    assert "détail interne" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_address_that_is_none_is_a_problem_too(house: House) -> None:
    for address in ("/api/rien", "/api/", "/api/envois/a/b/c", "/api/envois/a%0Ab"):
        answer = house.client.get(address)
        assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM)
