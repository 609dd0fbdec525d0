"""`liasse serve` from outside: courier in by the API, result out, whatever kills it meanwhile."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest

from models.result import Result
from tests.cli.command import ROOT, liasse
from tests.cli.serving import Serving, until
from tests.flows.webhooks.receiver import Receiver, receiving

pytestmark = pytest.mark.timeout(1800)  # three lives of the readers, where others compute too
SAMPLE = ROOT / "sample"
PDF = {"Content-Type": "application/pdf"}


def sheets(*numbers: int) -> bytes:
    """Pages of the sample's bag, as a file."""
    whole = pypdfium2.PdfDocument(SAMPLE / "sac-0001.pdf")
    some = pypdfium2.PdfDocument.new()
    some.import_pages(whole, [number - 1 for number in numbers])
    written = io.BytesIO()
    some.save(written)
    some.close()
    whole.close()
    return written.getvalue()


def words_of(*numbers: int) -> set[str]:
    """Names, numbers and words that the papers of these pages say of people."""
    truth = json.loads((SAMPLE / "verite.json").read_text(encoding="utf-8"))
    kept: set[str] = set()
    for document in truth["documents"]:
        if document["source"] == "sac-0001.pdf" and set(document["pages"]) & set(numbers):
            for name, found in document["fields"].items():
                if any(part in name for part in ("nom", "numero", "cin", "adresse", "diagnostic")):
                    kept |= {found["value"], found["raw"]}
    return {word for word in kept if len(word) > 5 and word not in ("OFPPT", "inconnu")}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as there:
        yield there


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    made = Serving(tmp_path / "maison", LIASSE_WEBHOOKS_PRIVES="true")
    yield made
    made.client.close()
    if hasattr(made, "process") and made.process.poll() is None:
        made.kill()


def token(home: Path) -> dict[str, str]:
    done = liasse(
        "comptes", "jetons", "creer", "essai", "--droit", "depot", "--droit", "lecture",
        "--data", home,
    )  # fmt: skip
    assert done.status == 0, done.err
    return {"Authorization": f"Bearer {done.out.splitlines()[-1]}"}


def result(serving: Serving, id: str, shown: dict[str, str]) -> Any:
    until(
        lambda: serving.get(f"/api/envois/{id}", shown)["etat"] in ("termine", "quarantaine"),
        alive=serving._alive,
    )
    return serving.get(f"/api/envois/{id}/resultat", shown)


def test_a_page_goes_in_and_its_result_comes_out_told_and_logged_without_a_name(
    serving: Serving, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = token(serving.home)
    monkeypatch.setenv("LIASSE_WEBHOOKS_PRIVES", "true")
    added = liasse("webhooks", "ajouter", receiver.url, "--data", serving.home)
    assert added.status == 0, added.err
    serving.start()
    until(lambda: serving.client.get("/pret").status_code == 200, alive=serving._alive)
    posted = serving.client.post(
        "/api/envois?nom=BENJELLOUN Karim.pdf", content=sheets(5), headers=shown | PDF
    )
    assert posted.status_code == 201
    id = posted.json()["id"]
    said = Result.model_validate(result(serving, id, shown))
    assert [envoi.pages for envoi in said.envois] == [1]
    assert {page.page for document in said.documents for page in document.pages} == {1}
    listed = serving.get("/api/dossiers", shown)["dossiers"]
    assert [d["id"] for d in listed] == [dossier.id for dossier in said.dossiers]
    until(lambda: any(b"envoi.termine" in body for _, body in receiver.told))
    for address in ("/", "/recherche?q=BENJELLOUN", "/dossiers/BENJELLOUN", f"/envois/{id}"):
        serving.client.get(address)
    assert serving.stop() == 0
    assert "liasse est arrêtée" in serving.out.read_text()
    lines = serving.lines()
    assert {"demande", "envoi_termine", "message_remis"} <= {one.get("evenement") for one in lines}
    assert not [one for one in lines if one["niveau"] in ("alerte", "erreur")]
    told = serving.errors.read_text() + "".join(body.decode() for _, body in receiver.told)
    words = words_of(5) | {"BENJELLOUN", "Karim"}
    assert len(words) > 5
    assert [word for word in words if word.casefold() in told.casefold()] == []


def test_killed_in_the_middle_each_deposit_is_accounted_for_once(serving: Serving) -> None:
    shown = token(serving.home)
    serving.start()
    deposits = {"premier": sheets(4, 5), "second": sheets(7)}
    ids: dict[str, str] = {}

    def post(key: str) -> Any:
        answer = serving.client.post(
            f"/api/envois?nom={key}.pdf",
            content=deposits[key],
            headers=shown | PDF | {"Idempotency-Key": key},
        )
        assert answer.status_code == 201, answer.text
        return answer.json()

    for key in deposits:
        ids[key] = post(key)["id"]
    until(
        lambda: serving.get(f"/api/envois/{ids['premier']}", shown)["pages_lues"] >= 1,
        alive=serving._alive,
    )
    serving.kill()
    serving.start()
    assert {key: post(key)["id"] for key in deposits} == ids, "the same keys, the same envois"
    for key, pages in (("premier", 2), ("second", 1)):
        said = Result.model_validate(result(serving, ids[key], shown))
        placed = [page.page for document in said.documents for page in document.pages]
        assert sorted(placed) == list(range(1, pages + 1)), "every page in one document"
    assert serving.stop() == 0
    with closing(sqlite3.connect(serving.home / "liasse.db")) as base:
        rows = base.execute("SELECT id, state, duplicate_of FROM envoi").fetchall()
        homes = base.execute("SELECT count(*) FROM dossier").fetchone()[0]
    assert sorted(rows) == sorted((id, "termine", None) for id in ids.values())
    assert homes >= 1


def test_asked_to_stop_while_it_reads_it_keeps_what_is_read_and_goes_on_later(
    serving: Serving,
) -> None:
    shown = token(serving.home)
    serving.start()
    id = serving.client.post("/api/envois", content=sheets(5, 7), headers=shown | PDF).json()["id"]
    until(lambda: serving.get(f"/api/envois/{id}", shown)["pages_lues"] >= 1, alive=serving._alive)
    assert serving.stop() == 0
    with closing(sqlite3.connect(serving.home / "liasse.db")) as base:
        kept = base.execute("SELECT count(*) FROM page WHERE state = 'lue'").fetchone()[0]
    assert kept >= 1
    serving.start()
    assert serving.get(f"/api/envois/{id}", shown)["pages_lues"] >= kept, "nothing is read again"
    assert len(result(serving, id, shown)["documents"]) >= 1
    assert serving.stop() == 0
    assert not [one for one in serving.lines() if one["niveau"] == "erreur"]
