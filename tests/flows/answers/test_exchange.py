"""The exchange: each accepted dossier once at its latest change, replayable, without secrets."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as given_some
from hypothesis import settings as how
from hypothesis import strategies as st

from flows.answers.recording import record_answer
from flows.exchange.entries import entries
from flows.exchange.files import allowed, export
from flows.exchange.writing import COLUMNS, Format, lines
from flows.review import act, outcome
from flows.workplace import Workplace, open_workplace
from models.answers import Given
from models.entities import AnswerDecision, Dossier, Etape
from models.permissions import Actor, Role
from models.settings import Settings
from storage.records import blobs, exchange, pages
from tests.flows.answers.test_recording import CHIEF, DAY, LATER, PAPERS, again
from tests.flows.outgoing.made import CLERK, a_dossier, paper
from tests.flows.papers import JPEG

DOCTOR = Actor("Dr", frozenset({Role.GESTIONNAIRE, Role.MEDECIN_CONSEIL}))
SECRET = "SCLEROSE-EN-PLAQUES"


def accepted(place: Workplace, *more: Any, secret_pages: tuple[int, ...] = (), etape: Etape = Etape.VALIDE) -> Dossier:  # fmt: skip
    with place.database.transaction() as session:
        row = a_dossier(
            session, "ofppt", "maladie_remboursement", (*PAPERS, *more), secret_pages=secret_pages
        )
        row.etape = etape
    return again(place, row)


def taken(place: Workplace, cursor: int = 0, actor: Actor = CHIEF, **more: Any) -> list[dict[str, Any]]:  # fmt: skip
    return list(entries(place, actor, cursor, **more))


def test_an_accepted_dossier_is_told_with_its_papers(here: Workplace) -> None:
    waiting, row = accepted(here, etape=Etape.MEDECIN), accepted(here)
    (told,) = taken(here)
    assert told["reference"] == row.reference
    assert waiting.reference not in json.dumps(told)
    assert told["montant"] == {"etat": "sur", "reclame": "500.00", "part_organisme": None}
    assert [piece["type"] for piece in told["pieces"]] == ["feuille_de_soins", "facture"]
    first = told["pieces"][0]
    assert first["champs"]["montant_total"]["valeur"] == "500.00"
    assert first["pages"][0]["page"] == 1
    assert len(first["pages"][0]["sha256"]) == 64
    assert told["assure"]["nom"] == "ALAMI"


def test_what_changed_comes_again_and_what_was_taken_back_is_withdrawn(here: Workplace) -> None:
    rows = [accepted(here) for _ in range(3)]
    first = taken(here)
    cursor = first[-1]["curseur"]
    assert taken(here, cursor) == []
    given = Given(AnswerDecision.REMBOURSEMENT_PARTIEL, DAY, Decimal("300"), numero="S-1")
    act(
        here, CLERK,
        lambda desk: record_answer(
            desk, rows[0].id, given.decision.value, given=given, seen=rows[0].revision
        ),
        now=LATER,
    )  # fmt: skip
    act(
        here, CLERK,
        lambda desk: outcome.reopen(desk, rows[1].id, "à revoir", seen=rows[1].revision),
        now=LATER,
    )  # fmt: skip
    later = taken(here, cursor)
    assert [(one["reference"], one["etat"]) for one in later] == [
        (rows[0].reference, "accepte"),
        (rows[1].reference, "retire"),
    ]
    assert later[0]["reponse"]["montant"] == "300.00"
    assert "pieces" not in later[1]
    assert taken(here, cursor) == later, "the same cursor tells the same again"
    whole = taken(here)
    assert sorted(one["reference"] for one in whole) == sorted(row.reference for row in rows)
    assert len({one["curseur"] for one in whole}) == 3


@how(max_examples=12, deadline=None)
@given_some(most=st.integers(1, 4))
def test_any_stretch_of_cursors_tells_all(many: Workplace, most: int) -> None:
    whole = taken(many)
    parts: list[dict[str, Any]] = []
    while part := taken(many, parts[-1]["curseur"] if parts else 0, most=most):
        assert len(part) <= most
        parts += part
    assert parts == whole


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with open_workplace(Settings(home=tmp_path_factory.mktemp("echange"))) as place:
        for _ in range(5):
            accepted(place)
        yield place


@pytest.mark.parametrize("by_doubt", [False, True])
def test_a_medical_secret_is_never_in_it_but_for_who_may_know(
    here: Workplace, by_doubt: bool
) -> None:
    kind = "autre" if by_doubt else "rapport_medical"
    secret = paper(kind, affection=SECRET, patient_nom=SECRET)
    form = paper("demande_prise_en_charge", diagnostic=SECRET)
    accepted(here, secret, form, secret_pages=(3,) if by_doubt else ())
    for shape in Format:
        assert SECRET.encode() not in b"".join(lines(entries(here, CHIEF), shape))
    (told,) = taken(here)
    assert told["pieces_retenues"] == 1
    assert kind not in {piece["type"] for piece in told["pieces"]}
    (by_clerk,) = taken(here, actor=CLERK)
    assert by_clerk["pieces_retenues"] == 1
    (by_doctor,) = taken(here, actor=DOCTOR)
    assert by_doctor["pieces_retenues"] == 0
    assert SECRET in json.dumps(by_doctor)
    assert [allowed(one) for one in (CHIEF, DOCTOR, CLERK)] == [True, True, False]


def test_a_table_has_a_line_a_dossier_and_no_formula(here: Workplace) -> None:
    row = accepted(here)
    with here.database.transaction() as session:
        session.get_one(Dossier, row.id).assure = {"nom": '=HYPERLINK("x")', "prenom": "Ali; ben"}
    text = b"".join(lines(entries(here, CHIEF), Format.CSV)).decode()
    (read,) = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    assert tuple(read) == COLUMNS
    assert read["assure_nom"] == '\'=HYPERLINK("x")'
    assert read["assure_prenom"] == "Ali; ben"
    assert read["montant_reclame"] == "500.00"
    assert read["pieces"].startswith("feuille_de_soins ofppt-maladie_remboursement.pdf#")


def test_images_are_put_once_beside_it_and_the_trail_says_who(
    here: Workplace, tmp_path: Path
) -> None:
    row = accepted(here)
    sha256 = here.blobs.put(JPEG)
    with here.database.transaction() as session:
        blobs.record(session, sha256, size=len(JPEG), media_type="image/jpeg")
        for page in pages.of_envoi(session, row.envoi_id):
            page.image_sha256 = sha256
    for expected in (1, 0):
        out = io.BytesIO()
        done = export(here, CHIEF, out, Format.JSONL, images=tmp_path / "images")
        assert (done.dossiers, done.images) == (1, expected)
    assert (tmp_path / "images" / sha256[:2] / f"{sha256}.jpg").read_bytes() == JPEG
    with here.database.reading() as session:
        assert done.cursor == exchange.last(session)


def test_the_journal_has_no_gap(place: Workplace) -> None:
    """On both engines, whoever writes."""
    for _ in range(3):
        accepted(place)
    with place.database.transaction() as session:
        for row in session.query(Dossier):
            row.deadline = LATER + timedelta(days=1)
    with place.database.reading() as session:
        found = exchange.after(session, 0, 10)
        assert [entry.seq for entry, _ in found] == [4, 5, 6]
        assert exchange.last(session) == 6
